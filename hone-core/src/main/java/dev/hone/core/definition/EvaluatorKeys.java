package dev.hone.core.definition;

import com.fasterxml.jackson.core.JsonPointer;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.shape.Key;
import dev.hone.core.shape.Shape.Choice;
import dev.hone.core.shape.Shape.Fields;
import dev.hone.core.shape.Shape.Flag;
import dev.hone.core.shape.Shape.ListOf;
import dev.hone.core.shape.Shape.MapOf;
import dev.hone.core.shape.Shape.Numeric;
import dev.hone.core.shape.Shape.Text;
import dev.hone.core.shape.Shape.Word;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The keys below {@code evaluator}. */
final class EvaluatorKeys {

    /** In place of a mapping: trials are evaluated by whoever asks for them. */
    static final String EXTERNAL = "external";

    /** In place of a mapping: there is nothing to evaluate before trials are compared. */
    static final String NONE = "none";

    static final List<String> MEASURES = List.of("wall", "user", "system", "cpu", "peak_rss", "exit_status");
    static final List<String> AGGREGATES = List.of("mean", "median", "trimmed", "min", "max", "quantile");
    static final List<String> UNITS = List.of("B", "kB", "MB", "GB", "TB", "KiB", "MiB", "GiB", "TiB");

    private EvaluatorKeys() {}

    static Fields evaluator() {
        MapOf texts = new MapOf(new Word("some text"), ".+", "a name", "a mapping from names to texts");
        return Fields.of(
                        Key.of(
                                "command",
                                command(),
                                "A command to run; {name} is replaced by the value of a parameter, {{ and }} are"
                                        + " braces. An argument that mentions an inactive parameter is left out.",
                                "command: [bench, \"--threads={threads}\"]"),
                        Key.of(
                                "java",
                                Text.matching(
                                        "a class name, or Class::method",
                                        "^[\\w$.]+(::[\\w$]+)?$",
                                        EvaluatorKeys::javaName),
                                "A class that implements Evaluator or Evaluator.Function, or a public static method.",
                                "java: com.example.MyEvaluator"),
                        Key.of(
                                "http",
                                Text.matching("an http or https address", "^https?://.+", EvaluatorKeys::url),
                                "Where to POST {\"study\", \"trial\", \"seed\", \"parameters\"}; answers with a JSON object.",
                                "http: http://127.0.0.1:8000/evaluate"),
                        Key.of(
                                        "classpath",
                                        new ListOf(new Word("a path"), "a list of paths"),
                                        "Jars and class folders, relative to the study file.",
                                        "classpath: [target/classes]")
                                .besides("java"),
                        Key.of(
                                        "headers",
                                        texts,
                                        "Request headers; ${NAME} stands for an environment variable, so that secrets stay out of the store.",
                                        "headers: {Authorization: 'Bearer ${API_TOKEN}'}")
                                .besides("http"),
                        Key.of(
                                        "directory",
                                        Text.any("a path"),
                                        "Where the command runs, relative to the study file. Without it every run gets a fresh folder.",
                                        "directory: .")
                                .besides("command"),
                        Key.of("environment", texts, "Environment variables to set.", "environment: {LANG: C}")
                                .besides("command"),
                        Key.of(
                                        "allow_environment",
                                        new ListOf(Text.any("a variable's name"), "a list of variable names"),
                                        "Environment variables that pass from outside, in place of the default list.",
                                        "allow_environment: [PATH, HOME, JAVA_HOME]")
                                .besides("command"),
                        Key.of(
                                        "template",
                                        template(),
                                        "A file with placeholders, filled in for every trial.",
                                        "template: {file: app.conf.in, to: app.conf}")
                                .besides("command"),
                        Key.of("timeout", duration(), "Wall time after which a trial fails.", "timeout: 60s")
                                .besides("command", "http"),
                        Key.of("limits", limits(), "What a trial may use.", "limits: {memory: 2GB, network: false}")
                                .besides("command"),
                        Key.of(
                                        "results",
                                        new MapOf(
                                                result(),
                                                ".+",
                                                "a metric's name",
                                                "a mapping from metric names to where they come from"),
                                        "Where each metric comes from. Without it: the last JSON object on standard output, by name.",
                                        "results: {wall_s: {measure: wall}, score: {json: /score}}")
                                .besides("command"),
                        Key.of(
                                        "intermediate",
                                        intermediate(),
                                        "JSON lines on standard output with these fields are intermediate values,"
                                                + " which pruners look at.",
                                        "intermediate: {step: step, value: loss}")
                                .besides("command"),
                        Key.of(
                                "repeats",
                                repeats(),
                                "Measures each configuration several times.",
                                "repeats: {count: 3, aggregate: median}"))
                .exactlyOneOf("command", "java", "http");
    }

    static ListOf command() {
        return new ListOf(new Word("an argument"), "a list: the program and its arguments");
    }

    static Text duration() {
        return Text.matching(Quantities.DURATION_PHRASE, Quantities.DURATION, Quantities::duration);
    }

    private static Text size() {
        return Text.matching(Quantities.SIZE_PHRASE, Quantities.SIZE, Quantities::bytes);
    }

    private static Fields template() {
        return Fields.of(
                Key.of("file", Text.any("a path"), "The template, relative to the study file.", "file: app.conf.in")
                        .must(),
                Key.of("to", Text.any("a path"), "Where it is written, in the trial's working folder.", "to: app.conf")
                        .must());
    }

    private static Fields limits() {
        return Fields.of(
                        Key.of("cpu", duration(), "CPU time.", "cpu: 120s"),
                        Key.of("memory", size(), "Resident memory of all its processes together.", "memory: 2GB"),
                        Key.of("output", size(), "Standard output and error together.", "output: 10MB"),
                        Key.of("network", new Flag(), "Whether it may use the network.", "network: false")
                                .defaultsTo(true))
                .atLeastOneOf("cpu", "memory", "output", "network");
    }

    private static Fields result() {
        return Fields.of(
                        Key.of(
                                "measure",
                                new Choice(MEASURES),
                                "A measurement of the process: seconds, or bytes for peak_rss.",
                                "measure: wall"),
                        Key.of("unit", new Choice(UNITS), "Unit for peak_rss.", "unit: MiB")
                                .besides("measure"),
                        Key.of(
                                "json",
                                Text.matching("a JSON pointer such as /score", "^/", EvaluatorKeys::pointer),
                                "JSON pointer into the last JSON object on standard output, or into the file.",
                                "json: /score"),
                        Key.of(
                                "regex",
                                Text.checked("a regular expression", EvaluatorKeys::regex),
                                "Regular expression; the number is its first group, or all of it. The last match counts.",
                                "regex: 'acc=([0-9.]+)'"),
                        Key.of(
                                        "file",
                                        Text.any("a path"),
                                        "File in the working folder to read instead of standard output.",
                                        "file: out.json")
                                .besides("json", "regex"))
                .exactlyOneOf("measure", "json", "regex");
    }

    private static Fields intermediate() {
        return Fields.of(
                Key.of("step", Text.any("a field's name"), "Field with the step.", "step: epoch")
                        .must(),
                Key.of(
                                "value",
                                Text.any("a field's name"),
                                "Field with the value of the first objective.",
                                "value: loss")
                        .must());
    }

    private static Fields repeats() {
        return Fields.of(
                Key.of("count", Numeric.integer().atLeast(1).atMost(10_000), "How often.", "count: 3")
                        .must(),
                Key.of("aggregate", new Choice(AGGREGATES), "What becomes of the values.", "aggregate: median")
                        .defaultsTo("median"),
                Key.of(
                                "quantile",
                                Numeric.real().above(0).atMost(1),
                                "Which quantile, for aggregate: quantile.",
                                "quantile: 0.9")
                        .besides("aggregate"));
    }

    private static void javaName(String field, String text) {
        if (!text.matches("[\\p{L}_$][\\w$]*(\\.[\\p{L}_$][\\w$]*)*(::[\\p{L}_$][\\w$]*)?")) {
            throw new InvalidFieldException(field, "is '" + text + "', expected a class name, or Class::method");
        }
    }

    private static void url(String field, String text) {
        try {
            URI uri = URI.create(text);
            if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) && uri.getHost() != null) {
                return;
            }
        } catch (IllegalArgumentException e) {
            throw new InvalidFieldException(field, "is '" + text + "', expected an address: " + e.getMessage());
        }
        throw new InvalidFieldException(
                field, "is '" + text + "', expected an address that begins with http:// or https://");
    }

    private static void pointer(String field, String text) {
        try {
            JsonPointer.compile(text);
        } catch (IllegalArgumentException e) {
            throw new InvalidFieldException(field, "is '" + text + "', expected a JSON pointer such as /score");
        }
    }

    private static void regex(String field, String text) {
        try {
            Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw new InvalidFieldException(
                    field,
                    "is '" + text + "', expected a regular expression: " + e.getDescription() + " near index "
                            + e.getIndex());
        }
    }
}
