package dev.hone.search.fidelity;

import dev.hone.core.HoneException;
import dev.hone.core.space.Configuration;
import dev.hone.core.trial.Direction;
import java.util.List;
import java.util.Optional;

/**
 * What a run found and paid.
 *
 * @param trials in the order in which they were made, failed ones among them
 * @param exact fidelity of the truth
 * @param correlations of every level with the truth, of a continuous fidelity at 0, 1/4, 1/2, 3/4 and 1, between posterior means
 *     over 200 points; NaN before the first model
 * @param warnings for people
 */
public record FidelityResult(
        List<Trial> trials, Direction direction, double exact, double[] correlations, List<String> warnings) {

    /**
     * One evaluation.
     *
     * @param fidelity number of the level, or the continuous fidelity from 0 to 1
     * @param value not finite if it failed
     * @param cost what it cost
     * @param totalCost of all trials up to this one
     */
    public record Trial(Configuration configuration, double fidelity, double value, double cost, double totalCost) {

        /** The level, where there are levels. */
        public int level() {
            return (int) fidelity;
        }

        public boolean failed() {
            return !Double.isFinite(value);
        }
    }

    public FidelityResult {
        trials = List.copyOf(trials);
        warnings = List.copyOf(warnings);
    }

    /**
     * The best exact trial; values of other fidelities never count.
     *
     * @throws HoneException if no exact evaluation succeeded
     */
    public Trial best() {
        return best(Double.POSITIVE_INFINITY)
                .orElseThrow(() -> new HoneException("no evaluation of the exact level succeeded: there is no best"));
    }

    /** The best exact trial within a total cost. */
    public Optional<Trial> best(double totalCost) {
        return trials.stream()
                .filter(t -> t.fidelity() == exact && !t.failed() && t.totalCost() <= totalCost + 1e-9)
                .reduce((a, b) -> direction.better(b.value(), a.value()) ? b : a);
    }

    /** Cost of all trials. */
    public double cost() {
        return trials.isEmpty() ? 0 : trials.get(trials.size() - 1).totalCost();
    }
}
