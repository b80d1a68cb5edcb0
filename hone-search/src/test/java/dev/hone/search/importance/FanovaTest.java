package dev.hone.search.importance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.Seeds;
import dev.hone.core.analyse.Observations;
import dev.hone.core.space.CategoricalParameter;
import dev.hone.core.space.Condition;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.IntParameter;
import dev.hone.core.space.PermutationParameter;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.trial.Direction;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/**
 * Against closed forms. A tree smooths a function over its cells: with n points in d dimensions an axis has about n^(1/d)
 * of them, and a share errs by a few percent of what varies within one. Where trees can hold a function, they are exact.
 */
class FanovaTest {

    private static final double PI = Math.PI;

    private static Map<String, Double> importances(Observations observations) {
        return new Fanova().importances(observations, 1);
    }

    /**
     * sin x1 + 7 sin^2 x2 + 0.1 x3^4 sin x1 on [-pi, pi]^3: first-order indices 0.3139, 0.4424 and 0 (Ishigami and Homma
     * 1990). Two periods of x2 have no good first threshold, because both sides of any one are alike; greedy trees lose a
     * fifth of its variance over 13 cells a side, which more points regain.
     */
    @Test
    void ishigamisFunction() {
        SearchSpace space = SearchSpace.of(
                FloatParameter.linear("x1", -PI, PI),
                FloatParameter.linear("x2", -PI, PI),
                FloatParameter.linear("x3", -PI, PI));
        Observations observations = Samples.uniform(space, 2000, 7, c -> {
            double s = Math.sin(c.getDouble("x1"));
            return s + 7 * Math.pow(Math.sin(c.getDouble("x2")), 2) + 0.1 * Math.pow(c.getDouble("x3"), 4) * s;
        });

        Map<String, Double> shares = importances(observations);

        assertThat(shares.get("x1")).isCloseTo(0.3139, within(0.04));
        assertThat(shares.get("x2")).isCloseTo(0.4424, within(0.2 * 0.4424));
        assertThat(shares.get("x2")).isGreaterThan(shares.get("x1"));
        assertThat(shares.get("x3")).isLessThan(0.02);
    }

    /** a b on the unit square: Var(a/2) = 1/48 for each, 7/144 in all, so that a seventh is their interaction. */
    @Test
    void aProductLeavesASeventhToInteraction() {
        SearchSpace space = SearchSpace.of(FloatParameter.linear("a", 0, 1), FloatParameter.linear("b", 0, 1));
        Map<String, Double> shares =
                importances(Samples.uniform(space, 1000, 3, c -> c.getDouble("a") * c.getDouble("b")));

        assertThat(shares.get("a")).isCloseTo(3.0 / 7, within(0.03));
        assertThat(shares.get("b")).isCloseTo(3.0 / 7, within(0.03));
    }

    /** 4 a + 2 b + c + 0 d: shares 16, 4, 1 and 0 of 21, whatever scales and steps the parameters have. */
    @Test
    void anAdditiveFunctionOfScaledParameters() {
        SearchSpace space = SearchSpace.of(
                FloatParameter.log("a", 1e-4, 1),
                IntParameter.log("b", 1, 1024),
                FloatParameter.linear("c", -5, 5),
                FloatParameter.linear("d", 0, 1));
        Observations observations = Samples.uniform(space, 1000, 3, c -> {
            double[] u = space.encode(c);
            return 4 * u[0] + 2 * u[1] + u[2];
        });

        Map<String, Double> shares = importances(observations);

        assertThat(shares.get("a")).isCloseTo(16.0 / 21, within(0.04));
        assertThat(shares.get("b")).isCloseTo(4.0 / 21, within(0.04));
        assertThat(shares.get("c")).isCloseTo(1.0 / 21, within(0.03));
        assertThat(shares.get("d")).isLessThan(0.005);
    }

    /** Two choices and a child that is active under one of them: exact for a tree, since there are four different values. */
    @Test
    void aConditionalParameterCountsWhileItIsActive() {
        SearchSpace space = SearchSpace.of(
                CategoricalParameter.of("gc", "serial", "g1"),
                CategoricalParameter.of("regions", "small", "large").when(Condition.on("gc", "g1")),
                CategoricalParameter.of("unused", "yes", "no"));
        Observations observations = Samples.uniform(
                space,
                400,
                5,
                c -> c.getString("gc").equals("serial")
                        ? 0
                        : c.getString("regions").equals("small") ? 2 : 4);

        Map<String, Double> shares = importances(observations);

        // by the law of total variance: Var(0, 3) = 9/4 between collectors, and half of Var(2, 4) = 1 within g1
        assertThat(shares.get("gc")).isCloseTo(2.25 / 2.75, within(1e-9));
        assertThat(shares.get("regions")).isCloseTo(0.5 / 2.75, within(1e-9));
        assertThat(shares.get("unused")).isCloseTo(0, within(1e-9));
    }

    /** The child's condition holds on 3 of 9 values of a whole number. */
    @Test
    void aNumericParentActivatesOnSomeOfItsValues() {
        SearchSpace space = SearchSpace.of(
                IntParameter.linear("layers", 1, 9),
                CategoricalParameter.of("skip", "a", "b").when(Condition.on("layers", 7, 8, 9)));
        Observations observations = Samples.uniform(
                space,
                600,
                6,
                c -> c.getInt("layers") < 7 ? 0 : c.getString("skip").equals("a") ? 1 : 3);

        Map<String, Double> shares = importances(observations);

        // between: mean 2 with probability 1/3 has variance 8/9; within: 1/3 of Var(1, 3) = 1
        assertThat(shares.get("layers")).isCloseTo((8.0 / 9) / (8.0 / 9 + 1.0 / 3), within(1e-9));
        assertThat(shares.get("skip")).isCloseTo((1.0 / 3) / (8.0 / 9 + 1.0 / 3), within(1e-9));
    }

    @Test
    void whatActsOnlyTogetherIsNobodysShare() {
        SearchSpace space = SearchSpace.of(CategoricalParameter.of("a", 0, 1), CategoricalParameter.of("b", 0, 1));
        Observations observations = Samples.uniform(space, 400, 8, c -> c.getInt("a") == c.getInt("b") ? 1 : 0);

        // exclusive or: the marginals are flat
        assertThat(importances(observations).values())
                .allSatisfy(share -> assertThat(share).isLessThan(1e-9));
    }

    @Test
    void aPermutationIsOneParameter() {
        SearchSpace space =
                SearchSpace.of(PermutationParameter.of("order", "p", "q", "r"), FloatParameter.linear("x", 0, 1));
        Observations observations =
                Samples.uniform(space, 600, 9, c -> c.getPermutation("order").indexOf("p"));

        Map<String, Double> shares = importances(observations);

        assertThat(shares.get("order")).isGreaterThan(0.95);
        assertThat(shares.get("x")).isLessThan(0.01);
    }

    @Test
    void nothingVariesNothingMatters() {
        SearchSpace space = SearchSpace.of(FloatParameter.linear("x", 0, 1), IntParameter.linear("one", 1, 1));
        assertThat(importances(Samples.uniform(space, 30, 1, c -> 5))).containsExactly(Map.entry("x", 0.0));
        assertThat(importances(Samples.uniform(space, 3, 1, c -> c.getDouble("x"))))
                .isEmpty();
    }

    @Test
    void hugeValuesAndMaximisationChangeNothing() {
        SearchSpace space = SearchSpace.of(FloatParameter.linear("x", 0, 1), FloatParameter.linear("y", 0, 1));
        Observations small = Samples.uniform(space, 200, 2, c -> 3 * c.getDouble("x") + c.getDouble("y"));
        Observations huge = Samples.uniform(space, 200, 2, c -> 0x1p800 * (3 * c.getDouble("x") + c.getDouble("y")));
        Observations turned = new Observations(space, Direction.MAXIMIZE, small.points());

        Map<String, Double> shares = importances(small);
        assertThat(importances(huge)).isEqualTo(shares);
        assertThat(importances(turned).get("x")).isCloseTo(shares.get("x"), within(1e-3));
    }

    /** However the parameters depend on each other, shares lie in [0, 1] and add up to at most 1. */
    @Property(tries = 30)
    void sharesAreShares(@ForAll long seed) {
        RandomGenerator random = Seeds.stream(seed);
        SearchSpace space = SearchSpace.of(
                CategoricalParameter.of("kind", "a", "b", "c"),
                FloatParameter.linear("x", 0, 1).when(Condition.on("kind", "a", "b")),
                IntParameter.linear("n", 1, 4).when(Condition.on("kind", "b")),
                FloatParameter.log("y", 1, 10).when(Condition.on("n", 2, 3)),
                FloatParameter.linear("z", 0, 1));
        Observations observations = Samples.uniform(space, 60, seed, c -> random.nextGaussian());

        Map<String, Double> shares = new Fanova(new Fanova.Options(8, 0.8, 2, 100)).importances(observations, seed);

        assertThat(shares.values()).allSatisfy(share -> assertThat(share).isBetween(0.0, 1.0));
        assertThat(shares.values().stream().mapToDouble(Double::doubleValue).sum())
                .isLessThanOrEqualTo(1 + 1e-9);
    }

    /** Leaves of one tree are a partition: their measures add up to 1, also where parameters are conditional. */
    @Property(tries = 30)
    void cellsFillTheSpace(@ForAll long seed) {
        RandomGenerator random = Seeds.stream(seed);
        SearchSpace space = SearchSpace.of(
                CategoricalParameter.of("kind", "a", "b", "c"),
                IntParameter.log("n", 1, 9).when(Condition.on("kind", "b", "c")),
                FloatParameter.log("y", 1, 10).when(Condition.on("n", 2, 3, 9)),
                FloatParameter.stepped("z", 0, 1, 0.25));
        Observations observations = Samples.uniform(space, 80, seed, Configuration::hashCode);
        Axes axes = Axes.of(space);
        double[][] columns = Fanova.columns(axes, observations);
        int[][] ranks = new int[columns.length][];
        for (int a = 0; a < columns.length; a++) {
            ranks[a] = Fanova.ranks(columns[a]);
        }
        int[] sample = random.ints(80, 0, 80).toArray();

        List<RegressionTree.Leaf> leaves =
                RegressionTree.grow(axes, columns, ranks, observations.losses(), sample, 3, 1, random);

        SpaceMeasure measure = new SpaceMeasure(axes);
        assertThat(leaves.size()).isGreaterThan(10);
        assertThat(leaves.stream()
                        .mapToDouble(l -> measure.measure(measure.weights(l)))
                        .sum())
                .isCloseTo(1, within(1e-9));
        for (int i = 0; i < 4; i++) {
            int parameter = i;
            // what is said of the others while i is active, times what is said of i, is the probability of i being
            // active
            double active = leaves.stream()
                    .mapToDouble(l -> measure.weights(l).context()[parameter]
                            * measure.weights(l).measure()[parameter])
                    .sum();
            assertThat(active).isCloseTo(measure.activeProbability(i), within(1e-9));
        }
    }
}
