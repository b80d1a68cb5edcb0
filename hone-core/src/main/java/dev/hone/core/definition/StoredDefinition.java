package dev.hone.core.definition;

import dev.hone.core.HoneException;
import dev.hone.core.Seeds;
import dev.hone.core.method.MethodCatalogue;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.space.Configuration;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.StudyRecord;
import dev.hone.core.study.Budget;
import dev.hone.core.study.Study;
import dev.hone.core.study.StudyBuilder;
import dev.hone.core.trial.Objective;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The definition that a store keeps with a study, so that any process can take part in it.
 *
 * @param study the study
 * @param definition its latest definition
 * @param budget of the definition, with the number of trials that the latest run was given
 */
public record StoredDefinition(
        StudyRecord study, StudyDefinition definition, Budget budget, MethodCatalogue catalogue) {

    /** Attribute of a study: the latest text of its definition, where that is not the one it was made with. */
    public static final String DEFINITION = "definition";
    /** Attribute of a study: trials of the budget that the latest run was given. */
    public static final String TRIALS = "budget.trials";

    /** Key of the random streams that complete configurations. */
    private static final long COMPLETION = 0x656e7175657565L;

    /** The latest text of a study's definition; empty if it was made by a program or imported. */
    public static Optional<String> text(StudyRecord study, Map<String, String> attributes) {
        return Optional.of(attributes.getOrDefault(DEFINITION, study.definition()))
                .filter(text -> !text.isBlank());
    }

    /**
     * Reads a study's definition.
     *
     * @throws HoneException if the study was made by a program that gave no definition
     */
    public static StoredDefinition read(StudyStore store, StudyRecord study, MethodCatalogue catalogue) {
        Map<String, String> attributes = store.attributes(study.id());
        String text = text(study, attributes)
                .orElseThrow(
                        () -> new HoneException(
                                "study '" + study.name() + "' in " + store.location()
                                        + " has no definition that says what its parameters are: it was made by a program or imported"));
        String source = store.location() + " (" + study.name() + ")";
        StudyDefinition definition = StudyDefinition.fromText(text, source, catalogue);
        String trials = attributes.get(TRIALS);
        Budget budget =
                trials == null ? definition.budget() : definition.budget().withTrials(Long.parseLong(trials));
        return new StoredDefinition(study, definition, budget, catalogue);
    }

    /** Whether trials are evaluated by whoever asks for them. */
    public boolean isExternal() {
        return definition.evaluator() instanceof EvaluatorDefinition.External;
    }

    /** The description of a study of configurations, ready to be loaded. */
    public StudyBuilder.Typed<Configuration> describe(StudyStore store) {
        return describe(definition.optimizerFactory(catalogue), store);
    }

    /** The description of a study of whatever {@code optimizer} proposes, ready to be loaded. */
    public <C> StudyBuilder.Typed<C> describe(OptimizerFactory<C> optimizer, StudyStore store) {
        return describe(definition, optimizer, study.name(), study.seed(), budget, catalogue)
                .store(store);
    }

    /** The description of a study of configurations that {@code definition} is about, ready to be created. */
    public static StudyBuilder.Typed<Configuration> describe(
            StudyDefinition definition, String name, long seed, Budget budget, MethodCatalogue catalogue) {
        return describe(definition, definition.optimizerFactory(catalogue), name, seed, budget, catalogue);
    }

    /** The description of a study of whatever {@code optimizer} proposes, ready to be created. */
    public static <C> StudyBuilder.Typed<C> describe(
            StudyDefinition definition,
            OptimizerFactory<C> optimizer,
            String name,
            long seed,
            Budget budget,
            MethodCatalogue catalogue) {
        StudyBuilder builder = Study.named(name).seed(seed).definition(definition.toText());
        if (definition.isCompared()) {
            builder.compared();
        }
        for (Objective objective : definition.objectives()) {
            builder.objective(objective);
        }
        StudyBuilder.Typed<C> typed = builder.optimizer(optimizer)
                .pruner(definition.pruner(catalogue))
                .retries(definition.retries())
                .failureLimit(definition.failureLimit())
                .parallelism(definition.parallelism())
                .constrained(definition.isConstrained());
        budget.trials().ifPresent(typed::plannedTrials);
        budget.cost().ifPresent(typed::plannedCost);
        definition.fidelity().ifPresent(typed::fidelity);
        definition.instanceStream().ifPresent(typed::instances);
        return typed;
    }

    /**
     * The configuration that has the given values, the other parameters drawn at random and the fidelity that of the truth.
     *
     * @param number number that the trial is expected to get; draws depend on it
     * @throws HoneException if the space has no such configuration
     */
    public Configuration complete(Map<String, ?> given, long number) {
        Map<String, Object> all = new LinkedHashMap<>(given);
        definition.fidelity().ifPresent(f -> all.putIfAbsent(f.parameter(), f.truth()));
        return definition.space().sample(Seeds.stream(study.seed(), COMPLETION, number), all);
    }
}
