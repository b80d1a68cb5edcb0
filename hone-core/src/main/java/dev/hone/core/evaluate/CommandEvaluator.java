package dev.hone.core.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.core.Check;
import dev.hone.core.HoneException;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.Json;
import dev.hone.core.sandbox.Executables;
import dev.hone.core.sandbox.Kill;
import dev.hone.core.sandbox.Limits;
import dev.hone.core.sandbox.ProcessResult;
import dev.hone.core.sandbox.ProcessSandbox;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.Parameter;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.trial.Artifact;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Instance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Runs a command for each configuration and reads numbers from what it leaves. Immutable and thread-safe.
 *
 * <p>Values reach the command through placeholders in its arguments ({@code -Xmx{heap_mb}m}), through the environment
 * ({@code HONE_PARAM_<NAME>}, for the instance {@code HONE_INSTANCE_<NAME>}, besides {@code HONE_STUDY}, {@code HONE_TRIAL},
 * {@code HONE_SEED}), and through a {@link FileTemplate}. Files that become artifacts, and those of the trial that this one
 * goes on from, lie in the folders of a {@link Handover}. An argument that mentions an inactive parameter is dropped, and so is one that is nothing but a
 * placeholder and becomes empty.
 *
 * <p>The working folder is a fresh one per run, or a given one. Runs that write or read files of a given folder take
 * turns, also with other processes that evaluate in it.
 *
 * <p>Everything that goes wrong is a {@link HoneException} whose message says what and why. Whatever happens, the last
 * 64 KiB of both outputs are kept with the trial as {@code stdout.txt} and {@code stderr.txt}.
 */
public final class CommandEvaluator implements Evaluator<Configuration> {

    private final List<Placeholders> command;
    private final Optional<Path> directory;
    private final Map<String, String> environment;
    private final Optional<FileTemplate> template;
    private final Limits limits;
    private final Map<String, ResultSource> results;
    private final Optional<Intermediate> intermediate;
    private final boolean keepFolderOnFailure;
    private final boolean resultsOptional;
    private final List<String> resultFiles;
    private final ProcessSandbox sandbox;

    /** Names of the fields that make a JSON line on standard output an intermediate value. */
    public record Intermediate(String step, String value) {
        public Intermediate {
            Check.notBlank("intermediate.step", step);
            Check.notBlank("intermediate.value", value);
            Check.that(!step.equals(value), "intermediate.value", "'" + value + "'", "another field than step");
        }
    }

    private CommandEvaluator(Builder builder) {
        command = new ArrayList<>();
        for (int i = 0; i < builder.command.size(); i++) {
            command.add(Placeholders.argument(
                    builder.command.get(i), "command[" + i + "]", builder.space, builder.instance));
        }
        directory = Optional.ofNullable(builder.directory);
        environment = ProcessSandbox.inherited(builder.allowed, builder.environment);
        template = Optional.ofNullable(builder.template);
        limits = builder.limits;
        results = Collections.unmodifiableMap(new LinkedHashMap<>(builder.results));
        intermediate = Optional.ofNullable(builder.intermediate);
        keepFolderOnFailure = builder.keepFolderOnFailure;
        resultsOptional = builder.resultsOptional;
        resultFiles = ResultReader.files(results);
        sandbox = new ProcessSandbox();
    }

    /**
     * @param space whose parameters the command may mention
     * @param command program and arguments with placeholders
     */
    public static Builder builder(SearchSpace space, List<String> command) {
        return new Builder(space, command);
    }

    /**
     * Looks for the program, unless its name depends on parameters.
     *
     * @throws HoneException if there is none or it may not be executed
     */
    public void checkProgram() {
        command.get(0)
                .literal()
                .ifPresent(program ->
                        Executables.resolve(program, directory.orElse(Path.of("")), environment.get("PATH")));
    }

    /** Program and arguments for a configuration. */
    public List<String> command(Configuration configuration) {
        return command(configuration, Instance.NONE);
    }

    private List<String> command(Configuration configuration, Instance instance) {
        List<String> argv = new ArrayList<>();
        for (Placeholders argument : command) {
            argument.fill(configuration, instance)
                    .filter(text -> !(text.isEmpty() && argument.isSingle()))
                    .ifPresent(argv::add);
        }
        return argv;
    }

    @Override
    public Evaluation evaluate(Configuration configuration, TrialContext context) throws Exception {
        boolean shared = directory.isPresent() && (template.isPresent() || !resultFiles.isEmpty());
        if (!shared) {
            return evaluateIn(configuration, context);
        }
        try (FolderLock turn = FolderLock.take(directory.get())) {
            return evaluateIn(configuration, context);
        }
    }

    private Evaluation evaluateIn(Configuration configuration, TrialContext context) throws Exception {
        if (directory.isPresent()) {
            return evaluate(configuration, context, directory.get());
        }
        Path folder = Files.createTempDirectory("hone-trial-" + context.number() + "-");
        boolean keep = false;
        try {
            return evaluate(configuration, context, folder);
        } catch (TrialPrunedException | InterruptedException e) {
            throw e;
        } catch (Exception e) {
            keep = keepFolderOnFailure;
            if (keep) {
                context.attribute("folder", folder.toString());
            }
            throw inFreshFolder(e, folder);
        } finally {
            if (!keep) {
                Folders.delete(folder);
            }
        }
    }

    /** A file that is missed in the run's own folder is usually one beside the study file. */
    private static Exception inFreshFolder(Exception failure, Path folder) {
        String message = failure.getMessage();
        if (!(failure instanceof HoneException) || !message.contains(folder + "/")) {
            return failure;
        }
        return new HoneException(
                "in an empty folder of its own, as 'directory' is not given: " + message.replace(folder + "/", ""),
                failure);
    }

    private Evaluation evaluate(Configuration configuration, TrialContext context, Path folder) throws Exception {
        for (String file : resultFiles) {
            Files.deleteIfExists(folder.resolve(file));
        }
        template.ifPresent(t -> t.write(configuration, context.instance(), folder));
        List<String> argv = command(configuration, context.instance());
        if (argv.isEmpty()) {
            throw new HoneException("command: nothing is left of it for " + configuration);
        }
        Map<String, String> variables = new HashMap<>(environment);
        variables.putAll(Placeholders.environment(configuration));
        variables.putAll(Placeholders.environment(context.instance()));
        variables.put("HONE_STUDY", context.study());
        variables.put("HONE_TRIAL", Long.toString(context.number()));
        variables.put("HONE_SEED", Long.toString(context.seed()));
        try (Handover handover = Handover.to(context)) {
            variables.putAll(handover.environment());
            ProcessResult result = sandbox.run(new ProcessSandbox.Job(
                    argv, folder, variables, Optional.empty(), limits, line -> report(line, context)));
            keep(result, context);
            refuseFailure(result);
            handover.keep(context);
            return evaluation(result, folder);
        }
    }

    private Evaluation evaluation(ProcessResult result, Path folder) {
        String output = result.stdout().text();
        if (resultsOptional
                && results.isEmpty()
                && ResultReader.findLastObject(output).isEmpty()) {
            return Evaluation.of();
        }
        Map<String, Double> metrics = results.isEmpty()
                ? ResultReader.lastObject(output, "standard output")
                : ResultReader.read(results, result, folder);
        return ResultReader.evaluation(metrics);
    }

    private void report(String line, TrialContext context) {
        if (intermediate.isEmpty()) {
            return;
        }
        Optional<JsonNode> object = ResultReader.object(line);
        if (object.isEmpty()) {
            return;
        }
        JsonNode step = object.get().path(intermediate.get().step());
        JsonNode value = object.get().path(intermediate.get().value());
        if (step.isNumber() && value.isNumber()) {
            String name = intermediate.get().value() + " at step " + step.asText();
            context.reportOrPrune(step.longValue(), ResultReader.finite(name, value.doubleValue()));
        }
    }

    private void refuseFailure(ProcessResult result) {
        if (result.killedBy().isPresent()) {
            throw new HoneException(reason(result.killedBy().get(), result) + said(result));
        }
        if (result.signal().isPresent()) {
            throw new HoneException("ended by " + Signals.name(result.signal().getAsInt()) + said(result));
        }
        boolean statusWanted = results.values().stream()
                .anyMatch(source ->
                        source instanceof ResultSource.Measured m && m.measure() == ResultSource.Measure.EXIT_STATUS);
        int status = result.exitStatus().orElseThrow();
        if (status != 0 && !statusWanted) {
            throw new HoneException("exit status " + status + said(result));
        }
    }

    private String reason(Kill kill, ProcessResult result) {
        return switch (kill) {
            case TIMEOUT ->
                "timeout: still running after " + seconds(limits.wall().orElseThrow());
            case CPU -> "killed by the CPU limit of " + seconds(limits.cpu().orElseThrow());
            case MEMORY ->
                "killed by the memory limit of " + limits.memoryBytes().orElseThrow() + " bytes";
            case OUTPUT -> "killed by the output limit of " + limits.outputBytes() + " bytes";
            case CANCELLED -> "cancelled after " + String.format("%.1f s", result.wallSeconds());
        };
    }

    private static String seconds(Duration duration) {
        return (duration.toMillis() / 1000.0) + " s";
    }

    private static String said(ProcessResult result) {
        return ErrorLines.said(result.stderr().text());
    }

    private static void keep(ProcessResult result, TrialContext context) throws IOException {
        Folders.keepTail(context, Artifact.STDOUT, result.stdout());
        Folders.keepTail(context, Artifact.STDERR, result.stderr());
        Map<String, Object> measured = new LinkedHashMap<>();
        result.exitStatus().ifPresent(status -> measured.put("exit_status", status));
        result.signal().ifPresent(signal -> measured.put("signal", signal));
        result.killedBy().ifPresent(kill -> measured.put("killed_by", kill));
        measured.put("wall_s", result.wallSeconds());
        measured.put("user_s", result.userSeconds());
        measured.put("system_s", result.systemSeconds());
        result.peakRssBytes().ifPresent(bytes -> measured.put("peak_rss_bytes", bytes));
        measured.put("measured_by", result.measuredBy());
        context.attribute("process", Json.write(measured));
    }

    /** Collects what a command needs besides its arguments. */
    public static final class Builder {

        private final SearchSpace space;
        private final List<String> command;
        private Path directory;
        private Map<String, String> environment = Map.of();
        private List<String> allowed = ProcessSandbox.ALLOWED_ENVIRONMENT;
        private FileTemplate template;
        private Limits limits = Limits.none();
        private Map<String, ResultSource> results = Map.of();
        private Intermediate intermediate;
        private boolean keepFolderOnFailure;
        private boolean resultsOptional;
        private Set<String> instance = Set.of();

        private Builder(SearchSpace space, List<String> command) {
            this.space = space;
            this.command = List.copyOf(Check.notEmpty("command", command));
        }

        /** Working folder; without, every run gets a fresh one that is deleted afterwards. */
        public Builder directory(Path folder) {
            directory = folder.toAbsolutePath().normalize();
            return this;
        }

        /** Variables to set. */
        public Builder environment(Map<String, String> variables) {
            environment = Map.copyOf(variables);
            return this;
        }

        /** Variables that pass from outside, in place of {@link ProcessSandbox#ALLOWED_ENVIRONMENT}. */
        public Builder allowEnvironment(List<String> names) {
            allowed = List.copyOf(names);
            return this;
        }

        public Builder template(FileTemplate file) {
            template = file;
            return this;
        }

        public Builder limits(Limits within) {
            limits = within;
            return this;
        }

        /** Numbers by name; without, the number fields of the last JSON object on standard output. */
        public Builder results(Map<String, ResultSource> sources) {
            results = new LinkedHashMap<>(sources);
            return this;
        }

        /** A run that prints no JSON object is one without metrics, as where candidates are compared and not measured. */
        public Builder resultsOptional(boolean optional) {
            resultsOptional = optional;
            return this;
        }

        /** JSON lines on standard output with these fields are intermediate values. */
        public Builder intermediate(String step, String value) {
            intermediate = new Intermediate(step, value);
            return this;
        }

        /** Keeps the fresh folder of a failed run; its path becomes the trial's attribute {@code folder}. */
        public Builder keepFolderOnFailure(boolean keep) {
            keepFolderOnFailure = keep;
            return this;
        }

        /** Names of the values that instances have, which the command may mention as {@code {instance.NAME}}. */
        public Builder instance(Set<String> names) {
            instance = Set.copyOf(names);
            return this;
        }

        /** @throws InvalidFieldException if the command mentions an unknown parameter, or two names clash as variables */
        public CommandEvaluator build() {
            Map<String, String> variables = new HashMap<>();
            for (Parameter parameter : space.parameters()) {
                String other = variables.put(Placeholders.variable(parameter.name()), parameter.name());
                if (other != null) {
                    throw new InvalidFieldException(
                            "parameters." + parameter.name(),
                            "has the same environment variable " + Placeholders.variable(other) + " as '" + other
                                    + "', expected names that differ in more than case and punctuation");
                }
            }
            return new CommandEvaluator(this);
        }
    }
}
