package dev.hone.cli.study;

import dev.hone.cli.StoreOption;
import dev.hone.core.exchange.StudyExchange.Format;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What export and import have in common. */
final class ExchangeOptions {

    @Mixin
    StoreOption storeOption;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "One of csv, jsonl and optuna; the end of the file's name decides if not given, see below.")
    Format format;

    @Option(names = "--json", description = "Print a JSON object.")
    boolean json;

    /** @throws dev.hone.core.HoneException if no format is given and the file's name tells none */
    Format format(Path file) {
        return format == null ? Format.of(file) : format;
    }
}
