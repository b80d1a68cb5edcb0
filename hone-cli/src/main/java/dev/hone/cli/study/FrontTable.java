package dev.hone.cli.study;

import dev.hone.cli.terminal.Table;
import dev.hone.cli.terminal.Text;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.Score;
import dev.hone.core.store.StudyStore.StudyRecord;
import dev.hone.core.trial.Objective;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A Pareto front as a table, sorted by the first objective. */
public final class FrontTable {

    private FrontTable() {}

    /** @param limit rows at most; the rest is left out at equal distances, the ends stay */
    public static Table of(StudyStore store, StudyRecord study, List<Score> front, int limit) {
        List<String> header = new ArrayList<>(List.of("TRIAL"));
        study.objectives().stream().map(Objective::name).forEach(header::add);
        header.add("PARAMETERS");
        Table table = new Table(header);
        Objective first = study.objectives().get(0);
        List<Score> sorted = front.stream()
                .sorted(Comparator.comparingDouble(
                        s -> first.direction().asLoss(s.values().get(0))))
                .toList();
        Candidates candidates = Candidates.of(store, study);
        int rows = Math.min(limit, sorted.size());
        for (int i = 0; i < rows; i++) {
            int index = rows == sorted.size() ? i : (int) Math.round(i * (sorted.size() - 1.0) / Math.max(1, rows - 1));
            Score point = sorted.get(index);
            List<String> row = new ArrayList<>(List.of(Long.toString(point.number())));
            point.values().forEach(v -> row.add(Text.number(v)));
            row.add(store.trial(study.id(), point.number())
                    .map(candidates::text)
                    .orElse(""));
            table.row(row);
        }
        return table;
    }
}
