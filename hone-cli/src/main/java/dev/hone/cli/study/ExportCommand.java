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
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a study to a file. */
@Command(
        name = "export",
        description = "Write a study to a file that other tools read.",
        footer = {
            "",
            "csv: one row a trial. jsonl: everything, to be imported again. optuna: a database that Optuna opens.",
            "The file must not exist."
        })
final class ExportCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "NAME", description = "The study.")
    String name;

    @Parameters(index = "1", paramLabel = "FILE", description = "The file to write.")
    Path file;

    @Mixin
    StoreOption storeOption;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "One of ${COMPLETION-CANDIDATES}; by the file's ending if not given (.csv, .jsonl, .db).")
    Format format;

    @Option(names = "--json", description = "Print a JSON object.")
    boolean json;

    ExportCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Format chosen = format == null ? Format.of(file) : format;
        try (StudyStore store = storeOption.openExisting()) {
            StudyRecord study = StoreOption.study(store, name);
            long trials = StudyExchange.export(store, study, chosen, file);
            terminal.out()
                    .println(
                            json
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
