package dev.hone.server.chart;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.core.store.StudyStore.Ending;
import dev.hone.core.trial.Direction;
import dev.hone.core.trial.TrialState;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/**
 * Values by trial and the best so far:
 * {@code {objective, points: [[number, value, state]], best: [[number, value]], band: [[number, low, high]] or null}}.
 *
 * <p>Complete, pruned and failed trials are thinned apart, so that none of them hide the others; trials that were the best so
 * far stay. The value of a pruned or failed trial is its last report, else null. {@code best} has a point for each feasible
 * trial that is better than all with lower numbers, and one at the last trial; {@code band} goes along it, two standard
 * deviations of the noise away, where evaluations say how noisy they are.
 */
final class HistoryChart {

    private HistoryChart() {}

    static ObjectNode of(ChartInput input) {
        StudyData data = input.data();
        int objective = input.query().objective();
        int limit = input.query().maxPoints();
        List<Ending> best = best(data, objective);
        BitSet bestNumbers = new BitSet();
        best.forEach(e -> bestNumbers.set((int) e.number()));

        List<Ending> shown = new ArrayList<>();
        for (TrialState state : List.of(TrialState.COMPLETE, TrialState.PRUNED, TrialState.FAILED)) {
            List<Ending> those =
                    data.byNumber().stream().filter(e -> e.state() == state).toList();
            BitSet kept = new BitSet();
            for (int i = 0; i < those.size(); i++) {
                kept.set(i, bestNumbers.get((int) those.get(i).number()));
            }
            for (int i : Thinning.keeping(kept, those.size(), limit)) {
                shown.add(those.get(i));
            }
        }
        shown.sort(Comparator.comparingLong(Ending::number));
        ArrayNode points = Rows.array();
        for (Ending trial : shown) {
            points.add(Rows.of(trial.number(), value(trial, objective), Rows.lower(trial.state())));
        }
        ObjectNode node = Rows.object();
        node.set("objective", Rows.objective(input.objective()));
        node.set("points", points);
        List<Ending> steps = thinned(best, limit);
        node.set("best", steps(steps, objective, data));
        node.set("band", Rows.cell(band(steps, objective, data)));
        return node;
    }

    private static Double value(Ending trial, int objective) {
        if (trial.isComplete()) {
            return trial.values().get(objective);
        }
        // what trials report on the way is the first objective
        return objective == 0 && trial.lastReport().isPresent()
                ? (Double) trial.lastReport().getAsDouble()
                : null;
    }

    /** Feasible trials that are better than all feasible ones with lower numbers. */
    static List<Ending> best(StudyData data, int objective) {
        Direction direction = data.study().objectives().get(objective).direction();
        List<Ending> best = new ArrayList<>();
        double least = Double.POSITIVE_INFINITY;
        for (Ending trial : data.byNumber()) {
            if (trial.eligible() && direction.asLoss(trial.values().get(objective)) < least) {
                least = direction.asLoss(trial.values().get(objective));
                best.add(trial);
            }
        }
        return best;
    }

    /** Steps of the best so far, all of them unless they alone are more than {@code limit}. */
    static List<Ending> thinned(List<Ending> best, int limit) {
        List<Ending> steps = new ArrayList<>();
        for (int i : Thinning.evenly(best.size(), limit)) {
            steps.add(best.get(i));
        }
        return steps;
    }

    static ArrayNode steps(List<Ending> best, int objective, StudyData data) {
        ArrayNode steps = Rows.array();
        for (Ending trial : best) {
            steps.add(Rows.of(trial.number(), trial.values().get(objective)));
        }
        if (!best.isEmpty() && lastNumber(data) > last(best).number()) {
            steps.add(Rows.of(lastNumber(data), last(best).values().get(objective)));
        }
        return steps;
    }

    private static ArrayNode band(List<Ending> best, int objective, StudyData data) {
        if (best.stream().allMatch(e -> e.variances().isEmpty())) {
            return null;
        }
        ArrayNode band = Rows.array();
        for (int i = 0; i < best.size(); i++) {
            Ending trial = best.get(i);
            double value = trial.values().get(objective);
            double reach = trial.variances().isEmpty()
                    ? 0
                    : 2 * Math.sqrt(Math.max(0, trial.variances().get(objective)));
            long until = i + 1 < best.size() ? best.get(i + 1).number() : lastNumber(data);
            // two points a step: the band is as angular as the line
            band.add(Rows.of(trial.number(), value - reach, value + reach));
            if (until > trial.number()) {
                band.add(Rows.of(until, value - reach, value + reach));
            }
        }
        return band;
    }

    private static long lastNumber(StudyData data) {
        return last(data.byNumber()).number();
    }

    private static Ending last(List<Ending> trials) {
        return trials.get(trials.size() - 1);
    }
}
