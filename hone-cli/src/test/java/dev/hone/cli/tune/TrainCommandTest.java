package dev.hone.cli.tune;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.cli.Cli;
import dev.hone.cli.ExitCode;
import dev.hone.core.Json;
import dev.hone.tensor.safetensors.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A network and data in, weights out, with the real command line. */
class TrainCommandTest {

    @TempDir
    Path folder;

    private String store;
    private Path weights;

    @BeforeEach
    void names() {
        store = folder.resolve("hone.db").toString();
        weights = folder.resolve("weights.safetensors");
    }

    private Path study(String name, int epochs) throws IOException {
        return Files.writeString(folder.resolve(name + ".yaml"), """
                study: %s
                seed: 5
                training:
                  data: {generate: digits12, examples: 300}
                  network: {mlp: [8]}
                  checkpoint_s: 0
                optimizer: {name: consensus, epochs: %d}
                """.formatted(name, epochs));
    }

    private Cli train(Path file, String... more) {
        return Cli.run(Stream.concat(
                        Stream.of("train", file.toString(), "--store", store, "--output", weights.toString()),
                        Stream.of(more))
                .toArray(String[]::new));
    }

    @Test
    void dataInWeightsOut() throws IOException {
        Path file = study("digits", 4);
        Cli cli = train(file);
        assertThat(cli.status()).as(cli.err()).isZero();
        assertThat(cli.out())
                .contains(
                        "Best is trial 0, accuracy=0.",
                        "  mlp [8] relu, 1250 parameters, trained by consensus epochs=4")
                .contains("on examples held out: accuracy 0.", "Weights: " + weights)
                .doesNotContain("--trials", "baseline");
        assertThat(cli.err()).contains("training 0: {\"epochs\":4}", "epoch 4/4: accuracy 0.");
        assertThat(Safetensors.read(weights).tensors().keySet())
                .containsExactly("1.weight", "1.bias", "3.weight", "3.bias");

        Cli again = train(file);
        assertThat(again.status()).isEqualTo(ExitCode.USAGE);
        assertThat(again.err())
                .contains("study 'digits' exists")
                .contains("hone train " + file + " --resume --output " + weights + " --store " + store);
        Cli shown = Cli.run("study", "show", "digits", "--store", store);
        assertThat(shown.status()).isZero();
        assertThat(shown.out()).contains("mlp [8] relu, 1250 parameters");
    }

    @Test
    void programsGetAnEventForEachEpochAndNothingElse() throws IOException {
        Cli cli = train(study("digits", 2), "--json");
        assertThat(cli.status()).as(cli.err()).isZero();
        List<JsonNode> events = cli.out().lines().map(Json::parse).toList();
        assertThat(events.stream().map(e -> e.get("event").asText()))
                .containsExactly("study", "started", "reported", "reported", "finished", "end", "weights");
        assertThat(events.get(3).get("step").asInt()).isEqualTo(2);
        assertThat(events.get(4).at("/metrics/energy").isNumber()).isTrue();
        assertThat(cli.err()).isEmpty();
    }

    /** Killed, as no handler helps then; what Ctrl-C does is {@link #ctrlCStopsAndTheSameCommandGoesOn}. */
    @Test
    void aKilledTrainingGoesOnToTheSameWeights() throws Exception {
        Path file = study("digits", 80);
        try (HoneProcess run = HoneProcess.start(
                folder,
                "killed",
                Map.of(),
                "train",
                file.toString(),
                "--store",
                store,
                "--output",
                weights.toString())) {
            run.awaitSaid("epoch 1/80");
            run.process().destroyForcibly();
            run.status();
        }
        assertThat(weights).doesNotExist();
        Cli resumed = train(file, "--resume");
        assertThat(resumed.status()).as(resumed.err()).isZero();
        assertThat(resumed.err()).contains("training 0 goes on");
        byte[] one = Files.readAllBytes(weights);

        Cli whole = Cli.run(
                "train",
                study("digits", 80).toString(),
                "--store",
                folder.resolve("other.db").toString(),
                "--output",
                folder.resolve("other.safetensors").toString());
        assertThat(whole.status()).as(whole.err()).isZero();
        assertThat(Files.readAllBytes(folder.resolve("other.safetensors"))).isEqualTo(one);
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void ctrlCStopsAndTheSameCommandGoesOn() throws Exception {
        Path file = study("digits", 10_000);
        // SIGTERM is handled like SIGINT, which what starts tests in the background may have made ignored
        try (HoneProcess run = HoneProcess.start(
                folder,
                "stopped",
                Map.of(),
                "train",
                file.toString(),
                "--store",
                store,
                "--output",
                weights.toString())) {
            run.awaitSaid("epoch 1/10000");
            run.process().destroy();
            assertThat(run.status()).as(run.said()).isEqualTo(ExitCode.INTERRUPTED);
            assertThat(run.said())
                    .contains("Go on with: hone train " + file + " --resume --output " + weights + " --store " + store)
                    .doesNotContain("\tat ");
        }
        JsonNode shown = Json.parse(
                Cli.run("study", "show", "digits", "--json", "--store", store).out());
        assertThat(shown.at("/trials/queued").asInt()).isEqualTo(1);
        assertThat(shown.at("/trials/running").asInt()).isZero();
        assertThat(weights).doesNotExist();
    }

    @Test
    void whatIsWrongIsSaidWithTheLineAndNothingIsWritten() throws IOException {
        Path file = Files.writeString(folder.resolve("bad.yaml"), """
                study: bad
                training:
                  data: {csv: t.csv, target: y}
                  network: {mlp: [4]}
                optimizer: {name: consensus, epochs: 2}
                """);
        Files.writeString(folder.resolve("t.csv"), "x,y\n1,0\n2,oops\n");
        Cli bad = train(file);
        assertThat(bad.status()).isEqualTo(ExitCode.USAGE);
        assertThat(bad.err()).contains(file + ":3:15: training.data.csv: t.csv:3: column 'y' is 'oops'");

        Cli nowhere = Cli.run(
                "train", file.toString(), "--output", folder.resolve("no/w").toString());
        assertThat(nowhere.status()).isEqualTo(ExitCode.USAGE);
        assertThat(nowhere.err()).contains("--output: is " + folder.resolve("no/w"));

        Path other = StudyFile.write(folder, StudyFile.PARABOLA);
        Cli tuning = train(other);
        assertThat(tuning.status()).isEqualTo(ExitCode.USAGE);
        assertThat(tuning.err()).contains("has no 'training'", "'hone tune' runs other studies");
        assertThat(Path.of(store)).doesNotExist();
        assertThat(weights).doesNotExist();
    }

    @Test
    void theMethodIsInTheCatalogueBesideItsSampler() {
        Cli cli = Cli.run("methods", "consensus");
        assertThat(cli.status()).isZero();
        assertThat(cli.out()).contains("consensus (optimizer)", "consensus (trainer)", "batch_size");
    }
}
