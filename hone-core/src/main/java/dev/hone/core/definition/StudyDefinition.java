package dev.hone.core.definition;

import dev.hone.core.Check;
import dev.hone.core.HoneException;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.evaluate.CommandJudge;
import dev.hone.core.evaluate.Evaluator;
import dev.hone.core.evaluate.OutcomeConstraint;
import dev.hone.core.method.CandidateKind;
import dev.hone.core.method.CandidateSection;
import dev.hone.core.method.MethodCatalogue;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.prune.Pruner;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.Fidelity;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.study.Budget;
import dev.hone.core.study.FailureLimit;
import dev.hone.core.study.Judge;
import dev.hone.core.trial.Instance;
import dev.hone.core.trial.Objective;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/**
 * A study as a YAML or JSON file describes it: parsed, checked as a whole, immutable. Paths in it are relative to
 * {@link #baseDirectory()}.
 *
 * @param text the file as it was
 * @param source name of the file, for errors
 * @param objectives empty if trials are compared instead
 * @param judge the command that compares them; empty if people do, or if there are objectives
 * @param parameters the space of configurations; empty if {@code candidate} says what is tried instead
 * @param candidate what is tried in place of configurations
 * @param instances what trials are about, in turn; empty if all are about the same
 * @param fidelity the parameter that says how exactly a configuration is evaluated, if there is one
 * @param seed empty if the file leaves it to the caller
 * @param verifyRepeats how often baseline and best are measured again at the end; empty if the file leaves it to the caller
 */
public record StudyDefinition(
        String text,
        String source,
        Path baseDirectory,
        String name,
        OptionalLong seed,
        List<Objective> objectives,
        Optional<JudgeDefinition> judge,
        Optional<SearchSpace> parameters,
        Optional<CandidateDefinition> candidate,
        List<OutcomeConstraint> outcomeConstraints,
        EvaluatorDefinition evaluator,
        Optional<InstanceSource> instances,
        Optional<Fidelity> fidelity,
        MethodChoice optimizer,
        Optional<MethodChoice> prunerChoice,
        Budget budget,
        int parallelism,
        int retries,
        FailureLimit failureLimit,
        List<Configuration> enqueue,
        List<String> warmStart,
        Optional<Baseline> baseline,
        OptionalInt verifyRepeats) {

    /** Largest study file that is read. */
    private static final long MAX_BYTES = 4_000_000;

    /** Begins the line that {@link #toText} adds; a comment, so that the text stays a study file. */
    private static final String DIRECTORY_MARK = "# directory of this study: ";

    public StudyDefinition {
        objectives = List.copyOf(objectives);
        outcomeConstraints = List.copyOf(outcomeConstraints);
        enqueue = List.copyOf(enqueue);
        warmStart = List.copyOf(warmStart);
    }

    /** A method by its catalogue id, with the options that were given. */
    public record MethodChoice(String id, Map<String, Object> options) {
        public MethodChoice {
            options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
        }
    }

    /** A section about candidates that are no configurations. */
    public record CandidateDefinition(CandidateKind kind, CandidateSection section) {}

    /** A command that compares trials. */
    public record JudgeDefinition(List<String> command, Optional<String> directory, Optional<Duration> timeout) {}

    /** What the result is compared with: a command without parameters, or a point of the space; exactly one of them. */
    public record Baseline(String label, Optional<List<String>> command, Optional<Configuration> configuration) {}

    /**
     * Reads a study file.
     *
     * @throws DefinitionException if its content is not acceptable
     * @throws HoneException if it cannot be read
     */
    public static StudyDefinition read(Path file, MethodCatalogue catalogue) {
        String text;
        try {
            if (Files.isDirectory(file)) {
                throw new HoneException(file + ": is a folder, expected a study file");
            }
            if (Files.size(file) > MAX_BYTES) {
                throw new HoneException(file + ": has more than " + MAX_BYTES + " bytes, expected a study file");
            }
            text = Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new HoneException(file + ": no such file", e);
        } catch (CharacterCodingException e) {
            throw new HoneException(file + ": is not text in UTF-8, expected a study file", e);
        } catch (IOException e) {
            throw new HoneException(file + ": cannot be read: " + e.getMessage(), e);
        }
        Path parent = file.toAbsolutePath().normalize().getParent();
        return parse(text, file.toString(), parent, catalogue);
    }

    /** {@link #read(Path, MethodCatalogue)} with all methods on the class path. */
    public static StudyDefinition read(Path file) {
        return read(file, MethodCatalogue.load());
    }

    /**
     * Parses a study in YAML or JSON.
     *
     * @param source what to call it in errors
     * @param baseDirectory what its paths are relative to
     * @throws DefinitionException with everything that is wrong with it
     */
    public static StudyDefinition parse(String text, String source, Path baseDirectory, MethodCatalogue catalogue) {
        return new DefinitionReader(text, source, baseDirectory, catalogue).read();
    }

    /** Parses with all methods on the class path, paths being relative to the current folder. */
    public static StudyDefinition parse(String text, String source) {
        return parse(text, source, Path.of("").toAbsolutePath(), MethodCatalogue.load());
    }

    /** The text as given, and its folder in a comment at the end: all that {@link #fromText} needs in another process. */
    public String toText() {
        return text.stripTrailing() + "\n" + DIRECTORY_MARK + baseDirectory + "\n";
    }

    /** The definition that gave {@link #toText}, as stores keep it. */
    public static StudyDefinition fromText(String stored, String source, MethodCatalogue catalogue) {
        int mark = stored.lastIndexOf("\n" + DIRECTORY_MARK);
        Path directory = mark < 0
                ? Path.of("").toAbsolutePath()
                : Path.of(stored.substring(mark + 1 + DIRECTORY_MARK.length()).stripTrailing());
        return parse(mark < 0 ? stored : stored.substring(0, mark + 1), source, directory, catalogue);
    }

    /**
     * The space of configurations.
     *
     * @throws HoneException if this study tries something else
     */
    public SearchSpace space() {
        return parameters.orElseThrow(() -> new HoneException("study '" + name + "' is about candidates of kind '"
                + candidate.orElseThrow().kind().id() + "', which have no parameters"));
    }

    /** What proposes configurations. */
    public OptimizerFactory<Configuration> optimizerFactory(MethodCatalogue catalogue) {
        return catalogue.sampler("optimizer", optimizer.id(), space(), optimizer.options());
    }

    /**
     * What depends on the type of the candidates.
     *
     * @throws DefinitionException if what a section about candidates mentions is not there, such as a file of data
     */
    public StudyParts<?> parts(MethodCatalogue catalogue) {
        return candidate.<StudyParts<?>>map(this::parts).orElseGet(() -> new ConfigurationParts(this, catalogue));
    }

    private StudyParts<?> parts(CandidateDefinition about) {
        CandidateKind kind = about.kind();
        return at(
                kind.id(),
                () -> CandidateParts.of(
                        about.section().open(baseDirectory),
                        optimizer.id(),
                        CandidateReader.options(kind, optimizer),
                        kind));
    }

    /**
     * A candidate that a person wrote, as a store holds it.
     *
     * @param attributes of the study
     * @throws HoneException if the text is not acceptable, or this study tries configurations
     */
    public String encode(String text, Map<String, String> attributes) {
        CandidateDefinition about = candidate.orElseThrow(
                () -> new HoneException("study '" + name + "' tries configurations, expected parameters"));
        return about.section().encode(text, CandidateReader.options(about.kind(), optimizer), attributes);
    }

    /** What stops trials early; {@link Pruner#NONE} if the file names no pruner. */
    public Pruner pruner(MethodCatalogue catalogue) {
        return prunerChoice
                .map(choice -> catalogue.pruner("pruner", choice.id(), choice.options()))
                .orElse(Pruner.NONE);
    }

    /** Whether trials are compared with each other instead of measured. */
    public boolean isCompared() {
        return objectives.isEmpty();
    }

    /**
     * The command that compares trials, if there is one.
     *
     * @throws DefinitionException if there is no such program
     */
    public Optional<Judge<Configuration>> buildJudge() {
        return judge.map(j -> {
            try {
                return new CommandJudge(
                        space(),
                        j.command(),
                        j.directory().map(d -> baseDirectory.resolve(d).normalize()),
                        j.timeout());
            } catch (HoneException e) {
                throw refused(new InvalidFieldException("command", "cannot be run: " + e.getMessage()), "judge");
            }
        });
    }

    /**
     * What the trial of each number is about; empty if all are about the same.
     *
     * @throws DefinitionException if the file of instances is not acceptable, or lacks the number that the optimizer wants
     */
    public Optional<LongFunction<Instance>> instanceStream() {
        return instances.map(source -> at("", () -> {
            List<Instance> list = source.load(baseDirectory);
            contextName().ifPresent(name -> {
                for (int i = 0; i < list.size(); i++) {
                    Check.that(
                            Double.isFinite(list.get(i).number(name)),
                            "instances[" + i + "]",
                            "without a number '" + name + "'",
                            "one for the optimizer in each, as optimizer.context says");
                }
            });
            return InstanceSource.inTurn(list);
        }));
    }

    /** Name of the number of an instance that the optimizer wants, if it wants one. */
    private Optional<String> contextName() {
        return Optional.ofNullable(optimizer.options().get("context")).map(Object::toString);
    }

    /** Whether evaluations report outcome constraints. */
    public boolean isConstrained() {
        return !outcomeConstraints.isEmpty();
    }

    /**
     * What measures a configuration, repeats and outcome constraints included.
     *
     * @throws DefinitionException if what the file mentions is not there, such as a template, a class or a variable
     */
    public Evaluator<Configuration> buildEvaluator() {
        return build(evaluator, "evaluator");
    }

    /**
     * What measures the baseline, if there is one: for a baseline command an evaluator that looks at no configuration, else
     * the same as {@link #buildEvaluator}.
     */
    public Optional<Evaluator<Configuration>> baselineEvaluator() {
        return baseline.map(b -> b.command()
                .map(command -> build(((EvaluatorDefinition.Command) evaluator).fixed(command), "baseline"))
                .orElseGet(this::buildEvaluator));
    }

    private Evaluator<Configuration> build(EvaluatorDefinition definition, String path) {
        Set<String> names = instances
                .map(source -> at("", () -> source.load(baseDirectory)))
                .map(list -> list.get(0).values().keySet())
                .orElse(Set.of());
        return at(path, () -> new EvaluatorFactory(this, names, System::getenv).make(definition));
    }

    /** Adds to errors the line on which their field stands. */
    private <T> T at(String path, Supplier<T> making) {
        try {
            return making.get();
        } catch (InvalidFieldException e) {
            throw refused(e, path);
        }
    }

    private DefinitionException refused(InvalidFieldException reason, String path) {
        Problems problems = new Problems(source, text);
        Located root = YamlTree.read(text, problems).orElseThrow(problems::exception);
        problems.add(root, reason.field().startsWith("parameters.") ? "" : path, reason);
        return problems.exception();
    }
}
