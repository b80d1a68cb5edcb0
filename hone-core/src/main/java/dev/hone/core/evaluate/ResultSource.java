package dev.hone.core.evaluate;

import com.fasterxml.jackson.core.JsonPointer;
import dev.hone.core.Check;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.Nearest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Where a number comes from when a command has ended. */
public sealed interface ResultSource {

    /** Something that the sandbox measures on the finished process. */
    enum Measure {
        /** Wall clock time in seconds. */
        WALL,
        /** CPU time in user mode in seconds. */
        USER,
        /** CPU time in the kernel in seconds. */
        SYSTEM,
        /** User and system time in seconds. */
        CPU,
        /** Largest resident set of a process in bytes. */
        PEAK_RSS,
        /** Exit status; asking for it makes a status other than 0 a result instead of a failure. */
        EXIT_STATUS;

        private String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A measurement, divided by {@code divisor}. */
    record Measured(Measure measure, double divisor) implements ResultSource {
        public Measured {
            Check.positive("unit", divisor);
        }
    }

    /** A number inside a JSON object: the last one on standard output, or that of a file. */
    record FromJson(JsonPointer pointer) implements ResultSource {}

    /** First group, or the whole, of the last match on standard output or in a file. */
    record FromPattern(Pattern pattern) implements ResultSource {}

    /** Like {@code inner}, in a file of the working folder. The file is deleted before each run. */
    record FromFile(String file, ResultSource inner) implements ResultSource {
        public FromFile {
            FileTemplate.inside("file", file);
            Check.that(
                    inner instanceof FromJson || inner instanceof FromPattern,
                    "file",
                    "'" + file + "' with " + inner,
                    "a file with json or regex");
        }
    }

    /** @param name one of wall, user, system, cpu, peak_rss, exit_status */
    static ResultSource measure(String name) {
        List<String> valid = Arrays.stream(Measure.values()).map(Measure::label).toList();
        return Arrays.stream(Measure.values())
                .filter(m -> m.label().equals(name))
                .findFirst()
                .map(m -> new Measured(m, 1))
                .orElseThrow(() -> new InvalidFieldException(
                        "measure", "is '" + name + "', expected one of " + valid + Nearest.hint(name, valid)));
    }

    /** @param unit of memory, such as MiB; only for peak_rss */
    static ResultSource measure(String name, String unit) {
        Measured measured = (Measured) measure(name);
        Check.that(
                measured.measure() == Measure.PEAK_RSS,
                "unit",
                "'" + unit + "' of " + name,
                "a unit only for peak_rss");
        return new Measured(measured.measure(), MemoryUnit.parse("unit", unit).bytes());
    }

    /** @param pointer RFC 6901, such as {@code /score} */
    static ResultSource json(String pointer) {
        try {
            Check.notBlank("json", pointer);
            return new FromJson(JsonPointer.compile(pointer));
        } catch (IllegalArgumentException e) {
            throw new InvalidFieldException("json", "is '" + pointer + "', expected a JSON pointer such as /score");
        }
    }

    static ResultSource regex(String expression) {
        try {
            return new FromPattern(Pattern.compile(Check.notBlank("regex", expression), Pattern.MULTILINE));
        } catch (PatternSyntaxException e) {
            throw new InvalidFieldException(
                    "regex", "is '" + expression + "', which is not one: " + e.getDescription());
        }
    }

    static ResultSource file(String file, ResultSource inner) {
        return new FromFile(file, inner);
    }
}
