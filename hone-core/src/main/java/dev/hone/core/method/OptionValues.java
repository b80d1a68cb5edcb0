package dev.hone.core.method;

import dev.hone.core.InvalidFieldException;
import dev.hone.core.Nearest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Checked values of a method's options; what was not given has its default. Immutable. */
public final class OptionValues {

    private final Map<String, Object> values;

    private OptionValues(Map<String, Object> values) {
        this.values = values;
    }

    /**
     * @param field where the options stand, such as {@code optimizer}; empty at the top
     * @throws InvalidFieldException naming the first unknown or unacceptable option
     */
    public static OptionValues check(String field, List<Option> options, Map<String, ?> given) {
        String prefix = field.isEmpty() ? "" : field + ".";
        List<String> names = options.stream().map(Option::name).toList();
        for (String name : given.keySet()) {
            if (!names.contains(name)) {
                throw new InvalidFieldException(
                        prefix + name, "is not an option here" + Nearest.hint(name, names) + "; options are " + names);
            }
        }
        Map<String, Object> values = new LinkedHashMap<>();
        for (Option option : options) {
            Object value = given.get(option.name());
            if (value != null) {
                values.put(option.name(), option.check(prefix + option.name(), value));
            } else if (option.defaultValue() != null) {
                values.put(option.name(), option.defaultValue());
            }
        }
        return new OptionValues(values);
    }

    public static OptionValues defaults(List<Option> options) {
        return check("", options, Map.of());
    }

    public boolean isSet(String name) {
        return values.containsKey(name);
    }

    public long integer(String name) {
        return (Long) get(name);
    }

    public int intValue(String name) {
        return Math.toIntExact(integer(name));
    }

    public double number(String name) {
        return (Double) get(name);
    }

    public boolean flag(String name) {
        return (Boolean) get(name);
    }

    public String text(String name) {
        return (String) get(name);
    }

    /** The constant that a choice names: in lower case, with dashes. */
    public <E extends Enum<E>> E constant(String name, Class<E> type) {
        return Enum.valueOf(type, text(name).toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    public OptionalLong integerIfSet(String name) {
        return isSet(name) ? OptionalLong.of(integer(name)) : OptionalLong.empty();
    }

    public OptionalInt intIfSet(String name) {
        return isSet(name) ? OptionalInt.of(intValue(name)) : OptionalInt.empty();
    }

    public OptionalDouble numberIfSet(String name) {
        return isSet(name) ? OptionalDouble.of(number(name)) : OptionalDouble.empty();
    }

    private Object get(String name) {
        return Optional.ofNullable(values.get(name))
                .orElseThrow(() -> new NoSuchElementException("option " + name + " is not set"));
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
