package dev.hone.search.importance;

import dev.hone.core.Check;
import dev.hone.core.Seeds;
import dev.hone.core.analyse.ImportanceAnalysis;
import dev.hone.core.analyse.Observations;
import dev.hone.core.space.Parameter;
import dev.hone.search.importance.RegressionTree.Leaf;
import dev.hone.search.importance.SpaceMeasure.Slice;
import dev.hone.search.importance.SpaceMeasure.Weights;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Functional analysis of variance with a random forest (Hutter, Hoos and Leyton-Brown, "An efficient approach for assessing
 * hyperparameter importance", ICML 2014). Each tree f is a constant f_l on every cell l of a partition, so that its
 * marginals and their variances are sums over cells, without sampling:
 * <pre>
 *   V     = sum_l mu(l) f_l^2 - (sum_l mu(l) f_l)^2
 *   a_i(v) = E[f | x_i = v] = sum over l with v in l_i of f_l mu(others in l | x_i = v)
 *   share_i = P(i active) Var[a_i(x_i) | i active] / V, averaged over the trees
 * </pre>
 * mu is a uniform draw from the space, see {@link SpaceMeasure}. What the shares lack to 1 is due to parameters acting
 * together, and to what a tree makes of chance: leaves of few observations are uneven in all directions at once, which shows
 * as interaction and goes away as observations grow. For a conditional parameter only the variation while it is active counts; what its being active changes is its
 * parent's. A permutation is the joint marginal of the positions of its items. Immutable and thread-safe.
 */
public final class Fanova implements ImportanceAnalysis {

    private static final long STREAM = 0x66616e6f7661L;

    /**
     * @param trees of the forest
     * @param featureShare share of axes that a split may choose from
     * @param leastLeaf observations that a leaf holds at least
     * @param maxObservations beyond, a random choice of that number
     */
    public record Options(int trees, double featureShare, int leastLeaf, int maxObservations) {
        public Options {
            Check.positive("trees", trees);
            Check.within("feature_share", featureShare, 0.01, 1);
            Check.positive("least_leaf", leastLeaf);
            Check.atLeast("max_observations", maxObservations, 10);
        }

        /** 64 trees, each split choosing from five sixths of the axes. */
        public static Options defaults() {
            return new Options(64, 5.0 / 6, 2, 2000);
        }
    }

    private final Options options;

    public Fanova() {
        this(Options.defaults());
    }

    public Fanova(Options options) {
        this.options = options;
    }

    @Override
    public String id() {
        return "fanova";
    }

    @Override
    public String title() {
        return "fANOVA: share of the variation over the whole space that the parameter explains by itself";
    }

    @Override
    public Map<String, Double> importances(Observations given, long seed) {
        if (given.size() < least()) {
            return Map.of();
        }
        Observations observations = Thinned.of(given, options.maxObservations, Seeds.derive(seed, STREAM));
        Axes axes = Axes.of(observations.space());
        double[][] columns = columns(axes, observations);
        int[][] ranks = new int[columns.length][];
        for (int a = 0; a < columns.length; a++) {
            ranks[a] = ranks(columns[a]);
        }
        double[] y = scaled(observations.losses());
        SpaceMeasure measure = new SpaceMeasure(axes);
        List<Parameter> parameters = observations.space().parameters();
        double[] shares = new double[parameters.size()];
        int features = Math.max(1, (int) Math.ceil(options.featureShare * axes.count()));
        int varying = 0;
        for (int t = 0; t < options.trees; t++) {
            RandomGenerator random = Seeds.stream(seed, STREAM, t);
            int[] sample = random.ints(y.length, 0, y.length).toArray();
            List<Leaf> leaves =
                    RegressionTree.grow(axes, columns, ranks, y, sample, features, options.leastLeaf, random);
            varying += new Tree(axes, measure, leaves).addShares(shares) ? 1 : 0;
        }
        Map<String, Double> result = new LinkedHashMap<>();
        for (int i = 0; i < shares.length; i++) {
            if (parameters.get(i).cardinality() > 1) {
                result.put(parameters.get(i).name(), varying == 0 ? 0 : Math.min(1, shares[i] / varying));
            }
        }
        return result;
    }

    static double[][] columns(Axes axes, Observations observations) {
        double[][] columns = new double[axes.count()][observations.size()];
        for (int n = 0; n < observations.size(); n++) {
            double[] point = axes.point(observations.points().get(n).configuration());
            for (int a = 0; a < point.length; a++) {
                columns[a][n] = point[a];
            }
        }
        return columns;
    }

    /** Place of each value among the distinct ones. */
    static int[] ranks(double[] values) {
        double[] sorted = Arrays.stream(values).sorted().distinct().toArray();
        return Arrays.stream(values)
                .mapToInt(v -> Arrays.binarySearch(sorted, v))
                .toArray();
    }

    /** Relative to the largest, because squares of outcomes like 1e200 overflow; by a power of two, which is exact. */
    private static double[] scaled(double[] losses) {
        double largest = Arrays.stream(losses).map(Math::abs).max().orElse(0);
        int exponent = Math.getExponent(largest);
        return Arrays.stream(losses).map(v -> Math.scalb(v, -exponent)).toArray();
    }

    /** One tree's variances. */
    static final class Tree {

        private final Axes axes;
        private final SpaceMeasure measure;
        private final List<Leaf> leaves;
        private final Weights[] weights;
        private double mean;
        private double variance;

        Tree(Axes axes, SpaceMeasure measure, List<Leaf> leaves) {
            this.axes = axes;
            this.measure = measure;
            this.leaves = leaves;
            weights = leaves.stream().map(measure::weights).toArray(Weights[]::new);
            for (int l = 0; l < weights.length; l++) {
                mean += measure.measure(weights[l]) * leaves.get(l).value();
            }
            for (int l = 0; l < weights.length; l++) {
                double deviation = leaves.get(l).value() - mean;
                variance += measure.measure(weights[l]) * deviation * deviation;
            }
        }

        /** Adds each parameter's share of the variance; false if there is none to share. */
        boolean addShares(double[] shares) {
            if (variance <= 1e-20) {
                return false;
            }
            for (int i = 0; i < shares.length; i++) {
                int dimensions = axes.space().parameters().get(i).dimensions();
                double active = measure.activeProbability(i);
                if (dimensions > 0 && active > 0) {
                    double within = dimensions > 1
                            ? jointVariance(i, active)
                            : new Marginal(axes, measure, leaves, weights, mean).variance(i, active);
                    shares[i] += active * Math.max(0, within) / variance;
                }
            }
            return true;
        }

        /** E[a^2] - E[a]^2 of a parameter of several axes: pairs of cells, weighted by the volume that they share there. */
        private double jointVariance(int i, double active) {
            double[] g = new double[weights.length];
            double first = 0;
            for (int l = 0; l < g.length; l++) {
                double children = measure.below(weights[l], i, null, -1);
                g[l] = (leaves.get(l).value() - mean) * weights[l].context()[i] * children / active;
                first += g[l] * measure.own(leaves.get(l), i);
            }
            int offset = axes.space().offset(i);
            int end = offset + axes.space().parameters().get(i).dimensions();
            double second = 0;
            for (int l = 0; l < g.length; l++) {
                for (int k = 0; k <= l && g[l] != 0; k++) {
                    double shared = (k == l ? 1 : 2) * g[l] * g[k];
                    for (int axis = offset; axis < end && shared != 0; axis++) {
                        double from = Math.max(
                                0,
                                Math.max(
                                        leaves.get(l).low()[axis], leaves.get(k).low()[axis]));
                        double to = Math.min(
                                1,
                                Math.min(
                                        leaves.get(l).high()[axis],
                                        leaves.get(k).high()[axis]));
                        shared *= Math.max(0, to - from);
                    }
                    second += shared;
                }
            }
            return second - first * first;
        }
    }

    /** A marginal over one axis: constant between the bounds of cells, or one number per choice. */
    private record Marginal(Axes axes, SpaceMeasure measure, List<Leaf> leaves, Weights[] weights, double mean) {

        double variance(int i, double active) {
            int axis = axes.space().offset(i);
            return axes.unordered()[axis] ? overChoices(i, axis, active) : overInterval(i, axis, active);
        }

        private double overChoices(int i, int axis, double active) {
            int k = axes.choices()[axis];
            double[] a = new double[k];
            for (int l = 0; l < weights.length; l++) {
                double g = (leaves.get(l).value() - mean) * weights[l].context()[i] / active;
                double elsewhere = measure.below(weights[l], i, null, -1);
                double[] below = new double[k];
                Arrays.fill(below, elsewhere);
                for (Slice slice : measure.slices(i)) {
                    below[slice.choice()] = measure.below(weights[l], i, slice, -1);
                }
                for (int c = 0; c < k; c++) {
                    if (leaves.get(l).allowed()[axis].get(c + 1)) {
                        a[c] += g * below[c];
                    }
                }
            }
            double[] width = new double[k];
            Arrays.fill(width, 1.0 / k);
            return spread(a, width);
        }

        private double overInterval(int i, int axis, double active) {
            Steps steps = new Steps();
            for (int l = 0; l < weights.length; l++) {
                Leaf leaf = leaves.get(l);
                double low = Math.max(0, leaf.low()[axis]);
                double high = Math.min(1, leaf.high()[axis]);
                if (low >= high) {
                    continue;
                }
                double g = (leaf.value() - mean) * weights[l].context()[i] / active;
                double elsewhere = measure.below(weights[l], i, null, -1);
                steps.add(low, high, g * elsewhere);
                for (Slice slice : measure.slices(i)) {
                    double more = measure.below(weights[l], i, slice, -1) - elsewhere;
                    steps.add(Math.max(low, slice.from()), Math.min(high, slice.to()), g * more);
                }
            }
            return steps.variance();
        }
    }

    /** Variance of a function that is a[s] on a share width[s] of its domain. */
    static double spread(double[] a, double[] width) {
        double mean = 0;
        double total = 0;
        for (int s = 0; s < a.length; s++) {
            mean += width[s] * a[s];
            total += width[s];
        }
        mean /= total;
        double variance = 0;
        for (int s = 0; s < a.length; s++) {
            variance += width[s] * (a[s] - mean) * (a[s] - mean);
        }
        return variance / total;
    }

    /** A sum of step functions on [0, 1], each constant on an interval and 0 elsewhere. */
    static final class Steps {

        private double[] at = new double[64];
        private double[] jump = new double[64];
        private int size;

        void add(double from, double to, double height) {
            if (from < to && height != 0) {
                put(from, height);
                put(to, -height);
            }
        }

        private void put(double x, double height) {
            if (size == at.length) {
                at = Arrays.copyOf(at, 2 * size);
                jump = Arrays.copyOf(jump, 2 * size);
            }
            at[size] = x;
            jump[size++] = height;
        }

        /** Variance under the uniform distribution on [0, 1]. */
        double variance() {
            Integer[] order = new Integer[size];
            Arrays.setAll(order, k -> k);
            Arrays.sort(order, (a, b) -> Double.compare(at[a], at[b]));
            double[] heights = new double[size + 1];
            double[] widths = new double[size + 1];
            double height = 0;
            double last = 0;
            for (int k = 0; k < size; k++) {
                heights[k] = height;
                widths[k] = at[order[k]] - last;
                last = at[order[k]];
                height += jump[order[k]];
            }
            heights[size] = height;
            widths[size] = 1 - last;
            return spread(heights, widths);
        }
    }
}
