package dev.hone.server.chart;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.analyse.SurrogateAnalysis.Prediction;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.Parameter;
import dev.hone.core.store.StudyStore.Ending;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * An objective over two parameters: {@code {x, y, xs, ys, mean: [[]] or null, sd: [[]] or null, points: [[x, y, value,
 * number]], note}}. {@code x} and {@code y} are axes; rows of {@code mean} and {@code sd} belong to {@code ys}, columns to
 * {@code xs}. The surrogate is looked at in the plane through the best configuration in which both are active; a cell is null
 * where a parameter is inactive or a known constraint is violated.
 */
final class ContourChart {

    /** Cells along a numeric axis. */
    private static final int CELLS = 32;

    private ContourChart() {}

    static ObjectNode of(ChartInput input) {
        ParameterView view = input.parameters();
        ObjectNode node = Rows.object();
        if (!view.hasParameters()) {
            return empty(node, Rows.object(), Rows.object(), Notes.NO_PARAMETERS);
        }
        if (view.parameters().size() < 2) {
            String only = view.parameters().get(0).name();
            return empty(
                    node,
                    Rows.object().put("name", only),
                    Rows.object(),
                    "A contour is over two parameters, the study has one.");
        }
        Optional<String> givenX = input.query().x();
        Optional<String> givenY = input.query().y();
        Parameter x = view.parameter("x", givenX, isFirst(view, givenY) ? 1 : 0);
        Parameter y = view.parameter("y", givenY, isFirst(view, Optional.of(x.name())) ? 1 : 0);
        if (x.name().equals(y.name())) {
            throw new InvalidFieldException("y", "is '" + y.name() + "' as x is, expected another parameter");
        }
        Optional<Axis> xAxis = Axis.of(x);
        Optional<Axis> yAxis = Axis.of(y);
        if (xAxis.isEmpty() || yAxis.isEmpty()) {
            return empty(
                    node, Rows.object().put("name", x.name()), Rows.object().put("name", y.name()), Notes.ORDER);
        }
        node.set("x", xAxis.get().json());
        node.set("y", yAxis.get().json());
        List<String> notes = new ArrayList<>();
        surrogate(input, view, x, y, node, notes);
        node.set("points", points(input, view, xAxis.get(), yAxis.get()));
        view.sample().note().ifPresent(notes::add);
        view.spaceNote().ifPresent(notes::add);
        Notes.put(node, notes);
        return node;
    }

    private static boolean isFirst(ParameterView view, Optional<String> name) {
        return name.equals(Optional.of(view.parameters().get(0).name()));
    }

    private static ObjectNode empty(ObjectNode node, ObjectNode x, ObjectNode y, String note) {
        node.set("x", x);
        node.set("y", y);
        node.putArray("xs");
        node.putArray("ys");
        node.putNull("mean");
        node.putNull("sd");
        node.putArray("points");
        return node.put("note", note);
    }

    private static ArrayNode points(ChartInput input, ParameterView view, Axis x, Axis y) {
        List<Ending> placed = view.sample().trials().stream()
                .filter(t -> x.place(view.candidate(t)).isPresent()
                        && y.place(view.candidate(t)).isPresent())
                .sorted(Comparator.comparingLong(Ending::number))
                .toList();
        ArrayNode points = Rows.array();
        for (int i : SliceChart.shown(input, placed)) {
            Ending trial = placed.get(i);
            points.add(Rows.of(
                    x.place(view.candidate(trial)).orElseThrow(),
                    y.place(view.candidate(trial)).orElseThrow(),
                    trial.values().get(input.query().objective()),
                    trial.number()));
        }
        return points;
    }

    private static void surrogate(
            ChartInput input, ParameterView view, Parameter x, Parameter y, ObjectNode node, List<String> notes) {
        ArrayNode xs = node.putArray("xs");
        ArrayNode ys = node.putArray("ys");
        Optional<Models.Model> model = input.models().of(input, view);
        Optional<Configuration> base = model.flatMap(m -> m.best(List.of(x.name(), y.name())));
        if (base.isEmpty()) {
            node.putNull("mean");
            node.putNull("sd");
            if (model.isPresent()) {
                notes.add("No trial has both parameters active.");
            }
            return;
        }
        List<Object> columns = Grid.values(x, CELLS);
        List<Object> rows = Grid.values(y, CELLS);
        columns.forEach(value -> xs.add(Rows.cell(value)));
        rows.forEach(value -> ys.add(Rows.cell(value)));
        List<Optional<Configuration>> cells = new ArrayList<>();
        for (Object row : rows) {
            for (Object column : columns) {
                cells.add(Grid.moved(model.get().space(), base.get(), List.of(x, y), List.of(column, row)));
            }
        }
        List<Prediction> predictions =
                model.get().predict(cells.stream().flatMap(Optional::stream).toList());
        ArrayNode mean = node.putArray("mean");
        ArrayNode sd = node.putArray("sd");
        int next = 0;
        for (int row = 0; row < rows.size(); row++) {
            ArrayNode means = mean.addArray();
            ArrayNode sds = sd.addArray();
            for (int column = 0; column < columns.size(); column++) {
                boolean known = cells.get(row * columns.size() + column).isPresent();
                Prediction prediction = known ? predictions.get(next++) : new Prediction(Double.NaN, Double.NaN);
                means.add(Rows.cell(prediction.mean()));
                sds.add(Rows.cell(prediction.sd()));
            }
        }
    }
}
