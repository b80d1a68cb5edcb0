package dev.hone.search.gp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.Seeds;
import dev.hone.core.analyse.Analyses;
import dev.hone.core.analyse.ImportanceAnalysis;
import dev.hone.core.analyse.Observations;
import dev.hone.core.analyse.Observations.Observation;
import dev.hone.core.analyse.SurrogateAnalysis.Prediction;
import dev.hone.core.analyse.TerminationAnalysis.Step;
import dev.hone.core.analyse.TerminationAnalysis.Termination;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.trial.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class RegretBoundTest {

    private static final SearchSpace SPACE =
            SearchSpace.of(FloatParameter.linear("x", -2, 2), FloatParameter.linear("y", -2, 2));

    private static double bowl(Configuration c) {
        return Math.pow(c.getDouble("x") - 0.5, 2) + Math.pow(c.getDouble("y") + 1, 2);
    }

    /** Random draws at first, then ever closer to the optimum. */
    private static Observations observations(
            int n, Direction direction, ToDoubleFunction<Configuration> loss, OptionalDouble variance) {
        RandomGenerator random = Seeds.stream(5);
        List<Observation> points = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            double near = i < 20 ? 1 : Math.pow(0.8, i - 20);
            Configuration drawn = SPACE.sample(random);
            Configuration c = SPACE.configuration(Map.of(
                    "x", 0.5 + near * (drawn.getDouble("x") - 0.5), "y", -1 + near * (drawn.getDouble("y") + 1)));
            points.add(new Observation(10 * i, c, direction.asLoss(loss.applyAsDouble(c)), variance));
        }
        return new Observations(SPACE, direction, points);
    }

    @Test
    void betaIsThatOfThePaper() {
        // sqrt(2 log(3 * 50^2 * pi^2 / 0.6) / 5)
        assertThat(RegretBound.rootBeta(3, 50)).isCloseTo(2.16545, within(1e-4));
    }

    @Test
    void theBoundHoldsAndFallsToNothing() {
        Observations observations = observations(50, Direction.MINIMIZE, RegretBoundTest::bowl, OptionalDouble.empty());

        Termination termination = new RegretBound().analyse(observations, 1, 12);

        assertThat(termination.steps()).hasSize(12);
        assertThat(termination.steps())
                .extracting(Step::number)
                .startsWith(190L)
                .endsWith(490L)
                .isSorted();
        for (Step step : termination.steps()) {
            double best = observations.points().stream()
                    .filter(o -> o.number() <= step.number())
                    .mapToDouble(Observation::value)
                    .min()
                    .orElseThrow();
            // the least value is 0, so that the regret is the best value itself
            assertThat(step.regretBound()).isGreaterThanOrEqualTo(best * (1 - 1e-6) - 1e-6);
        }
        double first = termination.steps().get(0).regretBound();
        assertThat(termination.steps().get(11).regretBound()).isLessThan(0.05 * first);
        assertThat(termination.noiseSource()).contains("report no noise");
        assertThat(termination.steps()).extracting(Step::noise).allMatch(noise -> noise > 0);
    }

    @Test
    void reportedNoiseSaysWhenToStop() {
        Observations observations =
                observations(50, Direction.MINIMIZE, RegretBoundTest::bowl, OptionalDouble.of(0.04));

        Termination termination = new RegretBound().analyse(observations, 1, 31);

        assertThat(termination.noiseSource()).contains("report on the best value");
        assertThat(termination.steps()).extracting(Step::noise).containsOnly(0.2);
        assertThat(termination.stopAt()).isPresent();
        long stop = termination.stopAt().getAsLong();
        assertThat(termination.steps().stream().filter(s -> s.number() < stop)).allMatch(s -> s.regretBound() > 0.2);
    }

    @Test
    void maximisingIsTheSameTurnedRound() {
        Observations least = observations(30, Direction.MINIMIZE, RegretBoundTest::bowl, OptionalDouble.empty());
        Observations most = observations(30, Direction.MAXIMIZE, RegretBoundTest::bowl, OptionalDouble.empty());

        assertThat(new RegretBound().analyse(most, 1, 3)).isEqualTo(new RegretBound().analyse(least, 1, 3));
    }

    @Test
    void tooFewTrialsAndConstantOnesSayNothingWrong() {
        Observations few = observations(19, Direction.MINIMIZE, RegretBoundTest::bowl, OptionalDouble.empty());
        assertThat(new RegretBound().analyse(few, 1, 5).steps()).isEmpty();
        Observations flat = observations(25, Direction.MINIMIZE, c -> 3, OptionalDouble.empty());
        assertThat(new RegretBound().analyse(flat, 1, 1).steps()).containsExactly(new Step(240, 0, 0));
    }

    @Test
    void onlyVeryBadLossesAreCut() {
        // quartiles 2 and 4: the fence is at 10
        assertThat(RegretBound.fenced(new double[] {1, 2, 3, 4, 1e9})).containsExactly(1, 2, 3, 4, 10);
        assertThat(RegretBound.fenced(new double[] {1, 1, 1, 1, 7})).containsExactly(1, 1, 1, 1, 7);
    }

    @Test
    void theSurrogateKnowsTheFunctionAndItsIgnorance() {
        Observations most = observations(60, Direction.MAXIMIZE, RegretBoundTest::bowl, OptionalDouble.empty());
        Configuration known = most.points().get(30).configuration();
        Configuration corner = SPACE.configuration(Map.of("x", -2, "y", 2));

        List<Prediction> predictions = new GpSurrogate().fit(most, 200).predict(List.of(known, corner));

        assertThat(predictions.get(0).mean()).isCloseTo(most.points().get(30).value(), within(0.05));
        assertThat(predictions.get(1).sd()).isGreaterThan(2 * predictions.get(0).sd());
        // the corner's value is -15.25, and the random trials show how the bowl rises
        assertThat(predictions.get(1).mean()).isLessThan(-5);
    }

    @Test
    void allAnalysesAreFound() {
        Analyses analyses = Analyses.load();
        assertThat(analyses.importances()).extracting(ImportanceAnalysis::id).containsExactly("fanova", "ped-anova");
        assertThat(analyses.surrogate().orElseThrow().id()).isEqualTo("gp");
        assertThat(analyses.termination().orElseThrow().id()).isEqualTo("regret-bound");
    }
}
