package dev.hone.search.fidelity;

import dev.hone.core.Check;

/**
 * What an evaluation said about a point.
 *
 * @param x point of the unit cube
 * @param fidelity number of the level or source, or what was set in [0, 1]
 */
public record LevelObservation(double[] x, double fidelity, double value) {

    public LevelObservation {
        Check.that(
                fidelity >= 0 && Double.isFinite(fidelity),
                "fidelity",
                fidelity,
                "the number of a level, from 0 on, or a number from 0 to 1");
        Check.finite("value", value);
    }

    /** The number of the level, where fidelities are numbers of levels. */
    public int level() {
        return (int) Math.rint(fidelity);
    }
}
