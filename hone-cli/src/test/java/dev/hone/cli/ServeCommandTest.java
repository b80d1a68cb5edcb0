package dev.hone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.cli.tune.ServerProcess;
import dev.hone.core.Json;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs({OS.LINUX, OS.MAC})
class ServeCommandTest {

    private static final String STUDY = """
            study: s
            objectives: [{minimize: y}]
            parameters: {x: {type: float, low: 0, high: 1}}
            evaluator: external
            optimizer: random
            budget: {trials: 4}
            """;

    @TempDir
    Path folder;

    private String store() {
        return folder.resolve("hone.db").toString();
    }

    @Test
    void aKilledServerLosesNothing() throws Exception {
        try (ServerProcess first = ServerProcess.start(folder, "first", Map.of(), "--store", store())) {
            assertThat(first.send("POST", "api/studies", "application/yaml", STUDY)
                            .statusCode())
                    .isEqualTo(201);
            JsonNode asked = Json.parse(first.send("POST", "api/studies/s/ask", "application/json", "{\"count\": 2}")
                    .body());
            assertThat(asked.get("trials")).hasSize(2);
            first.tell("s", 0, 0.5);
            first.kill();
        }
        try (ServerProcess second = ServerProcess.start(folder, "second", Map.of(), "--store", store())) {
            second.tell("s", 1, 0.25);
            second.send("POST", "api/studies/s/ask", "application/json", "{\"count\": 9}");
            second.tell("s", 2, 0.75);
            second.tell("s", 3, 0.125);
            assertThat(Json.parse(second.send("POST", "api/studies/s/ask", "application/json", "{}")
                                    .body())
                            .get("done")
                            .asText())
                    .contains("4 trials");
            second.process().destroy();
            assertThat(second.status()).isZero();
        }
        Cli best = Cli.run("study", "best", "s", "--json", "--store", store());
        assertThat(best.out()).contains("0.125");
    }

    @Test
    void aWorkerRunsWhatAClientSentOnlyIfTheServerAllowsIt() throws Exception {
        String study = STUDY.replace("external", "{command: [echo, '{{\"y\": {x}}}']}");
        try (ServerProcess server = ServerProcess.start(folder, "careful", Map.of(), "--store", store())) {
            var refused = server.send("POST", "api/studies", "application/yaml", study);
            assertThat(refused.statusCode()).as(refused.body()).isEqualTo(403);
            assertThat(refused.body()).contains("--allow-commands");
        }
        Cli nothing = Cli.run("worker", "--exit-when-idle", "--store", store());
        assertThat(nothing.err()).contains("nothing to do");
        try (ServerProcess server =
                ServerProcess.start(folder, "open", Map.of(), "--allow-commands", "--store", store())) {
            assertThat(server.send("POST", "api/studies", "application/yaml", study)
                            .statusCode())
                    .isEqualTo(201);
            Cli worker = Cli.run("worker", "--exit-when-idle", "--store", store());
            assertThat(worker.status()).as(worker.err()).isZero();
            assertThat(Json.parse(server.get("api/studies/s").body())
                            .at("/counts/complete")
                            .asInt())
                    .isEqualTo(4);
        }
    }

    @Test
    void otherMachinesNeedAToken() {
        Cli cli = Cli.run("serve", "--address", "0.0.0.0", "--port", "0", "--store", store());
        assertThat(cli.status()).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).contains("HONE_TOKEN").contains("0.0.0.0");
    }

    @Test
    void theTokenComesFromTheEnvironment() throws Exception {
        String token = "a-token-of-some-length";
        try (ServerProcess server = ServerProcess.start(
                folder, "server", Map.of("HONE_TOKEN", token), "--address", "0.0.0.0", "--store", store())) {
            assertThat(server.get("api/studies").statusCode()).isEqualTo(401);
            assertThat(server.get("").statusCode()).isEqualTo(200);
            assertThat(server.get("api/studies", "Authorization", "Bearer " + token)
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void aPortThatIsTakenIsNamed() throws Exception {
        try (ServerProcess server = ServerProcess.start(folder, "server", Map.of(), "--store", store())) {
            Cli cli = Cli.run("serve", "--port", Integer.toString(server.uri().getPort()), "--store", store());
            assertThat(cli.status()).isEqualTo(ExitCode.USAGE);
            assertThat(cli.err())
                    .contains(Integer.toString(server.uri().getPort()))
                    .contains("in use");
        }
    }
}
