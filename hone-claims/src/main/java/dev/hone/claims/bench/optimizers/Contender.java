package dev.hone.claims.bench.optimizers;

import dev.hone.core.InvalidFieldException;
import dev.hone.core.method.Method;
import dev.hone.core.method.MethodCatalogue;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.SearchSpace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An optimizer of the catalogue with options.
 *
 * @param label as it was written, {@code NAME} or {@code NAME:OPTION=VALUE:...}
 */
public record Contender(String label, String id, Map<String, Object> options) {

    /** Optimizers that go through a space in order, and so say nothing about search. */
    private static final List<String> EXHAUSTIVE = List.of("brute-force", "grid");

    public Contender {
        options = Map.copyOf(options);
    }

    /**
     * The contender that {@code label} describes.
     *
     * @throws InvalidFieldException if an option has no value
     */
    public static Contender parse(String label) {
        String[] parts = label.split(":", -1);
        Map<String, Object> options = new LinkedHashMap<>();
        for (int i = 1; i < parts.length; i++) {
            int equals = parts[i].indexOf('=');
            if (equals < 1 || equals == parts[i].length() - 1) {
                throw new InvalidFieldException(
                        "optimizer " + parts[0],
                        "has '" + parts[i] + "', expected OPTION=VALUE, such as cmaes:population=20");
            }
            options.put(parts[i].substring(0, equals), value(parts[i].substring(equals + 1)));
        }
        return new Contender(label, parts[0], options);
    }

    /** The contenders of the labels in their order and each once; {@code all} stands for those of the catalogue. */
    public static List<Contender> parse(List<String> labels) {
        Map<String, Contender> contenders = new LinkedHashMap<>();
        for (String label : labels) {
            for (String one : label.equals("all") ? searching() : List.of(label)) {
                contenders.putIfAbsent(one, parse(one));
            }
        }
        return new ArrayList<>(contenders.values());
    }

    private static List<String> searching() {
        return MethodCatalogue.load().samplers().stream()
                .map(Method::id)
                .filter(id -> !EXHAUSTIVE.contains(id))
                .toList();
    }

    private static Object value(String text) {
        if (text.equals("true") || text.equals("false")) {
            return Boolean.valueOf(text);
        }
        try {
            return text.matches("[+-]?\\d+") ? (Object) Long.valueOf(text) : (Object) Double.valueOf(text);
        } catch (NumberFormatException e) {
            return text;
        }
    }

    /** @throws dev.hone.core.HoneException if there is no such optimizer, an option is wrong, or the space is not one it can search */
    OptimizerFactory<Configuration> over(SearchSpace space) {
        return MethodCatalogue.load().sampler("optimizer", id, space, options);
    }
}
