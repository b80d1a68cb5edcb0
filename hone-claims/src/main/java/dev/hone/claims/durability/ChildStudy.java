package dev.hone.claims.durability;

import dev.hone.core.HoneException;
import dev.hone.core.method.MethodCatalogue;
import dev.hone.core.space.CategoricalParameter;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.Fidelity;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.IntParameter;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.store.SqliteStore;
import dev.hone.core.store.StudyStore;
import dev.hone.core.study.Budget;
import dev.hone.core.study.Study;
import dev.hone.core.study.StudyListener;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Objective;
import dev.hone.core.trial.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A study in a process of its own, there to be killed. It works on one study of an SQLite store and writes a line to a
 * log before each evaluation ({@code start n}) and after each recorded result ({@code done n}).
 */
public final class ChildStudy {

    static final String STUDY = "child";

    private static final Set<String> NUMBERS_ONLY =
            Set.of("cmaes", "de", "pso", "consensus", "nelder-mead", "bobyqa", "rank-sgd");

    /** Whose studies have a fidelity, which is the choice. */
    private static final String MULTI_FIDELITY = "multi-fidelity";

    private ChildStudy() {}

    /**
     * What the process does.
     *
     * @param sleepMillis added to each evaluation
     * @param objectives 1 or 2
     */
    record Settings(
            Path store,
            Path log,
            String optimizer,
            long seed,
            long trials,
            long sleepMillis,
            int retries,
            int objectives) {

        List<String> toArguments() {
            return List.of(
                    store.toString(),
                    log.toString(),
                    optimizer,
                    Long.toString(seed),
                    Long.toString(trials),
                    Long.toString(sleepMillis),
                    Integer.toString(retries),
                    Integer.toString(objectives));
        }

        static Settings parse(String[] arguments) {
            return new Settings(
                    Path.of(arguments[0]),
                    Path.of(arguments[1]),
                    arguments[2],
                    Long.parseLong(arguments[3]),
                    Long.parseLong(arguments[4]),
                    Long.parseLong(arguments[5]),
                    Integer.parseInt(arguments[6]),
                    Integer.parseInt(arguments[7]));
        }
    }

    /** Starts the process. */
    static Process start(Settings settings) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ChildStudy.class.getName()));
        command.addAll(settings.toArguments());
        Path output = settings.log().resolveSibling("child.out");
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                .start();
    }

    /** Runs the process to its end. */
    static void complete(Settings settings) throws IOException, InterruptedException {
        int status = start(settings).waitFor();
        if (status != 0) {
            throw new HoneException("the child process ended with status " + status + ": "
                    + Files.readString(settings.log().resolveSibling("child.out")));
        }
    }

    /** Numbers, and a choice for optimizers that take one. */
    static SearchSpace space(String optimizer) {
        SearchSpace.Builder space = SearchSpace.builder()
                .add(FloatParameter.linear("x", -5, 10))
                .add(FloatParameter.log("rate", 1e-4, 1))
                .add(IntParameter.linear("k", 1, 12));
        if (!NUMBERS_ONLY.contains(optimizer)) {
            space.add(CategoricalParameter.of("mode", "a", "b", "c"));
        }
        return space.build();
    }

    static Evaluation evaluate(Configuration c, int objectives) {
        double x = c.getDouble("x");
        double rate = Math.log10(c.getDouble("rate")) + 2;
        double k = c.getInt("k") - 7;
        double mode = c.isActive("mode") ? "abc".indexOf(c.getString("mode")) : 0;
        double first = x * x + rate * rate + 0.1 * k * k + mode;
        return objectives == 1 ? Evaluation.of(first) : Evaluation.of(first, (x - 2) * (x - 2) + rate + mode * k);
    }

    public static void main(String[] arguments) throws IOException {
        Settings settings = Settings.parse(arguments);
        StudyListener log = new StudyListener() {
            @Override
            public void finished(Trial<?> trial) {
                append(settings.log(), "done " + trial.number());
            }
        };
        try (StudyStore store = SqliteStore.at(settings.store());
                Study<Configuration> study = open(settings, store, log)) {
            study.run(
                    (candidate, context) -> {
                        append(settings.log(), "start " + context.number());
                        Thread.sleep(settings.sleepMillis());
                        return evaluate(candidate, settings.objectives());
                    },
                    Budget.trials(settings.trials()));
        }
    }

    private static Study<Configuration> open(Settings settings, StudyStore store, StudyListener listener) {
        var builder = Study.named(STUDY).objective(Objective.minimize("value")).seed(settings.seed());
        if (settings.objectives() == 2) {
            builder.objective(Objective.minimize("other"));
        }
        SearchSpace space = space(settings.optimizer());
        var typed =
                builder.optimizer(MethodCatalogue.load().sampler("optimizer", settings.optimizer(), space, Map.of()));
        if (settings.optimizer().equals(MULTI_FIDELITY)) {
            typed.fidelity(Fidelity.sources(space, "mode", "a", Map.of("a", 1.0, "b", 0.3, "c", 0.1)));
        }
        return typed.store(store).listener(listener).retries(settings.retries()).createOrLoad();
    }

    private static void append(Path log, String line) {
        try {
            Files.writeString(log, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new HoneException("cannot write " + log, e);
        }
    }
}
