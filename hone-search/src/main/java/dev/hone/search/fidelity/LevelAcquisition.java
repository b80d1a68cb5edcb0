package dev.hone.search.fidelity;

/** Logarithm of what an evaluation of a point at a level is worth, its cost considered. Not thread-safe. */
@FunctionalInterface
public interface LevelAcquisition {

    /** Greater is better, minus infinity is worth nothing. */
    double value(double[] x, int level);
}
