package dev.hone.cli.tune;

import dev.hone.cli.verify.Verification;
import dev.hone.core.Check;
import dev.hone.core.HoneException;
import dev.hone.core.definition.StoredDefinition;
import dev.hone.core.definition.StudyDefinition;
import dev.hone.core.definition.StudyParts;
import dev.hone.core.evaluate.Evaluator;
import dev.hone.core.execute.TrialExecutor;
import dev.hone.core.method.MethodCatalogue;
import dev.hone.core.optimize.Problem;
import dev.hone.core.prune.Pruner;
import dev.hone.core.space.Configuration;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.StudyRecord;
import dev.hone.core.study.Budget;
import dev.hone.core.study.StudyBuilder;
import java.nio.file.Path;
import java.time.Duration;
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

    private static final Duration TO_SAVE = Duration.ofSeconds(30);

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
        MethodCatalogue catalogue = MethodCatalogue.load();
        StoredDefinition stored = StoredDefinition.read(store, record, catalogue);
        // a study that was renamed, or imported under another name, keeps the text with its first name
        return new Plan(
                stored.definition(),
                catalogue,
                Optional.empty(),
                record.name(),
                record.seed(),
                stored.budget(),
                stored.definition().parallelism());
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

    Problem problem() {
        return new Problem(definition.objectives(), seed, budget.trials(), parallelism, definition.isConstrained())
                .with(definition.fidelity(), budget.cost())
                .about(definition.instanceStream())
                .pruned(definition.pruner(catalogue) != Pruner.NONE);
    }

    /**
     * What depends on the type of the candidates.
     *
     * @throws HoneException if what the definition mentions is not there, such as a file of data
     */
    StudyParts<?> parts() {
        return definition.parts(catalogue);
    }

    /** @throws HoneException if what evaluates or compares is not there, such as a program, a class or a variable */
    void checkEvaluators() {
        checkEvaluators(parts());
    }

    void checkEvaluators(StudyParts<?> parts) {
        parts.evaluator();
        parts.judge();
        baseline();
    }

    /** Where trials are evaluated. What computes in this process may have something to save when it is stopped. */
    static TrialExecutor executor(StudyDefinition definition, int slots) {
        return TrialExecutor.threads(slots, definition.candidate().isPresent() ? TO_SAVE : Duration.ZERO);
    }

    /** The study's description, ready to be made or loaded. */
    <C> StudyBuilder.Typed<C> study(StudyParts<C> parts, StudyStore store) {
        return StoredDefinition.describe(definition, parts.optimizer(), name, seed, budget, catalogue)
                .store(store)
                .parallelism(parallelism);
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
