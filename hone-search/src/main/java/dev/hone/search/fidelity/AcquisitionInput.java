package dev.hone.search.fidelity;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What an acquisition may depend on.
 *
 * @param best the point of greatest posterior mean of the truth among those evaluated exactly
 * @param costs of the next evaluation
 * @param remainingShare of the budget that is left, 0 to 1
 * @param candidates points all over the unit cube, and some around the best one
 * @param fidelities that may be chosen; of a continuous one, some all over
 * @param exactly observations of the truth, in the surrogate's units
 * @param evaluations so far
 * @param used fidelities of the evaluations that the search chose itself, in their order
 * @param smooth whether the surrogate has slopes and curvatures
 * @param pending evaluations whose outcomes are not known yet
 */
public record AcquisitionInput(
        MultiFidelitySurrogate surrogate,
        double[] best,
        EvaluationCost costs,
        double remainingShare,
        List<double[]> candidates,
        double[] fidelities,
        List<LevelObservation> exactly,
        int evaluations,
        List<Double> used,
        boolean smooth,
        List<FidelityPoint> pending,
        RandomGenerator random) {

    /** Posterior mean of the truth at the best point. */
    double bestMean() {
        return surrogate.mean(best, surrogate.exact());
    }
}
