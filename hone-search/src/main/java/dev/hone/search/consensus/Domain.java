package dev.hone.search.consensus;

import java.util.random.RandomGenerator;

/** Where particles may be. */
interface Domain {

    /** {@code x} brought back inside the bounds, in place. */
    void reflect(double[] x);

    /** Whether a point within the bounds may be tried. */
    default boolean allows(double[] x) {
        return true;
    }

    /** A point that may be tried, for when none was found nearby. */
    default double[] sample(RandomGenerator random) {
        throw new IllegalStateException("everything is allowed");
    }

    /** All of space. */
    static Domain free() {
        return x -> {};
    }

    /** The box [low, high]. */
    static Domain box(double[] low, double[] high) {
        return x -> {
            for (int k = 0; k < x.length; k++) {
                x[k] = ConsensusDynamics.reflect(x[k], low[k], high[k]);
            }
        };
    }
}
