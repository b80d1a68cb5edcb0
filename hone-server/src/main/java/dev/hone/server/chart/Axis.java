package dev.hone.server.chart;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.core.space.CategoricalParameter;
import dev.hone.core.space.ConstantParameter;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.IntParameter;
import dev.hone.core.space.Parameter;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A parameter as an axis.
 *
 * @param type float, int, categorical or constant
 * @param log whether equal factors are equally far apart
 * @param choices all of its values if it is not numeric; else empty
 */
record Axis(String name, String type, boolean log, List<Object> choices) {

    /** The axis of a parameter; empty for a permutation, which has none. */
    static Optional<Axis> of(Parameter parameter) {
        if (parameter instanceof FloatParameter f) {
            return Optional.of(new Axis(f.name(), "float", f.log(), List.of()));
        } else if (parameter instanceof IntParameter i) {
            return Optional.of(new Axis(i.name(), "int", i.log(), List.of()));
        } else if (parameter instanceof CategoricalParameter c) {
            return Optional.of(new Axis(c.name(), "categorical", false, c.choices()));
        } else if (parameter instanceof ConstantParameter constant) {
            return Optional.of(new Axis(constant.name(), "constant", false, List.of(constant.value())));
        }
        return Optional.empty();
    }

    ObjectNode json() {
        ObjectNode node = Rows.object().put("name", name).put("type", type).put("log", log);
        if (!choices.isEmpty()) {
            node.set("choices", Rows.of(choices.toArray()));
        }
        return node;
    }

    /** Where a candidate lies; empty if the parameter is inactive there, or has a value that has no place here. */
    Optional<Object> place(Map<String, Object> candidate) {
        Object value = candidate.get(name);
        if (choices.isEmpty()) {
            boolean fits = value instanceof Number number
                    && Double.isFinite(number.doubleValue())
                    && (!log || number.doubleValue() > 0);
            return fits ? Optional.of(value) : Optional.empty();
        }
        // JSON does not tell an Integer from a Long
        return choices.stream().filter(choice -> same(choice, value)).findFirst();
    }

    private static boolean same(Object a, Object b) {
        return a instanceof Number x && b instanceof Number y ? x.doubleValue() == y.doubleValue() : a.equals(b);
    }
}
