package dev.hone.search.fidelity;

import dev.hone.search.fidelity.FidelityHistory.Entry;
import java.util.List;

/**
 * What failures near a point take from the worth of an evaluation, so that what failed is not tried again.
 *
 * @param continuous whether fidelities are a number, of which near ones count too
 * @param nested whether a failure at a level is one at all levels above
 */
record FailureDiscount(List<Entry> failures, boolean continuous, boolean nested) {

    /** Distance in the unit cube, and of continuous fidelities, within which a failure discourages. */
    private static final double REACH = 0.05;

    static FailureDiscount of(FidelitySearch.Setup setup, FidelityHistory history) {
        return new FailureDiscount(
                history.told().stream().filter(Entry::failed).toList(),
                setup.fidelities() instanceof Continuum,
                setup.options().nested());
    }

    /** log prod over failures of 1 - exp(-distance^2 / (2 reach^2)). */
    double at(double[] x, double fidelity) {
        double sum = 0;
        for (Entry failure : failures) {
            double apart = apart(failure, fidelity);
            if (!Double.isInfinite(apart)) {
                double squares = apart * apart;
                for (int c = 0; c < x.length; c++) {
                    double difference = x[c] - failure.x()[c];
                    squares += difference * difference;
                }
                sum += Math.log(-Math.expm1(-squares / (2 * REACH * REACH)));
            }
        }
        return sum;
    }

    /** How far the fidelity of a failure is from another; levels are together or infinitely far apart. */
    private double apart(Entry failure, double fidelity) {
        if (continuous) {
            return fidelity - failure.fidelity();
        }
        boolean on = failure.fidelity() == fidelity || nested && failure.fidelity() < fidelity;
        return on ? 0 : Double.POSITIVE_INFINITY;
    }
}
