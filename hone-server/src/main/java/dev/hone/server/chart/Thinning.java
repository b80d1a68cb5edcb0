package dev.hone.server.chart;

import java.util.BitSet;

/** Fewer points where there are too many. All methods return ascending indices, the first and the last among them. */
final class Thinning {

    private Thinning() {}

    /** At most {@code limit} of {@code n} positions, evenly spaced; {@code limit} is at least 2. */
    static int[] evenly(int n, int limit) {
        int count = Math.min(n, limit);
        int[] chosen = new int[count];
        for (int i = 0; i < count; i++) {
            chosen[i] = count == 1 ? 0 : (int) ((long) i * (n - 1) / (count - 1));
        }
        return chosen;
    }

    /**
     * The positions in {@code kept} first, then as many of the others as there is room for, evenly spaced. Where those to
     * be kept are alone more than {@code limit}, they are thinned evenly.
     */
    static int[] keeping(BitSet kept, int n, int limit) {
        if (n <= limit) {
            return evenly(n, n);
        }
        int[] all = kept.stream().toArray();
        BitSet chosen = new BitSet(n);
        for (int i : evenly(all.length, Math.max(2, limit))) {
            chosen.set(all[i]);
        }
        BitSet rest = new BitSet(n);
        rest.set(0, n);
        rest.andNot(chosen);
        int[] others = rest.stream().toArray();
        int room = limit - chosen.cardinality();
        if (room >= 2) {
            for (int i : evenly(others.length, room)) {
                chosen.set(others[i]);
            }
        }
        return chosen.stream().toArray();
    }

    /**
     * Largest triangle three buckets (Steinarsson, "Downsampling time series for visual representation", 2013): the range is
     * cut into buckets, and of each the point is taken that makes the largest triangle with the point taken before and the
     * mean of the next bucket. Keeps what the eye sees of a line.
     *
     * @param x ascending, [n]
     * @param y [n]
     * @param limit at least 3
     */
    static int[] largestTriangles(double[] x, double[] y, int limit) {
        int n = x.length;
        if (n <= limit) {
            return evenly(n, n);
        }
        int[] chosen = new int[limit];
        chosen[limit - 1] = n - 1;
        double width = (n - 2) / (double) (limit - 2);
        for (int bucket = 0; bucket < limit - 2; bucket++) {
            int from = 1 + (int) (bucket * width);
            int to = 1 + (int) ((bucket + 1) * width);
            int end = bucket == limit - 3 ? n : Math.min(n, 1 + (int) ((bucket + 2) * width));
            double meanX = 0;
            double meanY = 0;
            for (int i = to; i < end; i++) {
                meanX += x[i] / (end - to);
                meanY += y[i] / (end - to);
            }
            int before = chosen[bucket];
            int best = from;
            double largest = -1;
            for (int i = from; i < to; i++) {
                double area =
                        Math.abs((x[before] - meanX) * (y[i] - y[before]) - (x[before] - x[i]) * (meanY - y[before]));
                if (area > largest) {
                    largest = area;
                    best = i;
                }
            }
            chosen[bucket + 1] = best;
        }
        return chosen;
    }
}
