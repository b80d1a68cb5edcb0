package dev.hone.search.fidelity;

import dev.hone.core.Check;

/** What an evaluation of a point is expected to cost, above 0. */
@FunctionalInterface
public interface EvaluationCost {

    /** @param fidelity as {@link MultiFidelitySurrogate} counts it */
    double of(double[] x, double fidelity);

    /** The same everywhere, one cost for each level. */
    static EvaluationCost ofLevels(double... costs) {
        double[] fixed = costs.clone();
        for (int l = 0; l < fixed.length; l++) {
            Check.positive("cost of level " + l, fixed[l]);
        }
        return (x, fidelity) -> fixed[(int) Math.rint(fidelity)];
    }
}
