package dev.hone.core.definition;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A value of a study file together with where it stands. Lines and columns count from 1; {@code path} is dotted, with
 * {@code [i]} for the elements of a list, and empty at the top.
 */
sealed interface Located {

    String path();

    Place place();

    /** What this is, in words. */
    String kind();

    /** The same as plain Java: map, list, text, Long, Double, Boolean or null. */
    Object plain();

    /** A position in the text. */
    record Place(int line, int column) {}

    /** A scalar: {@code value} is a String, Long, Double, Boolean or null; {@code source} is its text as written. */
    record Scalar(String path, Place place, Object value, String source) implements Located {

        @Override
        public String kind() {
            if (value == null) {
                return "empty";
            }
            return value instanceof String ? "'" + value + "'" : source;
        }

        @Override
        public Object plain() {
            return value;
        }
    }

    /** A list. */
    record Sequence(String path, Place place, List<Located> items) implements Located {

        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String kind() {
            return items.isEmpty() ? "an empty list" : "a list";
        }

        @Override
        public Object plain() {
            return items.stream().map(Located::plain).toList();
        }
    }

    /** A key with its value. */
    record Entry(String key, Place keyPlace, Located value) {}

    /** A mapping in the order of the file; a key given twice is there twice. */
    record Mapping(String path, Place place, List<Entry> entries) implements Located {

        public Mapping {
            entries = List.copyOf(entries);
        }

        Optional<Located> get(String key) {
            return entries.stream()
                    .filter(e -> e.key().equals(key))
                    .map(Entry::value)
                    .findFirst();
        }

        boolean has(String key) {
            return get(key).isPresent();
        }

        List<String> keys() {
            return entries.stream().map(Entry::key).distinct().toList();
        }

        @Override
        public String kind() {
            return entries.isEmpty() ? "an empty mapping" : "a mapping";
        }

        @Override
        public Object plain() {
            Map<String, Object> map = new LinkedHashMap<>();
            entries.forEach(e -> map.putIfAbsent(e.key(), e.value().plain()));
            return map;
        }
    }

    /** The value at {@code wanted}, or the nearest one above it that exists. */
    default Located nearest(String wanted) {
        Stream<Located> children = Stream.empty();
        if (this instanceof Mapping mapping) {
            children = mapping.entries().stream().map(Entry::value);
        } else if (this instanceof Sequence sequence) {
            children = sequence.items().stream();
        }
        return children.filter(child -> isAtOrAbove(child.path(), wanted))
                .findFirst()
                .map(child -> child.nearest(wanted))
                .orElse(this);
    }

    /** Whether {@code upper} equals {@code lower} or is a prefix of it that ends where a step of the path ends. */
    static boolean isAtOrAbove(String upper, String lower) {
        return upper.isEmpty()
                || lower.startsWith(upper)
                        && (lower.length() == upper.length() || ".[".indexOf(lower.charAt(upper.length())) >= 0);
    }
}
