package dev.hone.core.trial;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.core.Check;
import dev.hone.core.HoneException;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.Json;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a trial of a sequence is about, known before it is tried: a system to solve, a request to serve. Named numbers
 * ({@link Double}) and texts, in order. Immutable.
 */
public record Instance(Map<String, Object> values) {

    /** Of trials that are all about the same. */
    public static final Instance NONE = new Instance(Map.of());

    /** Key of the trial attribute that holds an instance as JSON. */
    public static final String ATTRIBUTE = "instance";

    private static final String NAME = "[A-Za-z_][A-Za-z0-9_]*";

    public Instance {
        Map<String, Object> checked = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            Check.that(name.matches(NAME), name, "not a name", "letters, digits and underscores, a letter first");
            if (value instanceof Number number) {
                checked.put(name, Check.finite(name, number.doubleValue()));
            } else if (value instanceof String) {
                checked.put(name, value);
            } else {
                throw new InvalidFieldException(name, "is " + value + ", expected a number or a text");
            }
        });
        values = Collections.unmodifiableMap(checked);
    }

    public static Instance of(String name, double value) {
        return new Instance(Map.of(name, value));
    }

    public boolean isNone() {
        return values.isEmpty();
    }

    /** The number called {@code name}; NaN if there is none. */
    public double number(String name) {
        return values.get(name) instanceof Double number ? number : Double.NaN;
    }

    public String toJson() {
        return Json.write(values);
    }

    /** @throws HoneException if {@code json} is not an object of finite numbers and texts */
    public static Instance fromJson(String json) {
        return fromJson(Json.parse(json));
    }

    /** {@link #fromJson(String)} of parsed JSON. */
    public static Instance fromJson(JsonNode node) {
        if (!node.isObject()) {
            throw new HoneException("expected a JSON object of numbers and texts, got " + node);
        }
        Map<String, Object> values = new LinkedHashMap<>();
        node.fields()
                .forEachRemaining(f -> values.put(
                        f.getKey(),
                        f.getValue().isNumber()
                                ? (Object) f.getValue().doubleValue()
                                : f.getValue().isTextual() ? f.getValue().textValue() : f.getValue()));
        return new Instance(values);
    }

    /** The instance of a trial; {@link #NONE} if it has none. */
    public static Instance of(Trial<?> trial) {
        String json = trial.attributes().get(ATTRIBUTE);
        return json == null ? NONE : fromJson(json);
    }
}
