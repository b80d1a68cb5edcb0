package dev.hone.claims.problem;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Functions 21 and 22 of {@link Bbob}: the maximum of Gaussian peaks at random places, of random shapes.
 * <pre> f(x) = T_osz(10 - max_k w_k exp(-1/(2 d) (x - y_k)^T R^T C_k R (x - y_k)))^2 + penalty(x) </pre>
 * Peak 0 is the optimum, with w = 10; the others have w from 1.1 to 9.1.
 *
 * @param optimum place of peak 0; [d]
 * @param rotation R; [d][d]
 * @param centres R y_k; [peak][d]
 * @param scales diagonals of C_k; [peak][d]
 * @param heights w_k; [peak]
 */
record BbobGallagher(double[] optimum, double[][] rotation, double[][] centres, double[][] scales, double[] heights) {

    private static final double CONDITION = 1000;
    private static final double LOWEST = 1.1;
    private static final double HIGHEST = 9.1;

    /** @param many 101 peaks of which the highest is round, or 21 of which it is narrow */
    static BbobGallagher draw(boolean many, double[][] rotation, long seed) {
        int d = rotation.length;
        int peaks = many ? 101 : 21;
        double width = many ? 10 : 9.8;
        double[] places = BbobRandom.uniform(d * peaks, seed);
        int[] order = ranking(BbobRandom.uniform(peaks - 1, seed));
        double[][] centres = new double[peaks][];
        double[][] scales = new double[peaks][d];
        double[] heights = new double[peaks];
        double[] optimum = new double[d];
        for (int k = 0; k < peaks; k++) {
            double[] place = new double[d];
            for (int j = 0; j < d; j++) {
                place[j] = (k == 0 ? 0.8 : 1) * (width * places[k * d + j] - width / 2);
            }
            optimum = k == 0 ? place : optimum;
            centres[k] = BbobTransforms.multiply(rotation, place);
            double condition = k == 0
                    ? many ? Math.sqrt(CONDITION) : CONDITION
                    : Math.pow(CONDITION, (double) order[k - 1] / (peaks - 2));
            heights[k] = k == 0 ? 10 : LOWEST + (HIGHEST - LOWEST) * (k - 1) / (peaks - 2);
            int[] axes = ranking(BbobRandom.uniform(d, seed + 1000L * k));
            for (int j = 0; j < d; j++) {
                scales[k][j] = Math.pow(condition, (double) axes[j] / (d - 1) - 0.5);
            }
        }
        return new BbobGallagher(optimum, rotation, centres, scales, heights);
    }

    /** Indices from the least value to the greatest. */
    private static int[] ranking(double[] values) {
        return IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> values[i]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    double value(double[] x) {
        double[] z = BbobTransforms.multiply(rotation, x);
        double highest = 0;
        for (int k = 0; k < heights.length; k++) {
            double distance = 0;
            for (int j = 0; j < z.length; j++) {
                double difference = z[j] - centres[k][j];
                distance += scales[k][j] * difference * difference;
            }
            highest = Math.max(highest, heights[k] * Math.exp(-distance / (2 * z.length)));
        }
        double below = BbobTransforms.oscillate(10 - highest);
        return below * below + BbobTransforms.penalty(x, 5);
    }
}
