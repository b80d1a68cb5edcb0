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
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/**
 * The arithmetic against sums over boxes, and forests against closed forms. A tree smooths a function over its cells: with n
 * points in d dimensions an axis has about n^(1/d) of them, and a share errs by a few percent of what varies within one. Where
 * trees can hold a function, they are exact.
 */
class FanovaTest {

    private static final double PI = Math.PI;

    private static Map<String, Double> importances(Observations observations) {
        return new Fanova().importances(observations, 1);
    }

    private static final SearchSpace CUBE = SearchSpace.of(
            FloatParameter.linear("x1", -PI, PI),
            FloatParameter.linear("x2", -PI, PI),
            FloatParameter.linear("x3", -PI, PI));

    /** Ishigami and Homma (1990): first-order indices 0.3139, 0.4424 and 0; x1 and x3 act together. */
    private static double ishigami(Configuration c) {
        return additive(c) + 0.1 * Math.pow(c.getDouble("x3"), 4) * Math.sin(c.getDouble("x1"));
    }

    /** Variances 1/2 and 49/8, as sin has 1/2 and sin^2 has 1/8 over whole periods. */
    private static double additive(Configuration c) {
        return Math.sin(c.getDouble("x1")) + 7 * Math.pow(Math.sin(c.getDouble("x2")), 2);
    }

    private static List<RegressionTree.Leaf> tree(Axes axes, Observations observations, int leastLeaf, long seed) {
        double[][] columns = Fanova.columns(axes, observations);
        int[][] ranks = new int[columns.length][];
        for (int a = 0; a < columns.length; a++) {
            ranks[a] = Fanova.ranks(columns[a]);
        }
        RandomGenerator random = Seeds.stream(seed);
        int n = observations.size();
        int[] sample = random.ints(n, 0, n).toArray();
        return RegressionTree.grow(axes, columns, ranks, observations.losses(), sample, 3, leastLeaf, random);
    }

    private static double[] shares(Axes axes, List<RegressionTree.Leaf> leaves) {
        double[] shares = new double[3];
        assertThat(new Fanova.Tree(axes, new SpaceMeasure(axes), leaves).addShares(shares))
                .isTrue();
        return shares;
    }

    /** Marginals of a tree that really varies in all ways, against sums over all boxes between its thresholds. */
    @Test
    void sharesOfATreeAreThoseOfItsBoxes() {
        Axes axes = Axes.of(CUBE);
        for (long seed = 1; seed <= 3; seed++) {
            List<RegressionTree.Leaf> leaves =
                    tree(axes, Samples.uniform(CUBE, 90, seed, FanovaTest::ishigami), 1, seed);

            double[] expected = byBoxes(leaves);

            assertThat(leaves.size()).isGreaterThan(30);
            assertThat(DoubleStream.of(expected).boxed())
                    .allSatisfy(share -> assertThat(share).isBetween(0.001, 0.9));
            assertThat(shares(axes, leaves)).containsExactly(expected, within(1e-9));
        }
    }

    /** Var(E[f | x_i]) / Var(f) over the unit cube for a function that is constant on every box between thresholds. */
    private static double[] byBoxes(List<RegressionTree.Leaf> leaves) {
        double[][] cuts = new double[3][];
        for (int a = 0; a < 3; a++) {
            int axis = a;
            cuts[a] = DoubleStream.concat(
                            leaves.stream().flatMapToDouble(l -> DoubleStream.of(l.low()[axis], l.high()[axis])),
                            DoubleStream.of(0, 1))
                    .filter(x -> x >= 0 && x <= 1)
                    .sorted()
                    .distinct()
                    .toArray();
        }
        double[][] marginals = {
            new double[cuts[0].length - 1], new double[cuts[1].length - 1], new double[cuts[2].length - 1]
        };
        double mean = 0;
        double squares = 0;
        for (int i = 0; i < marginals[0].length; i++) {
            for (int j = 0; j < marginals[1].length; j++) {
                for (int k = 0; k < marginals[2].length; k++) {
                    double[] middle = {middle(cuts[0], i), middle(cuts[1], j), middle(cuts[2], k)};
                    double[] width = {width(cuts[0], i), width(cuts[1], j), width(cuts[2], k)};
                    double value = value(leaves, middle);
                    mean += width[0] * width[1] * width[2] * value;
                    squares += width[0] * width[1] * width[2] * value * value;
                    marginals[0][i] += width[1] * width[2] * value;
                    marginals[1][j] += width[0] * width[2] * value;
                    marginals[2][k] += width[0] * width[1] * value;
                }
            }
        }
        double[] shares = new double[3];
        for (int a = 0; a < 3; a++) {
            for (int i = 0; i < marginals[a].length; i++) {
                double deviation = marginals[a][i] - mean;
                shares[a] += width(cuts[a], i) * deviation * deviation / (squares - mean * mean);
            }
        }
        return shares;
    }

    private static double middle(double[] cuts, int i) {
        return 0.5 * (cuts[i] + cuts[i + 1]);
    }

    private static double width(double[] cuts, int i) {
        return cuts[i + 1] - cuts[i];
    }

    private static double value(List<RegressionTree.Leaf> leaves, double[] point) {
        return leaves.stream()
                .filter(l -> IntStream.range(0, 3).allMatch(a -> l.low()[a] <= point[a] && point[a] < l.high()[a]))
                .mapToDouble(RegressionTree.Leaf::value)
                .findFirst()
                .orElseThrow();
    }

    /**
     * A tree t that misses a function f by eps in the mean square has shares near the function's: taking marginals is an
     * orthogonal projection, so that |sd(t_i) - sd(f_i)| &lt;= eps for each marginal and for the whole. eps is measured at
     * points that the tree has not seen.
     */
    @Test
    void sharesErrByNoMoreThanTheTree() {
        Axes axes = Axes.of(CUBE);
        Observations seen = Samples.uniform(CUBE, 20_000, 7, FanovaTest::additive);
        Observations fresh = Samples.uniform(CUBE, 2_000, 8, FanovaTest::additive);
        List<RegressionTree.Leaf> leaves = tree(axes, seen, 2, 1);
        double square = 0;
        for (var point : fresh.points()) {
            double miss = value(leaves, axes.point(point.configuration())) - point.value();
            square += miss * miss / fresh.size();
        }
        // the mean square of a sample is at most a quarter off
        double eps = Math.sqrt(1.25 * square);
        double[] sd = {Math.sqrt(0.5), Math.sqrt(49.0 / 8), 0};
        double whole = Math.sqrt(0.5 + 49.0 / 8);

        double[] shares = shares(axes, leaves);

        assertThat(eps / whole).as("the tree has learned the function").isLessThan(0.1);
        for (int i = 0; i < 3; i++) {
            assertThat(shares[i])
                    .isBetween(
                            Math.pow(Math.max(0, sd[i] - eps) / (whole + eps), 2),
                            Math.pow((sd[i] + eps) / (whole - eps), 2));
        }
    }

    /**
     * A forest on more and more points: cells of n points in the two directions that matter have sides of n^(-1/2), so that
     * what varies within them, and with it the error of a share, falls like 1/n. Half of that rate is asked for.
     */
    @Test
    void sharesOfADenseSampleComeCloseToTheFunctions() {
        double first = 0.5 / (0.5 + 49.0 / 8);
        double few = Math.abs(first - additiveShares(500).get("x1"));
        Map<String, Double> many = additiveShares(8_000);

        assertThat(Math.abs(first - many.get("x1"))).isLessThan(few / 4);
        assertThat(many.get("x1")).isCloseTo(first, within(0.01));
        assertThat(many.get("x2")).isCloseTo(1 - first, within(0.01));
        assertThat(many.get("x3")).isLessThan(0.001);
    }

    private static Map<String, Double> additiveShares(int n) {
        return new Fanova(new Fanova.Options(16, 5.0 / 6, 2, n))
                .importances(Samples.uniform(CUBE, n, 7, FanovaTest::additive), 1);
    }

    /**
     * Trees hold steps exactly but for the place of a threshold, which is midway in the gap between two points. Of the 632
     * different points that a bootstrap has on one side of a = 1/2, a gap as wide as 12/632 has the probability e^-12; half of
     * it moves 4 p (1 - p), the variance of b, by 0.019 of 4.75.
     */
    @Test
    void stepsAreHeldUpToAGap() {
        SearchSpace space = SearchSpace.of(FloatParameter.linear("a", 0, 1), FloatParameter.linear("b", 0, 1));
        Map<String, Double> shares = importances(Samples.uniform(
                space, 2000, 5, c -> (c.getDouble("a") < 0.5 ? 0 : 4) + (c.getDouble("b") < 0.25 ? 0 : 2)));

        assertThat(shares.get("a")).isCloseTo(4 / 4.75, within(0.019 / 4.75));
        assertThat(shares.get("b")).isCloseTo(0.75 / 4.75, within(0.019 / 4.75));
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
