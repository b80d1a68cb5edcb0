package dev.hone.core.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.hone.core.HoneException;
import dev.hone.core.sandbox.ProcessResult.Measurement;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sandbox on systems that offer less than this one: without GNU time, without namespaces, and without a guard. */
@EnabledOnOs(OS.LINUX)
class FallbackTest {

    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private static final long MIB = 1 << 20;

    private final Facilities without = Facilities.detected().withoutGnuTime();
    private final String tag = "hone-test-" + UUID.randomUUID();

    @TempDir
    Path folder;

    private ProcessSandbox.Job sh(String script) {
        return ProcessSandbox.Job.of(folder, "sh", "-c", script, tag);
    }

    /** A process that touches 256 MiB of heap beside what a JVM needs for itself. */
    private ProcessSandbox.Job holds256Mib() {
        return ProcessSandbox.Job.of(
                folder, JAVA, "-Xms256m", "-Xmx256m", "-XX:+UseSerialGC", "-XX:+AlwaysPreTouch", "-version");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void peakMemoryIsSampledWhereGnuTimeIsMissing(boolean namespaces) throws Exception {
        Facilities system = namespaces ? without : without.withoutNamespaces();

        ProcessResult result = new ProcessSandbox(system).run(holds256Mib());

        assertThat(result.exitStatus()).hasValue(0);
        assertThat(result.isolated()).isEqualTo(system.canIsolate());
        assertThat(result.measuredBy()).isEqualTo(Measurement.SAMPLED);
        assertThat(system.measuresExactly()).isFalse();
        assertThat(result.peakRssBytes().orElseThrow()).isBetween(256 * MIB, 400 * MIB);
    }

    @Test
    void theSampledPeakIsThatOfTheKernel() throws Exception {
        assumeThat(Facilities.detected().gnuTime()).isPresent();

        ProcessResult exact = new ProcessSandbox().run(holds256Mib());
        ProcessResult sampled = new ProcessSandbox(without).run(holds256Mib());

        assertThat(exact.measuredBy()).isEqualTo(Measurement.RUSAGE);
        assertThat((double) sampled.peakRssBytes().orElseThrow()
                        / exact.peakRssBytes().orElseThrow())
                .isBetween(0.9, 1.1);
    }

    /** Several runs, because a look that comes when all has just ended must not undo the looks before it. */
    @RepeatedTest(4)
    void cpuTimeIsSampledWhereGnuTimeIsMissing() throws Exception {
        ProcessResult busy = new ProcessSandbox(without).run(sh("i=0; while [ $i -lt 600000 ]; do i=$((i+1)); done"));

        assertThat(busy.measuredBy()).isEqualTo(Measurement.SAMPLED);
        assertThat(busy.userSeconds()).isGreaterThan(0.1).isLessThanOrEqualTo(busy.wallSeconds() + 0.05);
    }

    @Test
    void cpuTimeNeverFalls() {
        ProcessTree.Sample busy = new ProcessTree.Sample(5_000, 0.25, 0.05, 9_000);

        assertThat(new ProcessTree.Sample(0, 0, 0, 9_000).after(busy))
                .isEqualTo(new ProcessTree.Sample(0, 0.25, 0.05, 9_000));
        assertThat(new ProcessTree.Sample(6_000, 0.2, 0.2, 9_500).after(busy))
                .isEqualTo(new ProcessTree.Sample(6_000, 0.2, 0.2, 9_500));
    }

    @Test
    void limitsHoldOnSamplesAlone() throws Exception {
        ProcessSandbox sandbox = new ProcessSandbox(without.withoutNamespaces());
        Limits patient = Limits.none().withWall(Duration.ofSeconds(60));

        ProcessResult cpu = sandbox.run(sh("while :; do :; done").withLimits(patient.withCpu(Duration.ofMillis(300))));
        ProcessResult memory = sandbox.run(ProcessSandbox.Job.of(
                        folder,
                        JAVA,
                        "-Xms600m",
                        "-Xmx600m",
                        "-XX:+AlwaysPreTouch",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ProcessSandboxTest.Sleeper.class.getName(),
                        tag)
                .withLimits(patient.withMemory(200 * MIB)));

        assertThat(cpu.killedBy()).contains(Kill.CPU);
        assertThat(memory.killedBy()).contains(Kill.MEMORY);
        assertThat(memory.peakRssBytes().orElseThrow()).isGreaterThan(200 * MIB);
        assertThat(ProcessSandboxTest.survivors(tag)).isEmpty();
    }

    @Test
    void aPlainRunKnowsNoPeakAndStillKillsTheTree() throws Exception {
        ProcessSandbox sandbox = new ProcessSandbox(without.withoutGuard());

        ProcessResult ended =
                sandbox.run(sh("cat; echo err >&2; exit 7").withStdin("in".getBytes(StandardCharsets.UTF_8)));
        ProcessResult late = sandbox.run(sh("sleep 100 & sh -c 'sleep 100; :' " + tag + " & wait")
                .withLimits(Limits.none().withWall(Duration.ofMillis(500))));

        assertThat(ended.exitStatus()).hasValue(7);
        assertThat(ended.stdout().text()).isEqualTo("in");
        assertThat(ended.stderr().text()).isEqualTo("err\n");
        assertThat(ended.peakRssBytes()).isEmpty();
        assertThat(ended.isolated()).isFalse();
        assertThat(late.killedBy()).contains(Kill.TIMEOUT);
        assertThat(ProcessSandboxTest.survivors(tag)).isEmpty();
    }

    @Test
    void whatCannotBeEnforcedIsRefused() {
        assertThatThrownBy(() -> new ProcessSandbox(without.withoutGuard())
                        .run(sh("true").withLimits(Limits.none().withMemory(MIB))))
                .isInstanceOf(HoneException.class)
                .hasMessageContaining("need Linux with sh and setsid");
        assertThatThrownBy(() -> new ProcessSandbox(without.withoutNamespaces())
                        .run(sh("true").withLimits(Limits.none().withNetwork(false))))
                .isInstanceOf(HoneException.class)
                .hasMessageContaining(
                        "limits.network: is false, but this system cannot cut a program from the network");
    }
}
