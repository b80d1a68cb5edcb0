package dev.hone.core.sandbox;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The small programs around a sandboxed one.
 *
 * <pre> JVM - guard (sh, own session) - setsid [unshare] [time] - starter (sh) = program </pre>
 *
 * The guard's standard input is a pipe that only the JVM holds. When it ends, because the JVM closed it or died in
 * whatever way, a watcher in the guard kills the guard, which would else take the program's death for its normal end, then
 * the program's process group and whatever carries the sandbox's mark. The starter sets resource limits, writes the mark
 * as a line to standard error so that the JVM knows when the program began, and becomes the program. The guard writes the
 * mark and the exit status there when the program has ended.
 */
final class Guard {

    /** Environment variable that marks every process of a sandbox. */
    static final String MARK = "HONE_SANDBOX";

    private static final String GUARD = """
            exec 3<&0 4>&2 2>/dev/null
            nonce=$1 input=$2 search=$3
            shift 3
            "$@" <"$input" 2>&4 3<&- 4>&- &
            program=$!
            exec >&-
            (
              exec 4>&-
              read -r word <&3
              kill -9 $$
              kill -9 -"$program"
              kill -9 "$program"
              round=0
              while [ -n "$search" ] && [ $round -lt 100 ]; do
                found=$("$search" -lsF "HONE_SANDBOX=$nonce" /proc/[0-9]*/environ)
                [ -n "$found" ] || break
                for file in $found; do
                  process=${file#/proc/}
                  kill -9 "${process%/environ}"
                done
                round=$((round + 1))
              done
            ) >/dev/null &
            watcher=$!
            wait "$program"
            status=$?
            kill -9 "$watcher"
            kill -9 -"$program"
            echo "$nonce $status" >&4
            exec 4>&-
            read -r word <&3
            """;

    private static final String STARTER = """
            export HONE_SANDBOX="$1"
            ulimit -c 0
            if [ "$2" != - ]; then ulimit -t "$2" || exit 125; fi
            if [ "$3" != - ]; then ulimit -f "$3" || exit 125; fi
            if [ "$4" != - ]; then ulimit -v "$4" || exit 125; fi
            echo "$1" >&2
            shift 4
            exec "$@"
            """;

    /** A process that has to be there so that the program is not process 1 of its namespace, whose signals are special. */
    private static final String PARENT = "\"$@\"; exit $?";

    private Guard() {}

    /**
     * The whole command line.
     *
     * @param nonce value of the mark
     * @param input file for the program's standard input
     * @param usage where GNU time writes; not written where there is none
     * @param argv program, as an absolute path, and arguments
     */
    static List<String> command(
            Facilities system,
            String nonce,
            Path input,
            Path usage,
            Limits limits,
            boolean isolate,
            List<String> argv) {
        String shell = system.shell().toString();
        List<String> command = new ArrayList<>(List.of(
                system.setsid().toString(),
                shell,
                "-c",
                GUARD,
                "guard",
                nonce,
                input.toString(),
                isolate ? "" : system.grep().map(Path::toString).orElse(""),
                system.setsid().toString()));
        if (isolate) {
            command.addAll(system.namespaceCommand(limits.network()));
        }
        if (system.gnuTime().isPresent()) {
            command.addAll(List.of(system.gnuTime().get().toString(), "-f", "%e %U %S %M", "-o", usage.toString()));
        } else {
            command.addAll(List.of(shell, "-c", PARENT, "parent"));
        }
        command.addAll(List.of(
                shell,
                "-c",
                STARTER,
                "starter",
                nonce,
                limits.cpu().map(Guard::wholeSeconds).orElse("-"),
                units(limits.fileBytes(), 512),
                units(limits.addressSpaceBytes(), 1024)));
        command.addAll(argv);
        return command;
    }

    private static String wholeSeconds(Duration duration) {
        return Long.toString(duration.plusNanos(999_999_999).toSeconds());
    }

    private static String units(OptionalLong bytes, long unit) {
        return bytes.isEmpty() ? "-" : Long.toString((bytes.getAsLong() + unit - 1) / unit);
    }
}
