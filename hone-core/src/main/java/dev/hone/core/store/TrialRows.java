package dev.hone.core.store;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.hone.core.HoneException;
import dev.hone.core.Json;
import dev.hone.core.trial.Origin;
import dev.hone.core.trial.Trial;
import dev.hone.core.trial.TrialState;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Reads trials with their reports and attributes: at most three queries a page, however many trials it has. */
final class TrialRows {

    private static final TypeReference<List<Long>> NUMBERS = new TypeReference<>() {};

    /** What a row of the table holds by itself. */
    private record Row(Trial<String> bare, boolean hasReports, boolean hasAttributes) {}

    private static final Set<TrialState> PENDING = Set.of(TrialState.QUEUED, TrialState.RUNNING);

    private TrialRows() {}

    /**
     * The trials that a condition selects.
     *
     * @param condition SQL over the columns of {@code trials t}, with named parameters
     * @param order SQL of the order and limit
     */
    static List<Trial<String>> select(
            Handle handle, long studyId, String condition, String order, Map<String, ?> parameters) {
        String chosen = " FROM trials t WHERE t.study_id = :study AND " + condition + " " + order;
        List<Row> rows = handle.createQuery("SELECT t.*,"
                        + " EXISTS (SELECT 1 FROM reports r WHERE r.study_id = t.study_id AND r.number = t.number)"
                        + " AS has_reports, EXISTS (SELECT 1 FROM trial_attributes a WHERE a.study_id = t.study_id"
                        + " AND a.number = t.number) AS has_attributes" + chosen)
                .bind("study", studyId)
                .bindMap(parameters)
                .map((result, context) -> row(result))
                .list();
        Map<Long, NavigableMap<Long, Double>> reports = new HashMap<>();
        Map<Long, Map<String, String>> attributes = new HashMap<>();
        String numbers = "(SELECT t.number" + chosen + ")";
        if (rows.stream().anyMatch(Row::hasReports)) {
            handle.createQuery("SELECT r.number, r.step, r.value FROM reports r WHERE r.study_id = :study"
                            + " AND r.number IN " + numbers)
                    .bind("study", studyId)
                    .bindMap(parameters)
                    .map((result, context) -> reports.computeIfAbsent(result.getLong(1), n -> new TreeMap<>())
                            .put(result.getLong(2), result.getDouble(3)))
                    .list();
        }
        if (rows.stream().anyMatch(Row::hasAttributes)) {
            handle.createQuery("SELECT a.number, a.key, a.value FROM trial_attributes a WHERE a.study_id = :study"
                            + " AND a.number IN " + numbers)
                    .bind("study", studyId)
                    .bindMap(parameters)
                    .map((result, context) -> attributes
                            .computeIfAbsent(result.getLong(1), n -> new HashMap<>())
                            .put(result.getString(2), result.getString(3)))
                    .list();
        }
        List<Trial<String>> trials = new ArrayList<>();
        for (Row row : rows) {
            trials.add(withParts(
                    row.bare(),
                    reports.getOrDefault(row.bare().number(), new TreeMap<>()),
                    attributes.getOrDefault(row.bare().number(), Map.of())));
        }
        return trials;
    }

    static Optional<Trial<String>> one(Handle handle, long studyId, long number) {
        return select(handle, studyId, "t.number = :number", "", Map.of("number", number)).stream()
                .findFirst();
    }

    /** Condition on {@code trials t}. An index that is partial is used only where a condition repeats its own, literally. */
    static String inStates(Set<TrialState> states) {
        String pending = PENDING.containsAll(states) ? " AND t.state IN ('QUEUED', 'RUNNING')" : "";
        if (states.size() == 1) {
            return "t.state = '" + states.iterator().next().name() + "'" + pending;
        }
        return "t.state IN (" + states.stream().map(s -> "'" + s.name() + "'").collect(Collectors.joining(", ")) + ")"
                + pending;
    }

    private static Row row(ResultSet r) throws SQLException {
        return new Row(
                new Trial<>(
                        r.getLong("number"),
                        TrialState.valueOf(r.getString("state")),
                        r.getString("candidate"),
                        Origin.valueOf(r.getString("origin")),
                        r.getInt("attempt"),
                        Optional.ofNullable(r.getString("worker")),
                        Optional.ofNullable(r.getString("evaluation")).map(EvaluationJson::read),
                        Optional.ofNullable(r.getString("failure")),
                        new TreeMap<>(),
                        Map.of(),
                        numbers(r.getString("parents")),
                        Instant.ofEpochMilli(r.getLong("created")),
                        time(r, "started"),
                        time(r, "finished"),
                        r.getLong("finish_order")),
                r.getBoolean("has_reports"),
                r.getBoolean("has_attributes"));
    }

    private static Optional<Instant> time(ResultSet r, String column) throws SQLException {
        long millis = r.getLong(column);
        return r.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }

    static List<Long> numbers(String json) {
        try {
            return Json.MAPPER.readValue(json, NUMBERS);
        } catch (IOException e) {
            throw new HoneException("not a list of trial numbers: " + json, e);
        }
    }

    private static Trial<String> withParts(
            Trial<String> t, NavigableMap<Long, Double> intermediate, Map<String, String> attributes) {
        return new Trial<>(
                t.number(),
                t.state(),
                t.candidate(),
                t.origin(),
                t.attempt(),
                t.worker(),
                t.evaluation(),
                t.failure(),
                intermediate,
                attributes,
                t.parents(),
                t.created(),
                t.started(),
                t.finished(),
                t.finishOrder());
    }
}
