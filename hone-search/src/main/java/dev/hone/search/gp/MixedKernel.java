package dev.hone.search.gp;

import dev.hone.core.Check;
import dev.hone.search.kernel.Smoothness;

/**
 * Covariance of two points of a mixed space, with one lengthscale per group of coordinates:
 * <pre>
 *   k(x, x') = a0 m(r) exp(-sum over categorical c of 1[x_c != x'_c] / l_c)
 *   r^2      = sum over other coordinates c of w_c (x_c - x'_c)^2 / l_g(c)^2
 * </pre>
 * m is a {@link Smoothness}. Several coordinates of one group (the positions of a permutation's items, a value and whether
 * it is active) share their lengthscale; the weights w_c set their relative scale. The first factor is a stationary kernel
 * on an embedding in Euclidean space and the second a product of Hamming kernels, so their product is positive definite.
 *
 * @param smoothness m
 * @param group group of each coordinate, 0 ... groups - 1
 * @param weight w_c of each coordinate
 * @param categorical whether a coordinate is compared for equality only
 */
record MixedKernel(Smoothness smoothness, int[] group, double[] weight, boolean[] categorical) {

    MixedKernel {
        Check.that(
                group.length == weight.length && group.length == categorical.length,
                "kernel",
                group.length + " groups",
                "one group, weight and kind per coordinate");
    }

    /** Every coordinate numeric with its own lengthscale. */
    static MixedKernel ard(Smoothness smoothness, int dimensions) {
        int[] group = new int[dimensions];
        double[] weight = new double[dimensions];
        for (int i = 0; i < dimensions; i++) {
            group[i] = i;
            weight[i] = 1;
        }
        return new MixedKernel(smoothness, group, weight, new boolean[dimensions]);
    }

    int coordinates() {
        return group.length;
    }

    int groups() {
        int most = -1;
        for (int g : group) {
            most = Math.max(most, g);
        }
        return most + 1;
    }

    /** Whether group {@code g} is categorical. */
    boolean isCategorical(int g) {
        for (int c = 0; c < group.length; c++) {
            if (group[c] == g && categorical[c]) {
                return true;
            }
        }
        return false;
    }

    /** sqrt(w_c) / l for numeric coordinates and 1 / l for categorical ones. */
    double[] scales(double[] lengthscales) {
        double[] scale = new double[group.length];
        for (int c = 0; c < scale.length; c++) {
            scale[c] = (categorical[c] ? 1 : Math.sqrt(weight[c])) / lengthscales[group[c]];
        }
        return scale;
    }

    /**
     * Covariances of {@code x} with the first {@code n} points of {@code columns}, [coordinate][point], for amplitude a0.
     * Writes k to {@code value} and a0 g(r) times the categorical factor to {@code slope}. Columns keep the inner loop
     * contiguous and free of a reduction, so that the JIT compiler vectorises it.
     */
    void row(double[][] columns, double[] x, int n, double[] scale, double amplitude, double[] value, double[] slope) {
        for (int i = 0; i < n; i++) {
            value[i] = 0;
        }
        boolean mixed = false;
        for (int c = 0; c < x.length; c++) {
            if (categorical[c]) {
                mixed = true;
                continue;
            }
            double at = x[c];
            double square = scale[c] * scale[c];
            double[] column = columns[c];
            for (int i = 0; i < n; i++) {
                double difference = column[i] - at;
                value[i] += square * difference * difference;
            }
        }
        smoothness.apply(value, slope, n);
        if (!mixed) {
            for (int i = 0; i < n; i++) {
                value[i] *= amplitude;
                slope[i] *= amplitude;
            }
            return;
        }
        for (int i = 0; i < n; i++) {
            double distance = 0;
            for (int c = 0; c < x.length; c++) {
                if (categorical[c] && columns[c][i] != x[c]) {
                    distance += scale[c];
                }
            }
            double factor = amplitude * Math.exp(-distance);
            value[i] *= factor;
            slope[i] *= factor;
        }
    }
}
