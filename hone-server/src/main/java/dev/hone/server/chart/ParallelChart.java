package dev.hone.server.chart;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.core.store.StudyStore.Ending;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Complete trials across all parameters and objectives: {@code {axes: [...], rows: [[number, ...]], note}}. Axes of
 * objectives have a {@code direction}, those of parameters come first. A value is null where the parameter is inactive.
 * Constants and orders have no axis.
 */
final class ParallelChart {

    private ParallelChart() {}

    static ObjectNode of(ChartInput input) {
        ParameterView view = input.parameters();
        List<Axis> axes = view.axes();
        ObjectNode node = Rows.object();
        ArrayNode described = node.putArray("axes");
        axes.forEach(axis -> described.add(axis.json()));
        input.study().objectives().forEach(o -> described.add(Rows.objective(o)));
        ArrayNode rows = node.putArray("rows");
        List<String> notes = new ArrayList<>();
        if (axes.isEmpty()) {
            node.put("note", view.hasParameters() ? "No parameter varies." : Notes.NO_PARAMETERS);
            return node;
        }
        List<Ending> trials = view.sample().trials().stream()
                .sorted(Comparator.comparingLong(Ending::number))
                .toList();
        int[] shown = SliceChart.shown(input, trials);
        for (int i : shown) {
            Ending trial = trials.get(i);
            ArrayNode row = rows.add(Rows.of(trial.number()));
            ArrayNode cells = (ArrayNode) row.get(row.size() - 1);
            axes.forEach(axis ->
                    cells.add(Rows.cell(axis.place(view.candidate(trial)).orElse(null))));
            trial.values().forEach(value -> cells.add(Rows.cell(value)));
        }
        if (shown.length < view.sample().complete()) {
            notes.add(shown.length + " of " + view.sample().complete()
                    + " complete trials, those that were the best so far among them.");
        }
        Stream.of(view.spaceNote()).flatMap(Optional::stream).forEach(notes::add);
        Notes.put(node, notes);
        return node;
    }
}
