package dev.hone.claims.bench;

import dev.hone.core.Check;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Arguments of a benchmark, each {@code NAME=VALUE}. */
public final class NamedArguments {

    private final Map<String, String> values;

    private NamedArguments(Map<String, String> values) {
        this.values = values;
    }

    /**
     * @param defaults the names that there are, with their values where none is given
     * @throws InvalidFieldException for what is not {@code NAME=VALUE} with one of these names
     */
    public static NamedArguments of(Map<String, String> defaults, List<String> arguments) {
        Map<String, String> values = new TreeMap<>(defaults);
        for (String argument : arguments) {
            String[] parts = argument.split("=", 2);
            if (parts.length < 2 || !values.containsKey(parts[0])) {
                throw new InvalidFieldException(
                        "argument",
                        "is '" + argument + "'" + Nearest.hint(parts[0], values.keySet())
                                + ", expected NAME=VALUE with one of " + values.keySet());
            }
            values.put(parts[0], parts[1]);
        }
        return new NamedArguments(values);
    }

    public String text(String name) {
        return values.get(name);
    }

    public int whole(String name) {
        try {
            return Integer.parseInt(values.get(name));
        } catch (NumberFormatException e) {
            throw new InvalidFieldException(name, "is '" + values.get(name) + "', expected a whole number");
        }
    }

    /** Whole numbers of at least {@code least}, with commas between. */
    public List<Integer> wholes(String name, int least) {
        List<Integer> numbers = new ArrayList<>();
        for (String number : values.get(name).split(",", -1)) {
            try {
                numbers.add(Check.atLeast(name, Integer.parseInt(number.strip()), least));
            } catch (NumberFormatException e) {
                throw new InvalidFieldException(
                        name,
                        "is '" + values.get(name) + "', expected whole numbers with commas between, such as 10,100");
            }
        }
        return numbers;
    }
}
