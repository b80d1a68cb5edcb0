package dev.hone.search.fidelity;

import dev.hone.core.Check;

/**
 * What one level said about one point.
 *
 * @param x point of the unit cube
 * @param level 0 is the cheapest
 */
public record LevelObservation(double[] x, int level, double value) {

    public LevelObservation {
        Check.atLeast("level", level, 0);
        Check.finite("value", value);
    }
}
