package dev.hone.cli.study;

import dev.hone.cli.terminal.Terminal;
import dev.hone.cli.terminal.Text;
import dev.hone.core.Json;
import dev.hone.core.exchange.StudyExchange;
import dev.hone.core.exchange.StudyExchange.Format;
import dev.hone.core.exchange.StudyExchange.Imported;
import dev.hone.core.store.StudyStore;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reads a study from a file. */
@Command(
        name = "import",
        description = "Read a study from a file: CSV, JSON lines, or an SQLite file of Optuna.",
        footer = {
            "",
            "Formats, and names that mean them:",
            "  csv     .csv                    one row a trial, as 'hone study export' writes it",
            "  jsonl   .jsonl, .ndjson         JSON lines, as 'hone study export' writes them",
            "  optuna  .db, .sqlite, .sqlite3  the SQLite file of an Optuna whose storage is sqlite:///FILE",
            "",
            "An import that fails leaves no study behind."
        })
final class ImportCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(paramLabel = "FILE", description = "The file to read.")
    Path file;

    @Mixin
    ExchangeOptions exchange;

    @Option(names = "--name", paramLabel = "STUDY", description = "Name of the new study; that in the file by default.")
    String name;

    @Option(
            names = "--source",
            paramLabel = "STUDY",
            description = "Which study of the file, where an SQLite file of Optuna has several.")
    String source;

    ImportCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Format chosen = exchange.format(file);
        try (StudyStore store = exchange.storeOption.open()) {
            Imported imported = StudyExchange.importFrom(
                    store, chosen, file, Optional.ofNullable(source), Optional.ofNullable(name));
            String study = imported.study().name();
            if (exchange.json) {
                terminal.out()
                        .println(Json.write(Json.MAPPER
                                .createObjectNode()
                                .put("study", study)
                                .put("trials", imported.trials())
                                .put("skipped", imported.skipped())));
            } else {
                terminal.out()
                        .println(Text.count(imported.trials(), "trial") + " imported into '" + study + "' in "
                                + store.location()
                                + (imported.skipped() > 0 ? ", " + imported.skipped() + " left out" : ""));
                StudyExchange.studyFile(store, imported.study())
                        .ifPresent(yaml -> terminal.out().print(continuation(yaml)));
            }
        }
        return 0;
    }

    private String continuation(String yaml) {
        return "To go on, complete this study file with 'evaluator' and 'budget', and: hone tune FILE --resume"
                + exchange.storeOption.again() + "\n\n" + yaml;
    }
}
