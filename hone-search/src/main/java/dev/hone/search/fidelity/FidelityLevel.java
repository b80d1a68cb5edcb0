package dev.hone.search.fidelity;

import dev.hone.core.Check;

/**
 * A way to evaluate.
 *
 * @param cost expected of one evaluation, in any unit that all levels and the budget share
 * @param setting of a fidelity from 0 to 1, where 1 is the truth; NaN where levels are only numbered
 */
public record FidelityLevel(String name, double cost, double setting) {

    public FidelityLevel {
        Check.notBlank("level", name);
        Check.positive("cost of level " + name, cost);
        Check.that(!(setting < 0 || setting > 1), "setting of level " + name, setting, "a number from 0 to 1");
    }

    /** Without a setting. */
    public FidelityLevel(String name, double cost) {
        this(name, cost, Double.NaN);
    }
}
