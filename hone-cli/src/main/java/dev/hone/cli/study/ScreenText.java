package dev.hone.cli.study;

import dev.hone.cli.terminal.Style;
import dev.hone.cli.terminal.Table;
import dev.hone.cli.terminal.Text;
import dev.hone.core.space.Configuration;
import dev.hone.core.store.StudyStore;
import dev.hone.core.trial.Artifact;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Trial;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Candidates that are to be compared, side by side. */
final class ScreenText {

    /** Parameters that are shown; people do not compare more than that by reading. */
    private static final int MOST_ROWS = 40;

    private static final int LEAST_WIDTH = 8;
    private static final String DIFFERS = "*";

    private ScreenText() {}

    /** A column for each trial, a row for each parameter, metric and file; {@code *} marks parameters that differ. */
    static void print(
            PrintStream out,
            StudyStore store,
            long studyId,
            List<? extends Trial<Configuration>> screen,
            int width,
            Style style) {
        List<String> header = new ArrayList<>(List.of("", ""));
        for (int i = 0; i < screen.size(); i++) {
            header.add(RankingText.letter(i));
        }
        int cell = Math.max(LEAST_WIDTH, (width - 24) / screen.size() - 2);
        Table table = new Table(header);
        row(table, "", "trial", screen, cell, t -> Long.toString(t.number()));
        int left = parameters(table, screen, cell);
        Set<String> metrics = new LinkedHashSet<>();
        screen.forEach(
                t -> t.evaluation().ifPresent(e -> metrics.addAll(e.metrics().keySet())));
        for (String metric : metrics) {
            row(
                    table,
                    "",
                    metric,
                    screen,
                    cell,
                    t -> t.evaluation()
                            .map(Evaluation::metrics)
                            .map(all -> all.get(metric))
                            .map(Text::number)
                            .orElse(""));
        }
        Set<String> files = new LinkedHashSet<>();
        for (Trial<Configuration> trial : screen) {
            store.artifacts(studyId, trial.number()).stream()
                    .map(Artifact::name)
                    .forEach(files::add);
        }
        table.print(out, "  ", style);
        if (left > 0) {
            out.println("  ... and " + Text.count(left, "parameter") + " more");
        }
        if (!files.isEmpty()) {
            out.println(
                    "  files of the trials: " + String.join(", ", files) + "; the dashboard shows them ('hone serve')");
        }
    }

    /** Those that differ first; returns how many are left out. */
    private static int parameters(Table table, List<? extends Trial<Configuration>> screen, int cell) {
        Set<String> names = new LinkedHashSet<>();
        screen.forEach(t -> names.addAll(t.candidate().values().keySet()));
        List<String> differing = names.stream().filter(n -> differs(screen, n)).toList();
        List<String> sorted = new ArrayList<>(differing);
        names.stream().filter(n -> !differing.contains(n)).forEach(sorted::add);
        int rows = Math.min(MOST_ROWS, sorted.size());
        for (String name : sorted.subList(0, rows)) {
            row(table, differing.contains(name) ? DIFFERS : "", name, screen, cell, t -> {
                Object value = t.candidate().values().get(name);
                return value == null ? "" : Text.value(value);
            });
        }
        return sorted.size() - rows;
    }

    private static boolean differs(List<? extends Trial<Configuration>> screen, String name) {
        Set<Object> values = new HashSet<>();
        screen.forEach(t -> values.add(t.candidate().values().get(name)));
        return values.size() > 1;
    }

    private static void row(
            Table table,
            String mark,
            String name,
            List<? extends Trial<Configuration>> screen,
            int cell,
            Function<Trial<Configuration>, String> value) {
        List<String> cells = new ArrayList<>(List.of(mark, name));
        screen.forEach(t -> cells.add(Text.fit(value.apply(t), cell)));
        table.row(cells);
    }
}
