package dev.hone.search.qmc;

/** A sequence of points of the unit cube [0, 1)^d in which every point can be had by its index. Thread-safe. */
public interface PointSequence {

    /** d, the number of coordinates. */
    int dimensions();

    /** The point at {@code index}, 0 &le; index &lt; 2^31 - 1; length {@link #dimensions()}. */
    double[] point(long index);
}
