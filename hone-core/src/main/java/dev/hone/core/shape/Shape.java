package dev.hone.core.shape;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a value of the study file may look like. The one description that both the reader of study files and the published
 * schema follow.
 */
public sealed interface Shape {

    /** In words, to follow "expected". */
    String phrase();

    /** A text that is not also a number, boolean or null. */
    record Text(String phrase, Optional<String> pattern, Format format) implements Shape {

        public static Text any(String phrase) {
            return new Text(phrase, Optional.empty(), (field, text) -> {});
        }

        public static Text matching(String phrase, String pattern, Format format) {
            return new Text(phrase, Optional.of(pattern), format);
        }

        public static Text checked(String phrase, Format format) {
            return new Text(phrase, Optional.empty(), format);
        }
    }

    /** Refuses a text by throwing {@link dev.hone.core.InvalidFieldException}. */
    @FunctionalInterface
    interface Format {
        void check(String field, String text);
    }

    /** Any scalar but null, taken as it is written: arguments and the like, where {@code 8080} need not be quoted. */
    record Word(String phrase) implements Shape {}

    /** A finite number; {@code above} excludes the bound itself. */
    record Numeric(boolean whole, OptionalDouble atLeast, OptionalDouble above, OptionalDouble atMost)
            implements Shape {

        public static Numeric integer() {
            return new Numeric(true, OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty());
        }

        public static Numeric real() {
            return new Numeric(false, OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty());
        }

        public Numeric atLeast(double bound) {
            return new Numeric(whole, OptionalDouble.of(bound), above, atMost);
        }

        public Numeric above(double bound) {
            return new Numeric(whole, atLeast, OptionalDouble.of(bound), atMost);
        }

        public Numeric atMost(double bound) {
            return new Numeric(whole, atLeast, above, OptionalDouble.of(bound));
        }

        public boolean contains(double value) {
            return Double.isFinite(value)
                    && (!whole || value == Math.rint(value))
                    && value >= atLeast.orElse(Double.NEGATIVE_INFINITY)
                    && (above.isEmpty() || value > above.getAsDouble())
                    && value <= atMost.orElse(Double.POSITIVE_INFINITY);
        }

        @Override
        public String phrase() {
            String text = whole ? "a whole number" : "a number";
            if (atLeast.isPresent() && atMost.isPresent()) {
                return text + " from " + plain(atLeast.getAsDouble()) + " to " + plain(atMost.getAsDouble());
            }
            String low = atLeast.isPresent() ? " of at least " + plain(atLeast.getAsDouble()) : "";
            String open = above.isPresent() ? " above " + plain(above.getAsDouble()) : "";
            String joint = low.isEmpty() && open.isEmpty() ? " of" : " and";
            return text + low + open + (atMost.isPresent() ? joint + " at most " + plain(atMost.getAsDouble()) : "");
        }

        public static String plain(double value) {
            return value == Math.rint(value) && Math.abs(value) < 1e15
                    ? Long.toString((long) value)
                    : Double.toString(value);
        }
    }

    /** {@code true} or {@code false}. */
    record Flag() implements Shape {
        @Override
        public String phrase() {
            return "true or false";
        }
    }

    /** One of several texts. */
    record Choice(List<String> choices) implements Shape {
        @Override
        public String phrase() {
            return "one of " + choices;
        }
    }

    /** A text, a number or a boolean. */
    record AnyScalar() implements Shape {
        @Override
        public String phrase() {
            return "a text, a number or a boolean";
        }
    }

    /** A list with at least one element. */
    record ListOf(Shape item, String phrase) implements Shape {}

    /** A mapping whose keys the user chooses, matching {@code keyPattern}, with at least one of them. */
    record MapOf(Shape value, String keyPattern, String keyPhrase, String phrase) implements Shape {}

    /** A mapping with the given keys and no other. */
    record Fields(List<Key> keys, List<Group> groups) implements Shape {

        public static Fields of(Key... keys) {
            return new Fields(List.of(keys), List.of());
        }

        public Fields exactlyOneOf(String... names) {
            return with(new Group(true, List.of(names)));
        }

        public Fields atLeastOneOf(String... names) {
            return with(new Group(false, List.of(names)));
        }

        private Fields with(Group group) {
            return new Fields(
                    keys,
                    java.util.stream.Stream.concat(groups.stream(), java.util.stream.Stream.of(group))
                            .toList());
        }

        public List<String> names() {
            return keys.stream().map(Key::name).toList();
        }

        public Optional<Key> key(String name) {
            return keys.stream().filter(k -> k.name().equals(name)).findFirst();
        }

        @Override
        public String phrase() {
            return "a mapping with the keys " + names();
        }
    }

    /** Keys of which exactly one ({@code exclusive}), or at least one, must be there. */
    record Group(boolean exclusive, List<String> names) {
        public String phrase() {
            return (exclusive ? "exactly one of " : "at least one of ") + names;
        }
    }

    /** A mapping whose other keys depend on the text at key {@code discriminator}. */
    record Variants(String discriminator, Map<String, Fields> variants) implements Shape {

        public Variants {
            variants = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(variants));
        }

        @Override
        public String phrase() {
            return "a mapping with a " + discriminator + " that is one of " + variants.keySet();
        }
    }

    /** One of several shapes that a reader can tell apart at the first look. */
    record Either(List<Shape> alternatives) implements Shape {

        public static Either of(Shape... alternatives) {
            return new Either(List.of(alternatives));
        }

        @Override
        public String phrase() {
            return String.join(", or ", alternatives.stream().map(Shape::phrase).toList());
        }
    }
}
