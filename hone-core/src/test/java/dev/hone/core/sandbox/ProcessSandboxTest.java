package dev.hone.core.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.hone.core.HoneException;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.sandbox.ProcessResult.Measurement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EnabledOnOs(OS.LINUX)
class ProcessSandboxTest {

    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private final ProcessSandbox sandbox = new ProcessSandbox();

    @TempDir
    Path folder;

    /** A name that only this test's processes carry on their command line. */
    private String tag;

    @BeforeEach
    void tag() {
        tag = "hone-test-" + UUID.randomUUID();
    }

    private ProcessSandbox.Job sh(String script) {
        return ProcessSandbox.Job.of(folder, "sh", "-c", script, tag);
    }

    private static String classpath() {
        return System.getProperty("java.class.path");
    }

    /** Processes that carry the tag, after giving the kernel time to bury them. */
    static List<String> survivors(String tag) throws IOException, InterruptedException {
        List<String> alive = List.of();
        for (int i = 0; i < 100; i++) {
            alive = alive(tag);
            if (alive.isEmpty()) {
                return alive;
            }
            Thread.sleep(50);
        }
        return alive;
    }

    static List<String> alive(String tag) throws IOException {
        List<String> alive = new ArrayList<>();
        try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                try {
                    String line = Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
                    boolean own = process.getFileName()
                            .toString()
                            .equals("" + ProcessHandle.current().pid());
                    if (!own && line.contains(tag)) {
                        alive.add(process.getFileName() + " " + line.replace('\0', ' '));
                    }
                } catch (IOException e) {
                    continue;
                }
            }
        }
        return alive;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void separatesTheStreamsAndReportsTheExitStatus(boolean namespaces) throws Exception {
        ProcessResult result = sandbox.run(
                sh("echo out; printf err >&2; exit 7").withLimits(Limits.none().withNamespaces(namespaces)));

        assertThat(result.stdout().text()).isEqualTo("out\n");
        assertThat(result.stderr().text()).isEqualTo("err");
        assertThat(result.exitStatus()).hasValue(7);
        assertThat(result.signal()).isEmpty();
        assertThat(result.killedBy()).isEmpty();
        assertThat(result.isolated())
                .isEqualTo(namespaces && Facilities.detected().canIsolate());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void reportsTheSignalThatEndedTheProgram(boolean namespaces) throws Exception {
        ProcessResult result =
                sandbox.run(sh("kill -SEGV $$").withLimits(Limits.none().withNamespaces(namespaces)));

        assertThat(result.signal()).hasValue(11);
        assertThat(result.exitStatus()).isEmpty();
    }

    @Test
    void anExitStatusAbove128IsNotASignalWhereGnuTimeTells() throws Exception {
        assumeThat(Facilities.detected().gnuTime()).isPresent();

        assertThat(sandbox.run(sh("exit 137")).exitStatus()).hasValue(137);
    }

    @Test
    void feedsStandardInputAndIsEmptyWithout() throws Exception {
        assertThat(sandbox.run(sh("cat")).stdout().text()).isEmpty();
        assertThat(sandbox.run(sh("cat").withStdin("a\nb".getBytes(StandardCharsets.UTF_8)))
                        .stdout()
                        .text())
                .isEqualTo("a\nb");
    }

    @Test
    void onlyTheGivenEnvironmentPasses() throws Exception {
        ProcessResult result =
                sandbox.run(sh("env").withEnvironment(Map.of("PATH", System.getenv("PATH"), "HONE_TEST", "a b=c")));

        assertThat(result.stdout().text().lines())
                .contains("HONE_TEST=a b=c")
                .noneMatch(line -> line.startsWith("HOME=") || line.startsWith("LANG="));
    }

    @Test
    void wallTimeIsThatOfTheProgram() throws Exception {
        double wall = sandbox.run(sh("sleep 0.3")).wallSeconds();

        assertThat(wall).isGreaterThanOrEqualTo(0.3);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void timeoutKillsTheWholeTree(boolean namespaces) throws Exception {
        ProcessResult result = sandbox.run(sh("echo begun; sh -c 'sleep 100' " + tag + " & setsid sh -c 'sleep 100; :' "
                        + tag + " & wait")
                .withLimits(Limits.none().withWall(Duration.ofMillis(300)).withNamespaces(namespaces)));

        assertThat(result.killedBy()).contains(Kill.TIMEOUT);
        assertThat(result.exitStatus()).isEmpty();
        assertThat(result.stdout().text()).isEqualTo("begun\n");
        assertThat(survivors(tag)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void nothingOutlivesTheProgram(boolean namespaces) throws Exception {
        String orphan = "setsid sh -c '(sleep 100; : " + tag + ") & exit' " + tag;
        ProcessResult result = sandbox.run(sh(orphan + "; sh -c 'sleep 100; :' " + tag + " & exit 0")
                .withLimits(Limits.none().withNamespaces(namespaces)));

        assertThat(result.exitStatus()).hasValue(0);
        assertThat(survivors(tag)).isEmpty();
    }

    @Test
    void cpuLimitHoldsForTheTree() throws Exception {
        ProcessResult result = sandbox.run(sh("while :; do :; done & while :; do :; done")
                .withLimits(Limits.none().withCpu(Duration.ofMillis(300)).withWall(Duration.ofSeconds(60))));

        assertThat(result.killedBy()).contains(Kill.CPU);
        assertThat(result.userSeconds() + result.systemSeconds()).isBetween(0.25, 5.0);
        assertThat(survivors(tag)).isEmpty();
    }

    @Test
    void memoryLimitHoldsForTheTree() throws Exception {
        ProcessResult result = sandbox.run(ProcessSandbox.Job.of(
                        folder,
                        JAVA,
                        "-Xms600m",
                        "-Xmx600m",
                        "-XX:+AlwaysPreTouch",
                        "-cp",
                        classpath(),
                        Sleeper.class.getName(),
                        tag)
                .withLimits(Limits.none().withMemory(200_000_000).withWall(Duration.ofSeconds(60))));

        assertThat(result.killedBy()).contains(Kill.MEMORY);
        assertThat(survivors(tag)).isEmpty();
    }

    @Test
    void fileLimitHolds() throws Exception {
        ProcessResult result = sandbox.run(sh("head -c 1000000 /dev/zero > big; wc -c < big")
                .withLimits(Limits.none().withFile(100_000)));

        assertThat(Long.parseLong(result.stdout().text().strip()))
                .isEqualTo(Files.size(folder.resolve("big")))
                .isBetween(1L, 100_352L);
    }

    @Test
    void peakMemoryIsThatOfTheFinishedProcess() throws Exception {
        assumeThat(Facilities.detected().gnuTime()).isPresent();
        byte[] ballast = new byte[64_000_000];

        ProcessResult small = sandbox.run(ProcessSandbox.Job.of(folder, "true"));
        ProcessResult big = sandbox.run(ProcessSandbox.Job.of(
                folder, JAVA, "-Xms256m", "-Xmx256m", "-XX:+UseSerialGC", "-XX:+AlwaysPreTouch", "-version"));

        assertThat(big.measuredBy()).isEqualTo(Measurement.RUSAGE);
        assertThat(big.peakRssBytes().orElseThrow()).isBetween(256L << 20, 400L << 20);
        assertThat(small.peakRssBytes().orElseThrow())
                .as("not inherited from this JVM, which holds more than " + ballast.length)
                .isBetween(100_000L, 20_000_000L);
    }

    @Test
    void cpuTimeIsThatOfTheFinishedProcess() throws Exception {
        assumeThat(Facilities.detected().gnuTime()).isPresent();

        ProcessResult idle = sandbox.run(sh("sleep 0.2"));
        ProcessResult busy = sandbox.run(sh("i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done"));

        assertThat(idle.userSeconds() + idle.systemSeconds()).isLessThan(0.1);
        assertThat(busy.userSeconds()).isGreaterThan(0.05).isLessThanOrEqualTo(busy.wallSeconds() + 0.05);
    }

    @Test
    void endlessOutputIsCutAndMemoryStaysBounded() throws Exception {
        ProcessResult result = sandbox.run(ProcessSandbox.Job.of(folder, "cat", "/dev/zero")
                .withLimits(Limits.none().withOutput(5_000_000)));

        assertThat(result.killedBy()).contains(Kill.OUTPUT);
        assertThat(result.stdout().truncated()).isTrue();
        assertThat(result.stdout().bytes()).isGreaterThan(5_000_000);
        assertThat(result.stdout().text().length()).isEqualTo(1 << 20);
    }

    @Test
    void allOfALongOutputArrivesInOrder() throws Exception {
        List<String> lines = new ArrayList<>();
        ProcessResult result = sandbox.run(sh("i=0; while [ $i -lt 20000 ]; do echo line $i; i=$((i+1)); done")
                .withLines(lines::add));

        assertThat(lines).hasSize(20_000);
        assertThat(lines.get(19_999)).isEqualTo("line 19999");
        assertThat(result.stdout().text()).isEqualTo(String.join("\n", lines) + "\n");
    }

    @Test
    void linesArriveWhileTheProgramRunsAndAListenerStopsIt() throws Exception {
        List<String> lines = new CopyOnWriteArrayList<>();

        assertThatThrownBy(() -> sandbox.run(
                        sh("echo one; echo two; sleep 100; echo three").withLines(line -> {
                            lines.add(line);
                            if (line.equals("two")) {
                                throw new IllegalStateException("enough");
                            }
                        })))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("enough");
        assertThat(lines).containsExactly("one", "two");
        assertThat(survivors(tag)).isEmpty();
    }

    @Test
    void anInterruptKillsTheTree() throws Exception {
        CompletableFuture<Throwable> outcome = new CompletableFuture<>();
        AtomicReference<Thread> runner = new AtomicReference<>();
        Thread thread = new Thread(() -> {
            try {
                sandbox.run(sh("echo begun; sleep 100; :")
                        .withLines(line -> runner.get().interrupt()));
                outcome.complete(null);
            } catch (Throwable e) {
                outcome.complete(e);
            }
        });
        runner.set(thread);
        thread.start();

        assertThat(outcome.get(30, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
        assertThat(survivors(tag)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void nothingSurvivesWhenTheJvmIsKilled(boolean namespaces) throws Exception {
        Process jvm = new ProcessBuilder(
                        JAVA, "-cp", classpath(), Victim.class.getName(), folder.toString(), tag, "" + namespaces)
                .redirectErrorStream(true)
                .start();
        assertThat(jvm.inputReader().readLine()).isEqualTo("begun");
        assertThat(alive(tag + "-child")).hasSizeGreaterThanOrEqualTo(2);

        jvm.destroyForcibly();

        assertThat(jvm.waitFor()).isEqualTo(137);
        assertThat(survivors(tag)).isEmpty();
    }

    @Test
    void nothingSurvivesWhenTheJvmExits() throws Exception {
        Process jvm = new ProcessBuilder(
                        JAVA, "-cp", classpath(), Victim.class.getName(), folder.toString(), tag, "true")
                .redirectErrorStream(true)
                .start();
        assertThat(jvm.inputReader().readLine()).isEqualTo("begun");

        jvm.destroy();
        jvm.waitFor();

        assertThat(survivors(tag)).isEmpty();
    }

    @Test
    void withoutNetworkThereIsNoNetwork() throws Exception {
        assumeThat(Facilities.detected().canCutNetwork()).isTrue();

        ProcessResult with = sandbox.run(sh("cat /proc/net/dev"));
        ProcessResult without =
                sandbox.run(sh("cat /proc/net/dev").withLimits(Limits.none().withNetwork(false)));

        assertThat(without.stdout().text().lines().skip(2).map(String::strip))
                .allMatch(line -> line.startsWith("lo:") && line.endsWith("0"));
        assertThat(with.exitStatus()).hasValue(0);
    }

    @Test
    void saysWhatIsWrongBeforeItStarts() throws Exception {
        Path script = Files.writeString(folder.resolve("script"), "#!/bin/sh\n");

        assertThatThrownBy(() -> sandbox.run(ProcessSandbox.Job.of(folder, "no-such-program-here")))
                .isInstanceOf(HoneException.class)
                .hasMessageContaining("command not found: 'no-such-program-here' is in none of the folders of PATH (")
                .hasMessageContaining(System.getenv("PATH"));
        assertThatThrownBy(() -> sandbox.run(ProcessSandbox.Job.of(folder, "./absent")))
                .hasMessage("command not found: there is no file " + folder.resolve("absent"));
        assertThatThrownBy(() -> sandbox.run(ProcessSandbox.Job.of(folder, "./script")))
                .hasMessage("command not executable: " + script + " lacks the permission; try chmod +x");
        assertThatThrownBy(() -> sandbox.run(ProcessSandbox.Job.of(folder.resolve("nowhere"), "true")))
                .hasMessage("no such folder: " + folder.resolve("nowhere"));
        assertThatThrownBy(() -> sh("true").withEnvironment(Map.of("a.b", "c")))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessage("environment.a.b: is not a name, expected letters, digits and underscores");
        assertThatThrownBy(() -> Limits.none().withNetwork(false).withNamespaces(false))
                .hasMessageContaining("limits.network");
    }

    @Test
    void leavesNothingAmongTemporaryFiles() throws Exception {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        List<Path> before = sandboxFolders(temporary);

        sandbox.run(sh("cat").withStdin(new byte[10]));

        assertThat(sandboxFolders(temporary)).isSubsetOf(before);
    }

    private static List<Path> sandboxFolders(Path temporary) throws IOException {
        try (var files = Files.list(temporary)) {
            return files.filter(file -> file.getFileName().toString().startsWith("hone-sandbox"))
                    .toList();
        }
    }

    /** Holds what it has until it is killed. */
    static final class Sleeper {
        private Sleeper() {}

        public static void main(String[] arguments) throws InterruptedException {
            Thread.sleep(100_000);
        }
    }

    /** A JVM that runs a tree with a child, a child in its own session, and an orphan in its own session. */
    static final class Victim {
        private Victim() {}

        public static void main(String[] arguments) throws InterruptedException {
            String tag = arguments[1] + "-child";
            String script = "sh -c 'sleep 100; :' " + tag + " & setsid sh -c 'sleep 100; :' " + tag
                    + " & sh -c 'setsid sh -c \"sleep 100; :\" " + tag + " & exit'; sleep 0.2; echo begun; wait";
            new ProcessSandbox()
                    .run(ProcessSandbox.Job.of(Path.of(arguments[0]), "sh", "-c", script)
                            .withLimits(Limits.none().withNamespaces(Boolean.parseBoolean(arguments[2])))
                            .withLines(line -> System.out.println(line)));
        }
    }
}
