package dev.hone.core.sandbox;

import dev.hone.core.Check;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a sandboxed process tree may use.
 *
 * @param wall wall clock time from the start of the program
 * @param cpu CPU time, user and system, summed over the tree; also set as {@code RLIMIT_CPU} of each process
 * @param memoryBytes resident memory summed over the tree. Checked every few milliseconds, so a tree that allocates fast
 *     overshoots before it dies
 * @param outputBytes bytes written to standard output and standard error together
 * @param fileBytes largest file that a process may write ({@code RLIMIT_FSIZE})
 * @param addressSpaceBytes address space of each process ({@code RLIMIT_AS}); a JVM reserves far more than it uses, so do
 *     not set this for JVMs
 * @param network whether the tree may use the network. Without, it has not even a loopback device
 * @param namespaces whether to run in own process and user namespaces where the system allows that: then nothing
 *     survives the program. Programs that need {@code sudo} or a set-user-ID bit need this off
 */
public record Limits(
        Optional<Duration> wall,
        Optional<Duration> cpu,
        OptionalLong memoryBytes,
        long outputBytes,
        OptionalLong fileBytes,
        OptionalLong addressSpaceBytes,
        boolean network,
        boolean namespaces) {

    private static final long DEFAULT_OUTPUT_BYTES = 100_000_000;

    public Limits {
        wall.ifPresent(d -> positive("limits.timeout", d));
        cpu.ifPresent(d -> positive("limits.cpu", d));
        memoryBytes.ifPresent(bytes -> positive("limits.memory", bytes));
        positive("limits.output", outputBytes);
        fileBytes.ifPresent(bytes -> positive("limits.file", bytes));
        addressSpaceBytes.ifPresent(bytes -> positive("limits.address_space", bytes));
        Check.that(
                network || namespaces,
                "limits.network",
                network,
                "true when limits.namespaces is false: only they cut it");
    }

    /** No limit but 100 MB of output; network allowed; namespaces where possible. */
    public static Limits none() {
        return new Limits(
                Optional.empty(),
                Optional.empty(),
                OptionalLong.empty(),
                DEFAULT_OUTPUT_BYTES,
                OptionalLong.empty(),
                OptionalLong.empty(),
                true,
                true);
    }

    public Limits withWall(Duration limit) {
        return new Limits(
                Optional.of(limit), cpu, memoryBytes, outputBytes, fileBytes, addressSpaceBytes, network, namespaces);
    }

    public Limits withCpu(Duration limit) {
        return new Limits(
                wall, Optional.of(limit), memoryBytes, outputBytes, fileBytes, addressSpaceBytes, network, namespaces);
    }

    public Limits withMemory(long bytes) {
        return new Limits(
                wall, cpu, OptionalLong.of(bytes), outputBytes, fileBytes, addressSpaceBytes, network, namespaces);
    }

    public Limits withOutput(long bytes) {
        return new Limits(wall, cpu, memoryBytes, bytes, fileBytes, addressSpaceBytes, network, namespaces);
    }

    public Limits withFile(long bytes) {
        return new Limits(
                wall, cpu, memoryBytes, outputBytes, OptionalLong.of(bytes), addressSpaceBytes, network, namespaces);
    }

    public Limits withAddressSpace(long bytes) {
        return new Limits(wall, cpu, memoryBytes, outputBytes, fileBytes, OptionalLong.of(bytes), network, namespaces);
    }

    public Limits withNetwork(boolean allowed) {
        return new Limits(wall, cpu, memoryBytes, outputBytes, fileBytes, addressSpaceBytes, allowed, namespaces);
    }

    public Limits withNamespaces(boolean wherePossible) {
        return new Limits(wall, cpu, memoryBytes, outputBytes, fileBytes, addressSpaceBytes, network, wherePossible);
    }

    private static void positive(String field, Duration value) {
        Check.that(!value.isNegative() && !value.isZero(), field, value, "a duration above 0");
    }

    private static void positive(String field, long value) {
        Check.that(value > 0, field, value, "a number of bytes above 0");
    }
}
