package dev.hone.core.space;

import dev.hone.core.Check;
import dev.hone.core.InvalidFieldException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * One of a list of choices: texts, numbers or booleans. With {@code ordered}, neighbours in the list are taken to be more
 * alike than distant choices.
 */
public record CategoricalParameter(String name, List<Object> choices, boolean ordered, Optional<Condition> condition)
        implements Parameter {

    public CategoricalParameter {
        Check.notBlank("name", name);
        Check.notEmpty(name + ".choices", choices);
        choices = choices.stream().map(choice -> scalar(name, choice)).toList();
        Check.that(new HashSet<>(choices).size() == choices.size(), name + ".choices", choices, "no choice twice");
    }

    public static CategoricalParameter of(String name, Object... choices) {
        return new CategoricalParameter(name, List.of(choices), false, Optional.empty());
    }

    public static CategoricalParameter ordered(String name, Object... choices) {
        return new CategoricalParameter(name, List.of(choices), true, Optional.empty());
    }

    @Override
    public CategoricalParameter when(Condition condition) {
        return new CategoricalParameter(name, choices, ordered, Optional.of(condition));
    }

    @Override
    public int dimensions() {
        return 1;
    }

    @Override
    public Object decode(double[] cube, int offset) {
        return choices.get((int) Cells.index(cube[offset], choices.size()));
    }

    @Override
    public void encode(Object value, double[] cube, int offset) {
        cube[offset] = Cells.centre(choices.indexOf(value), choices.size());
    }

    @Override
    public Object canonical(Object value) {
        Object wanted = scalar(name, value);
        if (!choices.contains(wanted)) {
            throw new InvalidFieldException(name, "is '" + value + "', expected one of " + choices);
        }
        return wanted;
    }

    @Override
    public long cardinality() {
        return choices.size();
    }

    @Override
    public Object valueAt(long index) {
        return choices.get((int) index);
    }

    /** Text, boolean, whole number as Long, other number as Double: what JSON and YAML readers also arrive at. */
    static Object scalar(String field, Object value) {
        if (value instanceof String || value instanceof Boolean || value instanceof Long || value instanceof Double) {
            return value;
        }
        if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        if (value instanceof Float || value instanceof java.math.BigDecimal) {
            return ((Number) value).doubleValue();
        }
        throw new InvalidFieldException(field, "is '" + value + "', expected a text, a number or a boolean");
    }
}
