package dev.hone.search.gp;

/**
 * Stationary correlation m(r) of a {@link Kernel}, r the scaled distance. Each also gives its slope
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

    /** For i &lt; n: replaces {@code r2[i]}, a squared scaled distance, by m and writes g to {@code slope[i]}. */
    void apply(double[] r2, double[] slope, int n) {
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
}
