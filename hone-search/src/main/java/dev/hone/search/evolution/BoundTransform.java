package dev.hone.search.evolution;

/**
 * Keeps a coordinate of unbounded search in [0, 1] without a cliff at the bounds: the identity in the middle, a parabola with
 * slope 0 at the bound near it, and the mirror image beyond (the linear-quadratic transformation of Hansen's pycma,
 * {@code BoxConstraintsLinQuadTransformation}). With a = 1/20,
 * <pre>
 * x(u) = u                                    a &le; u &le; 1 - a
 *      = (u + a)^2 / (4 a)                   -a &le; u &le; a
 *      = 1 - (1 + a - u)^2 / (4 a)        1 - a &le; u &le; 1 + a
 *      = x(-2 a - u) = x(2 + 2 a - u)         elsewhere
 * </pre>
 * A loss that falls linearly towards a bound is a quadratic of u with its minimum at -a or 1 + a, so that the distribution
 * contracts there as it does in the middle of the box. Its continuation is smooth and periodic, and no draw is lost.
 */
public final class BoundTransform {

    private static final double A = 0.05;

    private BoundTransform() {}

    /** The coordinate in [0, 1] that {@code u}, any finite number, stands for. */
    public static double apply(double u) {
        double v = Math.abs(Math.IEEEremainder(u + A, 2 * (1 + 2 * A))) - A;
        if (v < A) {
            return (v + A) * (v + A) / (4 * A);
        }
        return v > 1 - A ? 1 - (1 + A - v) * (1 + A - v) / (4 * A) : v;
    }

    /** Whether {@code u} lies in [-3 a, 1 + 3 a], beyond which the images of the inner of the box begin. */
    static boolean isNear(double u) {
        return u >= -3 * A && u <= 1 + 3 * A;
    }

    /** The number in [-a, 1 + a] that stands for {@code x} in [0, 1]. */
    public static double invert(double x) {
        if (x < A) {
            return 2 * Math.sqrt(A * x) - A;
        }
        return x > 1 - A ? 1 + A - 2 * Math.sqrt(A * (1 - x)) : x;
    }
}
