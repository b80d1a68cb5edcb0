package dev.hone.server.chart;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.core.analyse.ImportanceAnalysis;
import dev.hone.core.analyse.Observations;
import java.util.ArrayList;
import java.util.List;

/**
 * How much each parameter matters: {@code {objective, methods: [{id, title, values: [[parameter, share]]}], note}}, shares in
 * the order of the space.
 */
final class ImportanceChart {

    private ImportanceChart() {}

    static ObjectNode of(ChartInput input) {
        ParameterView view = input.parameters();
        ObjectNode node = Rows.object();
        node.set("objective", Rows.objective(input.objective()));
        ArrayNode methods = node.putArray("methods");
        if (view.space().isEmpty()) {
            return node.put("note", Notes.NO_PARAMETERS);
        }
        Observations observations = view.observations(view.sample().spread());
        List<String> notes = new ArrayList<>();
        for (ImportanceAnalysis analysis : input.analyses().importances()) {
            // "fANOVA: share of ...": the name for the legend, the meaning for the note
            String[] title = analysis.title().split(": ", 2);
            ObjectNode method = methods.addObject().put("id", analysis.id()).put("title", title[0]);
            ArrayNode values = method.putArray("values");
            if (observations.size() >= analysis.least()) {
                analysis.importances(observations, input.study().seed())
                        .forEach((name, share) -> values.add(Rows.of(name, share)));
                notes.add(analysis.title() + ".");
            } else {
                notes.add(title[0] + " needs " + analysis.least() + " complete trials, there are " + observations.size()
                        + ".");
            }
        }
        if (input.analyses().importances().isEmpty()) {
            notes.add("No method that tells which parameters matter is installed.");
        }
        view.sample().spreadNote().ifPresent(notes::add);
        view.spaceNote().ifPresent(notes::add);
        Notes.put(node, notes);
        return node;
    }
}
