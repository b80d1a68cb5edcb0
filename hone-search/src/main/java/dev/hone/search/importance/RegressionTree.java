package dev.hone.search.importance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A regression tree as the partition of the space that its leaves make. A split minimises the sum of squared errors; it
 * puts a threshold midway between two values of an ordered axis, or divides the choices of an unordered one in the order
 * of their mean outcome, which contains the best division into two sets (Fisher 1958). Inactive coordinates lie below all
 * others, and are one more choice.
 */
final class RegressionTree {

    /**
     * A cell with its prediction.
     *
     * @param low inclusive, and {@code high} exclusive, bound by axis
     * @param allowed on unordered axes: bit 0 for inactive and bit k + 1 for choice k; null on ordered ones
     */
    record Leaf(double value, double[] low, double[] high, BitSet[] allowed) {}

    private final Axes axes;
    private final double[][] columns;
    private final int[][] ranks;
    private final double[] y;
    private final int featuresPerSplit;
    private final int leastLeaf;
    private final RandomGenerator random;
    private final List<Leaf> leaves = new ArrayList<>();
    private final int[] order;

    private int[] sample = {};
    private long[] keys = {};

    private double bestGain;
    private int bestAxis;
    private double bestThreshold;
    private BitSet bestLeft;

    /**
     * @param columns coordinates, [axis][observation]
     * @param ranks of the coordinates on their axis, equal for equal ones, [axis][observation]
     * @param leastLeaf observations that a leaf holds at least
     */
    private RegressionTree(
            Axes axes,
            double[][] columns,
            int[][] ranks,
            double[] y,
            int featuresPerSplit,
            int leastLeaf,
            RandomGenerator random) {
        this.axes = axes;
        this.columns = columns;
        this.ranks = ranks;
        this.y = y;
        this.featuresPerSplit = featuresPerSplit;
        this.leastLeaf = leastLeaf;
        this.random = random;
        order = new int[columns.length];
        Arrays.setAll(order, a -> a);
    }

    /** The leaves of a tree grown on the observations in {@code sample}, which may repeat. */
    static List<Leaf> grow(
            Axes axes,
            double[][] columns,
            int[][] ranks,
            double[] y,
            int[] sample,
            int featuresPerSplit,
            int leastLeaf,
            RandomGenerator random) {
        RegressionTree tree = new RegressionTree(axes, columns, ranks, y, featuresPerSplit, leastLeaf, random);
        tree.sample = sample.clone();
        tree.keys = new long[sample.length];
        int d = axes.count();
        double[] low = new double[d];
        double[] high = new double[d];
        Arrays.fill(low, Double.NEGATIVE_INFINITY);
        Arrays.fill(high, Double.POSITIVE_INFINITY);
        BitSet[] allowed = new BitSet[d];
        for (int a = 0; a < d; a++) {
            if (axes.unordered()[a]) {
                allowed[a] = new BitSet();
                allowed[a].set(0, axes.choices()[a] + 1);
            }
        }
        tree.grow(0, sample.length, low, high, allowed);
        return tree.leaves;
    }

    private void grow(int from, int to, double[] low, double[] high, BitSet[] allowed) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += y[sample[i]];
        }
        double mean = sum / (to - from);
        if (to - from < 2 * leastLeaf || !split(from, to, mean)) {
            leaves.add(new Leaf(mean, low, high, allowed));
            return;
        }
        int axis = bestAxis;
        double threshold = bestThreshold;
        BitSet left = bestLeft;
        int middle = partition(from, to, axis, threshold, left);
        if (left == null) {
            double[] leftHigh = high.clone();
            double[] rightLow = low.clone();
            leftHigh[axis] = threshold;
            rightLow[axis] = threshold;
            grow(from, middle, low, leftHigh, allowed);
            grow(middle, to, rightLow, high, allowed);
        } else {
            BitSet[] leftAllowed = allowed.clone();
            BitSet[] rightAllowed = allowed.clone();
            leftAllowed[axis] = left;
            rightAllowed[axis] = (BitSet) allowed[axis].clone();
            rightAllowed[axis].andNot(left);
            grow(from, middle, low, high, leftAllowed);
            grow(middle, to, low, high, rightAllowed);
        }
    }

    /** Finds the best split among a random choice of axes; false if none lessens the error. */
    private boolean split(int from, int to, double mean) {
        double total = 0;
        for (int i = from; i < to; i++) {
            double deviation = y[sample[i]] - mean;
            total += deviation * deviation;
        }
        // rounding alone must not split what is equal
        bestGain = 1e-12 * total;
        bestAxis = -1;
        int tried = 0;
        for (int k = 0; k < order.length && (tried < featuresPerSplit || bestAxis < 0); k++) {
            int other = k + random.nextInt(order.length - k);
            int axis = order[other];
            order[other] = order[k];
            order[k] = axis;
            tried++;
            if (axes.unordered()[axis]) {
                divideChoices(axis, from, to, mean);
            } else {
                findThreshold(axis, from, to, mean);
            }
        }
        return bestAxis >= 0;
    }

    /** Gain of a split with sums of deviations s and -s on m and n - m observations: s^2/m + s^2/(n - m). */
    private static double gain(double s, int m, int n) {
        return s * s / m + s * s / (n - m);
    }

    private void findThreshold(int axis, int from, int to, double mean) {
        int n = to - from;
        for (int i = 0; i < n; i++) {
            keys[i] = ((long) ranks[axis][sample[from + i]] << 32) | sample[from + i];
        }
        Arrays.sort(keys, 0, n);
        double s = 0;
        for (int m = 1; m < n; m++) {
            s += y[(int) keys[m - 1]] - mean;
            boolean distinct = keys[m - 1] >>> 32 != keys[m] >>> 32;
            if (distinct && m >= leastLeaf && n - m >= leastLeaf && gain(s, m, n) > bestGain) {
                bestGain = gain(s, m, n);
                bestAxis = axis;
                bestLeft = null;
                bestThreshold = midway(columns[axis][(int) keys[m - 1]], columns[axis][(int) keys[m]]);
            }
        }
    }

    /** Above {@code below} and at most {@code above}. Between inactive and active there is nothing: active is from 0 on. */
    private static double midway(double below, double above) {
        if (below == Axes.INACTIVE) {
            return 0.5 * Axes.INACTIVE;
        }
        double middle = 0.5 * (below + above);
        // between neighbouring doubles there is no middle
        return middle > below ? middle : above;
    }

    private void divideChoices(int axis, int from, int to, double mean) {
        int k = axes.choices()[axis] + 1;
        int[] count = new int[k];
        double[] deviation = new double[k];
        for (int i = from; i < to; i++) {
            int choice = (int) columns[axis][sample[i]] + 1;
            count[choice]++;
            deviation[choice] += y[sample[i]] - mean;
        }
        Integer[] present = new Integer[k];
        int size = 0;
        for (int c = 0; c < k; c++) {
            if (count[c] > 0) {
                present[size++] = c;
            }
        }
        Arrays.sort(present, 0, size, (a, b) -> Double.compare(deviation[a] / count[a], deviation[b] / count[b]));
        int n = to - from;
        int m = 0;
        double s = 0;
        for (int i = 0; i < size - 1; i++) {
            m += count[present[i]];
            s += deviation[present[i]];
            if (m >= leastLeaf && n - m >= leastLeaf && gain(s, m, n) > bestGain) {
                bestGain = gain(s, m, n);
                bestAxis = axis;
                bestLeft = new BitSet();
                for (int j = 0; j <= i; j++) {
                    bestLeft.set(present[j]);
                }
            }
        }
    }

    /** Moves observations of the left side to the front; returns where the right side starts. */
    private int partition(int from, int to, int axis, double threshold, BitSet left) {
        int middle = from;
        for (int i = from; i < to; i++) {
            double x = columns[axis][sample[i]];
            boolean goesLeft = left == null ? x < threshold : left.get((int) x + 1);
            if (goesLeft) {
                int swapped = sample[middle];
                sample[middle++] = sample[i];
                sample[i] = swapped;
            }
        }
        return middle;
    }
}
