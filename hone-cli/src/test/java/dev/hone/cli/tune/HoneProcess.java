package dev.hone.cli.tune;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** The command in a process of its own, which can be killed. */
record HoneProcess(Process process, Path out, Path err) implements AutoCloseable {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(120);

    static HoneProcess start(Path folder, String name, Map<String, String> environment, String... args)
            throws IOException {
        List<String> command = Stream.concat(
                        Stream.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "dev.hone.cli.Main"),
                        Arrays.stream(args))
                .toList();
        Path out = folder.resolve(name + ".out");
        Path err = folder.resolve(name + ".err");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().putAll(environment);
        return new HoneProcess(builder.start(), out, err);
    }

    /** What it has said so far on the error stream. */
    String said() {
        try {
            return Files.readString(err);
        } catch (IOException e) {
            return "";
        }
    }

    /** Its exit status. */
    int status() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE_NANOS, TimeUnit.NANOSECONDS))
                .as(said())
                .isTrue();
        return process.exitValue();
    }

    void awaitSaid(String text) throws InterruptedException {
        until(() -> said().contains(text), () -> "'" + text + "' in: " + said());
    }

    static void until(BooleanSupplier condition, java.util.function.Supplier<String> what) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("waited too long for " + what.get());
            }
            Thread.sleep(20);
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
