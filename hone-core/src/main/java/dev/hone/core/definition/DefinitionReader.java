package dev.hone.core.definition;

import dev.hone.core.HoneException;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.Seeds;
import dev.hone.core.definition.Located.Mapping;
import dev.hone.core.definition.Located.Scalar;
import dev.hone.core.definition.Located.Sequence;
import dev.hone.core.definition.StudyDefinition.Baseline;
import dev.hone.core.definition.StudyDefinition.CandidateDefinition;
import dev.hone.core.definition.StudyDefinition.JudgeDefinition;
import dev.hone.core.definition.StudyDefinition.MethodChoice;
import dev.hone.core.evaluate.OutcomeConstraint;
import dev.hone.core.method.CandidateKind;
import dev.hone.core.method.MethodCatalogue;
import dev.hone.core.optimize.Problem;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.Fidelity;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.study.Budget;
import dev.hone.core.study.FailureLimit;
import dev.hone.core.trial.Direction;
import dev.hone.core.trial.Objective;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Turns the text of a study file into a {@link StudyDefinition}: reads the tree, compares it with {@link StudyKeys}, then
 * looks at what the values mean together. Every stage goes on as far as the earlier ones allow, so that one run tells
 * everything that is wrong.
 */
final class DefinitionReader {

    private static final String NO_PRUNER = "none";

    /** Key of the random streams that complete enqueued configurations. */
    private static final long ENQUEUED = 1;

    private final String text;
    private final String source;
    private final Path baseDirectory;
    private final MethodCatalogue catalogue;
    private final Problems problems;
    private Mapping root;

    DefinitionReader(String text, String source, Path baseDirectory, MethodCatalogue catalogue) {
        this.text = text;
        this.source = source;
        this.baseDirectory = baseDirectory;
        this.catalogue = catalogue;
        this.problems = new Problems(source, text);
    }

    StudyDefinition read() {
        Located tree = YamlTree.read(text, problems).orElseThrow(problems::exception);
        Optional<CandidateKind> kind = CandidateReader.kind(tree, catalogue);
        new ShapeCheck(problems)
                .check(
                        tree,
                        kind.map(k -> StudyKeys.study(catalogue, k)).orElseGet(() -> StudyKeys.study(catalogue)),
                        kind.map(CandidateKind::example).orElse(StudyKeys.MINIMAL));
        if (!(tree instanceof Mapping mapping)) {
            throw problems.exception();
        }
        root = mapping;
        return kind.isPresent() ? about(kind.get()) : aboutConfigurations();
    }

    private StudyDefinition about(CandidateKind kind) {
        CandidateReader reader = new CandidateReader(root, problems, kind);
        MethodChoice optimizer = method("optimizer").orElseGet(reader::defaultOptimizer);
        Optional<CandidateDefinition> candidate = reader.read(optimizer);
        checkWarmStart();
        if (!problems.isEmpty()) {
            throw problems.exception();
        }
        return new StudyDefinition(
                text,
                source,
                baseDirectory,
                scalar("study").orElseThrow().source(),
                seed(),
                candidate.orElseThrow().section().objectives(),
                Optional.empty(),
                Optional.empty(),
                candidate,
                List.of(),
                new EvaluatorDefinition.Own(),
                Optional.empty(),
                Optional.empty(),
                optimizer,
                Optional.empty(),
                root.has("budget")
                        ? budget()
                        : Budget.trials(kind.defaultTrials().orElseThrow()),
                whole("parallelism", 1),
                whole("retries", 1),
                failureLimit(),
                List.of(),
                EvaluatorReader.texts(root, "warm_start").orElse(List.of()),
                Optional.empty(),
                OptionalInt.empty());
    }

    private StudyDefinition aboutConfigurations() {
        List<Objective> objectives = objectives();
        SpaceReader spaceReader = new SpaceReader(root, problems);
        Optional<SearchSpace> space = spaceReader.read();
        InstanceReader instanceReader = new InstanceReader(root, problems);
        instanceReader.check();
        Optional<EvaluatorReader> evaluator = root.get("evaluator")
                .filter(Mapping.class::isInstance)
                .map(node -> new EvaluatorReader((Mapping) node, problems, spaceReader.declared(), instanceReader));
        checkExternal();
        checkCompared();
        evaluator.ifPresent(e -> {
            e.checkMeaning();
            checkMetrics(e);
            checkBaselineCommand(e);
        });
        List<OutcomeConstraint> bounds = outcomeConstraints();
        Optional<MethodChoice> optimizer = method("optimizer");
        Optional<MethodChoice> pruner = method("pruner");
        FidelityReader fidelityReader = new FidelityReader(root, problems);
        Optional<Fidelity> fidelity = space.flatMap(fidelityReader::read);
        space.ifPresent(s -> checkMethods(s, objectives, fidelity, optimizer, pruner));
        optimizer.ifPresent(this::checkContext);
        pruner.ifPresent(p -> evaluator.ifPresent(e -> checkPruning(p, e)));
        optimizer.ifPresent(o -> evaluator.ifPresent(e -> checkTraces(o, e)));
        checkWarmStart();
        List<Configuration> enqueue =
                space.map(s -> enqueue(spaceReader, s, fidelity)).orElse(List.of());
        Optional<Baseline> baseline = space.flatMap(s -> baseline(spaceReader, s));
        baseline.flatMap(Baseline::configuration).ifPresent(c -> fidelityReader.checkBaseline(c, fidelity));
        if (!problems.isEmpty()) {
            throw problems.exception();
        }

        return new StudyDefinition(
                text,
                source,
                baseDirectory,
                scalar("study").orElseThrow().source(),
                seed(),
                objectives,
                judge(),
                space,
                Optional.empty(),
                bounds,
                evaluator.map(EvaluatorReader::read).orElseGet(this::noEvaluator),
                instanceReader.read(),
                fidelity,
                optimizer.orElse(new MethodChoice("auto", Map.of())),
                pruner,
                budget(),
                whole("parallelism", 1),
                whole("retries", 1),
                failureLimit(),
                enqueue,
                EvaluatorReader.texts(root, "warm_start").orElse(List.of()),
                baseline,
                at("verify", "repeats")
                        .map(n -> OptionalInt.of(((Number) n.plain()).intValue()))
                        .orElse(OptionalInt.empty()));
    }

    private OptionalLong seed() {
        return scalar("seed")
                .filter(s -> s.value() instanceof Number)
                .map(s -> OptionalLong.of(((Number) s.value()).longValue()))
                .orElse(OptionalLong.empty());
    }

    private List<Objective> objectives() {
        List<Objective> objectives = new ArrayList<>();
        Set<String> names = new HashSet<>();
        if (!(root.get("objectives").orElse(null) instanceof Sequence list)) {
            return objectives;
        }
        for (Located item : list.items()) {
            if (!problems.isClean(item.path()) || !(item instanceof Mapping mapping)) {
                continue;
            }
            Located name = objectiveName(mapping);
            boolean maximize = mapping.has("maximize")
                    || mapping.get("direction")
                            .map(d -> "maximize".equals(d.plain()))
                            .orElse(false);
            objectives.add(new Objective((String) name.plain(), maximize ? Direction.MAXIMIZE : Direction.MINIMIZE));
            if (!names.add((String) name.plain())) {
                problems.add(name, "is '" + name.plain() + "' for the second time, expected every objective once");
            }
        }
        return objectives;
    }

    private static Located objectiveName(Mapping objective) {
        return objective
                .get("minimize")
                .or(() -> objective.get("maximize"))
                .or(() -> objective.get("name"))
                .orElseThrow();
    }

    /** With {@code results}, every objective and every bounded metric must be among them. */
    private void checkMetrics(EvaluatorReader evaluator) {
        List<String> metrics = evaluator.metrics().orElse(null);
        if (metrics == null) {
            return;
        }
        List<Located> wanted = new ArrayList<>();
        if (root.get("objectives").orElse(null) instanceof Sequence list) {
            list.items().stream()
                    .filter(item -> problems.isClean(item.path()))
                    .forEach(item -> wanted.add(objectiveName((Mapping) item)));
        }
        if (root.get("outcome_constraints").orElse(null) instanceof Sequence list) {
            list.items().stream()
                    .filter(item -> problems.isClean(item.path()))
                    .forEach(item -> wanted.add(((Mapping) item).get("metric").orElseThrow()));
        }
        for (Located name : wanted) {
            if (!metrics.contains(name.plain())) {
                problems.add(
                        name.place(),
                        name.path(),
                        "is '" + name.plain() + "'" + Problems.hint((String) name.plain(), metrics)
                                + "a metric under evaluator.results: " + metrics,
                        "results: {" + name.plain() + ": {json: /" + name.plain() + "}}");
            }
        }
    }

    private List<OutcomeConstraint> outcomeConstraints() {
        List<OutcomeConstraint> bounds = new ArrayList<>();
        if (root.get("outcome_constraints").orElse(null) instanceof Sequence list) {
            for (Located item : list.items()) {
                if (!problems.isClean(item.path())) {
                    continue;
                }
                Mapping bound = (Mapping) item;
                try {
                    bounds.add(new OutcomeConstraint(
                            (String) bound.get("metric").orElseThrow().plain(),
                            real(bound, "max"),
                            real(bound, "min")));
                } catch (InvalidFieldException e) {
                    problems.add(root, item.path(), e);
                }
            }
        }
        return bounds;
    }

    private Optional<MethodChoice> method(String key) {
        Located node = root.get(key).filter(n -> problems.isClean(n.path())).orElse(null);
        if (node instanceof Scalar scalar) {
            return Optional.of(new MethodChoice(scalar.source(), Map.of()));
        }
        if (node instanceof Mapping mapping) {
            Map<String, Object> options = new LinkedHashMap<>();
            mapping.entries().forEach(e -> options.put(e.key(), e.value().plain()));
            return Optional.of(new MethodChoice((String) options.remove("name"), options));
        }
        return Optional.empty();
    }

    /** Makes both methods once, so that combinations of options which they refuse are told now. */
    private void checkMethods(
            SearchSpace space,
            List<Objective> objectives,
            Optional<Fidelity> fidelity,
            Optional<MethodChoice> optimizer,
            Optional<MethodChoice> pruner) {
        MethodChoice chosen = optimizer.orElse(new MethodChoice("auto", Map.of()));
        attempt("optimizer", () -> {
            var factory = catalogue.sampler("optimizer", chosen.id(), space, chosen.options());
            if (objectives.isEmpty() != root.has("objectives") && problems.isClean("fidelity")) {
                factory.check(new Problem(objectives, 0, OptionalLong.empty(), 1, root.has("outcome_constraints"))
                        .with(
                                fidelity,
                                at("budget", "cost")
                                        .filter(n -> problems.isClean("budget"))
                                        .map(n -> OptionalDouble.of(((Number) n.plain()).doubleValue()))
                                        .orElse(OptionalDouble.empty())));
            }
        });
        pruner.ifPresent(p -> attempt("pruner", () -> catalogue.pruner("pruner", p.id(), p.options())));
    }

    private void checkPruning(MethodChoice pruner, EvaluatorReader evaluator) {
        if (!pruner.id().equals(NO_PRUNER) && !evaluator.mayReport()) {
            problems.add(
                    root.nearest("pruner"),
                    "is '" + pruner.id() + "', which goes by intermediate values, expected an evaluator that reports"
                            + " some: a command with 'intermediate: {step: ..., value: ...}' or a Java class");
        }
    }

    /** Observations of lower fidelities are intermediate values. */
    private void checkTraces(MethodChoice optimizer, EvaluatorReader evaluator) {
        if (Boolean.TRUE.equals(optimizer.options().get("trace_observations")) && !evaluator.mayReport()) {
            problems.add(
                    root.nearest("optimizer.trace_observations"),
                    "is true, expected an evaluator that reports intermediate values: a command with"
                            + " 'intermediate: {step: ..., value: ...}' or a Java class");
        }
    }

    /** An optimizer that decides by a number of each instance needs instances. */
    private void checkContext(MethodChoice optimizer) {
        boolean contextual = catalogue
                .find(optimizer.id())
                .map(m -> m.options().stream().anyMatch(o -> o.name().equals("context")))
                .orElse(false);
        boolean external = root.get("evaluator").orElse(null) instanceof Scalar;
        if (contextual && !root.has("instances") && !external) {
            problems.add(
                    root.nearest("optimizer"),
                    "is '" + optimizer.id()
                            + "', which decides by a number of each instance, expected 'instances' in the"
                            + " file, such as instances: [{shift: 0.1}, {shift: 0.3}]");
        }
    }

    private void checkWarmStart() {
        if (root.get("warm_start").orElse(null) instanceof Sequence list) {
            String own = scalar("study").map(Scalar::source).orElse("");
            list.items().stream()
                    .filter(item -> problems.isClean(item.path()) && own.equals(item.plain()))
                    .forEach(item -> problems.add(item, "is this study itself, expected another one"));
        }
    }

    private void attempt(String key, Runnable making) {
        try {
            making.run();
        } catch (InvalidFieldException e) {
            String prefix = e.field().equals(key) || e.field().startsWith(key + ".") ? "" : key;
            problems.add(root, prefix, e);
        } catch (HoneException e) {
            problems.add(root.get(key).orElse(root), e.getMessage());
        }
    }

    private List<Configuration> enqueue(SpaceReader reader, SearchSpace space, Optional<Fidelity> fidelity) {
        List<Configuration> configurations = new ArrayList<>();
        if (root.get("enqueue").orElse(null) instanceof Sequence list) {
            for (Located item : list.items()) {
                if (problems.isClean(item.path())) {
                    RandomGenerator random = Seeds.stream(seed().orElse(0), ENQUEUED, configurations.size());
                    reader.partial(space, item, FidelityReader.truth(fidelity), random)
                            .ifPresent(configurations::add);
                }
            }
        }
        return configurations;
    }

    private EvaluatorDefinition noEvaluator() {
        return scalarEvaluator()
                        .filter(s -> EvaluatorKeys.NONE.equals(s.value()))
                        .isPresent()
                ? new EvaluatorDefinition.None()
                : new EvaluatorDefinition.External();
    }

    private Optional<JudgeDefinition> judge() {
        return root.get("judge")
                .filter(Mapping.class::isInstance)
                .map(Mapping.class::cast)
                .map(node -> new JudgeDefinition(
                        EvaluatorReader.texts(node, "command").orElseThrow(),
                        node.get("directory").map(d -> (String) d.plain()),
                        node.get("timeout").map(t -> Quantities.duration("judge.timeout", (String) t.plain()))));
    }

    /** What goes by values has no place where trials are compared, and the judge none where they are measured. */
    private void checkCompared() {
        if (root.has("judge")) {
            for (String key : List.of("baseline", "verify", "pruner", "warm_start")) {
                root.get(key)
                        .ifPresent(node -> problems.add(
                                node, "has no use here, expected no " + key + " with a judge: it goes by values"));
            }
            at("budget", "target")
                    .ifPresent(node ->
                            problems.add(node, "has no use here, expected no target with a judge: it is a value"));
        } else {
            scalarEvaluator()
                    .filter(s -> EvaluatorKeys.NONE.equals(s.value()))
                    .ifPresent(
                            s -> problems.add(
                                    s,
                                    "is 'none', which leaves all to a judge, expected one: 'judge: human' in place of objectives"));
        }
    }

    private Optional<Scalar> scalarEvaluator() {
        return root.get("evaluator").filter(Scalar.class::isInstance).map(Scalar.class::cast);
    }

    /** What is measured here needs an evaluator here. */
    private void checkExternal() {
        if (scalarEvaluator().isPresent() && !root.has("judge")) {
            for (String key : List.of("baseline", "verify")) {
                root.get(key)
                        .ifPresent(node -> problems.add(
                                node, "has no use here, expected no " + key + " with evaluator: external"));
            }
        }
    }

    private void checkBaselineCommand(EvaluatorReader evaluator) {
        at("baseline", "command").ifPresent(command -> {
            if (evaluator.isJavaOrHttp()) {
                problems.add(command, "is a command, expected configuration: the evaluator is not a command");
            }
            evaluator.checkFixedCommand(command);
        });
    }

    private Optional<Baseline> baseline(SpaceReader reader, SearchSpace space) {
        Located node =
                root.get("baseline").filter(n -> problems.isClean("baseline")).orElse(null);
        if (!(node instanceof Mapping baseline)) {
            return Optional.empty();
        }
        String label = baseline.get("label").map(l -> ((Scalar) l).source()).orElse("baseline");
        return Optional.of(new Baseline(
                label,
                EvaluatorReader.texts(baseline, "command"),
                baseline.get("configuration").flatMap(c -> reader.configuration(space, c))));
    }

    private Budget budget() {
        Mapping node = (Mapping) root.get("budget").orElseThrow();
        return new Budget(
                node.get("trials")
                        .map(n -> OptionalLong.of(((Number) n.plain()).longValue()))
                        .orElse(OptionalLong.empty()),
                node.get("duration").map(n -> Quantities.duration("budget.duration", (String) n.plain())),
                real(node, "cost"),
                real(node, "target"));
    }

    private FailureLimit failureLimit() {
        return scalar("max_failures")
                .map(limit -> limit.value() instanceof Number count
                        ? FailureLimit.count(count.longValue())
                        : FailureLimit.fraction(Quantities.fraction("max_failures", limit.source())))
                .orElse(FailureLimit.NONE);
    }

    private Optional<Scalar> scalar(String key) {
        return root.get(key).map(Scalar.class::cast);
    }

    private int whole(String key, int absent) {
        return scalar(key)
                .map(s -> Math.toIntExact(((Number) s.value()).longValue()))
                .orElse(absent);
    }

    private Optional<Located> at(String key, String below) {
        return root.get(key).flatMap(node -> node instanceof Mapping m ? m.get(below) : Optional.empty());
    }

    private static OptionalDouble real(Mapping node, String key) {
        return node.get(key)
                .map(n -> OptionalDouble.of(((Number) n.plain()).doubleValue()))
                .orElse(OptionalDouble.empty());
    }
}
