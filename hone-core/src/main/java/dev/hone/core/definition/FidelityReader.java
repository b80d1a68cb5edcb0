package dev.hone.core.definition;

import dev.hone.core.InvalidFieldException;
import dev.hone.core.definition.Located.Mapping;
import dev.hone.core.space.CategoricalParameter;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.Fidelity;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.IntParameter;
import dev.hone.core.space.SearchSpace;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads {@code fidelity}, and says what has no place beside it. */
final class FidelityReader {

    private static final String FIDELITY = "fidelity";

    private final Mapping root;
    private final Problems problems;

    FidelityReader(Mapping root, Problems problems) {
        this.root = root;
        this.problems = problems;
    }

    Optional<Fidelity> read(SearchSpace space) {
        if (!(root.get(FIDELITY).orElse(null) instanceof Mapping node)) {
            return Optional.empty();
        }
        checkCompany(node);
        if (!problems.isClean(FIDELITY) || !problems.isClean("parameters")) {
            return Optional.empty();
        }
        try {
            return Optional.of(fidelity(space, node));
        } catch (InvalidFieldException e) {
            problems.add(root, FIDELITY, e);
            return Optional.empty();
        }
    }

    private static Fidelity fidelity(SearchSpace space, Mapping node) {
        String parameter = (String) node.get("parameter").orElseThrow().plain();
        Optional<Object> truth = node.get("truth").map(Located::plain);
        boolean choice = space.parameter(parameter)
                .filter(p -> !(p instanceof FloatParameter || p instanceof IntParameter))
                .isPresent();
        if (!choice) {
            Fidelity.independent(space, parameter);
            return Fidelity.range(space, parameter, truth, (String) value(
                    node,
                    "cost",
                    "costs",
                    "a number",
                    "an expression over it, such as cost: \"0.05 + 0.95 * " + parameter + "\""));
        }
        Map<String, Double> costs = new LinkedHashMap<>();
        ((Map<?, ?>) value(node, "costs", "cost", "a choice", "a cost for each of its values"))
                .forEach((level, cost) -> costs.put((String) level, ((Number) cost).doubleValue()));
        Object exact = truth.orElseThrow(() -> new InvalidFieldException(
                "truth", "is missing, expected the exact one of the values of '" + parameter + "'"));
        boolean ordered = space.parameter(parameter).orElseThrow() instanceof CategoricalParameter c && c.ordered();
        return ordered
                ? Fidelity.ordered(space, parameter, exact, costs)
                : Fidelity.sources(space, parameter, exact, costs);
    }

    /** What {@code key} says, in place of which {@code other} would be given for another kind of parameter. */
    private static Object value(Mapping node, String key, String other, String kind, String expected) {
        return node.get(key)
                .map(Located::plain)
                .orElseThrow(() -> new InvalidFieldException(
                        other, "has no use where the fidelity is " + kind + ", expected '" + key + "': " + expected));
    }

    /** What compares trials of different levels as if they were of one. */
    private void checkCompany(Mapping node) {
        if (root.has("judge")) {
            problems.add(node, "has no use here, expected no fidelity with a judge: it goes by values");
        }
        root.get("pruner")
                .filter(pruner -> !"none".equals(pruner.plain()))
                .ifPresent(
                        pruner -> problems.add(
                                pruner,
                                "has no use here, expected no pruner with a fidelity: it would compare trials of different levels"));
    }

    /** A baseline is compared with the best, so it is measured at the truth. */
    void checkBaseline(Configuration baseline, Optional<Fidelity> fidelity) {
        fidelity.filter(f -> !f.isExact(baseline))
                .ifPresent(f -> problems.add(
                        root.nearest("baseline.configuration." + f.parameter()),
                        "is '" + baseline.get(f.parameter()) + "', expected the truth, '" + Fidelity.name(f.truth())
                                + "'"));
    }

    /** What completes a configuration that does not say its fidelity. */
    static Map<String, Object> truth(Optional<Fidelity> fidelity) {
        return fidelity.map(f -> Map.of(f.parameter(), f.truth())).orElse(Map.of());
    }
}
