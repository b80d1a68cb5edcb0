package dev.hone.search.fidelity;

import dev.hone.core.Check;

/**
 * A way to evaluate.
 *
 * @param cost expected of one evaluation, in any unit that all levels and the budget share
 */
public record FidelityLevel(String name, double cost) {

    public FidelityLevel {
        Check.notBlank("level", name);
        Check.positive("cost of level " + name, cost);
    }
}
