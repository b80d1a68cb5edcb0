package dev.hone.cli.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.cli.Cli;
import dev.hone.cli.ExitCode;
import dev.hone.core.Json;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a study of consensus-based optimization shows. */
class ConsensusCommandTest {

    @TempDir
    Path folder;

    @Test
    void showTellsWhereTheParticlesAgree() throws Exception {
        Path file = StudyFile.write(folder, """
                study: swarm
                seed: 1
                objectives: [{minimize: loss}]
                parameters:
                  x: {type: float, low: -5, high: 5}
                evaluator: {command: [awk, 'BEGIN {{ print "{{\\"loss\\": " 2 + ({x} - 1)^2 "}}" }}']}
                optimizer: {name: consensus, particles: 10, consensus_every: 2}
                budget: {trials: 127}
                """);
        String store = folder.resolve("hone.db").toString();
        Cli dry = Cli.run("tune", file.toString(), "--store", store, "--dry-run");
        assertThat(dry.out()).contains("consensus: iterations of 10 trials");
        Cli few = Cli.run("tune", file.toString(), "--store", store, "--dry-run", "--trials", "60");
        assertThat(few.out()).contains("60 trials are 6 of them");
        Cli tune = Cli.run("tune", file.toString(), "--store", store);
        assertThat(tune.status()).as(tune.err()).isEqualTo(ExitCode.DONE);

        Cli show = Cli.run("study", "show", "swarm", "--store", store);
        assertThat(show.out())
                .contains("Consensus of the particles", "VALUE THERE", "EFFECTIVE SAMPLE SIZE")
                .containsPattern("\\n +10  x=[01]\\.\\d+ +2\\.\\d+ ");
        JsonNode consensus = Json.parse(Cli.run("study", "show", "swarm", "--json", "--store", store)
                        .out())
                .path("consensus");
        // ten trials an iteration, and one more before each second one
        assertThat(consensus.path("iteration").asInt()).isEqualTo(12);
        double x = consensus.at("/consensus/x").asDouble();
        assertThat(x).as("far nearer than chance, ten particles are few").isCloseTo(1, within(1.0));
        assertThat(consensus.path("value").asDouble()).isCloseTo(2 + (x - 1) * (x - 1), within(1e-4));
        assertThat(consensus.path("particles").asInt()).isEqualTo(10);
        assertThat(consensus.has("member")).isFalse();
    }
}
