package dev.hone.core.definition;

import dev.hone.core.InvalidFieldException;
import dev.hone.core.definition.Located.Mapping;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.Fidelity;
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
        Map<String, Double> costs = new LinkedHashMap<>();
        ((Mapping) node.get("costs").orElseThrow())
                .entries()
                .forEach(e -> costs.put(e.key(), ((Number) e.value().plain()).doubleValue()));
        try {
            return Optional.of(Fidelity.ordered(
                    space,
                    (String) node.get("parameter").orElseThrow().plain(),
                    node.get("truth").orElseThrow().plain(),
                    costs));
        } catch (InvalidFieldException e) {
            problems.add(root, FIDELITY, e);
            return Optional.empty();
        }
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
                        "is '" + baseline.get(f.parameter()) + "', expected the truth, '"
                                + f.truth().name() + "'"));
    }

    /** What completes a configuration that does not say its fidelity. */
    static Map<String, Object> truth(Optional<Fidelity> fidelity) {
        return fidelity.map(f -> Map.of(f.parameter(), f.truth().value())).orElse(Map.of());
    }
}
