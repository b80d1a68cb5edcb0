package dev.hone.core.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Finds in the standard error of a failed program the few lines that tell a person what went wrong: the exception and its root
 * cause rather than the end of a stack trace, a refused option rather than the launcher's farewell. Where nothing looks like an
 * error these are the last lines.
 */
final class ErrorLines {

    /** Most lines, and most characters of each, that become part of a reason. */
    static final int LINES = 5;

    static final int CHARACTERS = 300;

    private static final Pattern FRAME =
            Pattern.compile("\\s+at .+|\\s*\\.\\.\\. \\d+ (more|common frames omitted).*|\\s+File \".*\", line \\d+.*"
                    + "|goroutine \\d+ \\[.*|stack backtrace:|\\s+\\d+: 0x[0-9a-f]+.*|#\\s*|\\s*\\^+[~^]*\\s*");

    /** What begins the report of an error that ended the program. */
    private static final Pattern HEADLINE =
            Pattern.compile("Exception in thread .*|Exception: .* thrown from the UncaughtExceptionHandler in thread .*"
                    + "|panic: .*|thread '.*' panicked at .*");

    private static final Pattern CAUSE = Pattern.compile("\\s*Caused by: .*");
    private static final Pattern TRACEBACK = Pattern.compile("Traceback \\(most recent call last\\):.*");
    private static final Pattern LOOKS_LIKE_ERROR =
            Pattern.compile("(?i).*\\b(error|fatal|panic|exception|aborted)\\b.*|.*\\w(Exception|Error)\\b.*");

    /** What a JVM says around the line that matters. */
    private static final Pattern FAREWELL = Pattern.compile(
            "Error: Could not create the Java Virtual Machine\\.|Error occurred during initialization of VM"
                    + "|Error: A fatal exception has occurred\\. Program will exit\\.");

    private ErrorLines() {}

    /** What {@code text} says about the error, as the end of a sentence; empty if it says nothing. */
    static String said(String text) {
        List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
        if (lines.isEmpty()) {
            return "";
        }
        List<String> picked = reported(lines);
        if (!picked.isEmpty()) {
            return "; standard error says: " + join(picked);
        }
        List<String> telling = lines.stream()
                .filter(line -> !FRAME.matcher(line).matches()
                        && !FAREWELL.matcher(line).matches())
                .toList();
        if (telling.isEmpty()) {
            return "; standard error ends with: " + join(last(lines));
        }
        picked = likely(telling);
        boolean tail = lines.subList(lines.size() - picked.size(), lines.size()).equals(picked);
        return (tail ? "; standard error ends with: " : "; standard error says: ") + join(picked);
    }

    /** The last uncaught exception or panic, with the rest of its message and its root cause; empty if there is none. */
    private static List<String> reported(List<String> lines) {
        int head = -1;
        int cause = -1;
        boolean python = false;
        for (int i = 0; i < lines.size(); i++) {
            if (HEADLINE.matcher(lines.get(i)).matches()) {
                head = i;
                cause = -1;
                python = false;
            } else if (TRACEBACK.matcher(lines.get(i)).matches()) {
                int exception = afterIndented(lines, i + 1);
                if (exception >= 0) {
                    head = exception;
                    cause = -1;
                    python = true;
                }
            } else if (CAUSE.matcher(lines.get(i)).matches()) {
                cause = i;
            }
        }
        if (head < 0) {
            // a program that caught the exception and printed it: its headline is its own, the cause is not
            return cause < 0 ? List.of() : message(lines, cause, LINES);
        }
        List<String> picked = new ArrayList<>(python ? List.of(lines.get(head)) : message(lines, head, LINES - 2));
        if (cause >= 0) {
            picked.addAll(message(lines, cause, 2));
        }
        return picked;
    }

    /** The line at {@code from} and those after it that go on with its message. */
    private static List<String> message(List<String> lines, int from, int limit) {
        int end = from + 1;
        while (end < lines.size()
                && end - from < limit
                && !FRAME.matcher(lines.get(end)).matches()
                && !CAUSE.matcher(lines.get(end)).matches()
                && !HEADLINE.matcher(lines.get(end)).matches()) {
            end++;
        }
        return lines.subList(from, end);
    }

    /** Index of the first line at or after {@code from} that is not indented, or -1. */
    private static int afterIndented(List<String> lines, int from) {
        for (int i = from; i < lines.size(); i++) {
            if (!Character.isWhitespace(lines.get(i).charAt(0))) {
                return i;
            }
        }
        return -1;
    }

    /** The last lines that look like an error, each with the line after it, filled up with the last lines; in their order. */
    private static List<String> likely(List<String> lines) {
        TreeSet<Integer> picked = new TreeSet<>();
        for (int i = lines.size() - 1; i >= 0 && picked.size() < LINES; i--) {
            if (LOOKS_LIKE_ERROR.matcher(lines.get(i)).matches()) {
                picked.add(i);
                if (i + 1 < lines.size() && picked.size() < LINES) {
                    picked.add(i + 1);
                }
            }
        }
        for (int i = lines.size() - 1; i >= 0 && picked.size() < LINES; i--) {
            picked.add(i);
        }
        return picked.stream().map(lines::get).toList();
    }

    private static List<String> last(List<String> lines) {
        return lines.subList(Math.max(0, lines.size() - LINES), lines.size());
    }

    private static String join(List<String> lines) {
        return String.join(
                "\n",
                lines.stream()
                        .map(String::strip)
                        .map(line -> line.length() <= CHARACTERS ? line : line.substring(0, CHARACTERS - 1) + "\u2026")
                        .toList());
    }
}
