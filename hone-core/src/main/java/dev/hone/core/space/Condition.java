package dev.hone.core.space;

import dev.hone.core.Check;
import java.util.List;

/** Active only while parameter {@code parent} is itself active and has one of {@code values}. */
public record Condition(String parent, List<Object> values) {

    public Condition {
        Check.notBlank("condition.parent", parent);
        values = List.copyOf(Check.notEmpty("condition.values", values));
    }

    public static Condition on(String parent, Object... values) {
        return new Condition(parent, List.of(values));
    }
}
