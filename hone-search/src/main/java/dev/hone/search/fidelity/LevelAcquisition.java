package dev.hone.search.fidelity;

/** What an evaluation of a point at a fidelity is worth, its cost considered; mostly a logarithm. Not thread-safe. */
@FunctionalInterface
public interface LevelAcquisition {

    /**
     * Greater is better, minus infinity is worth nothing.
     *
     * @param fidelity as {@link MultiFidelitySurrogate} counts it
     */
    double value(double[] x, double fidelity);
}
