package dev.hone.search.fidelity;

import dev.hone.core.InvalidFieldException;
import dev.hone.core.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How far levels can be from the truth, by their names. */
final class LevelBiases {

    private static final String FIELD = "biases";

    private LevelBiases() {}

    /** @param text such as {@code coarse: 0.5; medium: 0.1}; empty: nothing is said */
    static Map<String, Double> parse(String text) {
        Map<String, Double> biases = new LinkedHashMap<>();
        for (String part : text.isBlank() ? new String[0] : text.split(";")) {
            int colon = part.lastIndexOf(':');
            String name = colon < 0 ? "" : part.substring(0, colon).strip();
            double bias =
                    colon < 0 ? Double.NaN : number(part.substring(colon + 1).strip());
            if (name.isEmpty() || !(bias >= 0) || Double.isInfinite(bias)) {
                throw new InvalidFieldException(
                        FIELD,
                        "has '" + part.strip() + "', expected a level and the most that it is off, at least 0, such as"
                                + " 'coarse: 0.5; medium: 0.1'");
            }
            if (biases.put(name, bias) != null) {
                throw new InvalidFieldException(FIELD, "has '" + name + "' twice, expected it once");
            }
        }
        return biases;
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    /** The same in the order of {@code names}, whose last one is the truth; of all but that. */
    static List<Double> inOrder(Map<String, Double> biases, List<String> names) {
        List<String> below = names.subList(0, names.size() - 1);
        for (String name : biases.keySet()) {
            if (!below.contains(name)) {
                throw new InvalidFieldException(
                        FIELD,
                        "has '" + name + "'" + Nearest.hint(name, below) + ", expected levels below the truth, "
                                + below);
            }
        }
        List<Double> ordered = new ArrayList<>();
        for (String name : below) {
            if (!biases.containsKey(name)) {
                throw new InvalidFieldException(FIELD, "lacks '" + name + "', expected all of " + below);
            }
            ordered.add(biases.get(name));
        }
        return ordered;
    }
}
