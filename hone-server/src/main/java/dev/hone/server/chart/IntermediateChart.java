package dev.hone.server.chart;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.core.store.StudyStore.Ending;
import dev.hone.core.trial.Trial;
import dev.hone.core.trial.TrialState;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What trials reported on the way: {@code {series: [{number, state, points: [[step, value]]}], note}}. Of very many trials
 * some that are evenly spaced are shown, those that were the best so far and those that run among them; of long curves the
 * points that show their shape.
 */
final class IntermediateChart {

    private static final int MOST_CURVES = 120;
    /** Points of all curves together, so that an answer stays small. */
    private static final int MOST_POINTS = 24_000;

    private static final int LEAST_POINTS = 10;

    private IntermediateChart() {}

    static ObjectNode of(ChartInput input) {
        StudyData data = input.data();
        List<Ending> reporting =
                data.byNumber().stream().filter(e -> e.lastReport().isPresent()).toList();
        List<Trial<String>> running =
                data.store().trials(input.study().id(), Set.of(TrialState.RUNNING), 0, MOST_CURVES / 2).stream()
                        .filter(t -> !t.intermediate().isEmpty())
                        .toList();
        Set<Long> best = HistoryChart.best(data, 0).stream().map(Ending::number).collect(Collectors.toSet());
        BitSet kept = new BitSet();
        for (int i = 0; i < reporting.size(); i++) {
            kept.set(i, best.contains(reporting.get(i).number()));
        }
        int[] chosen = Thinning.keeping(kept, reporting.size(), MOST_CURVES - running.size());
        int length = Math.max(
                LEAST_POINTS,
                Math.min(input.query().maxPoints(), MOST_POINTS / Math.max(1, chosen.length + running.size())));
        ObjectNode node = Rows.object();
        ArrayNode series = node.putArray("series");
        for (int i : chosen) {
            Ending trial = reporting.get(i);
            add(series, trial.number(), trial.state(), data.curve(trial.number()), length);
        }
        for (Trial<String> trial : running) {
            add(series, trial.number(), trial.state(), trial.intermediate(), length);
        }
        if (chosen.length < reporting.size()) {
            node.put("note", chosen.length + " of " + reporting.size() + " trials that reported values.");
        }
        return node;
    }

    private static void add(
            ArrayNode series, long number, TrialState state, NavigableMap<Long, Double> curve, int length) {
        List<Map.Entry<Long, Double>> points = List.copyOf(curve.entrySet());
        double[] steps = points.stream().mapToDouble(Map.Entry::getKey).toArray();
        double[] values = points.stream().mapToDouble(Map.Entry::getValue).toArray();
        ArrayNode rows = Rows.array();
        for (int i : Thinning.largestTriangles(steps, values, length)) {
            rows.add(Rows.of(points.get(i).getKey(), values[i]));
        }
        series.addObject().put("number", number).put("state", Rows.lower(state)).set("points", rows);
    }
}
