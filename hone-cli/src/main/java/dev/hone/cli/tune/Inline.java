package dev.hone.cli.tune;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.core.Check;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.Json;
import dev.hone.core.definition.SpaceSyntax;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Option;

/** A study described by options instead of a file. */
final class Inline {

    private static final int DEFAULT_TRIALS = 50;

    /** What the evaluator measures on the finished process. */
    private static final Set<String> MEASURES = Set.of("wall", "user", "system", "cpu", "peak_rss", "exit_status");

    @Option(
            names = "--space",
            paramLabel = "SPACE",
            description = "Parameters: x=float(0.1,10,log) n=int(1,8) gc=cat(a,b,c) level=ordered(low,high)"
                    + " order=perm(a,b,c); may be given several times.")
    List<String> space;

    @Option(names = "--name", paramLabel = "STUDY", description = "Name of the study; the program's name by default.")
    String name;

    @Option(
            names = "--minimize",
            paramLabel = "METRIC",
            description =
                    "wall, user, system, cpu (seconds) or peak_rss (bytes), measured on the process; any other name"
                            + " is looked for in the last JSON object that the command prints. Default: wall.")
    List<String> minimize = new ArrayList<>();

    @Option(names = "--maximize", paramLabel = "METRIC", description = "The same, where more is better.")
    List<String> maximize = new ArrayList<>();

    @Option(
            names = "--regex",
            paramLabel = "METRIC=PATTERN",
            description =
                    "Takes a metric from the first group of a regular expression's last match on standard output.")
    Map<String, String> regex = Map.of();

    @Option(names = "--timeout", paramLabel = "DURATION", description = "Longest time for one evaluation, such as 30s.")
    String timeout;

    @Option(names = "--optimizer", paramLabel = "METHOD", description = "See 'hone methods'; auto by default.")
    String optimizer;

    /** The definition as text. */
    String definition(List<String> command) {
        Check.that(!command.isEmpty(), "COMMAND", "missing", "the command to tune after --, such as: -- ./run {x}");
        if (minimize.isEmpty() && maximize.isEmpty()) {
            minimize = List.of("wall");
        }
        List<String> metrics = new ArrayList<>(minimize);
        metrics.addAll(maximize);
        ObjectNode study = Json.MAPPER.createObjectNode();
        study.put("study", name == null ? defaultName(command.get(0)) : name);
        ArrayNode goals = study.putArray("objectives");
        minimize.forEach(metric -> goals.addObject().put("minimize", metric));
        maximize.forEach(metric -> goals.addObject().put("maximize", metric));
        study.set("parameters", SpaceText.definition(SpaceSyntax.parse(String.join(" ", space))));
        ObjectNode evaluator = study.putObject("evaluator");
        evaluator.set("command", Json.MAPPER.valueToTree(command));
        evaluator.put("directory", ".");
        ObjectNode results = evaluator.putObject("results");
        for (String metric : metrics) {
            if (regex.containsKey(metric)) {
                results.putObject(metric).put("regex", regex.get(metric));
            } else if (MEASURES.contains(metric)) {
                results.putObject(metric).put("measure", metric);
            } else {
                results.putObject(metric)
                        .put("json", "/" + metric.replace("~", "~0").replace("/", "~1"));
            }
        }
        for (String metric : regex.keySet()) {
            if (!metrics.contains(metric)) {
                throw new InvalidFieldException("--regex", "is for '" + metric + "', expected one of " + metrics);
            }
        }
        if (timeout != null) {
            evaluator.put("timeout", timeout);
        }
        if (optimizer != null) {
            study.put("optimizer", optimizer);
        }
        study.putObject("budget").put("trials", DEFAULT_TRIALS);
        return Json.write(study);
    }

    private static String defaultName(String program) {
        String last = program.substring(program.lastIndexOf('/') + 1).replaceAll("[^A-Za-z0-9._-]", "");
        return last.isEmpty() ? "command" : last;
    }
}
