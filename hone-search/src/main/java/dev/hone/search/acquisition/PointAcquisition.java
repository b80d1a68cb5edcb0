package dev.hone.search.acquisition;

/**
 * What an evaluation at a point is worth: greater is better. Points are those of a kernel. Implementations may keep scratch
 * and are not thread-safe.
 */
@FunctionalInterface
public interface PointAcquisition {

    /** The worth at {@code x}; overwrites {@code gradient}, one element per coordinate, unless it is null. */
    double value(double[] x, double[] gradient);

    /** What the worth at {@code x} does not exceed, for less than the worth costs; infinite if nothing is known so cheaply. */
    default double bound(double[] x) {
        return Double.POSITIVE_INFINITY;
    }
}
