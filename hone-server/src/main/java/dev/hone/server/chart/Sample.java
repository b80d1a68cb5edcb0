package dev.hone.server.chart;

import dev.hone.core.store.StudyStore.Ending;
import dev.hone.core.trial.Direction;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The complete trials whose candidates charts look at: all of them, or of very many some that are evenly spaced in the order
 * of finishing, the best and the latest.
 *
 * @param complete number of complete trials that there are
 * @param trials those looked at, in the order of finishing
 * @param spread those of {@code trials} that were chosen for being evenly spaced, and so show how values are spread
 */
record Sample(int complete, List<Ending> trials, List<Ending> spread) {

    private static final int SPREAD = 3_000;
    /** As many as a surrogate takes of the best and of the latest. */
    private static final int EXTREMES = 200;

    /** @param objective whose best trials are wanted */
    static Sample of(StudyData data, int objective) {
        List<Ending> complete = data.complete();
        if (complete.size() <= SPREAD) {
            return new Sample(complete.size(), complete, complete);
        }
        BitSet spread = new BitSet();
        for (int i : Thinning.evenly(complete.size(), SPREAD)) {
            spread.set(i);
        }
        BitSet chosen = (BitSet) spread.clone();
        chosen.set(complete.size() - EXTREMES, complete.size());
        if (data.study().objectives().isEmpty()) {
            return new Sample(complete.size(), at(complete, chosen), at(complete, spread));
        }
        Direction direction = data.study().objectives().get(objective).direction();
        List<Integer> byLoss = new ArrayList<>();
        for (int i = 0; i < complete.size(); i++) {
            byLoss.add(i);
        }
        byLoss.sort(Comparator.comparingDouble(
                i -> direction.asLoss(complete.get(i).values().get(objective))));
        byLoss.subList(0, EXTREMES).forEach(chosen::set);
        firstFeasible(complete, byLoss).ifPresent(chosen::set);
        return new Sample(complete.size(), at(complete, chosen), at(complete, spread));
    }

    private static Optional<Integer> firstFeasible(List<Ending> complete, List<Integer> byLoss) {
        return byLoss.stream().filter(i -> complete.get(i).eligible()).findFirst();
    }

    private static List<Ending> at(List<Ending> trials, BitSet positions) {
        return positions.stream().mapToObj(trials::get).toList();
    }

    /** What was left out, in words; empty if nothing was. */
    Optional<String> note() {
        return trials.size() == complete
                ? Optional.empty()
                : Optional.of(
                        "Of " + complete + " complete trials, " + spread.size() + " that are evenly spaced in the order"
                                + " of finishing, the best " + EXTREMES + " and the latest " + EXTREMES + ".");
    }

    /** The same for what uses {@link #spread}. */
    Optional<String> spreadNote() {
        return trials.size() == complete
                ? Optional.empty()
                : Optional.of("Of " + complete + " complete trials, " + spread.size()
                        + " that are evenly spaced in the order of finishing.");
    }
}
