package dev.hone.core.definition;

import dev.hone.core.InvalidFieldException;
import dev.hone.core.definition.Located.Mapping;
import dev.hone.core.definition.StudyDefinition.CandidateDefinition;
import dev.hone.core.definition.StudyDefinition.MethodChoice;
import dev.hone.core.method.CandidateKind;
import dev.hone.core.method.CandidateSection;
import dev.hone.core.method.Method;
import dev.hone.core.method.MethodCatalogue;
import dev.hone.core.method.OptionValues;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads the section of a study file that says what is tried in place of configurations. */
final class CandidateReader {

    private final Mapping root;
    private final Problems problems;
    private final CandidateKind kind;

    CandidateReader(Mapping root, Problems problems, CandidateKind kind) {
        this.root = root;
        this.problems = problems;
        this.kind = kind;
    }

    /** The kind whose section {@code tree} has. */
    static Optional<CandidateKind> kind(Located tree, MethodCatalogue catalogue) {
        return tree instanceof Mapping mapping
                ? catalogue.kinds().stream().filter(k -> mapping.has(k.id())).findFirst()
                : Optional.empty();
    }

    /** The optimizer where the file names none. */
    MethodChoice defaultOptimizer() {
        return new MethodChoice(kind.optimizers().get(0).id(), Map.of());
    }

    /** The section; empty if anything about it is wrong, which has been reported then. */
    Optional<CandidateDefinition> read(MethodChoice optimizer) {
        if (!problems.isClean(kind.id()) || !(root.get(kind.id()).orElse(null) instanceof Mapping mapping)) {
            return Optional.empty();
        }
        Map<String, Object> values = new LinkedHashMap<>();
        mapping.entries().forEach(e -> values.put(e.key(), e.value().plain()));
        CandidateSection section;
        try {
            section = kind.read(values);
        } catch (InvalidFieldException e) {
            problems.add(root, kind.id(), e);
            return Optional.empty();
        }
        checkOptimizer(section, optimizer);
        return Optional.of(new CandidateDefinition(kind, section));
    }

    private void checkOptimizer(CandidateSection section, MethodChoice optimizer) {
        if (!problems.isClean("optimizer")) {
            return;
        }
        try {
            section.checkOptimizer(optimizer.id(), options(kind, optimizer));
        } catch (InvalidFieldException e) {
            boolean whole = e.field().equals("optimizer") || e.field().startsWith("optimizer.");
            problems.add(root, whole ? "" : "optimizer", e);
        }
    }

    /** The options of an optimizer of a kind, checked. */
    static OptionValues options(CandidateKind kind, MethodChoice optimizer) {
        Method method = kind.optimizers().stream()
                .filter(m -> m.id().equals(optimizer.id()))
                .findFirst()
                .orElseThrow();
        return OptionValues.check("optimizer", method.options(), optimizer.options());
    }
}
