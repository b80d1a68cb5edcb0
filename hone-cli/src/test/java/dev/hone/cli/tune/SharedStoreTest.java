package dev.hone.cli.tune;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hone.core.store.PostgresStore;
import dev.hone.core.store.StudyStore;
import dev.hone.core.study.RunState;
import dev.hone.core.study.Study;
import dev.hone.core.trial.Trial;
import dev.hone.core.trial.TrialState;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real PostgreSQL server and real worker processes, some of which are killed. {@code -Dhone.test.outage=30} makes the
 * outage half a minute long.
 */
@EnabledOnOs({OS.LINUX, OS.MAC})
class SharedStoreTest {

    private static final int OUTAGE_SECONDS = Integer.getInteger("hone.test.outage", 6);

    @TempDir
    Path folder;

    private final List<HoneProcess> workers = new ArrayList<>();
    private Path data;
    private int port;
    private EmbeddedPostgres server;
    private Path log;

    @BeforeEach
    void startServer() throws IOException {
        data = folder.resolve("data");
        log = Files.createFile(folder.resolve("evaluations.log"));
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        server = server();
    }

    private EmbeddedPostgres server() throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setPort(port)
                .start();
    }

    @AfterEach
    void stopEverything() throws IOException {
        workers.forEach(HoneProcess::close);
        server.close();
    }

    private String location() {
        return "postgresql://localhost:" + port + "/postgres";
    }

    private StudyStore open() {
        return PostgresStore.at(location(), "postgres", "", folder.resolve("artifacts"));
    }

    /** A study that workers take for one whose run is under way; every evaluation says in a file that it starts. */
    private long study(StudyStore store, int trials, double seconds) throws IOException {
        Path file = StudyFile.write(folder, """
                study: shared
                objectives: [{minimize: y}]
                parameters:
                  x: {type: float, low: 0, high: 10}
                evaluator:
                  command: [sh, -c, 'echo $HONE_TRIAL >> %s; sleep %s; echo "{{\\"y\\": {x}}}"']
                optimizer: random
                budget: {trials: %d}
                """.formatted(log, seconds, trials));
        Plan plan = Plan.read(file);
        try (Study<?> study = plan.study(plan.parts(), store).create()) {
            store.putAttribute(study.id(), RunState.ATTRIBUTE, RunState.RUNNING.name());
            return study.id();
        }
    }

    private HoneProcess worker() throws IOException {
        HoneProcess worker = HoneProcess.start(
                folder,
                "worker" + workers.size(),
                Map.of(
                        "HONE_STORE_USER",
                        "postgres",
                        "HONE_ARTIFACTS",
                        folder.resolve("artifacts").toString()),
                "worker",
                "--store",
                location(),
                "--exit-when-idle");
        workers.add(worker);
        return worker;
    }

    /** How often each trial's evaluation was started. */
    private Map<Long, Long> evaluations() {
        try {
            return Files.readAllLines(log).stream()
                    .collect(Collectors.groupingBy(Long::valueOf, TreeMap::new, Collectors.counting()));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private String said() {
        return workers.stream().map(HoneProcess::said).collect(Collectors.joining("\n---\n"));
    }

    @Test
    void everyTrialIsEvaluatedOnceThoughWorkersAndAConnectionAreKilled() throws Exception {
        int trials = 40;
        try (StudyStore store = open()) {
            long id = study(store, trials, 0.4);
            for (int i = 0; i < 4; i++) {
                worker();
            }
            for (HoneProcess worker : workers) {
                worker.awaitSaid("trial ");
            }
            for (HoneProcess victim : workers.subList(0, 2)) {
                victim.process().destroyForcibly().waitFor();
            }
            terminateConnection();
            for (HoneProcess survivor : workers.subList(2, 4)) {
                assertThat(survivor.status()).as(said()).isZero();
            }

            List<Trial<String>> all = store.trials(id, EnumSet.allOf(TrialState.class), 0, Integer.MAX_VALUE);
            assertThat(all).as(said()).hasSize(trials).allMatch(Trial::isComplete);
            assertThat(store.counts(id).get(TrialState.COMPLETE)).isEqualTo(trials);
            assertThat(store.finishedAfter(id, 0, Integer.MAX_VALUE))
                    .extracting(Trial::number)
                    .doesNotHaveDuplicates()
                    .hasSize(trials);
            Map<Long, Long> evaluations = evaluations();
            List<Trial<String>> retried =
                    all.stream().filter(t -> t.attempt() > 1).toList();
            assertThat(retried).hasSizeLessThanOrEqualTo(2).allMatch(t -> t.attempt() == 2);
            for (Trial<String> trial : all) {
                // a victim may have died between starting its trial and starting the command
                assertThat(evaluations.get(trial.number()))
                        .as("evaluations of trial %s", trial.number())
                        .isBetween(1L, (long) trial.attempt());
            }
            assertThat(evaluations).hasSize(trials);
        }
    }

    private void terminateConnection() throws Exception {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet ended = statement.executeQuery("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        + " WHERE application_name = 'hone' ORDER BY backend_start DESC LIMIT 1")) {
            assertThat(ended.next()).isTrue();
            assertThat(ended.getBoolean(1)).isTrue();
        }
    }

    @Test
    void workersWaitWhileTheDatabaseIsAwayAndNoTrialFails() throws Exception {
        int trials = 24;
        long id;
        try (StudyStore store = open()) {
            id = study(store, trials, 1);
        }
        worker();
        worker();
        for (HoneProcess worker : workers) {
            worker.awaitSaid("trial ");
        }
        server.close();
        for (HoneProcess worker : workers) {
            worker.awaitSaid("waiting for the store");
        }
        Thread.sleep(OUTAGE_SECONDS * 1_000L);
        assertThat(workers).as(said()).allMatch(w -> w.process().isAlive());
        server = server();
        for (HoneProcess worker : workers) {
            assertThat(worker.status()).as(said()).isZero();
            assertThat(worker.said()).contains("the store answers again after").doesNotContain("\tat ");
        }
        try (StudyStore store = open()) {
            List<Trial<String>> all = store.trials(id, EnumSet.allOf(TrialState.class), 0, Integer.MAX_VALUE);
            assertThat(all).as(said()).hasSize(trials).allMatch(t -> t.isComplete() && t.attempt() == 1);
            assertThat(evaluations())
                    .hasSize(trials)
                    .allSatisfy((number, n) ->
                            assertThat(n).as("evaluations of trial %s", number).isEqualTo(1));
        }
    }
}
