package dev.hone.core.definition;

import dev.hone.core.InvalidFieldException;
import dev.hone.core.Nearest;
import dev.hone.core.definition.Located.Entry;
import dev.hone.core.definition.Located.Mapping;
import dev.hone.core.definition.Located.Place;
import dev.hone.core.definition.Located.Scalar;
import dev.hone.core.definition.Located.Sequence;
import dev.hone.core.shape.Key;
import dev.hone.core.shape.Shape;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Compares a located value with a {@link Shape} and reports every difference. A key that is missing because it is misspelt is
 * reported once, as misspelt.
 */
final class ShapeCheck {

    private final Problems problems;

    ShapeCheck(Problems problems) {
        this.problems = problems;
    }

    /** @param example the right form of the nearest key, for the message */
    void check(Located node, Shape shape, String example) {
        if (!admits(node, shape)) {
            reject(node, shape.phrase() + suggestion(node, shape), example);
        } else if (shape instanceof Shape.Text text) {
            try {
                text.format().check(node.path(), (String) ((Scalar) node).value());
            } catch (InvalidFieldException e) {
                problems.add(node.place(), node.path(), e.reason(), example);
            }
        } else if (shape instanceof Shape.Numeric number) {
            Number value = (Number) ((Scalar) node).value();
            if (!number.contains(value.doubleValue())) {
                reject(node, number.phrase(), example);
            } else if (number.whole() && Math.abs(value.doubleValue()) >= 0x1p63) {
                reject(node, number.phrase() + " that fits into 64 bits", example);
            }
        } else if (shape instanceof Shape.Choice choice) {
            String text = ((Scalar) node).source();
            if (!choice.choices().contains(text)) {
                problems.add(
                        node.place(),
                        node.path(),
                        "is '" + text + "'" + Problems.hint(text, choice.choices()) + choice.phrase(),
                        example);
            }
        } else if (shape instanceof Shape.ListOf list) {
            ((Sequence) node).items().forEach(item -> check(item, list.item(), example));
        } else if (shape instanceof Shape.MapOf map) {
            checkMap((Mapping) node, map, example);
        } else if (shape instanceof Shape.Fields fields) {
            checkFields((Mapping) node, fields, example);
        } else if (shape instanceof Shape.Variants variants) {
            checkVariants((Mapping) node, variants, example);
        } else if (shape instanceof Shape.Either either) {
            check(node, choose(node, either), example);
        }
    }

    private void reject(Located node, String expected, String example) {
        problems.add(node.place(), node.path(), "is " + node.kind() + ", expected " + expected, example);
    }

    /** For a text where a mapping may also stand: the near choice, if the text looks like one. */
    private static String suggestion(Located node, Shape shape) {
        return node instanceof Scalar scalar && scalar.value() instanceof String text && shape instanceof Shape.Choice c
                ? Nearest.hint(text, c.choices())
                : "";
    }

    /** Whether {@code node} is of the kind that {@code shape} is about, whatever its content. */
    private static boolean admits(Located node, Shape shape) {
        Object value = node instanceof Scalar scalar ? scalar.value() : null;
        if (shape instanceof Shape.Text) {
            return value instanceof String text && !text.isBlank();
        } else if (shape instanceof Shape.Choice) {
            return value instanceof String;
        } else if (shape instanceof Shape.Numeric) {
            return value instanceof Number;
        } else if (shape instanceof Shape.Flag) {
            return value instanceof Boolean;
        } else if (shape instanceof Shape.Word || shape instanceof Shape.AnyScalar) {
            return value != null;
        } else if (shape instanceof Shape.ListOf) {
            return node instanceof Sequence list && !list.items().isEmpty();
        } else if (shape instanceof Shape.MapOf) {
            return node instanceof Mapping map && !map.entries().isEmpty();
        } else if (shape instanceof Shape.Either either) {
            return either.alternatives().stream().anyMatch(alternative -> admits(node, alternative));
        }
        return node instanceof Mapping;
    }

    private static Shape choose(Located node, Shape.Either either) {
        return either.alternatives().stream()
                .filter(alternative -> admits(node, alternative))
                .findFirst()
                .orElseThrow();
    }

    private void checkMap(Mapping node, Shape.MapOf map, String example) {
        for (Entry entry : node.entries()) {
            if (!entry.key().matches(map.keyPattern())) {
                problems.add(
                        entry.keyPlace(),
                        entry.value().path(),
                        "'" + entry.key() + "' is not a name, expected " + map.keyPhrase(),
                        example);
            }
            check(entry.value(), map.value(), example);
        }
    }

    private void checkVariants(Mapping node, Shape.Variants variants, String example) {
        String key = variants.discriminator();
        List<String> names = List.copyOf(variants.variants().keySet());
        Located chosen = node.get(key).orElse(null);
        if (chosen == null) {
            List<Entry> misspelt = node.entries().stream()
                    .filter(entry -> Nearest.of(entry.key(), List.of(key)).isPresent())
                    .toList();
            misspelt.forEach(entry -> problems.add(
                    entry.keyPlace(),
                    entry.value().path(),
                    "is not a key here" + Problems.hint(entry.key(), List.of(key)) + key + " with one of " + names,
                    example));
            if (misspelt.isEmpty()) {
                problems.add(node.place(), below(node, key), "is missing, expected one of " + names, example);
            }
        } else if (chosen instanceof Scalar scalar && variants.variants().containsKey(scalar.source())) {
            checkFields(node, variants.variants().get(scalar.source()), example);
        } else {
            check(chosen, new Shape.Choice(names), example);
        }
    }

    private void checkFields(Mapping node, Shape.Fields fields, String example) {
        for (Entry entry : node.entries()) {
            Key key = fields.key(entry.key()).orElse(null);
            if (key == null) {
                unknown(entry, fields, example);
                continue;
            }
            if (standsAlone(key, node, fields)) {
                problems.add(
                        entry.keyPlace(),
                        entry.value().path(),
                        "stands alone, expected only beside " + String.join(" or ", key.needs()),
                        example);
            }
            check(entry.value(), key.shape(), key.example());
        }
        Set<String> misspelt = misspelt(node, fields);
        for (Key key : fields.keys()) {
            if (key.required() && !node.has(key.name()) && !misspelt.contains(key.name())) {
                problems.add(
                        node.place(),
                        below(node, key.name()),
                        "is missing, expected " + key.shape().phrase(),
                        key.example());
            }
        }
        for (Shape.Group group : fields.groups()) {
            List<String> present = group.names().stream().filter(node::has).toList();
            boolean none = present.isEmpty() && Collections.disjoint(group.names(), misspelt);
            if (none || group.exclusive() && present.size() > 1) {
                String found = none ? "has none of these keys" : "has " + String.join(" and ", present);
                problems.add(node.place(), node.path(), found + ", expected " + group.phrase(), example);
            }
        }
    }

    /** Absent keys that unknown ones probably stand for. */
    private static Set<String> misspelt(Mapping node, Shape.Fields fields) {
        return node.entries().stream()
                .map(Entry::key)
                .filter(key -> fields.key(key).isEmpty())
                .flatMap(key -> Nearest.of(key, fields.names()).stream())
                .filter(name -> !node.has(name))
                .collect(Collectors.toSet());
    }

    /** Whether what {@code key} needs is absent, and its absence is not a mistake that is told anyway. */
    private static boolean standsAlone(Key key, Mapping node, Shape.Fields fields) {
        boolean told = fields.groups().stream()
                .anyMatch(group -> group.names().containsAll(key.needs())
                        && group.names().stream().noneMatch(node::has));
        return !key.needs().isEmpty() && key.needs().stream().noneMatch(node::has) && !told;
    }

    private void unknown(Entry entry, Shape.Fields fields, String example) {
        List<String> names = fields.names();
        String near = Nearest.of(entry.key(), names)
                .flatMap(fields::key)
                .map(Key::example)
                .orElse(example);
        Place place = entry.keyPlace();
        problems.add(
                place,
                entry.value().path(),
                "is not a key here" + Problems.hint(entry.key(), names) + "one of " + names,
                near);
    }

    private static String below(Located node, String key) {
        return node.path().isEmpty() ? key : node.path() + "." + key;
    }
}
