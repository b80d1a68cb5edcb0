package dev.hone.server.chart;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.core.analyse.SurrogateAnalysis.Prediction;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.Parameter;
import dev.hone.core.store.StudyStore.Ending;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An objective over one parameter: {@code {parameter, axis, points: [[x, value, number]], surrogate: [[x, mean, sd]] or null,
 * note}}. The surrogate is looked at along the parameter through the best configuration in which it is active. Where it is the
 * model of the study's own optimizer, it comes with {@code model: id}, {@code acquisition: [[x, value]]}, which may have a
 * logarithm's values, and {@code lengthscale} in units of the range.
 */
final class SliceChart {

    private static final int STEPS = 80;

    private SliceChart() {}

    static ObjectNode of(ChartInput input) {
        ParameterView view = input.parameters();
        ObjectNode node = Rows.object();
        ArrayNode points = Rows.array();
        if (!view.hasParameters()) {
            node.put("parameter", input.query().parameter().orElse(""));
            node.set("axis", Rows.object());
            node.set("points", points);
            node.putNull("surrogate");
            return node.put("note", Notes.NO_PARAMETERS);
        }
        Parameter parameter = view.parameter("parameter", input.query().parameter(), 0);
        node.put("parameter", parameter.name());
        Optional<Axis> axis = Axis.of(parameter);
        node.set("axis", axis.map(Axis::json).orElseGet(() -> Rows.object().put("name", parameter.name())));
        if (axis.isEmpty()) {
            node.set("points", points);
            node.putNull("surrogate");
            return node.put("note", Notes.ORDER);
        }
        List<Ending> placed = view.sample().trials().stream()
                .filter(t -> axis.get().place(view.candidate(t)).isPresent())
                .sorted(Comparator.comparingLong(Ending::number))
                .toList();
        for (int i : shown(input, placed)) {
            Ending trial = placed.get(i);
            points.add(Rows.of(
                    axis.get().place(view.candidate(trial)).orElseThrow(),
                    trial.values().get(input.query().objective()),
                    trial.number()));
        }
        node.set("points", points);
        surrogate(input, view, parameter, node);
        Notes.put(
                node,
                Stream.of(view.sample().note(), view.spaceNote())
                        .flatMap(Optional::stream)
                        .toList());
        return node;
    }

    /** Positions of trials that are drawn: those that were the best so far, and others as there is room. */
    static int[] shown(ChartInput input, List<Ending> placed) {
        BitSet best = new BitSet();
        HistoryChart.best(input.data(), input.query().objective()).forEach(e -> best.set((int) e.number()));
        BitSet kept = new BitSet();
        for (int i = 0; i < placed.size(); i++) {
            kept.set(i, best.get((int) placed.get(i).number()));
        }
        return Thinning.keeping(kept, placed.size(), input.query().maxPoints());
    }

    private static void surrogate(ChartInput input, ParameterView view, Parameter parameter, ObjectNode node) {
        Optional<Models.Model> model = input.models().of(input, view);
        Optional<Configuration> base = model.flatMap(m -> m.best(List.of(parameter.name())));
        if (base.isEmpty() || model.get().space().parameter(parameter.name()).isEmpty()) {
            node.putNull("surrogate");
            return;
        }
        List<Object> values = new ArrayList<>();
        List<Configuration> configurations = new ArrayList<>();
        for (Object value : Grid.values(parameter, STEPS)) {
            Grid.moved(model.get().space(), base.get(), List.of(parameter), List.of(value))
                    .ifPresent(moved -> {
                        values.add(value);
                        configurations.add(moved);
                    });
        }
        List<Prediction> predictions = model.get().predict(configurations);
        ArrayNode rows = Rows.array();
        for (int i = 0; i < values.size(); i++) {
            rows.add(Rows.of(
                    values.get(i), predictions.get(i).mean(), predictions.get(i).sd()));
        }
        node.set("surrogate", rows);
        List<Double> acquisition = model.get().acquisition(configurations);
        if (acquisition.isEmpty()) {
            return;
        }
        node.put("model", model.get().name());
        ArrayNode worth = Rows.array();
        for (int i = 0; i < values.size(); i++) {
            if (Double.isFinite(acquisition.get(i))) {
                worth.add(Rows.of(values.get(i), acquisition.get(i)));
            }
        }
        node.set("acquisition", worth);
        Optional.ofNullable(model.get().lengthscales().get(parameter.name()))
                .ifPresent(l -> node.put("lengthscale", l));
    }
}
