package dev.hone.server.chart;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.core.pareto.Pareto;
import dev.hone.core.store.StudyStore.Ending;
import dev.hone.core.store.StudyStore.StudyRecord;
import dev.hone.core.trial.Objective;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Feasible trials in the space of the objectives, the Pareto front marked: {@code {axes: [{name, direction}], points:
 * [[number, v0, v1, (v2,) on_front]], note}}. Of more than three objectives the first three are axes, and the front is that of
 * all. Trials on the front stay when points are thinned.
 */
final class FrontChart {

    private static final int MOST_AXES = 3;

    private FrontChart() {}

    static ObjectNode of(ChartInput input) {
        List<Objective> objectives = input.study().objectives();
        ObjectNode node = Rows.object();
        node.set("axes", axes(objectives));
        ArrayNode points = node.putArray("points");
        if (objectives.size() < 2) {
            return node.put("note", "The study has one objective: there is no front, but a best trial.");
        }
        List<Ending> feasible = feasible(input.data());
        BitSet front = front(input.study(), feasible);
        int shown = Math.min(MOST_AXES, objectives.size());
        for (int i : Thinning.keeping(front, feasible.size(), input.query().maxPoints())) {
            points.add(row(feasible.get(i), shown).add(front.get(i)));
        }
        if (objectives.size() > MOST_AXES) {
            node.put(
                    "note",
                    "The first three of " + objectives.size() + " objectives are shown; the front is that of all.");
        }
        return node;
    }

    static ArrayNode axes(List<Objective> objectives) {
        ArrayNode axes = Rows.array();
        objectives.stream().limit(MOST_AXES).map(Rows::objective).forEach(axes::add);
        return axes;
    }

    static ArrayNode row(Ending trial, int values) {
        ArrayNode row = Rows.of(trial.number());
        trial.values().stream().limit(values).forEach(v -> row.add(Rows.cell(v)));
        return row;
    }

    /** Complete trials that satisfy all outcome constraints, by number. */
    static List<Ending> feasible(StudyData data) {
        return data.byNumber().stream().filter(Ending::eligible).toList();
    }

    /** Positions of those that no other dominates. */
    static BitSet front(StudyRecord study, List<Ending> feasible) {
        BitSet front = new BitSet();
        Arrays.stream(Pareto.front(losses(study, feasible))).forEach(front::set);
        return front;
    }

    /** Values with their signs turned so that less is better, [n][m]. */
    static double[][] losses(StudyRecord study, List<Ending> trials) {
        List<double[]> losses = new ArrayList<>();
        for (Ending trial : trials) {
            double[] loss = new double[study.objectives().size()];
            for (int k = 0; k < loss.length; k++) {
                loss[k] = study.objectives()
                        .get(k)
                        .direction()
                        .asLoss(trial.values().get(k));
            }
            losses.add(loss);
        }
        return losses.toArray(double[][]::new);
    }
}
