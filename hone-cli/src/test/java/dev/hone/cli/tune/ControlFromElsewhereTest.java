package dev.hone.cli.tune;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hone.cli.Cli;
import dev.hone.cli.ExitCode;
import dev.hone.core.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A real run, controlled by commands of other processes. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class ControlFromElsewhereTest {

    @TempDir
    Path folder;

    private Path file;
    private String store;

    @BeforeEach
    void study() throws Exception {
        store = folder.resolve("hone.db").toString();
        file = StudyFile.write(folder, """
                study: slow
                objectives: [{minimize: y}]
                parameters:
                  x: {type: float, low: 0, high: 10}
                  n: {type: int, low: 1, high: 4}
                  mode: {type: categorical, choices: [fast, "3"]}
                evaluator:
                  command: [sh, -c, 'sleep 0.2; echo "{{\\"y\\": {x}}}"']
                optimizer: random
                budget: {trials: 12}
                """);
    }

    private Cli study(String... args) {
        Cli cli = Cli.run(Stream.of(Stream.of("study"), Stream.of(args), Stream.of("--store", store))
                .flatMap(s -> s)
                .toArray(String[]::new));
        assertThat(cli.status()).as(cli.err()).isZero();
        return cli;
    }

    private long count(String state) {
        return Json.parse(study("show", "slow", "--json").out())
                .at("/trials/" + state)
                .asLong();
    }

    @Test
    void pauseResumeAndStopAreSeenByARunningTune() throws Exception {
        try (HoneProcess tune =
                HoneProcess.start(folder, "tune", Map.of(), "tune", file.toString(), "--store", store)) {
            tune.awaitSaid("trial 0");
            study("pause", "slow");
            tune.awaitSaid("paused: ");
            assertThat(tune.said()).contains("hone study resume slow --store " + store);
            assertThat(study("show", "slow").out()).contains("control     paused");
            HoneProcess.until(() -> count("running") == 0, () -> "trials to finish");
            long complete = count("complete");
            assertThat(complete).isBetween(1L, 11L);
            Thread.sleep(500);
            assertThat(count("complete")).isEqualTo(complete);
            assertThat(count("running")).isZero();

            study("resume", "slow");
            tune.awaitSaid("goes on");
            HoneProcess.until(() -> count("complete") > complete, () -> "another trial");

            study("stop", "slow");
            assertThat(tune.status()).as(tune.said()).isEqualTo(ExitCode.DONE);
            assertThat(tune.said())
                    .contains("Stopped from elsewhere")
                    .contains("Go on with: hone tune " + file + " --resume --store " + store);
            assertThat(count("running")).isZero();
        }
        Cli resumed = Cli.run("tune", file.toString(), "--resume", "--store", store);
        assertThat(resumed.status()).as(resumed.err()).isZero();
        assertThat(resumed.err()).contains("the study was stopped; it goes on now");
        assertThat(count("complete")).isEqualTo(12);
    }

    @Test
    void aWorkerLeavesAPausedStudyAlone() throws Exception {
        try (HoneProcess tune = HoneProcess.start(
                folder, "tune", Map.of(), "tune", file.toString(), "--store", store, "--trials", "1000")) {
            tune.awaitSaid("trial 0");
            study("pause", "slow");
            tune.awaitSaid("paused: ");
            assertThat(study("list").out()).containsPattern("slow .* paused ");
            assertThat(study("list", "--json").out()).contains("\"control\":\"paused\"");
            Cli worker = Cli.run("worker", "--store", store, "--exit-when-idle");
            assertThat(worker.err()).contains("nothing to do").doesNotContain("takes part");
            study("stop", "slow");
            assertThat(tune.status()).isEqualTo(ExitCode.DONE);
        }
        assertThat(study("list").out()).containsPattern("slow .* stopped ");
    }

    @Test
    void aWorkerTurnsFromAPausedStudyToAnother() throws Exception {
        Path other = Files.writeString(
                folder.resolve("other.yaml"), Files.readString(file).replace("study: slow", "study: other"));
        try (HoneProcess slow = HoneProcess.start(
                        folder, "slow", Map.of(), "tune", file.toString(), "--store", store, "--trials", "1000");
                HoneProcess worker = workerBeside(slow)) {
            worker.awaitSaid("takes part in 'slow'");
            study("pause", "slow");
            worker.awaitSaid("'slow': the study is paused");
            HoneProcess.until(() -> count("running") == 0, () -> "trials to finish");
            assertThat(count("queued")).as("nothing was given back").isZero();
            try (HoneProcess second = HoneProcess.start(
                    folder, "other", Map.of(), "tune", other.toString(), "--store", store, "--trials", "1000")) {
                worker.awaitSaid("takes part in 'other'");
                long complete = count("complete");
                study("resume", "slow");
                HoneProcess.until(() -> count("complete") > complete, () -> "the first run to go on");
                study("stop", "other");
                assertThat(second.status()).as(second.said()).isEqualTo(ExitCode.DONE);
            }
            study("stop", "slow");
            assertThat(slow.status()).as(slow.said()).isEqualTo(ExitCode.DONE);
            assertThat(worker.process().isAlive()).isTrue();
        }
    }

    private HoneProcess workerBeside(HoneProcess tune) throws Exception {
        tune.awaitSaid("trial 0");
        return HoneProcess.start(folder, "worker", Map.of(), "worker", "--store", store);
    }

    @Test
    void configurationsAreQueuedAndCompletedAndBadOnesRefused() throws Exception {
        Cli first = Cli.run("tune", file.toString(), "--store", store, "--trials", "1");
        assertThat(first.status()).as(first.err()).isZero();

        assertThat(study("enqueue", "slow", "x=2.5", "n=3", "mode=3").out())
                .isEqualTo("queued as trial 1: {\"x\":2.5,\"n\":3,\"mode\":\"3\"}\n");
        assertThat(study("enqueue", "slow", "n=4").out()).startsWith("queued as trial 2: {\"x\":");
        for (String[] bad : new String[][] {
            {"n=9", "a whole number from 1 to 4"},
            {"n=1.5", "a whole number"},
            {"z=1", "expected one of [x, n, mode]"},
            {"x", "PARAMETER=VALUE"},
            {"mode=slow", "expected one of [fast, 3]"}
        }) {
            Cli cli = Cli.run("study", "enqueue", "slow", bad[0], "--store", store);
            assertThat(cli.status()).isEqualTo(ExitCode.USAGE);
            assertThat(cli.err()).contains(bad[1]);
        }
        assertThat(count("queued")).isEqualTo(2);
        Cli resumed = Cli.run("tune", file.toString(), "--resume", "--store", store, "--trials", "3");
        assertThat(resumed.status()).as(resumed.err()).isZero();
        assertThat(count("complete")).isEqualTo(3);
    }

    @Test
    void notesAndTagsAreKeptAndShown() throws Exception {
        Cli.run("tune", file.toString(), "--store", store, "--trials", "1");
        study("note", "slow", "first line\nsecond");
        study("tag", "slow", "gc", "nightly", "gc");
        assertThat(study("show", "slow").out()).contains("tags        gc nightly", "notes       first line\n");
        var json = Json.parse(study("show", "slow", "--json").out());
        assertThat(json.at("/tags/1").asText()).isEqualTo("nightly");
        assertThat(json.at("/notes").asText()).isEqualTo("first line\nsecond");
        study("tag", "slow");
        assertThat(study("show", "slow").out()).doesNotContain("tags");
    }

    @Test
    void theDashboardBesideARunControlsIt() throws Exception {
        try (HoneProcess tune = HoneProcess.start(
                folder, "serve", Map.of(), "tune", "--serve=0", file.toString(), "--trials", "200", "--store", store)) {
            tune.awaitSaid("dashboard at ");
            String uri = tune.said().replaceAll("(?s).*dashboard at (\\S+).*", "$1");
            HttpClient client = HttpClient.newHttpClient();
            HoneProcess.until(() -> count("running") + count("complete") > 0, () -> "a trial");
            assertThat(client.send(
                                    HttpRequest.newBuilder(URI.create(uri + "api/studies/slow/control"))
                                            .header("Content-Type", "application/json")
                                            .POST(BodyPublishers.ofString("{\"action\": \"pause\"}"))
                                            .build(),
                                    BodyHandlers.ofString())
                            .body())
                    .contains("\"state\":\"paused\"");
            tune.awaitSaid("paused");
            client.send(
                    HttpRequest.newBuilder(URI.create(uri + "api/studies/slow/control"))
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofString("{\"action\": \"stop\"}"))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(tune.status()).isEqualTo(ExitCode.DONE);
            assertThat(tune.said()).contains("Stopped from elsewhere");
        }
    }
}
