package dev.hone.core.method;

import dev.hone.core.InvalidFieldException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * An option of a method: its name as users write it, its type, its default and what it means.
 *
 * @param name lower snake case
 * @param defaultValue {@link Long}, {@link Double}, {@link Boolean}, {@link String}, or null: not set (see description)
 * @param low least allowed number
 * @param high greatest allowed number
 * @param choices allowed texts of a choice
 */
public record Option(
        String name,
        Type type,
        Object defaultValue,
        String description,
        OptionalDouble low,
        OptionalDouble high,
        List<String> choices) {

    /** Type of an option's value. */
    public enum Type {
        INTEGER("a whole number"),
        NUMBER("a number"),
        FLAG("true or false"),
        CHOICE("a choice"),
        TEXT("some text");

        private final String phrase;

        Type(String phrase) {
            this.phrase = phrase;
        }
    }

    public static Option integer(String name, long defaultValue, String description) {
        return new Option(name, Type.INTEGER, defaultValue, description);
    }

    public static Option number(String name, double defaultValue, String description) {
        return new Option(name, Type.NUMBER, defaultValue, description);
    }

    public static Option flag(String name, boolean defaultValue, String description) {
        return new Option(name, Type.FLAG, defaultValue, description);
    }

    public static Option text(String name, String defaultValue, String description) {
        return new Option(name, Type.TEXT, defaultValue, description);
    }

    public static Option choice(String name, String defaultValue, List<String> choices, String description) {
        return new Option(
                name,
                Type.CHOICE,
                defaultValue,
                description,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                List.copyOf(choices));
    }

    /** The same option without a default: absent unless given. */
    public Option unset() {
        return new Option(name, type, null, description, low, high, choices);
    }

    private Option(String name, Type type, Object defaultValue, String description) {
        this(name, type, defaultValue, description, OptionalDouble.empty(), OptionalDouble.empty(), List.of());
    }

    public Option atLeast(double bound) {
        return new Option(name, type, defaultValue, description, OptionalDouble.of(bound), high, choices);
    }

    public Option atMost(double bound) {
        return new Option(name, type, defaultValue, description, low, OptionalDouble.of(bound), choices);
    }

    /** What values are allowed, in words. */
    public String expectation() {
        if (type == Type.CHOICE) {
            return "one of " + choices;
        }
        String range = "";
        if (low.isPresent() && high.isPresent()) {
            range = " from " + plain(low.getAsDouble()) + " to " + plain(high.getAsDouble());
        } else if (low.isPresent()) {
            range = " of at least " + plain(low.getAsDouble());
        } else if (high.isPresent()) {
            range = " of at most " + plain(high.getAsDouble());
        }
        return type.phrase + range;
    }

    /** {@code value} in the type of this option. */
    Object check(String field, Object value) {
        return convert(value)
                .filter(this::inRange)
                .orElseThrow(() -> new InvalidFieldException(field, "is '" + value + "', expected " + expectation()));
    }

    private Optional<Object> convert(Object value) {
        return switch (type) {
            case INTEGER ->
                value instanceof Number n && n.doubleValue() == Math.rint(n.doubleValue())
                        ? Optional.of(n.longValue())
                        : Optional.empty();
            case NUMBER ->
                value instanceof Number n && Double.isFinite(n.doubleValue())
                        ? Optional.of(n.doubleValue())
                        : Optional.empty();
            case FLAG -> value instanceof Boolean ? Optional.of(value) : Optional.empty();
            case TEXT -> value instanceof String ? Optional.of(value) : Optional.empty();
            case CHOICE ->
                value instanceof String text && choices.contains(text) ? Optional.of(value) : Optional.empty();
        };
    }

    private boolean inRange(Object value) {
        return !(value instanceof Number n)
                || n.doubleValue() >= low.orElse(Double.NEGATIVE_INFINITY)
                        && n.doubleValue() <= high.orElse(Double.POSITIVE_INFINITY);
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
