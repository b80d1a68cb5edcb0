package dev.hone.core.sandbox;

import dev.hone.core.Check;
import dev.hone.core.HoneException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Runs a program and everything it starts within limits, measures it, and leaves nothing of it behind. Immutable and
 * thread-safe.
 *
 * <p>On Linux with {@code sh} and {@code setsid}:
 * <ul>
 *   <li>the tree dies when the program ends, when a limit is passed, when the calling thread is interrupted, and when this
 *       JVM ends, even by SIGKILL;
 *   <li>with user namespaces ({@link Facilities}) that is airtight. Without, processes are found by group, descent and a
 *       mark in their environment: one that leaves its session, loses its parent and clears its environment escapes;
 *   <li>CPU times and peak memory are the kernel's account of the finished process if GNU time is installed, else sampled;
 *   <li>standard output and error are read as streams: memory stays bounded whatever the program writes.
 * </ul>
 * The file system is not hidden: a program may read and write what this user may. Elsewhere than on Linux a program runs
 * plainly: the wall clock and output limits hold, its descendants are killed as far as the system lists them, CPU time is
 * sampled, peak memory is unknown, and asking for other limits is an error.
 */
public final class ProcessSandbox {

    private final Facilities system;

    public ProcessSandbox() {
        this(Facilities.detected());
    }

    ProcessSandbox(Facilities system) {
        this.system = system;
    }

    /**
     * What to run.
     *
     * @param argv program, searched in the PATH of {@code environment} or relative to {@code directory}, and arguments
     * @param directory working folder
     * @param environment all variables it gets; nothing else of this JVM's environment passes
     * @param stdin its standard input; empty for none
     * @param lines called with each line of standard output, up to 1 MiB long, on another thread. If it throws, the tree is
     *     killed and {@link #run} throws the same
     */
    public record Job(
            List<String> argv,
            Path directory,
            Map<String, String> environment,
            Optional<byte[]> stdin,
            Limits limits,
            Consumer<String> lines) {

        public Job {
            argv = List.copyOf(Check.notEmpty("argv", argv));
            argv.forEach(argument -> noNul("argv", argument));
            environment = Map.copyOf(environment);
            environment.forEach((name, value) -> {
                Check.that(
                        name.matches("[A-Za-z_][A-Za-z0-9_]*"),
                        "environment." + name,
                        "not a name",
                        "letters, digits and underscores");
                noNul("environment." + name, value);
            });
        }

        public static Job of(Path directory, String... argv) {
            return new Job(
                    List.of(argv),
                    directory,
                    inherited(ALLOWED_ENVIRONMENT, Map.of()),
                    Optional.empty(),
                    Limits.none(),
                    line -> {});
        }

        public Job withLimits(Limits within) {
            return new Job(argv, directory, environment, stdin, within, lines);
        }

        public Job withEnvironment(Map<String, String> variables) {
            return new Job(argv, directory, variables, stdin, limits, lines);
        }

        public Job withStdin(byte[] bytes) {
            return new Job(argv, directory, environment, Optional.of(bytes), limits, lines);
        }

        public Job withLines(Consumer<String> listener) {
            return new Job(argv, directory, environment, stdin, limits, listener);
        }

        private static void noNul(String field, String text) {
            Check.that(text.indexOf('\0') < 0, field, "a text with a NUL character", "none");
        }
    }

    /** Variables that pass from outside unless the caller says otherwise. */
    public static final List<String> ALLOWED_ENVIRONMENT =
            List.of("PATH", "HOME", "JAVA_HOME", "LANG", "LC_ALL", "TMPDIR");

    /** The variables of this JVM's environment that {@code allowed} names, and over them {@code set}. */
    public static Map<String, String> inherited(List<String> allowed, Map<String, String> set) {
        Map<String, String> environment = new LinkedHashMap<>();
        for (String name : allowed) {
            String value = System.getenv(name);
            if (value != null) {
                environment.put(name, value);
            }
        }
        environment.putAll(set);
        return environment;
    }

    /**
     * Runs {@code job} to its end.
     *
     * @throws HoneException if it could not be started: command not found or not executable, no such folder, or a limit
     *     that this system cannot enforce
     * @throws InterruptedException if the thread was interrupted; the tree is dead then
     */
    public ProcessResult run(Job job) throws InterruptedException {
        if (!Files.isDirectory(job.directory())) {
            throw new HoneException("no such folder: " + job.directory().toAbsolutePath());
        }
        Path program = Executables.resolve(
                job.argv().get(0), job.directory(), job.environment().get("PATH"));
        refuseWhatCannotBeEnforced(job.limits());
        return new SandboxRun(system, job, program).run();
    }

    private void refuseWhatCannotBeEnforced(Limits limits) {
        if (!limits.network() && !system.canCutNetwork()) {
            throw new HoneException("limits.network: is false, but this system cannot cut a program from the network: "
                    + system.namespaceDetail() + "; 'hone doctor' says how to allow it");
        }
        if (!system.canGuard()) {
            boolean plain = limits.cpu().isEmpty()
                    && limits.memoryBytes().isEmpty()
                    && limits.fileBytes().isEmpty()
                    && limits.addressSpaceBytes().isEmpty();
            if (!plain) {
                throw new HoneException("limits of CPU, memory and file size need Linux with sh and setsid, this is "
                        + System.getProperty("os.name") + "; only the timeout and the output limit hold here");
            }
        }
    }
}
