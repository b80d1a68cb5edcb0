package dev.hone.search.kernel;

import dev.hone.core.HoneException;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * Stationary correlation m(r) of a stationary kernel, r the scaled distance. Each also gives its slope
 * g(r) = -m'(r) / r, because both derivatives that matter are multiples of it:
 * dm/dlog l = g(r) D^2 / l^2 and dm/dx = -g(r) D / l^2, D the difference in the coordinate.
 */
public enum Smoothness {
    /** m = exp(-r). g is unbounded at 0; there it is set to 0, where the differences it multiplies are 0 as well. */
    MATERN_12,
    /** m = (1 + sqrt3 r) exp(-sqrt3 r), g = 3 exp(-sqrt3 r). */
    MATERN_32,
    /** m = (1 + s + s^2/3) exp(-s), g = 5/3 (1 + s) exp(-s), s = sqrt5 r. */
    MATERN_52,
    /** m = g = exp(-r^2 / 2), also called squared exponential or Gaussian. */
    RBF;

    private static final double SQRT_3 = Math.sqrt(3);
    private static final double SQRT_5 = Math.sqrt(5);

    /** Whether functions have two derivatives, so that slopes and curvatures can be observed. */
    public boolean hasCurvatures() {
        return this == MATERN_52 || this == RBF;
    }

    /** For i &lt; n: replaces {@code r2[i]}, a squared scaled distance, by m and writes g to {@code slope[i]}. */
    public void apply(double[] r2, double[] slope, int n) {
        switch (this) {
            case MATERN_52 -> {
                for (int i = 0; i < n; i++) {
                    double s = SQRT_5 * Math.sqrt(r2[i]);
                    double e = Math.exp(-s);
                    r2[i] = (1 + s + s * s / 3) * e;
                    slope[i] = 5.0 / 3 * (1 + s) * e;
                }
            }
            case MATERN_32 -> {
                for (int i = 0; i < n; i++) {
                    double s = SQRT_3 * Math.sqrt(r2[i]);
                    double e = Math.exp(-s);
                    r2[i] = (1 + s) * e;
                    slope[i] = 3 * e;
                }
            }
            case MATERN_12 -> {
                for (int i = 0; i < n; i++) {
                    double r = Math.sqrt(r2[i]);
                    r2[i] = Math.exp(-r);
                    slope[i] = r > 0 ? r2[i] / r : 0;
                }
            }
            case RBF -> {
                for (int i = 0; i < n; i++) {
                    r2[i] = Math.exp(-0.5 * r2[i]);
                    slope[i] = r2[i];
                }
            }
        }
    }

    /**
     * The derivative of order {@code order} of phi(q) = m(sqrt q); infinite at q = 0 where the kernel is not smooth enough.
     * Matern-1/2 has at most the first, Matern-3/2 at most the second, Matern-5/2 at most the fourth.
     */
    double derivative(double q, int order) {
        return switch (this) {
            case RBF -> Math.exp(-0.5 * q) * Math.pow(-0.5, order);
            case MATERN_52 -> matern52(SQRT_5 * Math.sqrt(q), order);
            case MATERN_32 -> matern32(SQRT_3 * Math.sqrt(q), order);
            case MATERN_12 -> {
                double r = Math.sqrt(q);
                yield switch (order) {
                    case 0 -> Math.exp(-r);
                    case 1 -> -Math.exp(-r) / (2 * r);
                    default -> throw tooMany(order);
                };
            }
        };
    }

    /** A draw of sqrt(2 v / chi2_2v) for Matern-v, 1 for the Gaussian: the spectral density is that scale mixture of normals. */
    double spectralScale(RandomGenerator random) {
        int degrees = switch (this) {
            case MATERN_12 -> 1;
            case MATERN_32 -> 3;
            case MATERN_52 -> 5;
            case RBF -> 0;
        };
        double chiSquared = 0;
        for (int i = 0; i < degrees; i++) {
            double z = random.nextGaussian();
            chiSquared += z * z;
        }
        return degrees == 0 ? 1 : Math.sqrt(degrees / chiSquared);
    }

    private double matern52(double s, int order) {
        double e = Math.exp(-s);
        return switch (order) {
            case 0 -> (1 + s + s * s / 3) * e;
            case 1 -> -5.0 / 6 * (1 + s) * e;
            case 2 -> 25.0 / 12 * e;
            case 3 -> -125.0 / 24 * e / s;
            case 4 -> 625.0 / 48 * e * (1 + 1 / s) / (s * s);
            default -> throw tooMany(order);
        };
    }

    private double matern32(double s, int order) {
        double e = Math.exp(-s);
        return switch (order) {
            case 0 -> (1 + s) * e;
            case 1 -> -1.5 * e;
            case 2 -> 2.25 * e / s;
            default -> throw tooMany(order);
        };
    }

    private HoneException tooMany(int order) {
        return new HoneException("kernel " + name().toLowerCase(Locale.ROOT) + " has no derivative of order " + order
                + "; rbf has all, matern_52 four");
    }
}
