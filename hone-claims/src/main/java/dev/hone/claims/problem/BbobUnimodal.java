package dev.hone.claims.problem;

import static dev.hone.claims.problem.BbobTransforms.asymmetric;
import static dev.hone.claims.problem.BbobTransforms.conditioned;
import static dev.hone.claims.problem.BbobTransforms.multiply;
import static dev.hone.claims.problem.BbobTransforms.oscillate;
import static dev.hone.claims.problem.BbobTransforms.penalty;
import static dev.hone.claims.problem.BbobTransforms.place;
import static dev.hone.claims.problem.BbobTransforms.shift;
import static dev.hone.claims.problem.BbobTransforms.times;

import java.util.function.ToDoubleFunction;

/**
 * Functions 6 to 14 of {@link Bbob}: one basin, or two (Rosenbrock), of low, moderate and high conditioning.
 * {@code optimum}: [d]; {@code q}, {@code r}: rotations, [d][d].
 */
final class BbobUnimodal {

    private BbobUnimodal() {}

    static ToDoubleFunction<double[]> attractiveSector(double[] optimum, double[][] q, double[][] r) {
        double[][] m = multiply(r, conditioned(10, q));
        return x -> {
            double[] z = multiply(m, shift(x, optimum));
            double sum = 0;
            for (int i = 0; i < z.length; i++) {
                double s = z[i] * optimum[i] > 0 ? 100 : 1;
                sum += s * s * z[i] * z[i];
            }
            return Math.pow(oscillate(sum), 0.9);
        };
    }

    static ToDoubleFunction<double[]> stepEllipsoid(double[] optimum, double[][] q, double[][] r) {
        double[][] stretched = conditioned(10, q);
        return x -> {
            double[] steps = multiply(stretched, shift(x, optimum));
            double first = Math.abs(steps[0]);
            for (int i = 0; i < steps.length; i++) {
                steps[i] = Math.abs(steps[i]) > 0.5 ? Math.floor(steps[i] + 0.5) : Math.floor(10 * steps[i] + 0.5) / 10;
            }
            double[] z = multiply(r, steps);
            double sum = 0;
            for (int i = 0; i < z.length; i++) {
                sum += Math.pow(100, place(i, z.length)) * z[i] * z[i];
            }
            return 0.1 * Math.max(first * 1e-4, sum) + penalty(x, 5);
        };
    }

    /** max(1, sqrt(d) / 8), which keeps the valley of Rosenbrock's function within the box. */
    static double rosenbrockScale(int dimensions) {
        return Math.max(1, Math.sqrt(dimensions) / 8);
    }

    static ToDoubleFunction<double[]> rosenbrock(double[] optimum) {
        double factor = rosenbrockScale(optimum.length);
        return x -> TestFunctions.rosenbrock(TestFunctions.map(shift(x, optimum), z -> factor * z + 1));
    }

    static ToDoubleFunction<double[]> rotatedRosenbrock(double[][] q) {
        double[][] m = times(rosenbrockScale(q.length), q);
        return x -> TestFunctions.rosenbrock(TestFunctions.map(multiply(m, x), z -> z + 0.5));
    }

    /** Where scale * Q x + 1/2 = (1, ..., 1): column sums of Q over twice the scale. */
    static double[] rosenbrockOptimum(double[][] q) {
        double[] optimum = new double[q.length];
        for (double[] row : q) {
            for (int j = 0; j < row.length; j++) {
                optimum[j] += row[j] / (2 * rosenbrockScale(q.length));
            }
        }
        return optimum;
    }

    static ToDoubleFunction<double[]> ellipsoid(double[] optimum, double[][] r) {
        return x -> BbobSeparable.ellipsoidOf(oscillate(multiply(r, shift(x, optimum))));
    }

    static ToDoubleFunction<double[]> discus(double[] optimum, double[][] r) {
        return x -> {
            double[] z = oscillate(multiply(r, shift(x, optimum)));
            return 1e6 * z[0] * z[0] + tail(z);
        };
    }

    static ToDoubleFunction<double[]> bentCigar(double[] optimum, double[][] r) {
        return x -> {
            double[] z = multiply(r, asymmetric(0.5, multiply(r, shift(x, optimum))));
            return z[0] * z[0] + 1e6 * tail(z);
        };
    }

    static ToDoubleFunction<double[]> sharpRidge(double[] optimum, double[][] q, double[][] r) {
        double[][] m = multiply(r, conditioned(10, q));
        return x -> {
            double[] z = multiply(m, shift(x, optimum));
            return z[0] * z[0] + 100 * Math.sqrt(tail(z));
        };
    }

    /** Sum of squares without the first. */
    private static double tail(double[] z) {
        double sum = 0;
        for (int i = 1; i < z.length; i++) {
            sum += z[i] * z[i];
        }
        return sum;
    }

    static ToDoubleFunction<double[]> differentPowers(double[] optimum, double[][] r) {
        return x -> {
            double[] z = multiply(r, shift(x, optimum));
            double sum = 0;
            for (int i = 0; i < z.length; i++) {
                sum += Math.pow(Math.abs(z[i]), 2 + 4 * place(i, z.length));
            }
            return Math.sqrt(sum);
        };
    }
}
