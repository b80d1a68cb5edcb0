package dev.hone.claims.problem;

import java.util.Arrays;

/**
 * The numbers from which instances of {@link Bbob} are made: the generator of the benchmark (Park and Miller's, shuffled
 * after Bays and Durham), and the optima and rotations drawn from it. Every implementation of the benchmark draws these,
 * so that an instance is the same function everywhere.
 */
final class BbobRandom {

    private static final long MODULUS = 2_147_483_647;
    private static final int SHUFFLED = 32;
    private static final int WARM_UP = 40;

    /** Stands in for a draw of exactly 0. */
    private static final double TINY = 1e-99;

    private BbobRandom() {}

    /** {@code n} uniform numbers in (0, 1). */
    static double[] uniform(int n, long seed) {
        long state = Math.max(1, Math.abs(seed));
        long[] table = new long[SHUFFLED];
        for (int i = WARM_UP - 1; i >= 0; i--) {
            state = next(state);
            if (i < SHUFFLED) {
                table[i] = state;
            }
        }
        long current = table[0];
        double[] draws = new double[n];
        for (int i = 0; i < n; i++) {
            state = next(state);
            int slot = (int) (current / 67_108_865);
            current = table[slot];
            table[slot] = state;
            draws[i] = current == 0 ? TINY : current / (double) MODULUS;
        }
        return draws;
    }

    private static long next(long state) {
        return 16_807 * state % MODULUS;
    }

    /** {@code n} standard normal numbers, by the method of Box and Muller. */
    static double[] normal(int n, long seed) {
        double[] u = uniform(2 * n, seed);
        double[] draws = new double[n];
        for (int i = 0; i < n; i++) {
            double draw = Math.sqrt(-2 * Math.log(u[i])) * Math.cos(2 * Math.PI * u[n + i]);
            draws[i] = draw == 0 ? TINY : draw;
        }
        return draws;
    }

    /** Position of the optimum in [-4, 4]^d on a lattice of 0.0008, never on an axis. */
    static double[] optimum(int dimensions, long seed) {
        return Arrays.stream(uniform(dimensions, seed))
                .map(u -> 8 * Math.floor(1e4 * u) / 1e4 - 4)
                .map(x -> x == 0 ? -1e-5 : x)
                .toArray();
    }

    /** Value of the optimum: a Cauchy draw rounded to hundredths and clipped to [-1000, 1000]. */
    static double optimalValue(long seed) {
        double cauchy = normal(1, seed)[0] / normal(1, seed + 1)[0];
        return Math.min(1000, Math.max(-1000, Math.floor(100 * 100 * cauchy + 0.5) / 100));
    }

    /** A random rotation: the columns of a normal matrix, [d][d], made orthonormal by the method of Gram and Schmidt. */
    static double[][] rotation(int dimensions, long seed) {
        double[] draws = normal(dimensions * dimensions, seed);
        double[][] columns = new double[dimensions][];
        for (int j = 0; j < dimensions; j++) {
            double[] column = Arrays.copyOfRange(draws, j * dimensions, (j + 1) * dimensions);
            for (int i = 0; i < j; i++) {
                double projection = dot(column, columns[i]);
                for (int k = 0; k < dimensions; k++) {
                    column[k] -= projection * columns[i][k];
                }
            }
            double length = Math.sqrt(dot(column, column));
            columns[j] = Arrays.stream(column).map(c -> c / length).toArray();
        }
        return transposed(columns);
    }

    private static double[][] transposed(double[][] m) {
        double[][] t = new double[m.length][m.length];
        for (int i = 0; i < m.length; i++) {
            for (int j = 0; j < m.length; j++) {
                t[i][j] = m[j][i];
            }
        }
        return t;
    }

    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
