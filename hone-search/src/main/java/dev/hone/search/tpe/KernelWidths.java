package dev.hone.search.tpe;

import java.util.Arrays;

/**
 * Deviations of the kernels of a {@link ParzenEstimator}.
 *
 * @param rule how they follow from the observations
 * @param pooled whether {@link TpeSampler.Bandwidth#SCOTT} takes the mean deviation over the axes for all of them, rather
 *     than each axis's own
 * @param factor of the width that the rule gives
 * @param clip no kernel among n is narrower than max(0.01, (2 + n)^-clip)
 */
record KernelWidths(TpeSampler.Bandwidth rule, boolean pooled, double factor, double clip) {

    /** No kernel is narrower, however many there are. */
    private static final double LEAST = 0.01;

    /**
     * Widths on the unit cube, at most 1, [kernel * axes + axis]; choices ignore theirs.
     *
     * @param points [n][axes]
     */
    double[] of(double[][] points, int axes) {
        int n = points.length;
        double[] widths = new double[n * axes];
        switch (rule) {
            case RATE -> Arrays.fill(widths, 0.2 * rate(n, axes));
            case SCOTT -> scott(points, axes, widths);
            case NEIGHBOURS -> {
                for (int k = 0; k < axes; k++) {
                    gaps(points, k, axes, widths);
                }
            }
        }
        double least = Math.max(LEAST, Math.pow(2 + n, -clip));
        for (int i = 0; i < widths.length; i++) {
            widths[i] = Math.min(1, Math.max(least, factor * widths[i]));
        }
        return widths;
    }

    private static double rate(int n, int axes) {
        return Math.pow(Math.max(1, n), -1.0 / (axes + 4));
    }

    private void scott(double[][] points, int axes, double[] widths) {
        double[] deviations = deviations(points, axes);
        if (pooled) {
            Arrays.fill(deviations, mean(deviations));
        }
        double rate = rate(points.length, axes);
        for (int i = 0; i < widths.length; i++) {
            widths[i] = 1.06 * deviations[i % axes] * rate;
        }
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    /** Standard deviation of the points on each axis. */
    private static double[] deviations(double[][] points, int axes) {
        double[] deviations = new double[axes];
        for (int k = 0; k < axes; k++) {
            double mean = 0;
            double square = 0;
            for (double[] point : points) {
                mean += point[k] / points.length;
                square += point[k] * point[k] / points.length;
            }
            deviations[k] = Math.sqrt(Math.max(0, square - mean * mean));
        }
        return deviations;
    }

    /**
     * Greater distance to the neighbour below and above; to the only one for the outermost points, and to the farther end of
     * [0, 1] for a lone point. Equal coordinates are neighbours in the order in which they were told.
     */
    private static void gaps(double[][] points, int k, int axes, double[] widths) {
        int n = points.length;
        if (n == 1) {
            widths[k] = Math.max(points[0][k], 1 - points[0][k]);
            return;
        }
        double[] sorted = new double[n];
        for (int i = 0; i < n; i++) {
            sorted[i] = points[i][k];
        }
        Arrays.sort(sorted);
        int[] first = firstOfEqual(sorted);
        int[] placed = new int[n];
        for (int i = 0; i < n; i++) {
            int start = first[Arrays.binarySearch(sorted, points[i][k])];
            int at = start + placed[start]++;
            double below = at > 0 ? sorted[at] - sorted[at - 1] : 0;
            double above = at < n - 1 ? sorted[at + 1] - sorted[at] : 0;
            widths[i * axes + k] = Math.max(below, above);
        }
    }

    /** For every place the first place of the same value. */
    private static int[] firstOfEqual(double[] sorted) {
        int[] first = new int[sorted.length];
        for (int at = 1; at < sorted.length; at++) {
            first[at] = sorted[at] > sorted[at - 1] ? at : first[at - 1];
        }
        return first;
    }
}
