package dev.hone.core.space;

import dev.hone.core.HoneException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A point in a {@link SearchSpace}: the values of its active parameters, in the order of the space. Values are
 * {@link Double}, {@link Long}, {@link String}, {@link Boolean} or a list of strings (permutation). Immutable; made by the
 * space, so that a configuration is always valid.
 */
public final class Configuration {

    private final Map<String, Object> values;

    Configuration(Map<String, Object> values) {
        this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    public Map<String, Object> values() {
        return values;
    }

    public boolean isActive(String name) {
        return values.containsKey(name);
    }

    /** The value of an active parameter. */
    public Object get(String name) {
        Object value = values.get(name);
        if (value == null) {
            throw new HoneException("no active parameter '" + name + "' in " + values);
        }
        return value;
    }

    public double getDouble(String name) {
        return number(name).doubleValue();
    }

    public long getLong(String name) {
        return number(name).longValue();
    }

    public int getInt(String name) {
        return Math.toIntExact(getLong(name));
    }

    public boolean getBoolean(String name) {
        if (get(name) instanceof Boolean value) {
            return value;
        }
        throw new HoneException("parameter '" + name + "' is " + get(name) + ", not a boolean");
    }

    public String getString(String name) {
        return get(name).toString();
    }

    public List<String> getPermutation(String name) {
        if (get(name) instanceof List<?> order) {
            return order.stream().map(Object::toString).toList();
        }
        throw new HoneException("parameter '" + name + "' is " + get(name) + ", not a permutation");
    }

    private Number number(String name) {
        if (get(name) instanceof Number value) {
            return value;
        }
        throw new HoneException("parameter '" + name + "' is " + get(name) + ", not a number");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Configuration that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(values);
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
