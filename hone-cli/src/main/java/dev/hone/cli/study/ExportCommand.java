package dev.hone.cli.study;

import dev.hone.cli.StoreOption;
import dev.hone.cli.terminal.Terminal;
import dev.hone.cli.terminal.Text;
import dev.hone.core.Json;
import dev.hone.core.exchange.StudyExchange;
import dev.hone.core.exchange.StudyExchange.Format;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.StudyRecord;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Writes a study to a file. */
@Command(
        name = "export",
        description = "Write a study to a file that other tools read.",
        footer = {
            "",
            "Formats, and names that mean them:",
            "  csv     .csv                    one row a trial, for spreadsheets and data frames",
            "  jsonl   .jsonl, .ndjson         everything, as JSON lines, to be imported again",
            "  optuna  .db, .sqlite, .sqlite3  an SQLite file with the tables of Optuna 4; Optuna and",
            "                                  optuna-dashboard open it as sqlite:///FILE",
            "",
            "The file must not exist. 'hone study import' reads all of them."
        })
final class ExportCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "NAME", description = "The study.")
    String name;

    @Parameters(index = "1", paramLabel = "FILE", description = "The file to write.")
    Path file;

    @Mixin
    ExchangeOptions exchange;

    ExportCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Format chosen = exchange.format(file);
        try (StudyStore store = exchange.storeOption.openExisting()) {
            StudyRecord study = StoreOption.study(store, name);
            long trials = StudyExchange.export(store, study, chosen, file);
            terminal.out()
                    .println(
                            exchange.json
                                    ? Json.write(Json.MAPPER
                                            .createObjectNode()
                                            .put("study", study.name())
                                            .put("file", file.toString())
                                            .put("format", chosen.name().toLowerCase(Locale.ROOT))
                                            .put("trials", trials))
                                    : Text.count(trials, "trial") + " of '" + study.name() + "' written to " + file);
        }
        return 0;
    }
}
