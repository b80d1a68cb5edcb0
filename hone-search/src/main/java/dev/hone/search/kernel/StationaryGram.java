package dev.hone.search.kernel;

import java.util.Arrays;

/**
 * {@link Gram} of a {@link StationaryKernel}: dm/dlog l_g = g(r) sum over c in g of w_c D_c^2 / l_g^2, with g(r) kept from the
 * last fill.
 */
final class StationaryGram implements Gram {

    private final Smoothness smoothness;
    private final int[] coordinates;
    private final int[] group;
    private final double[] weight;
    private final Points points;
    private final int n;
    private final double[] inverse;
    private final double[] value;
    private final double[] slope;
    /** g of every pair, packed. */
    private final double[] slopes;
    /** Sums over rows, [coordinate][column]: added up element by element, which vectorises as one running sum does not. */
    private final double[][] sums;

    StationaryGram(Smoothness smoothness, int[] coordinates, int[] group, double[] weight, Points points) {
        this.smoothness = smoothness;
        this.coordinates = coordinates;
        this.group = group;
        this.weight = weight;
        this.points = points;
        n = points.size();
        inverse = new double[coordinates.length];
        value = new double[n];
        slope = new double[n];
        slopes = new double[n * (n + 1) / 2];
        sums = new double[coordinates.length][n];
    }

    /** out_i += scale (column_i - at)^2 for i &lt; n. */
    static void addSquares(double[] column, double at, double scale, int n, double[] out) {
        for (int i = 0; i < n; i++) {
            double difference = column[i] - at;
            out[i] += scale * difference * difference;
        }
    }

    private static void addWeighted(double[] column, double at, double[] weights, int n, double[] out) {
        for (int i = 0; i < n; i++) {
            double difference = column[i] - at;
            out[i] += weights[i] * difference * difference;
        }
    }

    @Override
    public void fill(double[] theta, int from, double[] out) {
        for (int k = 0; k < inverse.length; k++) {
            inverse[k] = weight[k] * Math.exp(-2 * theta[from + group[k]]);
        }
        for (int i = 0; i < n; i++) {
            Arrays.fill(value, 0, i, 0);
            for (int k = 0; k < inverse.length; k++) {
                double[] column = points.column(coordinates[k]);
                addSquares(column, column[i], inverse[k], i, value);
            }
            smoothness.apply(value, slope, i);
            value[i] = 1;
            slope[i] = 0;
            int row = i * (i + 1) / 2;
            System.arraycopy(value, 0, out, row, i + 1);
            System.arraycopy(slope, 0, slopes, row, i + 1);
        }
    }

    @Override
    public void addGradient(double[] weights, double[] gradient, int from) {
        for (double[] sum : sums) {
            Arrays.fill(sum, 0);
        }
        for (int i = 0; i < n; i++) {
            int row = i * (i + 1) / 2;
            for (int j = 0; j < i; j++) {
                value[j] = weights[row + j] * slopes[row + j];
            }
            for (int k = 0; k < sums.length; k++) {
                double[] column = points.column(coordinates[k]);
                addWeighted(column, column[i], value, i, sums[k]);
            }
        }
        for (int k = 0; k < sums.length; k++) {
            gradient[from + group[k]] += inverse[k] * Sums.of(sums[k]);
        }
    }
}
