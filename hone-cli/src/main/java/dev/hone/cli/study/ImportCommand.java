package dev.hone.cli.study;

import dev.hone.cli.StoreOption;
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
        description = "Read a study from a file: CSV, JSON lines, or a database of Optuna.",
        footer = {"", "An import that fails leaves no study behind."})
final class ImportCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(paramLabel = "FILE", description = "The file to read.")
    Path file;

    @Mixin
    StoreOption storeOption;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "One of ${COMPLETION-CANDIDATES}; by the file's ending if not given (.csv, .jsonl, .db).")
    Format format;

    @Option(names = "--name", paramLabel = "STUDY", description = "Name of the new study; that in the file by default.")
    String name;

    @Option(
            names = "--source",
            paramLabel = "STUDY",
            description = "Which study of the file, where a database of Optuna has several.")
    String source;

    @Option(names = "--json", description = "Print a JSON object.")
    boolean json;

    ImportCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Format chosen = format == null ? Format.of(file) : format;
        try (StudyStore store = storeOption.open()) {
            Imported imported = StudyExchange.importFrom(
                    store, chosen, file, Optional.ofNullable(source), Optional.ofNullable(name));
            String study = imported.study().name();
            if (json) {
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
            }
        }
        return 0;
    }
}
