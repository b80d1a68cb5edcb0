package dev.hone.search.fidelity;

import dev.hone.core.space.FidelityRange;
import dev.hone.core.trial.Direction;
import java.util.Comparator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** What an evaluation says of lower fidelities on its way: a training of 27 epochs has values of 9 and 3 epochs too. */
final class Trace {

    /** Shares of the fidelity at which its trace is looked at; more values tell a model little and cost it much time. */
    private static final double[] SHARES = {0.25, 0.5, 0.75};

    private Trace() {}

    /**
     * Gains by fidelity, of the reports nearest to a quarter, half and three quarters of the evaluation's.
     *
     * @param fidelity of the evaluation, from 0 to 1
     * @param intermediate values of the first objective by step
     */
    static Map<Double, Double> of(
            FidelityRange range, double fidelity, NavigableMap<Long, Double> intermediate, Direction direction) {
        NavigableMap<Double, Double> gains = new TreeMap<>();
        intermediate.forEach((step, value) -> range.valueAtStep(step)
                .map(range::position)
                .filter(at -> at < fidelity && Double.isFinite(value))
                .ifPresent(at -> gains.put(at, -direction.asLoss(value))));
        Map<Double, Double> chosen = new TreeMap<>();
        for (double share : SHARES) {
            nearest(gains, share * fidelity).ifPresent(at -> chosen.put(at, gains.get(at)));
        }
        return chosen;
    }

    private static Optional<Double> nearest(NavigableMap<Double, Double> gains, double wanted) {
        return gains.keySet().stream().min(Comparator.comparingDouble(at -> Math.abs(at - wanted)));
    }
}
