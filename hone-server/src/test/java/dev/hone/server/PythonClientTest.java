package dev.hone.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hone.core.store.SqliteStore;
import dev.hone.core.store.StudyStore;
import dev.hone.core.trial.Trial;
import dev.hone.core.trial.TrialState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client of docs/rest.md, as it stands there, in processes of their own. */
class PythonClientTest {

    private static final Path PAGE = Path.of("..", "docs", "rest.md");
    private static final long PATIENCE_S = 120;

    @TempDir
    Path folder;

    @Test
    void twoClientsTuneAPythonFunction() throws Exception {
        Path client = Files.writeString(folder.resolve("client.py"), block("python"));
        try (StudyStore store = SqliteStore.at(folder.resolve("hone.db"));
                ServerFixture fixture = new ServerFixture(store)) {
            var created = fixture.send("POST", "/api/studies", "application/yaml", block("yaml"));
            assertThat(created.status()).as(created.response().body()).isEqualTo(201);

            List<Process> clients = List.of(start(client, fixture), start(client, fixture));
            for (Process process : clients) {
                assertThat(process.waitFor(PATIENCE_S, TimeUnit.SECONDS)).isTrue();
                String said =
                        new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
                assertThat(process.exitValue()).as(said).isZero();
                assertThat(said).contains("all 60 trials are done");
            }

            long id = store.find("quadratic").orElseThrow().id();
            List<Trial<String>> trials = store.trials(id, EnumSet.allOf(TrialState.class), 0, 1_000);
            assertThat(trials).hasSize(60).allMatch(Trial::isComplete).allMatch(t -> t.attempt() == 1);
            assertThat(trials.stream().map(t -> t.worker().orElseThrow()).distinct())
                    .as("both took part")
                    .hasSize(2)
                    .allMatch(worker -> worker.startsWith("rest/python-"));
            // the median of random proposals is about 25; the optimizer must have learned from what was told
            assertThat(median(trials.subList(40, 60))).isLessThan(median(trials.subList(0, 10)));
            assertThat(store.best(id, 0).orElseThrow().value()).isLessThan(0.25);
        }
    }

    private static Process start(Path client, ServerFixture fixture) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder("python3", client.toString(), "quadratic").redirectErrorStream(true);
        builder.environment().put("HONE_URL", fixture.server.uri().toString());
        builder.environment().remove("HONE_TOKEN");
        return builder.start();
    }

    private static double median(List<Trial<String>> trials) {
        List<Double> values =
                new ArrayList<>(trials.stream().map(Trial::value).sorted().toList());
        return values.get(values.size() / 2);
    }

    /** The first block of the page in {@code language}. */
    private static String block(String language) throws IOException {
        String page = Files.readString(PAGE);
        String fence = "```" + language + "\n";
        int from = page.indexOf(fence) + fence.length();
        return page.substring(from, page.indexOf("```", from));
    }

    @Test
    void theClientOfThePageIsShort() throws IOException {
        assertThat(block("python").lines().filter(line -> !line.isBlank()).count())
                .isLessThanOrEqualTo(21);
    }
}
