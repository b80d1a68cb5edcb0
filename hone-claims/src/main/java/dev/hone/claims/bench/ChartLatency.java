package dev.hone.claims.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.claims.TemporaryFolder;
import dev.hone.core.Check;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.Json;
import dev.hone.core.store.SqliteStore;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.StudyRecord;
import dev.hone.server.chart.Charts;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Milliseconds and bytes per chart of one of the {@link LargeStudies} with two objectives. Argument: the number of trials. */
final class ChartLatency implements Benchmark {

    private static final int TRIALS = 100_000;
    private static final int ROUNDS = 5;

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
        try (TemporaryFolder folder = TemporaryFolder.create("bench");
                StudyStore store = SqliteStore.at(folder.resolve("hone.db"))) {
            StudyRecord study = LargeStudies.two(store, "charts", trials);
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
}
