package dev.hone.claims.problem;

import java.util.function.DoubleUnaryOperator;

/**
 * Arithmetic of classical test functions, each with minimum 0 unless said otherwise. Definitions: Surjanovic and Bingham,
 * Virtual Library of Simulation Experiments.
 */
final class TestFunctions {

    private static final double[] HARTMANN_ALPHA = {1.0, 1.2, 3.0, 3.2};

    private static final double[][] HARTMANN_6_A = {
        {10, 3, 17, 3.5, 1.7, 8},
        {0.05, 10, 17, 0.1, 8, 14},
        {3, 3.5, 1.7, 10, 17, 8},
        {17, 8, 0.05, 10, 0.1, 14}
    };

    private static final double[][] HARTMANN_6_P = {
        {0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886},
        {0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991},
        {0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.6650},
        {0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381}
    };

    private static final double[][] HARTMANN_3_A = {{3, 10, 30}, {0.1, 10, 35}, {3, 10, 30}, {0.1, 10, 35}};

    private static final double[][] HARTMANN_3_P = {
        {0.3689, 0.1170, 0.2673}, {0.4699, 0.4387, 0.7470}, {0.1091, 0.8732, 0.5547}, {0.0381, 0.5743, 0.8828}
    };

    private TestFunctions() {}

    static double[] map(double[] x, DoubleUnaryOperator f) {
        double[] z = new double[x.length];
        for (int i = 0; i < z.length; i++) {
            z[i] = f.applyAsDouble(x[i]);
        }
        return z;
    }

    /** Minimum 0.397887 at three points of [-5, 10] x [0, 15]. */
    static double branin(double[] x) {
        double b = 5.1 / (4 * Math.PI * Math.PI);
        double bend = x[1] - b * x[0] * x[0] + 5 / Math.PI * x[0] - 6;
        return bend * bend + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x[0]) + 10;
    }

    /** Minimum -3.86278 in [0, 1]^3. */
    static double hartmann3(double[] x) {
        return hartmann(HARTMANN_3_A, HARTMANN_3_P, new double[HARTMANN_ALPHA.length], x);
    }

    /** With weights alpha that are greater by 2 (.01, -.01, -.1, .1). */
    static double approximateHartmann3(double[] x) {
        return hartmann(HARTMANN_3_A, HARTMANN_3_P, new double[] {0.02, -0.02, -0.2, 0.2}, x);
    }

    /** Minimum -3.32237 in [0, 1]^6. */
    static double hartmann6(double[] x) {
        return hartmann(HARTMANN_6_A, HARTMANN_6_P, new double[HARTMANN_ALPHA.length], x);
    }

    private static double hartmann(double[][] a, double[][] p, double[] shift, double[] x) {
        double sum = 0;
        for (int i = 0; i < HARTMANN_ALPHA.length; i++) {
            double exponent = 0;
            for (int j = 0; j < x.length; j++) {
                double difference = x[j] - p[i][j];
                exponent += a[i][j] * difference * difference;
            }
            sum -= (HARTMANN_ALPHA[i] + shift[i]) * Math.exp(-exponent);
        }
        return sum;
    }

    /** At (1, ..., 1). */
    static double levy(double[] x) {
        double[] w = map(x, xi -> 1 + (xi - 1) / 4);
        double first = Math.sin(Math.PI * w[0]);
        double sum = first * first;
        for (int i = 0; i < w.length - 1; i++) {
            double sine = Math.sin(Math.PI * w[i] + 1);
            sum += (w[i] - 1) * (w[i] - 1) * (1 + 10 * sine * sine);
        }
        double last = w[w.length - 1];
        double sine = Math.sin(2 * Math.PI * last);
        return sum + (last - 1) * (last - 1) * (1 + sine * sine);
    }

    /** At the origin. */
    static double ackley(double[] x) {
        double squares = 0;
        double cosines = 0;
        for (double xi : x) {
            squares += xi * xi / x.length;
            cosines += Math.cos(2 * Math.PI * xi) / x.length;
        }
        return 20 - 20 * Math.exp(-0.2 * Math.sqrt(squares)) + Math.E - Math.exp(cosines);
    }

    /** At (1, ..., 1). */
    static double rosenbrock(double[] x) {
        double sum = 0;
        for (int i = 0; i < x.length - 1; i++) {
            double bend = x[i] * x[i] - x[i + 1];
            sum += 100 * bend * bend + (x[i] - 1) * (x[i] - 1);
        }
        return sum;
    }

    /** At the origin. */
    static double rastrigin(double[] x) {
        double sum = 0;
        for (double xi : x) {
            sum += 10 * (1 - Math.cos(2 * Math.PI * xi)) + xi * xi;
        }
        return sum;
    }
}
