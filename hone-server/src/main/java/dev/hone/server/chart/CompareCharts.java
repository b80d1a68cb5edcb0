package dev.hone.server.chart;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.core.store.StudyStore.Ending;
import dev.hone.core.trial.Objective;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** Several studies on the same axes. Studies are told apart by name. */
final class CompareCharts {

    private CompareCharts() {}

    /** {@code {objective or null, series: [{study, best: [[number, value]]}], note}}. */
    static ObjectNode history(List<ChartInput> inputs) {
        Objective first = inputs.get(0).objective();
        boolean same = inputs.stream().allMatch(i -> i.objective().equals(first));
        ObjectNode node = Rows.object();
        node.set("objective", Rows.cell(same ? Rows.objective(first) : null));
        ArrayNode series = node.putArray("series");
        for (ChartInput input : inputs) {
            int objective = input.query().objective();
            List<Ending> best = HistoryChart.best(input.data(), objective);
            series.addObject()
                    .put("study", input.study().name())
                    .set(
                            "best",
                            HistoryChart.steps(
                                    HistoryChart.thinned(best, input.query().maxPoints()), objective, input.data()));
        }
        unlike(inputs).ifPresent(note -> node.put("note", note));
        return node;
    }

    /** {@code {axes, series: [{study, points: [[number, v0, v1(, v2)]]}], note}}: the fronts. */
    static ObjectNode front(List<ChartInput> inputs) {
        List<Objective> first = inputs.get(0).study().objectives();
        int shown = inputs.stream()
                .mapToInt(i -> i.study().objectives().size())
                .min()
                .orElseThrow();
        ObjectNode node = Rows.object();
        node.set("axes", FrontChart.axes(first.subList(0, shown)));
        ArrayNode series = node.putArray("series");
        for (ChartInput input : inputs) {
            ArrayNode points = Rows.array();
            if (shown > 1) {
                List<Ending> feasible = FrontChart.feasible(input.data());
                BitSet front = FrontChart.front(input.study(), feasible);
                List<Ending> on = front.stream().mapToObj(feasible::get).toList();
                for (int i : Thinning.evenly(on.size(), input.query().maxPoints())) {
                    points.add(FrontChart.row(on.get(i), Math.min(3, shown)));
                }
            }
            series.addObject().put("study", input.study().name()).set("points", points);
        }
        List<String> notes = new ArrayList<>();
        if (shown < 2) {
            notes.add("A study with one objective has no front.");
        }
        unlike(inputs).ifPresent(notes::add);
        Notes.put(node, notes);
        return node;
    }

    /** Distributions, as of one study. */
    static ObjectNode edf(List<ChartInput> inputs) {
        ObjectNode node = EdfChart.of(inputs);
        unlike(inputs).ifPresent(note -> node.put("note", note));
        return node;
    }

    private static Optional<String> unlike(List<ChartInput> inputs) {
        boolean same = inputs.stream()
                        .map(i -> i.study().objectives())
                        .distinct()
                        .limit(2)
                        .count()
                == 1;
        return same
                ? Optional.empty()
                : Optional.of("The studies have different objectives: values of different ones are on one axis.");
    }
}
