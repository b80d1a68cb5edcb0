package dev.hone.core.definition;

import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** How a study file says that configurations are measured. Paths are as written, relative to the file. Immutable. */
public sealed interface EvaluatorDefinition {

    /** How often each configuration is measured; empty: once. */
    Optional<Repeats> repeats();

    /**
     * A command with placeholders.
     *
     * @param directory where it runs; empty: a fresh working folder for every trial
     * @param allowEnvironment variables that pass from outside; empty: the default list
     * @param results metric name to source; empty: the last JSON object on standard output, by name
     */
    record Command(
            List<String> command,
            Optional<String> directory,
            Map<String, String> environment,
            Optional<List<String>> allowEnvironment,
            Optional<Template> template,
            Optional<Duration> timeout,
            Limits limits,
            Map<String, Result> results,
            Optional<Intermediate> intermediate,
            Optional<Repeats> repeats)
            implements EvaluatorDefinition {

        private static final List<String> RESOURCES = List.of("user", "system", "cpu", "peak_rss");

        public Command {
            command = List.copyOf(command);
            environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
            results = Collections.unmodifiableMap(new LinkedHashMap<>(results));
        }

        /** Whether a metric is CPU time or peak memory, which are exact only where {@code Facilities} say so. */
        public boolean measuresResources() {
            return results.values().stream()
                    .anyMatch(result -> result instanceof Measure measure && RESOURCES.contains(measure.name()));
        }

        /** The same measurement of a command that no configuration belongs to, and so no template. */
        Command fixed(List<String> other) {
            return new Command(
                    other,
                    directory,
                    environment,
                    allowEnvironment,
                    Optional.empty(),
                    timeout,
                    limits,
                    results,
                    intermediate,
                    repeats);
        }
    }

    /** A Java class, or {@code Class::method}. */
    record Java(String target, List<String> classpath, Optional<Repeats> repeats) implements EvaluatorDefinition {
        public Java {
            classpath = List.copyOf(classpath);
        }
    }

    /** An address that answers a POST with a JSON object. */
    record Http(URI address, Map<String, String> headers, Optional<Duration> timeout, Optional<Repeats> repeats)
            implements EvaluatorDefinition {
        public Http {
            headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        }
    }

    /**
     * Whoever asks: a program that takes trials by REST or {@link dev.hone.core.study.Study#ask} and tells how good they
     * were.
     */
    record External() implements EvaluatorDefinition {
        @Override
        public Optional<Repeats> repeats() {
            return Optional.empty();
        }
    }

    /** Nothing is measured: the judge looks at the configuration. */
    record None() implements EvaluatorDefinition {
        @Override
        public Optional<Repeats> repeats() {
            return Optional.empty();
        }
    }

    /** Candidates that are no configurations bring their own way to be evaluated. */
    record Own() implements EvaluatorDefinition {
        @Override
        public Optional<Repeats> repeats() {
            return Optional.empty();
        }
    }

    /** A file with placeholders, and where its filled-in copy goes in the trial's working folder. */
    record Template(String file, String to) {}

    /** What a trial may use; empty: no limit. Bytes for memory and output. */
    record Limits(Optional<Duration> cpu, OptionalLong memory, OptionalLong output, boolean network) {}

    /** Names of the fields of JSON lines that are intermediate values. */
    record Intermediate(String step, String value) {}

    /** How often to measure, and what becomes of the values; {@code quantile} only for the aggregate of that name. */
    record Repeats(int count, String aggregate, OptionalDouble quantile) {}

    /** Where a metric comes from. */
    sealed interface Result {}

    /** A measurement of the process, in seconds, or in {@code unit} for sizes. */
    record Measure(String name, Optional<String> unit) implements Result {}

    /** A JSON pointer into the last JSON object on standard output, or into a file of the working folder. */
    record JsonResult(String pointer, Optional<String> file) implements Result {}

    /** The first group of the last match on standard output, or in a file of the working folder. */
    record RegexResult(Pattern pattern, Optional<String> file) implements Result {}
}
