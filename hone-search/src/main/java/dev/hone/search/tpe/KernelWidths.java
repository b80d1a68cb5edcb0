package dev.hone.search.tpe;

import java.util.Arrays;

/** Deviations of the kernels of a {@link ParzenEstimator}, by the rules of {@link TpeSampler.Bandwidth}. */
final class KernelWidths {

    /** No kernel is narrower, however many there are. */
    private static final double LEAST = 0.01;

    private KernelWidths() {}

    /**
     * Widths on the unit cube, [kernel * axes + axis], {@code factor} times those of the rule and then at least
     * max(0.01, (2 + n)^-clip) and at most 1; choices ignore theirs.
     *
     * @param points [n][axes]
     */
    static double[] of(TpeSampler.Bandwidth bandwidth, double[][] points, int axes, double factor, double clip) {
        int n = points.length;
        double[] widths = new double[n * axes];
        switch (bandwidth) {
            case RATE -> Arrays.fill(widths, 0.2 * rate(n, axes));
            case SCOTT -> Arrays.fill(widths, 1.06 * deviation(points, axes) * rate(n, axes));
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

    /** Standard deviation of the points, averaged over the axes. */
    private static double deviation(double[][] points, int axes) {
        double sum = 0;
        for (int k = 0; k < axes; k++) {
            double mean = 0;
            double square = 0;
            for (double[] point : points) {
                mean += point[k] / points.length;
                square += point[k] * point[k] / points.length;
            }
            sum += Math.sqrt(Math.max(0, square - mean * mean));
        }
        return axes == 0 ? 0 : sum / axes;
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
