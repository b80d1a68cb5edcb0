package dev.hone.cli.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.hone.cli.Cli;
import dev.hone.cli.ExitCode;
import dev.hone.core.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Real processes that get real signals. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class SignalsTest {

    private static final int SIGINT = 2;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    @TempDir
    Path folder;

    private Path file;
    private Path marks;
    private String store;

    @BeforeEach
    void study() throws Exception {
        marks = Files.createDirectory(folder.resolve("marks"));
        store = folder.resolve("hone.db").toString();
        file = StudyFile.write(folder, """
                study: slow
                objectives: [{minimize: y}]
                parameters:
                  x: {type: float, low: 0, high: 10}
                evaluator:
                  command: [sh, -c, 'mktemp %s/XXXXXX >/dev/null; sleep 0.4; echo "{{\\"y\\": {x}}}"']
                optimizer: random
                budget: {trials: 6}
                """.formatted(marks));
    }

    private Process hone(String... args) throws Exception {
        String[] command = new String[args.length + 4];
        command[0] = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        command[1] = "-cp";
        command[2] = System.getProperty("java.class.path");
        command[3] = "dev.hone.cli.Main";
        System.arraycopy(args, 0, command, 4, args.length);
        return new ProcessBuilder(command)
                .redirectOutput(folder.resolve("out.txt").toFile())
                .redirectError(folder.resolve("err.txt").toFile())
                .start();
    }

    /** What a shell starts in the background may ignore SIGINT, and hands that on to its children. */
    private static void assumeSigintIsNotIgnored() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (Files.exists(status)) {
            long ignored = Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith("SigIgn:"))
                    .mapToLong(line -> Long.parseUnsignedLong(line.split("\\s+")[1], 16))
                    .sum();
            assumeThat(ignored & 1 << SIGINT - 1)
                    .as("SIGINT is ignored by what started these tests; run them in the foreground of a shell")
                    .isZero();
        }
    }

    private static void until(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(deadline);
            Thread.sleep(20);
        }
    }

    private long evaluations() {
        String[] names = marks.toFile().list();
        return names == null ? 0 : names.length;
    }

    private static void signal(Process process, String name) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    private long count(String state) {
        Cli cli = Cli.run("study", "show", "slow", "--json", "--store", store);
        return Json.parse(cli.out()).at("/trials/" + state).asLong();
    }

    @Test
    void ctrlCStopsCleanlyAndNamesTheCommandThatResumes() throws Exception {
        assumeSigintIsNotIgnored();
        Process tune = hone("tune", file.toString(), "--store", store);
        until(() -> evaluations() >= 2);
        signal(tune, "INT");
        assertThat(tune.waitFor(60, TimeUnit.SECONDS)).isTrue();
        String err = Files.readString(folder.resolve("err.txt"));
        assertThat(tune.exitValue()).as(err).isEqualTo(ExitCode.INTERRUPTED);
        assertThat(err)
                .contains("hone tune " + file + " --resume --store " + store)
                .doesNotContain("\tat ");
        assertThat(count("running")).isZero();
        assertThat(count("queued")).isEqualTo(1);

        Cli resumed = Cli.run("tune", file.toString(), "--resume", "--quiet", "--store", store);
        assertThat(resumed.status()).as(resumed.err()).isZero();
        assertThat(count("complete")).isEqualTo(6);
    }

    @Test
    void aKilledRunIsResumedWithoutLosingATrial() throws Exception {
        Process tune = hone("tune", file.toString(), "--store", store);
        until(() -> evaluations() >= 3);
        signal(tune, "KILL");
        assertThat(tune.waitFor(60, TimeUnit.SECONDS)).isTrue();

        Cli resumed = Cli.run("tune", file.toString(), "--resume", "--quiet", "--store", store);
        assertThat(resumed.status()).as(resumed.err()).isZero();
        assertThat(count("complete")).isEqualTo(6);
        Cli trials = Cli.run("study", "trials", "--json", "--store", store);
        assertThat(trials.out().lines().map(l -> Json.parse(l).get("number").asInt()))
                .containsExactly(0, 1, 2, 3, 4, 5);
    }

    @Test
    void aWorkerTakesPartInARunningStudyAndStopsOnCtrlC() throws Exception {
        assumeSigintIsNotIgnored();
        Process tune = hone("tune", file.toString(), "--store", store, "--trials", "8");
        until(() -> evaluations() >= 1);
        Cli worker = Cli.run("worker", "--store", store, "--study", "slow", "--exit-when-idle");
        assertThat(worker.status()).as(worker.err()).isZero();
        assertThat(worker.err()).contains("takes part in 'slow'");
        assertThat(tune.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(count("complete")).isEqualTo(8);

        Process idle = hone("worker", "--store", store);
        until(() -> contains("err.txt", "waiting for work"));
        signal(idle, "INT");
        assertThat(idle.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(idle.exitValue()).isEqualTo(ExitCode.INTERRUPTED);
    }

    private boolean contains(String name, String text) {
        try {
            return Files.readString(folder.resolve(name)).contains(text);
        } catch (IOException e) {
            return false;
        }
    }
}
