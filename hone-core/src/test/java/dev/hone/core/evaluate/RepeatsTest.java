package dev.hone.core.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.HoneException;
import dev.hone.core.evaluate.Repeats.Aggregate;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Objective;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RepeatsTest {

    private static final double[] SAMPLE = {4, 1, 10, 2, 3};
    private static final List<Objective> WALL = List.of(Objective.minimize("wall"));

    @Test
    void aggregatesExactly() {
        assertThat(Repeats.of(5, Aggregate.MEAN).of(SAMPLE)).isEqualTo(4);
        assertThat(Repeats.of(5, Aggregate.MEDIAN).of(SAMPLE)).isEqualTo(3);
        assertThat(Repeats.of(4, Aggregate.MEDIAN).of(new double[] {4, 1, 10, 2}))
                .isEqualTo(3);
        assertThat(Repeats.of(5, Aggregate.TRIMMED).of(SAMPLE)).isEqualTo(3);
        assertThat(Repeats.of(5, Aggregate.MIN).of(SAMPLE)).isEqualTo(1);
        assertThat(Repeats.of(5, Aggregate.MAX).of(SAMPLE)).isEqualTo(10);
        assertThat(Repeats.quantile(5, 0.9).of(SAMPLE)).isCloseTo(4 + 0.6 * 6, within(1e-12));
        assertThat(Repeats.quantile(5, 0).of(SAMPLE)).isEqualTo(1);
    }

    @Test
    void varianceOfTheMeanIsExactAndOfTheMedianResampled() {
        // squared deviations from 4: 0 + 9 + 36 + 4 + 1 = 50
        assertThat(Repeats.of(5, Aggregate.MEAN).variance(SAMPLE, 1)).isCloseTo(50.0 / 4 / 5, within(1e-12));
        // of three values the resampled median is the k-th smallest with probability 7/27, 13/27, 7/27
        assertThat(Repeats.of(3, Aggregate.MEDIAN).variance(new double[] {1, 2, 3}, 1))
                .isCloseTo(14.0 / 27, within(0.06));
        assertThat(Repeats.of(3, Aggregate.MEDIAN).variance(new double[] {2, 2, 2}, 1))
                .isZero();
        assertThat(Repeats.of(5, Aggregate.MIN).variance(SAMPLE, 9))
                .isEqualTo(Repeats.of(5, Aggregate.MIN).variance(SAMPLE, 9));
    }

    @Property(tries = 200)
    void everyAggregateLiesWithinTheSample(
            @ForAll @Size(min = 1, max = 9) List<@DoubleRange(min = -1e6, max = 1e6) Double> values,
            @ForAll Aggregate aggregate) {
        double[] sample = values.stream().mapToDouble(Double::doubleValue).toArray();

        double result = new Repeats(sample.length, aggregate, 0.3).of(sample);

        double low = values.stream().mapToDouble(v -> v).min().orElseThrow();
        double high = values.stream().mapToDouble(v -> v).max().orElseThrow();
        assertThat(result).isBetween(low - 1e-6, high + 1e-6);
    }

    @Test
    void repeatsAggregateEverythingAndEstimateNoiseByObjectiveName() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        List<Long> seeds = new ArrayList<>();
        Evaluator<String> noisy = (candidate, context) -> {
            int call = calls.getAndIncrement();
            seeds.add(context.seed());
            context.reportOrPrune(call, call);
            return Evaluation.ofMetrics(Map.of("wall", 1.0 + call, "rss", 10.0))
                    .withConstraint("c", -call)
                    .withCritique("run " + call)
                    .withCost(2);
        };
        RecordingContext context = new RecordingContext();

        Evaluation evaluation =
                new RepeatedEvaluator<>(noisy, Repeats.of(3, Aggregate.MEAN), WALL).evaluate("x", context);

        assertThat(evaluation.metrics()).containsOnly(entry("wall", 2.0), entry("rss", 10.0));
        assertThat(evaluation.variances()).containsExactly(1.0 / 3);
        assertThat(evaluation.constraints()).containsExactly(entry("c", -1.0));
        assertThat(evaluation.cost()).isEqualTo(6);
        assertThat(evaluation.critique()).contains("run 0");
        assertThat(evaluation.against(WALL).values()).containsExactly(2.0);
        assertThat(new HashSet<>(seeds)).hasSize(3);
        assertThat(context.reports).containsExactly(entry(0L, 0.0));
    }

    @Test
    void valuesByPositionHaveVariancesToo() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        Evaluator<String> noisy = Evaluator.of(candidate -> Evaluation.of(calls.incrementAndGet(), 5));

        Evaluation evaluation = new RepeatedEvaluator<>(
                        noisy, Repeats.of(2, Aggregate.MEAN), List.of(Objective.minimize("a"), Objective.maximize("b")))
                .evaluate("x", new RecordingContext());

        assertThat(evaluation.values()).containsExactly(1.5, 5.0);
        assertThat(evaluation.variances()).containsExactly(0.25, 0.0);
    }

    @Test
    void theFirstRunMayBePruned() {
        AtomicInteger calls = new AtomicInteger();
        Evaluator<String> reporting = (candidate, context) -> {
            calls.incrementAndGet();
            context.reportOrPrune(1, 0.5);
            return Evaluation.of(1);
        };

        assertThatThrownBy(() -> new RepeatedEvaluator<>(reporting, Repeats.of(3, Aggregate.MEDIAN), WALL)
                        .evaluate("x", new RecordingContext(1)))
                .isInstanceOf(TrialPrunedException.class);
        assertThat(calls).hasValue(1);
    }

    @Test
    void aMetricThatIsMissingOnceFailsTheTrial() {
        AtomicInteger calls = new AtomicInteger();
        Evaluator<String> forgetful = Evaluator.of(
                candidate -> Evaluation.ofMetrics(calls.getAndIncrement() == 1 ? Map.of() : Map.of("wall", 1.0)));

        assertThatThrownBy(() -> new RepeatedEvaluator<>(forgetful, Repeats.of(3, Aggregate.MEAN), WALL)
                        .evaluate("x", new RecordingContext()))
                .isInstanceOf(HoneException.class)
                .hasMessage("repeat 2 of 3 did not report 'wall', which the first did");
    }

    @Test
    void badRepeatsAreRefused() {
        assertThatThrownBy(() -> Repeats.of(0, Aggregate.MEAN)).hasMessageContaining("repeats.count: is 0");
        assertThatThrownBy(() -> Repeats.quantile(3, 1.5)).hasMessageContaining("repeats.quantile: is 1.5");
        assertThatThrownBy(() -> Repeats.of(3, Aggregate.QUANTILE))
                .hasMessageContaining("repeats.quantile: is missing");
        assertThatThrownBy(() -> Repeats.aggregate("medin")).hasMessageContaining("did you mean 'median'?");
        assertThat(Repeats.aggregate("trimmed")).isEqualTo(Aggregate.TRIMMED);
    }

    @Test
    void outcomeConstraintsBoundMetricsAndValues() throws Exception {
        Evaluator<String> inner = Evaluator.of(candidate -> Evaluation.of(3).withMetric("rss", 600));
        Evaluator<String> bounded = OutcomeConstraint.around(
                inner,
                List.of(
                        OutcomeConstraint.atMost("rss", 512),
                        new OutcomeConstraint("wall", OptionalDouble.of(5), OptionalDouble.of(1))),
                WALL);

        Evaluation evaluation = bounded.evaluate("x", new RecordingContext());

        assertThat(evaluation.constraints())
                .containsExactly(entry("rss <= 512.0", 88.0), entry("wall <= 5.0", -2.0), entry("wall >= 1.0", -2.0));
        assertThat(evaluation.isFeasible()).isFalse();
        assertThatThrownBy(() -> OutcomeConstraint.around(inner, List.of(OutcomeConstraint.atLeast("acc", 0.9)), WALL)
                        .evaluate("x", new RecordingContext()))
                .hasMessageContaining("no value for the outcome constraint on 'acc'");
        assertThatThrownBy(() -> new OutcomeConstraint("x", OptionalDouble.empty(), OptionalDouble.empty()))
                .hasMessageContaining("max or min");
    }
}
