package dev.hone.cli.study;

import dev.hone.cli.terminal.Style;
import dev.hone.cli.terminal.Table;
import dev.hone.cli.terminal.Text;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.StudyRecord;
import dev.hone.core.trial.Trial;
import java.io.PrintStream;
import java.util.Optional;

/** What came out on top where trials are compared. */
public final class Preferred {

    private Preferred() {}

    /** Prints the preferred trial, or that there is none yet. */
    public static void print(PrintStream out, StudyStore store, StudyRecord study, Style style) {
        int comparisons = store.comparisons(study.id(), 0).size();
        Optional<Trial<String>> preferred = store.best(study.id(), 0);
        if (preferred.isEmpty()) {
            out.println(
                    comparisons == 0
                            ? "Nothing has been compared yet."
                            : "None of the trials that were compared is complete and feasible.");
            return;
        }
        out.println("Preferred: " + style.good("trial " + preferred.get().number()) + ", after "
                + Text.count(comparisons, "comparison"));
        Table table = new Table("PARAMETER", "VALUE");
        Views.parameters(preferred.get().candidate()).forEach((name, value) -> table.row(name, Text.value(value)));
        table.print(out, "  ", style);
    }
}
