package dev.hone.search.fidelity;

import java.util.List;
import java.util.Optional;
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
 * @param bounds of the truth by levels, if they are known and not to be learned
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
        Optional<Bounds> bounds,
        List<FidelityPoint> pending,
        RandomGenerator random) {

    /**
     * What is known of the truth from a level, in the surrogate's units; 0 for the truth.
     *
     * @param above f_L(x) is at most f_l(x) + above_l
     * @param bias zeta_l, the most that they differ by before levels are centred
     */
    public record Bounds(double[] above, double[] bias) {

        /**
         * From how much each level below the truth is off at most; the scale centres levels each around its own mean.
         *
         * @param levels that have a number, the truth last
         */
        static Bounds of(List<Double> biases, int[] levels, FidelityModel.Scale scale) {
            int exact = levels.length - 1;
            double[] above = new double[levels.length];
            double[] bias = new double[levels.length];
            for (int l = 0; l < exact; l++) {
                double known = biases.get(levels[l]);
                double offset = scale.trend().applyAsDouble(l) - scale.trend().applyAsDouble(exact);
                bias[l] = known / scale.sd();
                above[l] = Math.max(0, (known + offset) / scale.sd());
            }
            return new Bounds(above, bias);
        }
    }

    /** Posterior mean of the truth at the best point. */
    double bestMean() {
        return surrogate.mean(best, surrogate.exact());
    }
}
