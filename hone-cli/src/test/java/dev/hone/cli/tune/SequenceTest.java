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

/** Trials about instances on the command line. */
class SequenceTest {

    private static final String STUDY = """
            study: pick
            seed: 3
            objectives: [{minimize: cost}]
            parameters:
              which: {type: categorical, choices: [rising, falling]}
            instances: [{load: 0.1}, {load: 0.9}, {load: 0.2}, {load: 0.8}]
            evaluator:
              command: [awk, 'BEGIN {{ l = {instance.load}; printf "{{\\"cost\\": %.3f}}\\n", 1 + 10 * ("{which}" == "rising" ? l : 1 - l) }}']
            optimizer: {name: cheb-cb, context: load, context_low: 0, context_high: 1, min_cost: 1}
            budget: {trials: 60}
            """;

    @TempDir
    Path folder;

    @Test
    void theContextDecidesAndShowGivesSums() throws Exception {
        Path file = StudyFile.write(folder, STUDY);
        String store = folder.resolve("hone.db").toString();
        Cli dry = Cli.run("tune", file.toString(), "--store", store, "--dry-run");
        assertThat(dry.status()).as(dry.err()).isEqualTo(ExitCode.DONE);
        assertThat(dry.out()).contains("cheb-cb: 2 arms, given 'load' of each instance");
        Cli tune = Cli.run("tune", file.toString(), "--store", store);
        assertThat(tune.status()).as(tune.err()).isEqualTo(ExitCode.DONE);

        assertThat(tune.out()).contains("Sequence of 60 trials").doesNotContain("Best is trial", "baseline");
        Cli show = Cli.run("study", "show", "pick", "--store", store);
        assertThat(show.out())
                .contains(
                        "Sequence of 60 trials, cost ",
                        "which=rising",
                        "OF THE LAST TENTH",
                        "PROBABILITY is that of the draw for trial 59");
        JsonNode sequence = Json.parse(Cli.run("study", "show", "pick", "--json", "--store", store)
                        .out())
                .path("sequence");
        assertThat(sequence.path("trials").asInt()).isEqualTo(60);
        // random choice costs 6 on average, the right one 2.5
        assertThat(sequence.path("last_mean").asDouble()).isLessThan(4);
        assertThat(sequence.path("arms")).hasSize(2);
        assertThat(sequence.at("/arms/0/probability").asDouble()
                        + sequence.at("/arms/1/probability").asDouble())
                .isCloseTo(1, within(1e-3));
    }

    @Test
    void instancesWithoutTheContextAreRefusedBeforeAnythingIsStored() throws Exception {
        Path file = StudyFile.write(folder, STUDY.replace("context: load", "context: weight"));
        String store = folder.resolve("hone.db").toString();
        Cli tune = Cli.run("tune", file.toString(), "--store", store);
        assertThat(tune.status()).isEqualTo(ExitCode.USAGE);
        assertThat(tune.err()).contains("instances[0]: is without a number 'weight'");
        assertThat(Cli.run("study", "list", "--store", store).out()).doesNotContain("pick");
    }
}
