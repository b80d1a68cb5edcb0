package dev.hone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.core.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonLogTest {

    @TempDir
    Path folder;

    @Test
    void everyLineIsAnObjectAndSaysWhichTrialOfWhichStudy() throws Exception {
        Path file = Files.writeString(folder.resolve("study.yaml"), """
                study: logged
                objectives: [{minimize: y}]
                parameters:
                  x: {type: int, low: 1, high: 100}
                evaluator:
                  command: [sh, -c, 'if [ {x} -gt 50 ]; then echo too large >&2; exit 3; fi; echo "{{\\"y\\": {x}}}"']
                optimizer: grid
                budget: {trials: 2}
                enqueue: [{x: 7}, {x: 99}]
                """);
        Cli cli = Cli.run(
                "tune", file.toString(), "--store", folder.resolve("hone.db").toString(), "--log-json");
        assertThat(cli.status()).as(cli.err()).isZero();
        List<JsonNode> entries = cli.err().lines().map(Json::parse).toList();
        assertThat(entries)
                .allMatch(e -> e.hasNonNull("time") && e.hasNonNull("level") && e.hasNonNull("message"))
                .anyMatch(e -> e.at("/study").asText().equals("logged")
                        && e.at("/trial").isIntegralNumber()
                        && e.at("/trial").asLong() == 0
                        && e.at("/message").asText().equals("complete with [7.0]"))
                .anyMatch(e -> e.at("/trial").asLong() == 1
                        && e.at("/message").asText().startsWith("failed: "))
                .anyMatch(e -> e.at("/logger").asText().equals("hone")
                        && e.at("/message").asText().contains("study 'logged' in"));
        assertThat(cli.out()).contains("Best is trial 0");
    }

    @Test
    void errorsAreEntriesTooAndTheNextCommandSpeaksPlainlyAgain() {
        String missing = folder.resolve("none.db").toString();
        Cli logged = Cli.run("--log-json", "study", "list", "--store", missing);
        assertThat(logged.status()).isEqualTo(ExitCode.USAGE);
        JsonNode entry = Json.parse(logged.err().strip());
        assertThat(entry.at("/level").asText()).isEqualTo("ERROR");
        assertThat(entry.at("/message").asText()).startsWith("there is no store at " + missing);

        Cli plain = Cli.run("study", "list", "--store", missing);
        assertThat(plain.err()).startsWith("hone: there is no store at ");
    }

    @Test
    void argumentsOfTheCommandBelongToIt() {
        assertThat(JsonLog.isWanted(new String[] {"tune", "--space", "x=int(1,2)", "--", "run", "--log-json"}))
                .isFalse();
        assertThat(JsonLog.isWanted(new String[] {"tune", "--log-json", "f.yaml"}))
                .isTrue();
    }
}
