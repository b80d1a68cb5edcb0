package dev.hone.claims.bench.optimizers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hone.claims.bench.optimizers.Anytime.Estimate;
import dev.hone.claims.problem.Bbob;
import dev.hone.claims.problem.TestProblem;
import dev.hone.core.Seeds;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.SearchSpace;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AnytimeTest {

    private static Run run(double... regrets) {
        List<Run.Step> steps = IntStream.range(0, regrets.length)
                .mapToObj(i -> new Run.Step(i + 1, regrets[i]))
                .toList();
        return new Run(new Run.Key("p", "o", 0, 100), 100, steps, 1);
    }

    @Test
    void regretIsThatOfTheLastStepAndInfiniteBeforeTheFirst() {
        Run run = new Run(new Run.Key("p", "o", 0, 10), 10, List.of(new Run.Step(3, 5), new Run.Step(7, 1)), 1);

        assertThat(run.regretAt(2)).isInfinite();
        assertThat(run.regretAt(3)).isEqualTo(5);
        assertThat(run.regretAt(6.9)).isEqualTo(5);
        assertThat(run.regretAt(10)).isEqualTo(1);
        assertThat(run.trialsTo(5)).isEqualTo(3);
        assertThat(run.trialsTo(4.9)).isEqualTo(7);
        assertThat(run.trialsTo(0.5)).isInfinite();
    }

    @Test
    void theAreaIsThatBeyondTheRuntimesOverTheLogarithmOfTrials() {
        Run run = run(8, 8, 8, 8, 8, 8, 8, 8, 8, 2);

        // targets 8, 2 and 1 are reached after 1 trial, after 10 of 100 and never
        assertThat(Anytime.area(run, new double[] {8, 2, 1}, 1, 100)).isCloseTo((1 + 0.5 + 0) / 3, within(1e-12));
        // in units of 5 trials: after less than one, after 2 of 20 and never
        assertThat(Anytime.area(run, new double[] {8, 2, 1}, 5, 20))
                .isCloseTo((1 + 1 - Math.log(2) / Math.log(20)) / 3, within(1e-12));
        // beyond the budget of 9
        assertThat(Anytime.area(run, new double[] {2}, 1, 9)).isZero();
        assertThat(Anytime.reached(run, new double[] {8, 2, 1}, 9)).isCloseTo(1 / 3.0, within(1e-12));
    }

    @Test
    void targetsOfBbobArePublishedAndThoseOfOthersBeginAtARandomPoint() {
        double[] bbob = Anytime.targets(Bbob.problem(1, 2, 1));
        assertThat(bbob).hasSize(51);
        assertThat(bbob[0]).isEqualTo(100);
        assertThat(bbob[1]).isCloseTo(Math.pow(10, 1.8), within(1e-9));
        assertThat(bbob[50]).isCloseTo(1e-8, within(1e-20));
        // the median of x^2 on [-1, 1] is 1/4
        TestProblem square =
                new TestProblem("square", SearchSpace.of(FloatParameter.linear("x", -1, 1)), x -> x[0] * x[0] + 3, 3);
        double[] own = Anytime.targets(square);
        assertThat(own[0]).isCloseTo(0.25, within(0.04));
        assertThat(own[50]).isCloseTo(own[0] * 1e-5, within(1e-9));
    }

    @Test
    void mediansHoldInfiniteValues() {
        assertThat(Anytime.median(new double[] {3, 1, 2})).isEqualTo(2);
        assertThat(Anytime.median(new double[] {4, 1, 2, 3})).isEqualTo(2.5);
        double never = Double.POSITIVE_INFINITY;
        assertThat(Anytime.median(new double[] {never, never, 1, never})).isInfinite();
    }

    @Test
    void theIntervalCoversTheMeanAndNarrowsWithMoreSeeds() {
        double[] few = new double[5];
        double[] many = new double[500];
        RandomGenerator random = Seeds.stream(11);
        Arrays.setAll(few, i -> random.nextGaussian());
        Arrays.setAll(many, i -> random.nextGaussian());

        Estimate of = Anytime.mean(new double[][] {many});
        // a mean of 500 normal numbers: standard error 0.0447
        assertThat(of.high() - of.low()).isCloseTo(2 * 1.96 * 0.0447, within(0.03));
        assertThat(of.value()).isBetween(of.low(), of.high());
        Estimate wide = Anytime.mean(new double[][] {few});
        assertThat(wide.high() - wide.low()).isGreaterThan(3 * (of.high() - of.low()));
        assertThat(Anytime.mean(new double[][] {many})).isEqualTo(of);
    }

    @Test
    void seedsAreResampledWithinProblemsOnly() {
        Estimate constant = Anytime.mean(new double[][] {{1, 1, 1}, {5, 5, 5}});

        assertThat(constant).isEqualTo(new Estimate(3, 3, 3));
    }

    @Test
    void equalValuesShareTheirMeanRank() {
        assertThat(Anytime.ranks(List.of(3.0, 1.0, 3.0, Double.POSITIVE_INFINITY)))
                .containsExactly(2.5, 1, 2.5, 4);
    }
}
