package dev.hone.claims.problem;

import static dev.hone.claims.problem.BbobTransforms.asymmetric;
import static dev.hone.claims.problem.BbobTransforms.oscillate;
import static dev.hone.claims.problem.BbobTransforms.penalty;
import static dev.hone.claims.problem.BbobTransforms.place;
import static dev.hone.claims.problem.BbobTransforms.scale;
import static dev.hone.claims.problem.BbobTransforms.shift;

import java.util.function.ToDoubleFunction;

/** Functions 1 to 5 of {@link Bbob}: sums over the coordinates. {@code optimum}: [d]. */
final class BbobSeparable {

    private BbobSeparable() {}

    static ToDoubleFunction<double[]> sphere(double[] optimum) {
        return x -> {
            double[] z = shift(x, optimum);
            return BbobRandom.dot(z, z);
        };
    }

    static ToDoubleFunction<double[]> ellipsoid(double[] optimum) {
        return x -> ellipsoidOf(oscillate(shift(x, optimum)));
    }

    /** sum 10^(6 i / (d - 1)) z_i^2. */
    static double ellipsoidOf(double[] z) {
        double sum = 0;
        for (int i = 0; i < z.length; i++) {
            sum += Math.pow(1e6, place(i, z.length)) * z[i] * z[i];
        }
        return sum;
    }

    static ToDoubleFunction<double[]> rastrigin(double[] optimum) {
        return x -> {
            double[] z = asymmetric(0.2, oscillate(shift(x, optimum)));
            for (int i = 0; i < z.length; i++) {
                z[i] *= scale(10, i, z.length);
            }
            return TestFunctions.rastrigin(z);
        };
    }

    static ToDoubleFunction<double[]> buecheRastrigin(double[] optimum) {
        return x -> {
            double[] z = oscillate(shift(x, optimum));
            for (int i = 0; i < z.length; i++) {
                boolean steep = z[i] > 0 && i % 2 == 0;
                z[i] *= (steep ? 10 : 1) * scale(10, i, z.length);
            }
            return TestFunctions.rastrigin(z) + 100 * penalty(x, 5);
        };
    }

    /** The optimum of function 4: positive on the first, third, ... axis. */
    static double[] positiveEven(double[] optimum) {
        double[] moved = optimum.clone();
        for (int i = 0; i < moved.length; i += 2) {
            moved[i] = Math.abs(moved[i]);
        }
        return moved;
    }

    /** {@code optimum}: a corner of the box, see {@link #corner}. */
    static ToDoubleFunction<double[]> slope(double[] optimum) {
        return x -> {
            double sum = 0;
            for (int i = 0; i < x.length; i++) {
                double slope = Math.signum(optimum[i]) * scale(100, i, x.length);
                // flat beyond the corner
                double z = x[i] * optimum[i] < 25 ? x[i] : optimum[i];
                sum += 5 * Math.abs(slope) - slope * z;
            }
            return sum;
        };
    }

    static double[] corner(double[] optimum) {
        return TestFunctions.map(optimum, x -> x < 0 ? -5 : 5);
    }
}
