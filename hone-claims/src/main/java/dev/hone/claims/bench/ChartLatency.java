package dev.hone.claims.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.core.Check;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.Json;
import dev.hone.core.Seeds;
import dev.hone.core.store.SqliteStore;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.NewStudy;
import dev.hone.core.store.StudyStore.StudyRecord;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Objective;
import dev.hone.core.trial.Origin;
import dev.hone.core.trial.Trial;
import dev.hone.core.trial.TrialState;
import dev.hone.server.chart.Charts;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Milliseconds and bytes per chart of a large study in SQLite: two objectives, six parameters, one of them conditional; of
 * ten trials one is pruned after five reports, and of twenty one has failed. Argument: the number of trials.
 */
final class ChartLatency implements Benchmark {

    private static final int TRIALS = 100_000;
    private static final int BATCH = 10_000;
    private static final int ROUNDS = 5;

    private static final String DEFINITION = """
            study: charts
            seed: 1
            objectives: [{minimize: loss}, {minimize: size}]
            parameters:
              rate: {type: float, low: 1e-5, high: 0.1, log: true}
              decay: {type: float, low: 0, high: 1}
              layers: {type: int, low: 1, high: 12}
              solver: {type: categorical, choices: [adam, sgd, lion], ordered: false}
              momentum: {type: float, low: 0, high: 1, when: {solver: [sgd]}}
              dropout: {type: float, low: 0, high: 0.5}
            evaluator: external
            """;

    @Override
    public String name() {
        return "charts";
    }

    @Override
    public String title() {
        return "Milliseconds per chart of a large study in SQLite, median of " + ROUNDS;
    }

    @Override
    public void run(List<String> arguments, PrintStream out) throws Exception {
        int trials = trials(arguments);
        Path folder = Files.createTempDirectory("hone-bench-");
        try (StudyStore store = SqliteStore.at(folder.resolve("hone.db"))) {
            StudyRecord study = fill(store, trials);
            MarkdownTable table = new MarkdownTable(
                    out, List.of("chart", "trials", "ms, nothing read before", "ms, study read before", "KB of JSON"));
            for (String chart : Charts.names()) {
                measure(store, study, chart, trials, table);
            }
            out.printf(Locale.ROOT, "%nKept of the study between charts: %.0f MB%n", keptMegabytes(store, study));
        }
    }

    private static int trials(List<String> arguments) {
        if (arguments.isEmpty()) {
            return TRIALS;
        }
        try {
            return Check.positive("argument", Integer.parseInt(arguments.get(0)));
        } catch (NumberFormatException e) {
            throw new InvalidFieldException("argument", "is '" + arguments.get(0) + "', expected a number of trials");
        }
    }

    private static void measure(StudyStore store, StudyRecord study, String chart, int trials, MarkdownTable table) {
        double[] cold = new double[ROUNDS];
        double[] warm = new double[ROUNDS];
        int bytes = 0;
        for (int round = -1; round < ROUNDS; round++) {
            double first;
            double second;
            try (Charts charts = new Charts(store, Duration.ofHours(1))) {
                first = millis(charts, study, chart);
            }
            try (Charts charts = new Charts(store, Duration.ofHours(1))) {
                charts.chart(study, chart.equals("history") ? "edf" : "history", Map.of());
                second = millis(charts, study, chart);
                bytes = Json.write(charts.chart(study, chart, Map.of())).length();
            }
            if (round >= 0) {
                cold[round] = first;
                warm[round] = second;
            }
        }
        Arrays.sort(cold);
        Arrays.sort(warm);
        table.row(List.of(
                chart,
                Integer.toString(trials),
                String.format(Locale.ROOT, "%.0f", cold[ROUNDS / 2]),
                String.format(Locale.ROOT, "%.0f", warm[ROUNDS / 2]),
                String.format(Locale.ROOT, "%.0f", bytes / 1e3)));
    }

    private static double millis(Charts charts, StudyRecord study, String chart) {
        long start = System.nanoTime();
        ObjectNode data = charts.chart(study, chart, Map.of());
        double millis = (System.nanoTime() - start) / 1e6;
        if (data.isEmpty()) {
            throw new IllegalStateException("chart " + chart + " is empty");
        }
        return millis;
    }

    private static double keptMegabytes(StudyStore store, StudyRecord study) {
        long before = used();
        try (Charts charts = new Charts(store, Duration.ofHours(1))) {
            for (String chart : Charts.names()) {
                charts.chart(study, chart, Map.of());
            }
            return (used() - before) / 1e6;
        }
    }

    private static long used() {
        // twice: the first lets go of what only waits to be cleaned up
        System.gc();
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static StudyRecord fill(StudyStore store, int trials) {
        List<Objective> objectives = List.of(Objective.minimize("loss"), Objective.minimize("size"));
        StudyRecord study = store.create(new NewStudy("charts", objectives, 1, "random", DEFINITION));
        RandomGenerator random = Seeds.stream(1);
        for (int from = 0; from < trials; from += BATCH) {
            List<Trial<String>> batch = new ArrayList<>();
            for (int i = from; i < Math.min(trials, from + BATCH); i++) {
                batch.add(trial(i, random));
            }
            store.importTrials(study.id(), batch);
        }
        return study;
    }

    private static Trial<String> trial(int i, RandomGenerator random) {
        TrialState state = i % 10 == 3 ? TrialState.PRUNED : i % 20 == 7 ? TrialState.FAILED : TrialState.COMPLETE;
        double rate = Math.pow(10, -5 + 4 * random.nextDouble());
        int layers = 1 + random.nextInt(12);
        String solver = List.of("adam", "sgd", "lion").get(random.nextInt(3));
        ObjectNode candidate = Json.MAPPER
                .createObjectNode()
                .put("rate", rate)
                .put("decay", random.nextDouble())
                .put("layers", layers)
                .put("solver", solver)
                .put("dropout", 0.5 * random.nextDouble());
        if (solver.equals("sgd")) {
            candidate.put("momentum", random.nextDouble());
        }
        double loss = Math.pow(Math.log10(rate) + 3, 2) + 4.0 / layers + random.nextDouble();
        NavigableMap<Long, Double> reports = new TreeMap<>();
        for (long step = 1; step <= 5 && state == TrialState.PRUNED; step++) {
            reports.put(step, loss + 3.0 / step);
        }
        Instant started = Instant.EPOCH.plusSeconds(i);
        return new Trial<>(
                i,
                state,
                Json.write(candidate),
                Origin.OPTIMIZER,
                1,
                Optional.of("worker-" + i % 4),
                state == TrialState.COMPLETE
                        ? Optional.of(Evaluation.of(loss, layers + random.nextDouble())
                                .withCost(0.01))
                        : Optional.empty(),
                state == TrialState.FAILED ? Optional.of("exit status 1") : Optional.empty(),
                reports,
                Map.of(),
                List.of(),
                started,
                Optional.of(started),
                Optional.of(started.plusSeconds(3)),
                0);
    }
}
