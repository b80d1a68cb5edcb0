package dev.hone.core.exchange;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.hone.core.HoneException;
import dev.hone.core.Json;
import dev.hone.core.exchange.StudyExchange.Imported;
import dev.hone.core.method.CandidateTexts;
import dev.hone.core.method.MethodCatalogue;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.NewStudy;
import dev.hone.core.store.StudyStore.StudyRecord;
import dev.hone.core.trial.Direction;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Objective;
import dev.hone.core.trial.Origin;
import dev.hone.core.trial.Trial;
import dev.hone.core.trial.TrialState;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One row a trial. Columns: {@code number}, {@code state}, {@code origin}, {@code minimize.<objective>} or
 * {@code maximize.<objective>}, {@code params.<name>}, {@code metrics.<name>}, {@code constraints.<name>}, {@code cost},
 * {@code candidate} (as people read it, where that is not the configuration), {@code failure}, {@code created}, {@code started}, {@code finished}. A text that would read as a number or a truth value
 * is written as a JSON string, so that parameters keep their types; an empty cell is an absent one.
 *
 * <p>Intermediate values, attributes, critiques, comparisons and artifacts do not fit into a row and are left out.
 */
final class CsvStudy {

    private static final List<String> FIXED = List.of("number", "state", "origin");
    private static final List<String> LAST = List.of("cost", "fidelity", "failure", "created", "started", "finished");
    private static final String CANDIDATE = "candidate";
    private static final String PARAMETER = "params.";
    private static final String METRIC = "metrics.";
    private static final String CONSTRAINT = "constraints.";

    private CsvStudy() {}

    static long write(StudyStore store, StudyRecord study, Path part) throws IOException {
        // a first pass finds the columns, because memory must not grow with the study
        Set<String> parameters = new TreeSet<>();
        Set<String> measured = new TreeSet<>();
        TrialPages.<IOException>forEach(store, study.id(), trial -> {
            cells(trial).keySet().forEach(c -> (c.startsWith(PARAMETER) ? parameters : measured).add(c));
        });
        CandidateTexts texts = CandidateTexts.of(MethodCatalogue.load(), store.attributes(study.id()));
        List<String> objectives = study.objectives().stream()
                .map(o -> o.direction().name().toLowerCase(Locale.ROOT) + "." + o.name())
                .toList();
        List<String> columns = new ArrayList<>(FIXED);
        columns.addAll(objectives);
        columns.addAll(parameters);
        columns.addAll(measured);
        texts.kind().ifPresent(kind -> columns.add(CANDIDATE));
        columns.addAll(LAST);
        try (Writer out = Files.newBufferedWriter(part)) {
            out.write(Csv.row(columns));
            return TrialPages.<IOException>forEach(store, study.id(), trial -> {
                Map<String, String> row = cells(trial);
                row.put("number", Long.toString(trial.number()));
                row.put("state", trial.state().name());
                row.put("origin", trial.origin().name());
                trial.evaluation().ifPresent(e -> {
                    for (int i = 0; i < e.values().size(); i++) {
                        row.put(objectives.get(i), e.values().get(i).toString());
                    }
                    row.put("cost", Double.toString(e.cost()));
                    e.fidelity().ifPresent(name -> row.put("fidelity", name));
                });
                texts.text(trial).ifPresent(text -> row.put(CANDIDATE, text));
                row.put("failure", trial.failure().orElse(""));
                row.put("created", trial.created().toString());
                row.put("started", trial.started().map(Instant::toString).orElse(""));
                row.put("finished", trial.finished().map(Instant::toString).orElse(""));
                out.write(Csv.row(
                        columns.stream().map(c -> row.getOrDefault(c, "")).toList()));
            });
        }
    }

    private static Map<String, String> cells(Trial<String> trial) {
        Map<String, String> cells = new TreeMap<>();
        JsonNode candidate = Json.parse(trial.candidate());
        if (candidate.isObject()) {
            candidate.properties().forEach(e -> cells.put(PARAMETER + e.getKey(), cell(e.getValue())));
        } else {
            cells.put(PARAMETER, cell(candidate));
        }
        trial.evaluation().ifPresent(e -> {
            e.metrics().forEach((name, value) -> cells.put(METRIC + name, value.toString()));
            e.constraints().forEach((name, value) -> cells.put(CONSTRAINT + name, value.toString()));
        });
        return cells;
    }

    /** Text as it is where reading gives the same text back, JSON otherwise. */
    private static String cell(JsonNode value) {
        if (value.isTextual()
                && !value.asText().isEmpty()
                && value(value.asText()).equals(value)) {
            return value.asText();
        }
        return value.toString();
    }

    private static JsonNode value(String cell) {
        try {
            return Json.MAPPER.readTree(cell);
        } catch (JsonProcessingException e) {
            return TextNode.valueOf(cell);
        }
    }

    static Imported read(StudyStore store, Path file, Optional<String> name) throws IOException {
        long row = 1;
        try (BufferedReader in = Files.newBufferedReader(file)) {
            Iterator<CsvRecord> records = Csv.records(in).iterator();
            if (!records.hasNext()) {
                throw new HoneException("is empty, expected a row of column names");
            }
            List<String> columns = records.next().getFields();
            Map<String, Objective> objectives = objectives(columns);
            NewStudy study = new NewStudy(
                    name.orElse(file.getFileName().toString().replaceFirst("\\.[^.]*$", "")),
                    List.copyOf(objectives.values()),
                    0,
                    "",
                    "");
            try (StudyIntake intake = new StudyIntake(store, study)) {
                while (records.hasNext()) {
                    row++;
                    intake.add(trial(columns, records.next().getFields(), objectives, row - 2));
                }
                return new Imported(intake.complete(), intake.trials(), 0);
            }
        } catch (HoneException | CsvParseException e) {
            throw new HoneException(file + ", row " + row + ": " + e.getMessage(), e);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static Map<String, Objective> objectives(List<String> columns) {
        Map<String, Objective> objectives = new LinkedHashMap<>();
        for (String column : columns) {
            for (Direction direction : Direction.values()) {
                String prefix = direction.name().toLowerCase(Locale.ROOT) + ".";
                if (column.startsWith(prefix)) {
                    objectives.put(column, new Objective(column.substring(prefix.length()), direction));
                }
            }
        }
        if (objectives.isEmpty()) {
            throw new HoneException("no column is an objective, expected one such as 'minimize.loss', got " + columns);
        }
        return objectives;
    }

    private static Trial<String> trial(
            List<String> columns, List<String> cells, Map<String, Objective> objectives, long position) {
        if (cells.size() != columns.size()) {
            throw new HoneException("has " + cells.size() + " cells, expected " + columns.size());
        }
        Map<String, String> row = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            if (!cells.get(i).isEmpty()) {
                row.put(columns.get(i), cells.get(i));
            }
        }
        ObjectNode candidate = Json.MAPPER.createObjectNode();
        JsonNode whole = null;
        Map<String, Double> metrics = new LinkedHashMap<>();
        Map<String, Double> constraints = new LinkedHashMap<>();
        for (Map.Entry<String, String> cell : row.entrySet()) {
            String column = cell.getKey();
            if (column.equals(PARAMETER)) {
                whole = value(cell.getValue());
            } else if (column.startsWith(PARAMETER)) {
                candidate.set(column.substring(PARAMETER.length()), value(cell.getValue()));
            } else if (column.startsWith(METRIC)) {
                metrics.put(column.substring(METRIC.length()), number(cell));
            } else if (column.startsWith(CONSTRAINT)) {
                constraints.put(column.substring(CONSTRAINT.length()), number(cell));
            }
        }
        List<Double> values = row.entrySet().stream()
                .filter(cell -> objectives.containsKey(cell.getKey()))
                .map(CsvStudy::number)
                .toList();
        TrialState state = state(row.getOrDefault("state", "COMPLETE"));
        double cost = row.containsKey("cost") ? number(Map.entry("cost", row.get("cost"))) : 0;
        Evaluation evaluation = new Evaluation(
                values,
                List.of(),
                constraints,
                metrics,
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                cost,
                Optional.ofNullable(row.get("fidelity")));
        boolean evaluated = state == TrialState.COMPLETE || !values.isEmpty() || row.containsKey("cost");
        return new Trial<>(
                row.containsKey("number")
                        ? number(Map.entry("number", row.get("number"))).longValue()
                        : position,
                state,
                (whole == null ? candidate : whole).toString(),
                "WARM_START".equals(row.get("origin"))
                        ? Origin.WARM_START
                        : "OPTIMIZER".equals(row.get("origin")) ? Origin.OPTIMIZER : Origin.USER,
                state.isFinished() ? 1 : 0,
                Optional.empty(),
                evaluated
                        ? Optional.of(
                                state == TrialState.COMPLETE
                                        ? evaluation.against(List.copyOf(objectives.values()))
                                        : evaluation)
                        : Optional.empty(),
                Optional.ofNullable(row.get("failure")),
                new TreeMap<>(),
                Map.of(),
                List.of(),
                time(row, "created").orElseGet(Instant::now),
                time(row, "started"),
                time(row, "finished"),
                0);
    }

    private static TrialState state(String name) {
        try {
            return TrialState.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw new HoneException(
                    "state: is '" + name + "', expected one of " + Arrays.toString(TrialState.values()), e);
        }
    }

    private static Double number(Map.Entry<String, String> cell) {
        try {
            return Double.valueOf(cell.getValue());
        } catch (NumberFormatException e) {
            throw new HoneException(cell.getKey() + ": is '" + cell.getValue() + "', expected a number", e);
        }
    }

    private static Optional<Instant> time(Map<String, String> row, String column) {
        try {
            return Optional.ofNullable(row.get(column)).map(Instant::parse);
        } catch (DateTimeException e) {
            throw new HoneException(column + ": is '" + row.get(column) + "', expected an ISO-8601 time", e);
        }
    }
}
