package dev.hone.search.fidelity;

import dev.hone.core.InvalidFieldException;
import dev.hone.core.Nearest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which sources each source is made from, by their names. */
final class SourceGraph {

    private static final String FIELD = "parents";

    private SourceGraph() {}

    /** @param text such as {@code rig: simulation; lab: simulation, rig}; empty: nothing is said */
    static Map<String, List<String>> parse(String text) {
        Map<String, List<String>> parents = new LinkedHashMap<>();
        for (String source : text.isBlank() ? new String[0] : text.split(";")) {
            String[] sides = source.split(":", -1);
            if (sides.length != 2 || sides[0].isBlank() || sides[1].isBlank()) {
                throw new InvalidFieldException(
                        FIELD,
                        "has '" + source.strip() + "', expected a source and those it is made from, such as"
                                + " 'rig: simulation; lab: simulation, rig'");
            }
            List<String> of = List.of(sides[1].strip().split("\\s*,\\s*"));
            if (parents.put(sides[0].strip(), of) != null) {
                throw new InvalidFieldException(FIELD, "has '" + sides[0].strip() + "' twice, expected it once");
            }
        }
        return parents;
    }

    /** The same by positions in {@code names}, whose last one is the truth; sources that are not named have no parents. */
    static List<List<Integer>> positions(Map<String, List<String>> parents, List<String> names) {
        if (parents.isEmpty()) {
            return List.of();
        }
        List<List<Integer>> positions = new ArrayList<>(Collections.nCopies(names.size(), List.of()));
        parents.forEach((source, of) -> {
            int at = position(source, names);
            List<Integer> found = of.stream().map(p -> position(p, names)).toList();
            for (int p : found) {
                if (p >= at) {
                    throw new InvalidFieldException(
                            FIELD,
                            "has '" + names.get(p) + "' as a parent of '" + source
                                    + "', expected parents that come before their source in the order " + names
                                    + ", the choices with the truth last");
                }
            }
            positions.set(at, found);
        });
        return positions;
    }

    private static int position(String name, List<String> names) {
        int at = names.indexOf(name);
        if (at < 0) {
            throw new InvalidFieldException(
                    FIELD, "has '" + name + "'" + Nearest.hint(name, names) + "; expected names of " + names);
        }
        return at;
    }
}
