package dev.hone.core.exchange;

import dev.hone.core.HoneException;
import dev.hone.core.Json;
import dev.hone.core.definition.StoredDefinition;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.StudyRecord;
import dev.hone.core.study.RunState;
import dev.hone.core.trial.Objective;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Studies as files that other tools, or another store, can read. Trials are streamed a page at a time, so memory does not
 * grow with the study. A file appears under its name only when it is whole; an import that fails leaves no study behind.
 */
public final class StudyExchange {

    /** What a file looks like. */
    public enum Format {
        /** One row a trial, for spreadsheets and data frames; see {@link CsvStudy}. */
        CSV,
        /** One JSON object a line, everything the store knows; see {@link JsonLinesStudy}. */
        JSONL,
        /** An SQLite database that Optuna 4 and 5 open; see {@link OptunaExport} and {@link OptunaImport}. */
        OPTUNA;

        /** The format that a file name's extension stands for: csv; jsonl or ndjson; db, sqlite or sqlite3. */
        public static Format of(Path file) {
            String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
            return switch (name.substring(name.lastIndexOf('.') + 1)) {
                case "csv" -> CSV;
                case "jsonl", "ndjson" -> JSONL;
                case "db", "sqlite", "sqlite3" -> OPTUNA;
                default ->
                    throw new HoneException(
                            "format of '" + file + "' is unknown, expected a name that ends in .csv; .jsonl or .ndjson;"
                                    + " .db, .sqlite or .sqlite3 (Optuna), or --format");
            };
        }
    }

    /**
     * An imported study.
     *
     * @param trials number of trials taken over
     * @param skipped number of trials that could not be taken over: they were not finished, or failed before all of their
     *     parameters were known
     */
    public record Imported(StudyRecord study, long trials, long skipped) {}

    /** Attributes by which the command line steers a run: they would make workers start what another tool's file says. */
    static final Set<String> OF_THE_RUN =
            Set.of(StoredDefinition.DEFINITION, RunState.ATTRIBUTE, StoredDefinition.TRIALS);

    private StudyExchange() {}

    /**
     * The beginning of a study file for a study that has no definition but whose space is known, as after an import from
     * Optuna: everything but {@code evaluator} and {@code budget}. Empty for other studies.
     */
    public static Optional<String> studyFile(StudyStore store, StudyRecord study) {
        Map<String, String> attributes = store.attributes(study.id());
        String parameters = attributes.get(OptunaImport.PARAMETERS);
        if (parameters == null || !study.definition().isBlank() || attributes.containsKey("definition")) {
            return Optional.empty();
        }
        StringBuilder yaml = new StringBuilder();
        yaml.append("study: ").append(Flow.text(study.name())).append("\nobjectives:\n");
        for (Objective objective : study.objectives()) {
            yaml.append("  - ")
                    .append(objective.direction().name().toLowerCase(Locale.ROOT))
                    .append(": ")
                    .append(Flow.text(objective.name()))
                    .append('\n');
        }
        yaml.append("parameters:\n");
        Json.parse(parameters)
                .properties()
                .forEach(p -> yaml.append("  ")
                        .append(Flow.text(p.getKey()))
                        .append(": ")
                        .append(Flow.of(p.getValue()))
                        .append('\n'));
        return Optional.of(yaml.toString());
    }

    /** Writes the study to a new file and returns the number of trials in it. */
    public static long export(StudyStore store, StudyRecord study, Format format, Path file) {
        if (Files.exists(file)) {
            throw new HoneException("'" + file + "' exists already; choose another name or remove it first");
        }
        Path absolute = file.toAbsolutePath();
        Path part = absolute.resolveSibling(absolute.getFileName() + ".part");
        try {
            Files.deleteIfExists(part);
            try {
                long trials = switch (format) {
                    case CSV -> CsvStudy.write(store, study, part);
                    case JSONL -> JsonLinesStudy.write(store, study, part, absolute);
                    case OPTUNA -> OptunaExport.write(store, study, part);
                };
                Files.move(part, absolute, StandardCopyOption.ATOMIC_MOVE);
                return trials;
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw new HoneException("cannot write '" + file + "': " + e, e);
        }
    }

    /**
     * Reads a study into the store.
     *
     * @param source name of the study in the file, needed only where the file has several
     * @param name name of the new study; that of the file's study, or the file's name, if empty
     * @throws HoneException if the file is not what {@code format} says, naming the place, or the name is taken
     */
    public static Imported importFrom(
            StudyStore store, Format format, Path file, Optional<String> source, Optional<String> name) {
        if (!Files.isReadable(file)) {
            throw new HoneException("cannot read '" + file + "': there is no such file, or it may not be read");
        }
        try {
            return switch (format) {
                case CSV -> CsvStudy.read(store, file, name);
                case JSONL -> JsonLinesStudy.read(store, file, name);
                case OPTUNA -> OptunaImport.read(store, file, source, name);
            };
        } catch (IOException e) {
            throw new HoneException("cannot read '" + file + "': " + e.getMessage(), e);
        }
    }
}
