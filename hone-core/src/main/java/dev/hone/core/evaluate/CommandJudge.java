package dev.hone.core.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.core.Check;
import dev.hone.core.HoneException;
import dev.hone.core.Json;
import dev.hone.core.sandbox.Executables;
import dev.hone.core.sandbox.Limits;
import dev.hone.core.sandbox.ProcessResult;
import dev.hone.core.sandbox.ProcessSandbox;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.ConfigurationCodec;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.study.Judge;
import dev.hone.core.trial.Comparison;
import dev.hone.core.trial.Rankings;
import dev.hone.core.trial.Trial;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lets a command compare trials. It reads {@code {"candidates": [{"trial": 3, "configuration": {...}, "metrics": {...}}]}}
 * on standard input, in the order in which to look at them, and prints a JSON object with the key {@code ranking}: trial
 * numbers, best first, those of equal quality in an array of their own, such as {@code {"ranking": [3, 1, [0, 2]]}}. Trials
 * left out of the ranking are worse than all that are in it. Immutable and thread-safe.
 */
public final class CommandJudge implements Judge<Configuration> {

    private final ConfigurationCodec codec;
    private final List<String> command;
    private final Optional<Path> directory;
    private final Limits limits;
    private final Map<String, String> environment =
            ProcessSandbox.inherited(ProcessSandbox.ALLOWED_ENVIRONMENT, Map.of());
    private final ProcessSandbox sandbox = new ProcessSandbox();

    /**
     * @param directory where it runs; empty: a fresh folder each time
     * @throws HoneException if there is no such program
     */
    public CommandJudge(SearchSpace space, List<String> command, Optional<Path> directory, Optional<Duration> timeout) {
        this.codec = new ConfigurationCodec(space);
        this.command = List.copyOf(Check.notEmpty("command", command));
        this.directory = directory;
        this.limits = timeout.map(Limits.none()::withWall).orElseGet(Limits::none);
        Executables.resolve(command.get(0), directory.orElse(Path.of("")), environment.get("PATH"));
    }

    @Override
    public Comparison compare(List<Trial<Configuration>> screen) throws Exception {
        Path folder = directory.isPresent() ? directory.get() : Files.createTempDirectory("hone-judge-");
        try {
            ProcessResult result = sandbox.run(new ProcessSandbox.Job(
                    command, folder, environment, Optional.of(question(screen)), limits, line -> {}));
            if (!result.succeeded()) {
                String end = result.killedBy()
                        .map(kill -> "killed: " + kill)
                        .orElseGet(() -> result.exitStatus().isPresent()
                                ? "exit status " + result.exitStatus().getAsInt()
                                : "ended by a signal");
                throw new HoneException(end + ErrorLines.said(result.stderr().text()));
            }
            return answer(result.stdout().text(), screen);
        } finally {
            if (directory.isEmpty()) {
                Folders.delete(folder);
            }
        }
    }

    private byte[] question(List<Trial<Configuration>> screen) {
        ObjectNode question = Json.MAPPER.createObjectNode();
        ArrayNode candidates = question.putArray("candidates");
        for (Trial<Configuration> trial : screen) {
            ObjectNode candidate = candidates.addObject().put("trial", trial.number());
            candidate.set("configuration", Json.parse(codec.encode(trial.candidate())));
            trial.evaluation().ifPresent(e -> candidate.set("metrics", Json.MAPPER.valueToTree(e.metrics())));
        }
        return Json.write(question).getBytes(StandardCharsets.UTF_8);
    }

    private Comparison answer(String output, List<Trial<Configuration>> screen) {
        JsonNode ranking = ResultReader.findLastObject(output)
                .map(object -> object.path("ranking"))
                .filter(JsonNode::isArray)
                .orElseThrow(() -> new HoneException("output not parseable: expected a JSON object such as"
                        + " {\"ranking\": [3, 1, [0, 2]]} on standard output, got " + ResultReader.excerpt(output)));
        List<List<Long>> tiers = Rankings.read(ranking);
        List<Long> shown = screen.stream().map(Trial::number).toList();
        return Comparison.among(shown, tiers, 1, command.get(0));
    }
}
