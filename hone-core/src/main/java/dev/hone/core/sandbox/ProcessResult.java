package dev.hone.core.sandbox;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A finished process tree.
 *
 * @param exitStatus of the program, if it ended by itself
 * @param signal that ended the program, if one did
 * @param killedBy the limit for which the sandbox killed the tree; then there is no exit status
 * @param wallSeconds from the start of the program to its end, without the sandbox's own start
 * @param userSeconds CPU time of the program and of the descendants that it waited for
 * @param systemSeconds like {@code userSeconds}, in the kernel
 * @param peakRssBytes largest resident set that any single process of the tree reached; empty where unknown
 * @param measuredBy where CPU times and peak come from
 * @param isolated whether the tree ran in its own namespaces, so that nothing of it can be left
 */
public record ProcessResult(
        OptionalInt exitStatus,
        OptionalInt signal,
        Optional<Kill> killedBy,
        double wallSeconds,
        double userSeconds,
        double systemSeconds,
        OptionalLong peakRssBytes,
        Measurement measuredBy,
        Output stdout,
        Output stderr,
        boolean isolated) {

    /** Where CPU times and peak memory come from. */
    public enum Measurement {
        /** The kernel's account of the finished process, by GNU time: exact, CPU times to 10 ms. */
        RUSAGE,
        /** The last look at {@code /proc} while it ran: misses what happened after that look. */
        SAMPLED,
        /** Not measured: CPU times are 0. */
        NONE
    }

    /**
     * The end of an output stream.
     *
     * @param text the last bytes as UTF-8, malformed ones replaced
     * @param bytes how many were written in all
     * @param truncated whether {@code text} lacks the beginning
     */
    public record Output(String text, long bytes, boolean truncated) {

        /** The last {@code count} lines that are not blank. */
        public String lastLines(int count) {
            var lines = text.lines().filter(line -> !line.isBlank()).toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - count), lines.size()));
        }
    }

    /** Exit status 0 and not killed. */
    public boolean succeeded() {
        return killedBy.isEmpty() && exitStatus.isPresent() && exitStatus.getAsInt() == 0;
    }
}
