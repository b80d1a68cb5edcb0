package dev.hone.core.definition;

import dev.hone.core.method.CandidateKind;
import dev.hone.core.method.Method;
import dev.hone.core.method.MethodCatalogue;
import dev.hone.core.method.Option;
import dev.hone.core.shape.Key;
import dev.hone.core.shape.Shape;
import dev.hone.core.shape.Shape.Choice;
import dev.hone.core.shape.Shape.Either;
import dev.hone.core.shape.Shape.Fields;
import dev.hone.core.shape.Shape.Flag;
import dev.hone.core.shape.Shape.ListOf;
import dev.hone.core.shape.Shape.MapOf;
import dev.hone.core.shape.Shape.Numeric;
import dev.hone.core.shape.Shape.Text;
import dev.hone.core.shape.Shape.Variants;
import dev.hone.core.shape.Shape.Word;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Every key of a study file: name, form, meaning, example. */
final class StudyKeys {

    /** A study that runs, as the answer to an empty file. */
    static final String MINIMAL = """
            study: sort-speed
            objectives: [{minimize: wall_s}]
            parameters:
              threads: {type: int, low: 1, high: 4}
            evaluator:
              command: [sort, "--parallel={threads}", input.txt]
              results: {wall_s: {measure: wall}}
            budget: {trials: 20}""".stripIndent();

    /** The judge that is a person. */
    static final String HUMAN = "human";

    static final String NAME = "[A-Za-z_][A-Za-z0-9_]*";
    static final String NAME_PHRASE = "letters, digits and underscores, beginning with a letter";

    /** Keys that do not depend on what is tried. */
    private static final Set<String> ANY_CANDIDATE =
            Set.of("study", "seed", "budget", "parallelism", "retries", "max_failures", "warm_start");

    private static final String PARAMETER_EXAMPLE = "heap_mb: {type: int, low: 64, high: 1024, log: true}";

    private StudyKeys() {}

    /** @param catalogue whose optimizers and pruners may be named */
    static Fields study(MethodCatalogue catalogue) {
        return Fields.of(
                        Key.of(
                                        "study",
                                        Text.any("a name"),
                                        "Name of the study; one store holds one study of a name.",
                                        "study: jvm-flags")
                                .must(),
                        Key.of(
                                "seed",
                                Numeric.integer(),
                                "Seed of everything random; the same seed gives the same proposals.",
                                "seed: 1"),
                        Key.of(
                                "objectives",
                                new ListOf(objective(), "a list of objectives"),
                                "What gets better, in the order that matters. Several objectives give a Pareto front.",
                                "objectives: [{minimize: wall_s}]"),
                        Key.of(
                                "judge",
                                Either.of(new Choice(List.of(HUMAN)), judge()),
                                "Who compares trials, in place of objectives: 'human', in the dashboard or with 'hone study"
                                        + " judge', or a command.",
                                "judge: {command: [./rank]}"),
                        Key.of(
                                        "parameters",
                                        parameters(),
                                        "What may be changed, by name.",
                                        "parameters:\n  " + PARAMETER_EXAMPLE)
                                .must(),
                        Key.of(
                                "constraints",
                                new ListOf(
                                        Text.any("an expression over parameters"),
                                        "a list of expressions over parameters"),
                                "Conditions on parameters that are known in advance; a configuration that violates one is never"
                                        + " tried. Comparison, arithmetic, &&, ||, !.",
                                "constraints: [\"heap_min_mb <= heap_mb\"]"),
                        Key.of(
                                "outcome_constraints",
                                new ListOf(outcomeConstraint(), "a list of bounds on metrics"),
                                "Bounds on what is measured; the best trial must keep them.",
                                "outcome_constraints: [{metric: peak_rss_mb, max: 512}]"),
                        Key.of(
                                        "evaluator",
                                        Either.of(
                                                new Choice(List.of(EvaluatorKeys.EXTERNAL, EvaluatorKeys.NONE)),
                                                EvaluatorKeys.evaluator()),
                                        "How a configuration is measured; 'external': by whoever asks the server for trials;"
                                                + " 'none': not at all, the judge looks at the configuration.",
                                        "evaluator: {command: [./bench, \"--threads={threads}\"], directory: .}")
                                .must(),
                        Key.of(
                                "instances",
                                Either.of(
                                        new ListOf(instance(), "a list of instances"),
                                        Fields.of(Key.of(
                                                        "file",
                                                        Text.any("a path"),
                                                        "JSON lines, relative to the study file: one object of numbers and texts"
                                                                + " for each instance.",
                                                        "file: systems.jsonl")
                                                .must())),
                                "What each trial is about, in turn, such as a system to solve. Reaches commands as"
                                        + " {instance.NAME} and HONE_INSTANCE_NAME; after the last comes the first again.",
                                "instances: [{shift: 0.1}, {shift: 0.3}]"),
                        Key.of(
                                "fidelity",
                                fidelity(),
                                "The parameter that says how exactly a configuration is evaluated: trials below its truth"
                                        + " cost less, inform the search and are never a result.",
                                "fidelity: {parameter: mesh, truth: fine, costs: {coarse: 0.1, fine: 1}}"),
                        Key.of(
                                        "optimizer",
                                        method(catalogue.samplers()),
                                        "What proposes configurations: a name, or a name with options.",
                                        "optimizer: {name: gp, startup_trials: 10}")
                                .defaultsTo("auto"),
                        Key.of(
                                "pruner",
                                method(catalogue.pruners()),
                                "What stops hopeless trials early, from their intermediate values: a name, or a name with options.",
                                "pruner: {name: median}"),
                        Key.of(
                                        "budget",
                                        budget(),
                                        "When to stop: whatever is reached first.",
                                        "budget: {trials: 60, duration: 10m}")
                                .must(),
                        Key.of(
                                        "parallelism",
                                        Numeric.integer().atLeast(1).atMost(10_000),
                                        "How many trials run at a time.",
                                        "parallelism: 2")
                                .defaultsTo(1L),
                        Key.of(
                                        "retries",
                                        Numeric.integer().atLeast(0).atMost(1000),
                                        "How often a trial whose worker died is tried again.",
                                        "retries: 1")
                                .defaultsTo(1L),
                        Key.of(
                                "max_failures",
                                Either.of(
                                        Numeric.integer().atLeast(0),
                                        Text.matching(
                                                Quantities.PERCENT_PHRASE, Quantities.PERCENT, Quantities::fraction)),
                                "Failed trials beyond this number, or this share of the finished ones, end the run with exit code 3.",
                                "max_failures: 50%"),
                        Key.of(
                                "enqueue",
                                new ListOf(configuration(), "a list of configurations"),
                                "Configurations to try first; parameters left out are drawn at random.",
                                "enqueue: [{heap_mb: 256}]"),
                        Key.of(
                                "warm_start",
                                new ListOf(Text.any("a study's name"), "a list of study names"),
                                "Studies in the same store whose trials the optimizer learns from before it starts.",
                                "warm_start: [other-study]"),
                        Key.of(
                                "baseline",
                                baseline(),
                                "What the result is compared with at the end.",
                                "baseline: {label: default flags, command: [java, Workload]}"),
                        Key.of(
                                "verify",
                                Fields.of(Key.of(
                                                "repeats",
                                                Numeric.integer().atLeast(2).atMost(1000),
                                                "How often baseline and best are measured again, in alternation.",
                                                "repeats: 7")
                                        .must()),
                                "The comparison at the end.",
                                "verify: {repeats: 7}"))
                .exactlyOneOf("objectives", "judge");
    }

    /** The keys of a study about candidates of a kind: its section, and those that do not depend on what is tried. */
    static Fields study(MethodCatalogue catalogue, CandidateKind kind) {
        List<Key> keys = new ArrayList<>();
        for (Key key : study(catalogue).keys()) {
            if (key.name().equals("parameters")) {
                keys.add(kind.key().must());
            } else if (key.name().equals("optimizer")) {
                List<Method> optimizers = kind.optimizers();
                keys.add(Key.of(
                                key.name(),
                                method(optimizers),
                                key.doc(),
                                "optimizer: " + optimizers.get(0).id())
                        .defaultsTo(optimizers.get(0).id()));
            } else if (key.name().equals("budget") && kind.defaultTrials().isPresent()) {
                keys.add(Key.of(key.name(), key.shape(), key.doc(), key.example()));
            } else if (ANY_CANDIDATE.contains(key.name())) {
                keys.add(key);
            }
        }
        return new Fields(keys, List.of());
    }

    private static Fields judge() {
        return Fields.of(
                Key.of(
                                "command",
                                EvaluatorKeys.command(),
                                "Reads {\"candidates\": [{\"trial\", \"configuration\", \"metrics\"}]} and prints"
                                        + " {\"ranking\": [trial numbers, best first]}; ties as lists, the rest is worse.",
                                "command: [./rank]")
                        .must(),
                Key.of(
                        "directory",
                        Text.any("a path"),
                        "Where the command runs, relative to the study file. Without it every run gets a fresh folder.",
                        "directory: ."),
                Key.of("timeout", EvaluatorKeys.duration(), "Time for one answer.", "timeout: 60s"));
    }

    private static Fields fidelity() {
        return Fields.of(
                        Key.of(
                                        "parameter",
                                        Text.any("a parameter's name"),
                                        "A choice or a number among the parameters: levels in order from the coarsest to the"
                                                + " truth, sources without order, or a range.",
                                        "parameter: mesh")
                                .must(),
                        Key.of(
                                "truth",
                                new Shape.AnyScalar(),
                                "Its value that is exact; of a number an end of its range, the high one if it is not given.",
                                "truth: fine"),
                        Key.of(
                                "costs",
                                new MapOf(Numeric.real().above(0), ".+", "a level", "a mapping from levels to costs"),
                                "What an evaluation at each value of a choice is expected to cost, in the unit of the"
                                        + " budget; a cost that a trial reports replaces it.",
                                "costs: {coarse: 0.1, fine: 1}"),
                        Key.of(
                                "cost",
                                Text.any("an expression over the parameter"),
                                "The same for a number, as an expression like those of constraints.",
                                "cost: \"0.05 + 0.95 * mesh\""))
                .exactlyOneOf("costs", "cost");
    }

    private static MapOf instance() {
        return new MapOf(new Shape.AnyScalar(), NAME, NAME_PHRASE, "a mapping from names to numbers and texts");
    }

    private static Fields objective() {
        Text metric = Text.any("a metric's name");
        return Fields.of(
                        Key.of("minimize", metric, "Metric that should get smaller.", "minimize: wall_s"),
                        Key.of("maximize", metric, "Metric that should get larger.", "maximize: accuracy"),
                        Key.of("name", metric, "Metric, with its direction beside it.", "name: wall_s"),
                        Key.of(
                                        "direction",
                                        new Choice(List.of("minimize", "maximize")),
                                        "Which way it gets better.",
                                        "direction: minimize")
                                .besides("name")
                                .defaultsTo("minimize"))
                .exactlyOneOf("minimize", "maximize", "name");
    }

    private static MapOf parameters() {
        Map<String, Fields> types = new LinkedHashMap<>();
        Numeric number = Numeric.real();
        Numeric whole = Numeric.integer();
        types.put(
                "float",
                parameter(
                        Key.of("low", number, "Least value.", "low: 0.1").must(),
                        Key.of("high", number, "Greatest value.", "high: 10").must(),
                        logKey(),
                        Key.of("step", number.above(0), "Distance between neighbouring values.", "step: 0.5")));
        types.put(
                "int",
                parameter(
                        Key.of("low", whole, "Least value.", "low: 1").must(),
                        Key.of("high", whole, "Greatest value.", "high: 8").must(),
                        logKey(),
                        Key.of("step", whole.atLeast(1), "Distance between neighbouring values.", "step: 2")));
        types.put(
                "categorical",
                parameter(
                        Key.of(
                                        "choices",
                                        new ListOf(new Shape.AnyScalar(), "a list of choices"),
                                        "The values: texts, numbers, booleans. Quote \"\" for the empty text.",
                                        "choices: [lz4, zstd]")
                                .must(),
                        Key.of("ordered", new Flag(), "Whether neighbours in the list are more alike.", "ordered: true")
                                .defaultsTo(false)));
        types.put(
                "permutation",
                parameter(Key.of(
                                "items",
                                new ListOf(new Word("a name"), "a list of items"),
                                "What is put in order.",
                                "items: [a, b, c]")
                        .must()));
        types.put(
                "constant",
                parameter(Key.of("value", new Shape.AnyScalar(), "The value, which never changes.", "value: 8080")
                        .must()));
        return new MapOf(
                new Variants("type", types), NAME, NAME_PHRASE, "a mapping from parameter names to their domains");
    }

    private static Key logKey() {
        return Key.of("log", new Flag(), "Search on a logarithmic scale; low must be above 0.", "log: true")
                .defaultsTo(false);
    }

    private static Fields parameter(Key... own) {
        List<Key> keys = new ArrayList<>();
        keys.add(Key.of(
                        "type",
                        new Choice(List.of("float", "int", "categorical", "permutation", "constant")),
                        "Kind of parameter.",
                        "type: int")
                .must());
        keys.addAll(List.of(own));
        Shape values = Either.of(new ListOf(new Shape.AnyScalar(), "a list of values"), new Shape.AnyScalar());
        keys.add(Key.of(
                "when",
                new MapOf(values, NAME, NAME_PHRASE, "one parameter with the values that make this one active"),
                "Active only while another parameter has one of these values.",
                "when: {gc: [parallel]}"));
        return new Fields(keys, List.of());
    }

    private static Fields outcomeConstraint() {
        return Fields.of(
                        Key.of("metric", Text.any("a metric's name"), "What is bounded.", "metric: peak_rss_mb")
                                .must(),
                        Key.of("max", Numeric.real(), "Greatest allowed value.", "max: 512"),
                        Key.of("min", Numeric.real(), "Least allowed value.", "min: 0.9"))
                .atLeastOneOf("max", "min");
    }

    private static Fields budget() {
        return Fields.of(
                        Key.of("trials", Numeric.integer().atLeast(1), "Number of trials.", "trials: 60"),
                        Key.of("duration", EvaluatorKeys.duration(), "Wall time of one run.", "duration: 10m"),
                        Key.of("cost", Numeric.real().above(0), "Sum of the costs that trials report.", "cost: 100"),
                        Key.of(
                                "target",
                                Numeric.real(),
                                "A value of the first objective that is good enough.",
                                "target: 0.1"))
                .atLeastOneOf("trials", "duration", "cost", "target");
    }

    private static MapOf configuration() {
        Shape value = Either.of(new ListOf(new Word("an item"), "an order of items"), new Shape.AnyScalar());
        return new MapOf(value, NAME, NAME_PHRASE, "a mapping from parameter names to values");
    }

    private static Fields baseline() {
        return Fields.of(
                        Key.of("label", Text.any("a name"), "What to call it.", "label: default flags")
                                .defaultsTo("baseline"),
                        Key.of(
                                "command",
                                EvaluatorKeys.command(),
                                "A command without parameters, measured like the evaluator's.",
                                "command: [java, -cp, target/classes, Workload]"),
                        Key.of(
                                "configuration",
                                configuration(),
                                "A point of the space.",
                                "configuration: {heap_mb: 256}"))
                .exactlyOneOf("command", "configuration");
    }

    private static Shape method(List<Method> methods) {
        Map<String, Fields> variants = new LinkedHashMap<>();
        for (Method method : methods) {
            List<Key> keys = new ArrayList<>();
            keys.add(Key.of("name", new Choice(List.of(method.id())), method.title(), "name: " + method.id())
                    .must());
            method.options().forEach(option -> keys.add(option(option)));
            variants.put(method.id(), new Fields(keys, List.of()));
        }
        return Either.of(new Choice(List.copyOf(variants.keySet())), new Variants("name", variants));
    }

    private static Key option(Option option) {
        Shape shape = switch (option.type()) {
            case INTEGER -> new Numeric(true, option.low(), java.util.OptionalDouble.empty(), option.high());
            case NUMBER -> new Numeric(false, option.low(), java.util.OptionalDouble.empty(), option.high());
            case FLAG -> new Flag();
            case CHOICE -> new Choice(option.choices());
            case TEXT -> Text.any("some text");
        };
        Object value = option.defaultValue() == null ? "1" : option.defaultValue();
        return Key.of(option.name(), shape, option.description(), option.name() + ": " + value)
                .defaultsTo(option.defaultValue());
    }
}
