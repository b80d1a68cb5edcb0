package dev.hone.cli.tune;

import dev.hone.cli.verify.Verification;
import dev.hone.core.Check;
import dev.hone.core.HoneException;
import dev.hone.core.definition.StudyDefinition;
import dev.hone.core.evaluate.Evaluator;
import dev.hone.core.method.MethodCatalogue;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.optimize.Problem;
import dev.hone.core.space.Configuration;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.StudyRecord;
import dev.hone.core.study.Budget;
import dev.hone.core.study.Study;
import dev.hone.core.study.StudyBuilder;
import dev.hone.core.trial.Objective;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * What is to be run: a definition, and what the command line says differently.
 *
 * @param file where the definition was read, if in a file
 */
record Plan(
        StudyDefinition definition,
        MethodCatalogue catalogue,
        Optional<Path> file,
        String name,
        long seed,
        Budget budget,
        int parallelism) {

    /** Attribute of a study: the latest text of its definition, where that is not the one it was made with. */
    static final String DEFINITION = "definition";
    /** Attribute of a study: trials of the budget that the latest run was given. */
    static final String TRIALS = "budget.trials";
    /** Attribute of a study: whether a run is under way, see {@link RunState}. */
    static final String STATE = "run";

    static Plan read(Path file) {
        MethodCatalogue catalogue = MethodCatalogue.load();
        return of(StudyDefinition.read(file, catalogue), catalogue, Optional.of(file));
    }

    /** A plan for a text that was made of command-line options; its paths are relative to the current folder. */
    static Plan inline(String text) {
        MethodCatalogue catalogue = MethodCatalogue.load();
        Path here = Path.of("").toAbsolutePath();
        return of(StudyDefinition.parse(text, "command line", here, catalogue), catalogue, Optional.empty());
    }

    /**
     * The plan that a store keeps with a study.
     *
     * @throws HoneException if the study was made by a program that gave no definition
     */
    static Plan stored(StudyStore store, StudyRecord record) {
        var attributes = store.attributes(record.id());
        String text = attributes.getOrDefault(DEFINITION, record.definition());
        if (text.isBlank()) {
            throw new HoneException("study '" + record.name() + "' in " + store.location()
                    + " has no definition that says how to evaluate: it was made by a program or imported");
        }
        MethodCatalogue catalogue = MethodCatalogue.load();
        String source = store.location() + " (" + record.name() + ")";
        Plan plan = of(StudyDefinition.fromText(text, source, catalogue), catalogue, Optional.empty());
        String trials = attributes.get(TRIALS);
        // a study that was renamed, or imported under another name, keeps the text with its first name
        return plan.named(record.name()).with(record.seed(), trials == null ? null : Long.valueOf(trials), null);
    }

    private static Plan of(StudyDefinition definition, MethodCatalogue catalogue, Optional<Path> file) {
        return new Plan(
                definition,
                catalogue,
                file,
                definition.name(),
                definition.seed().orElse(0),
                definition.budget(),
                definition.parallelism());
    }

    /** The same plan with what was given on the command line; null where nothing was. */
    Plan with(Long otherSeed, Long trials, Integer workers) {
        if (workers != null) {
            Check.that(workers > 0, "--workers", workers, "a whole number above 0");
        }
        if (trials != null) {
            Check.that(trials > 0, "--trials", trials, "a whole number above 0");
        }
        return new Plan(
                definition,
                catalogue,
                file,
                name,
                otherSeed == null ? seed : otherSeed,
                trials == null ? budget : budget.withTrials(trials),
                workers == null ? parallelism : workers);
    }

    private Plan named(String other) {
        return new Plan(definition, catalogue, file, other, seed, budget, parallelism);
    }

    Problem problem() {
        return new Problem(definition.objectives(), seed, budget.trials(), parallelism, definition.isConstrained());
    }

    OptimizerFactory<Configuration> factory() {
        return definition.optimizerFactory(catalogue);
    }

    Evaluator<Configuration> evaluator() {
        return definition.buildEvaluator();
    }

    /** @throws HoneException if what evaluates is not there, such as a program, a class or a variable */
    void checkEvaluators() {
        evaluator();
        baseline();
    }

    /** The study's description, ready to be made or loaded. */
    StudyBuilder.Typed<Configuration> study(StudyStore store) {
        StudyBuilder builder = Study.named(name).seed(seed).definition(definition.toText());
        for (Objective objective : definition.objectives()) {
            builder.objective(objective);
        }
        StudyBuilder.Typed<Configuration> typed = builder.optimizer(factory())
                .store(store)
                .pruner(definition.pruner(catalogue))
                .retries(definition.retries())
                .failureLimit(definition.failureLimit())
                .parallelism(parallelism)
                .constrained(definition.isConstrained());
        budget.trials().ifPresent(typed::plannedTrials);
        return typed;
    }

    /** What the result is compared with, if the definition says. */
    Optional<Verification.Contender> baseline() {
        return definition.baseline().map(baseline -> {
            Evaluator<Configuration> evaluator = definition.baselineEvaluator().orElseThrow();
            // A baseline command has no placeholders, so any configuration will do.
            Configuration configuration = baseline.configuration().orElseGet(() -> {
                double[] centre = new double[definition.space().dimensions()];
                Arrays.fill(centre, 0.5);
                return definition.space().decode(centre);
            });
            return new Verification.Contender(
                    baseline.label(), -1, context -> evaluator.evaluate(configuration, context));
        });
    }
}
