package dev.hone.search.importance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.analyse.Observations;
import dev.hone.core.space.CategoricalParameter;
import dev.hone.core.space.Condition;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.SearchSpace;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PedAnovaTest {

    private static Map<String, Double> importances(double quantile, Observations observations) {
        return new PedAnova(new PedAnova.Options(quantile, 50, 1)).importances(observations, 1);
    }

    @Test
    void divergenceOfTwoDistributions() {
        // (1.5 - 1)^2 / 2 + (0.5 - 1)^2 / 2
        assertThat(PedAnova.pearson(new double[] {0.75, 0.25}, new double[] {0.5, 0.5}))
                .isCloseTo(0.25, within(1e-15));
    }

    @Test
    void densitiesAreCountsWithAPrior() {
        assertThat(PedAnova.shares(new double[] {3, 0}, 1)).containsExactly(3.5 / 4, 0.5 / 4);
        double[] density = PedAnova.density(new double[] {0, 0, 0, 8, 0, 0, 0}, 1);
        // equal values have no spread, so that the least bandwidth holds: exp(-(1.64 / 0.5)^2 / 2) next to the centre
        double next = Math.exp(-0.5 * 3.28 * 3.28);
        assertThat(density[3]).isCloseTo((8 / (1 + 2 * next) + 1.0 / 7) / 9, within(1e-4));
        assertThat(density[2]).isCloseTo(density[4], within(1e-15));
        assertThat(java.util.Arrays.stream(density).sum()).isCloseTo(1, within(1e-12));
    }

    /**
     * a + b over the unit square, the best 8 %: a &lt; 0.4 has density (0.4 - a) / 0.08 among them, whose divergence from
     * uniform is 0.4^3 / (3 * 0.08^2) - 1 = 7/3. For 0.08 of {a &lt; 0.08} alone it is 1/0.08 - 1 = 11.5. Smoothing by a
     * bandwidth of a fiftieth blunts both, the second more.
     */
    @Test
    void closedFormsOfTheBestCorner() {
        SearchSpace space = SearchSpace.of(
                FloatParameter.linear("a", 0, 1), FloatParameter.linear("b", 0, 1), FloatParameter.linear("c", 0, 1));
        Map<String, Double> both =
                importances(0.08, Samples.uniform(space, 20_000, 4, x -> x.getDouble("a") + x.getDouble("b")));
        assertThat(both.get("a")).isCloseTo(0.5, within(0.03));
        assertThat(both.get("b")).isCloseTo(0.5, within(0.03));
        assertThat(both.get("c")).isLessThan(0.01);

        Map<String, Double> one = importances(0.08, Samples.uniform(space, 20_000, 4, x -> x.getDouble("a")));
        assertThat(one.get("a")).isGreaterThan(0.98);
    }

    /** 2 a + b: the best are a triangle, and a density 2 (s - x) / s^2 along a side s has the divergence 4 / (3 s) - 1. */
    @Test
    void onlyTheWayIntoTheBestCounts() {
        SearchSpace space = SearchSpace.of(FloatParameter.linear("a", 0, 1), FloatParameter.linear("b", 0, 1));
        Map<String, Double> shares =
                importances(0.05, Samples.uniform(space, 20_000, 4, x -> 2 * x.getDouble("a") + x.getDouble("b")));
        // the sides are 0.2236 and 0.4472
        assertThat(shares.get("a")).isCloseTo(4.96 / 6.94, within(0.04));
    }

    @Test
    void choicesAreCounted() {
        SearchSpace space = SearchSpace.of(
                CategoricalParameter.of("good", "yes", "no"), CategoricalParameter.of("idle", "x", "y", "z"));
        Map<String, Double> shares = importances(
                0.1, Samples.uniform(space, 2000, 11, x -> x.getString("good").equals("yes") ? 0 : 1));
        // all who say yes tie for the best: (2 - 1)^2 / 2 + (0 - 1)^2 / 2 = 1, and nothing of the other
        assertThat(shares.get("good")).isGreaterThan(0.99);
    }

    @Test
    void aConditionalParameterIsJudgedWhereItIsActive() {
        SearchSpace space = SearchSpace.of(
                CategoricalParameter.of("kind", "a", "b"),
                CategoricalParameter.of("idle", "x", "y").when(Condition.on("kind", "a")),
                CategoricalParameter.of("away", "x", "y").when(Condition.on("kind", "b")));
        Map<String, Double> shares = importances(
                0.1, Samples.uniform(space, 2000, 12, x -> x.getString("kind").equals("a") ? 0 : 1));
        // being active is the parent's merit, and who is never active in the best has none
        assertThat(shares.get("kind")).isGreaterThan(0.99);
        assertThat(shares.get("away")).isZero();
    }

    @Test
    void tiesOfAllMeanNothing() {
        SearchSpace space = SearchSpace.of(FloatParameter.linear("a", 0, 1));
        assertThat(importances(0.1, Samples.uniform(space, 50, 1, x -> 1))).containsExactly(Map.entry("a", 0.0));
    }
}
