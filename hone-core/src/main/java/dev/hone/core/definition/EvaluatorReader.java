package dev.hone.core.definition;

import dev.hone.core.definition.EvaluatorDefinition.Command;
import dev.hone.core.definition.EvaluatorDefinition.Http;
import dev.hone.core.definition.EvaluatorDefinition.Intermediate;
import dev.hone.core.definition.EvaluatorDefinition.Java;
import dev.hone.core.definition.EvaluatorDefinition.JsonResult;
import dev.hone.core.definition.EvaluatorDefinition.Limits;
import dev.hone.core.definition.EvaluatorDefinition.Measure;
import dev.hone.core.definition.EvaluatorDefinition.RegexResult;
import dev.hone.core.definition.EvaluatorDefinition.Repeats;
import dev.hone.core.definition.EvaluatorDefinition.Result;
import dev.hone.core.definition.EvaluatorDefinition.Template;
import dev.hone.core.definition.Located.Entry;
import dev.hone.core.definition.Located.Mapping;
import dev.hone.core.definition.Located.Scalar;
import dev.hone.core.definition.Located.Sequence;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Reads {@code evaluator}, whose shape has been checked. */
final class EvaluatorReader {

    private final Mapping node;
    private final Problems problems;
    private final List<String> parameters;
    private final InstanceReader instances;

    /**
     * @param parameters names that placeholders may mention
     * @param instances whose values they may mention too
     */
    EvaluatorReader(Mapping node, Problems problems, List<String> parameters, InstanceReader instances) {
        this.node = node;
        this.problems = problems;
        this.parameters = parameters;
        this.instances = instances;
    }

    /** Reports placeholders that name no parameter, and keys that do not go together; runs on any shape. */
    void checkMeaning() {
        node.get("command").ifPresent(command -> checkPlaceholders(command, parameters));
        node.get("command").ifPresent(this::checkProgram);
        node.get("http").ifPresent(this::checkAddress);
        node.get("environment").ifPresent(this::checkVariables);
        if (node.get("results").orElse(null) instanceof Mapping results) {
            for (Entry entry : results.entries()) {
                if (entry.value() instanceof Mapping result
                        && result.get("measure")
                                .map(m -> !"peak_rss".equals(m.plain()))
                                .orElse(false)) {
                    result.get("unit")
                            .ifPresent(unit -> problems.add(
                                    unit,
                                    "is " + unit.kind() + ", expected only for measure: peak_rss; times are seconds"));
                }
            }
        }
        if (node.get("repeats").orElse(null) instanceof Mapping repeats) {
            boolean quantile = repeats.get("aggregate")
                    .map(a -> "quantile".equals(a.plain()))
                    .orElse(false);
            if (quantile && !repeats.has("quantile")) {
                problems.add(repeats, "has aggregate: quantile without a quantile, expected one such as quantile: 0.9");
            } else if (!quantile && repeats.has("quantile")) {
                problems.add(
                        repeats.get("quantile").orElseThrow(),
                        "has no use here, expected only with aggregate: quantile");
            }
        }
    }

    /** @param names what may stand between braces; if empty, no placeholder may */
    private void checkPlaceholders(Located command, List<String> names) {
        if (!(command instanceof Sequence list)) {
            return;
        }
        for (Located item : list.items()) {
            if (item instanceof Scalar scalar) {
                checkPlaceholders(scalar, names);
            }
        }
    }

    private void checkPlaceholders(Scalar text, List<String> names) {
        for (String name : Placeholders.names(text.source())) {
            if (names.isEmpty()) {
                problems.add(text, "has the placeholder {" + name + "}, expected none: nothing varies here");
            } else if (!names.contains(name) && !instances.has(name)) {
                problems.add(
                        text,
                        "has the placeholder {" + name + "}" + Problems.hint(name, names)
                                + "names of parameters: " + names + ", or {{" + name
                                + "}} for the text itself");
            }
        }
    }

    /** In the fresh folder that a run gets if no other is named there is no program yet. */
    private void checkProgram(Located command) {
        if (!node.has("directory")
                && command instanceof Sequence list
                && !list.items().isEmpty()
                && list.items().get(0) instanceof Scalar program
                && program.source().matches("[^/{]+/.*")) {
            problems.add(
                    program,
                    "is '" + program.source() + "', a path into the empty folder that each run gets, expected"
                            + " 'directory: .' beside 'command' to run where the study file is, or an absolute path");
        }
    }

    private void checkAddress(Located address) {
        if (address instanceof Scalar scalar && scalar.source().contains("{")) {
            problems.add(
                    address, "has a brace, expected a fixed address: parameters travel in the body of the request");
        }
    }

    private void checkVariables(Located environment) {
        if (environment instanceof Mapping mapping) {
            for (Entry entry : mapping.entries()) {
                if (entry.key().contains("=") || entry.key().startsWith("HONE_")) {
                    problems.add(
                            entry.keyPlace(),
                            entry.value().path(),
                            "is '" + entry.key() + "', expected a name without '=' that does not begin with HONE_",
                            "");
                }
            }
        }
    }

    /** Checks a command that no configuration belongs to. */
    void checkFixedCommand(Located command) {
        checkPlaceholders(command, List.of());
        checkProgram(command);
    }

    /** Metric names under {@code results}, or empty if there is no such key. */
    Optional<List<String>> metrics() {
        return node.get("results").map(results -> results instanceof Mapping mapping ? mapping.keys() : List.of());
    }

    boolean isJavaOrHttp() {
        return node.has("java") || node.has("http");
    }

    /** Whether trials may report intermediate values. */
    boolean mayReport() {
        return node.has("java") || node.has("intermediate");
    }

    EvaluatorDefinition read() {
        Optional<Repeats> repeats = mapping(node, "repeats").map(EvaluatorReader::repeats);
        if (node.has("java")) {
            return new Java(
                    text(node, "java").orElseThrow(), texts(node, "classpath").orElse(List.of()), repeats);
        }
        if (node.has("http")) {
            return new Http(
                    URI.create(text(node, "http").orElseThrow()),
                    map(node, "headers"),
                    text(node, "timeout").map(t -> Quantities.duration("evaluator.timeout", t)),
                    repeats);
        }
        Map<String, Result> results = new LinkedHashMap<>();
        mapping(node, "results")
                .ifPresent(all -> all.entries().forEach(e -> results.put(e.key(), result((Mapping) e.value()))));
        return new Command(
                texts(node, "command").orElseThrow(),
                text(node, "directory"),
                map(node, "environment"),
                texts(node, "allow_environment"),
                mapping(node, "template")
                        .map(t -> new Template(
                                text(t, "file").orElseThrow(), text(t, "to").orElseThrow())),
                text(node, "timeout").map(t -> Quantities.duration("evaluator.timeout", t)),
                mapping(node, "limits")
                        .map(EvaluatorReader::limits)
                        .orElse(new Limits(Optional.empty(), OptionalLong.empty(), OptionalLong.empty(), true)),
                results,
                mapping(node, "intermediate")
                        .map(i -> new Intermediate(
                                text(i, "step").orElseThrow(), text(i, "value").orElseThrow())),
                repeats);
    }

    private static Limits limits(Mapping limits) {
        return new Limits(
                text(limits, "cpu").map(t -> Quantities.duration("evaluator.limits.cpu", t)),
                size(limits, "memory"),
                size(limits, "output"),
                limits.get("network").map(n -> (Boolean) n.plain()).orElse(true));
    }

    private static OptionalLong size(Mapping limits, String key) {
        return text(limits, key)
                .map(t -> OptionalLong.of(Quantities.bytes("evaluator.limits." + key, t)))
                .orElse(OptionalLong.empty());
    }

    private static Result result(Mapping result) {
        Optional<String> file = text(result, "file");
        if (result.has("measure")) {
            return new Measure(text(result, "measure").orElseThrow(), text(result, "unit"));
        }
        return result.has("json")
                ? new JsonResult(text(result, "json").orElseThrow(), file)
                : new RegexResult(Pattern.compile(text(result, "regex").orElseThrow()), file);
    }

    private static Repeats repeats(Mapping repeats) {
        return new Repeats(
                ((Number) repeats.get("count").orElseThrow().plain()).intValue(),
                text(repeats, "aggregate").orElse("median"),
                repeats.get("quantile")
                        .map(q -> OptionalDouble.of(((Number) q.plain()).doubleValue()))
                        .orElse(OptionalDouble.empty()));
    }

    private static Optional<Mapping> mapping(Mapping parent, String key) {
        return parent.get(key).map(Mapping.class::cast);
    }

    private static Optional<String> text(Mapping parent, String key) {
        return parent.get(key).map(value -> ((Scalar) value).source());
    }

    static Optional<List<String>> texts(Mapping parent, String key) {
        return parent.get(key)
                .map(value -> ((Sequence) value)
                        .items().stream().map(item -> ((Scalar) item).source()).toList());
    }

    private static Map<String, String> map(Mapping parent, String key) {
        Map<String, String> texts = new LinkedHashMap<>();
        mapping(parent, key)
                .ifPresent(all -> all.entries().forEach(e -> texts.put(e.key(), ((Scalar) e.value()).source())));
        return texts;
    }
}
