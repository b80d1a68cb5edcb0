package dev.hone.claims.problem;

import static dev.hone.claims.problem.BbobTransforms.asymmetric;
import static dev.hone.claims.problem.BbobTransforms.conditioned;
import static dev.hone.claims.problem.BbobTransforms.multiply;
import static dev.hone.claims.problem.BbobTransforms.oscillate;
import static dev.hone.claims.problem.BbobTransforms.penalty;
import static dev.hone.claims.problem.BbobTransforms.scale;
import static dev.hone.claims.problem.BbobTransforms.shift;
import static dev.hone.claims.problem.BbobTransforms.times;

import java.util.function.ToDoubleFunction;

/**
 * Functions 15 to 20, 23 and 24 of {@link Bbob}: many basins, with and without a common trend. {@code optimum}: [d];
 * {@code q}, {@code r}: rotations, [d][d].
 */
final class BbobMultimodal {

    /** Where |x_i| = 2.1 of Schwefel's function has its best value. */
    private static final double SCHWEFEL_OPTIMUM = 4.2096874633;

    /** Centre of Lunacek's better funnel. */
    private static final double FUNNEL = 2.5;

    private static final int WEIERSTRASS_TERMS = 12;
    private static final int KATSUURA_TERMS = 32;

    private BbobMultimodal() {}

    static ToDoubleFunction<double[]> rastrigin(double[] optimum, double[][] q, double[][] r) {
        double[][] m = multiply(r, conditioned(10, q));
        return x -> TestFunctions.rastrigin(multiply(m, asymmetric(0.2, oscillate(multiply(r, shift(x, optimum))))));
    }

    static ToDoubleFunction<double[]> weierstrass(double[] optimum, double[][] q, double[][] r) {
        double[][] m = multiply(r, conditioned(0.01, q));
        double atOptimum = weierstrassSum(0);
        return x -> {
            double[] z = multiply(m, oscillate(multiply(r, shift(x, optimum))));
            double mean = 0;
            for (double zi : z) {
                mean += weierstrassSum(zi) / z.length;
            }
            return 10 * Math.pow(mean - atOptimum, 3) + 10.0 / z.length * penalty(x, 5);
        };
    }

    /** sum 2^-k cos(2 pi 3^k (z + 1/2)). */
    private static double weierstrassSum(double z) {
        double sum = 0;
        double half = 1;
        double third = 1;
        for (int k = 0; k < WEIERSTRASS_TERMS; k++) {
            sum += half * Math.cos(2 * Math.PI * third * (z + 0.5));
            half /= 2;
            third *= 3;
        }
        return sum;
    }

    static ToDoubleFunction<double[]> schaffer(double[] optimum, double condition, double[][] q, double[][] r) {
        double[][] m = conditioned(condition, q);
        return x -> {
            double[] z = multiply(m, asymmetric(0.5, multiply(r, shift(x, optimum))));
            double sum = 0;
            for (int i = 0; i < z.length - 1; i++) {
                double s = z[i] * z[i] + z[i + 1] * z[i + 1];
                double wave = Math.sin(50 * Math.pow(s, 0.1));
                sum += Math.pow(s, 0.25) * (1 + wave * wave);
            }
            double mean = sum / (z.length - 1);
            return mean * mean + 10 * penalty(x, 5);
        };
    }

    static ToDoubleFunction<double[]> griewankRosenbrock(double[][] q) {
        double[][] m = times(BbobUnimodal.rosenbrockScale(q.length), q);
        return x -> {
            double[] z = TestFunctions.map(multiply(m, x), v -> v + 0.5);
            double sum = 0;
            for (int i = 0; i < z.length - 1; i++) {
                double bend = z[i] * z[i] - z[i + 1];
                double s = 100 * bend * bend + (1 - z[i]) * (1 - z[i]);
                sum += s / 4000 - Math.cos(s);
            }
            return 10 + 10 * sum / (z.length - 1);
        };
    }

    static double[] schwefelOptimum(int dimensions, long seed) {
        return TestFunctions.map(
                BbobRandom.uniform(dimensions, seed), u -> u < 0.5 ? -SCHWEFEL_OPTIMUM / 2 : SCHWEFEL_OPTIMUM / 2);
    }

    static ToDoubleFunction<double[]> schwefel(double[] optimum) {
        return x -> {
            int d = x.length;
            double[] z = new double[d];
            double before = 0;
            for (int i = 0; i < d; i++) {
                double mirrored = 2 * Math.signum(optimum[i]) * x[i];
                double leaning = i == 0 ? mirrored : mirrored + 0.25 * (before - SCHWEFEL_OPTIMUM);
                before = mirrored;
                z[i] = 100 * (scale(10, i, d) * (leaning - SCHWEFEL_OPTIMUM) + SCHWEFEL_OPTIMUM);
            }
            double sum = 0;
            for (double zi : z) {
                sum += zi * Math.sin(Math.sqrt(Math.abs(zi)));
            }
            return 0.01 * (418.9828872724339 - sum / d + penalty(z, 500));
        };
    }

    static ToDoubleFunction<double[]> katsuura(double[] optimum, double[][] q, double[][] r) {
        double[][] m = multiply(r, conditioned(100, q));
        return x -> {
            double[] z = multiply(m, shift(x, optimum));
            int d = z.length;
            double product = 1;
            for (int i = 0; i < d; i++) {
                double sum = 0;
                for (int j = 1; j <= KATSUURA_TERMS; j++) {
                    double power = (double) (1L << j);
                    sum += Math.abs(power * z[i] - Math.floor(power * z[i] + 0.5)) / power;
                }
                product *= Math.pow(1 + (i + 1) * sum, 10 / Math.pow(d, 1.2));
            }
            return 10.0 / d / d * (product - 1) + penalty(x, 5);
        };
    }

    static double[] lunacekOptimum(int dimensions, long seed) {
        return TestFunctions.map(BbobRandom.normal(dimensions, seed), g -> g < 0 ? -FUNNEL / 2 : FUNNEL / 2);
    }

    static ToDoubleFunction<double[]> lunacek(double[] optimum, double[][] q, double[][] r) {
        int d = optimum.length;
        double[][] m = multiply(r, conditioned(100, q));
        double s = 1 - 1 / (2 * Math.sqrt(d + 20) - 8.2);
        double other = -Math.sqrt((FUNNEL * FUNNEL - 1) / s);
        return x -> {
            double good = 0;
            double bad = 0;
            double[] fromFunnel = new double[d];
            for (int i = 0; i < d; i++) {
                double mirrored = 2 * Math.signum(optimum[i]) * x[i];
                fromFunnel[i] = mirrored - FUNNEL;
                good += fromFunnel[i] * fromFunnel[i];
                bad += (mirrored - other) * (mirrored - other);
            }
            double cosines = 0;
            for (double z : multiply(m, fromFunnel)) {
                cosines += Math.cos(2 * Math.PI * z);
            }
            return Math.min(good, d + s * bad) + 10 * (d - cosines) + 1e4 * penalty(x, 5);
        };
    }
}
