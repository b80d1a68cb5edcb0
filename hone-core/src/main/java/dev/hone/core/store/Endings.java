package dev.hone.core.store;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.hone.core.HoneException;
import dev.hone.core.Json;
import dev.hone.core.store.StudyStore.Ending;
import dev.hone.core.trial.TrialState;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jdbi.v3.core.Handle;

/** Reads what charts of whole studies need, and as little else as possible. */
final class Endings {

    /** Numbers that one query asks for. */
    private static final int CHUNK = 500;

    /** Of an evaluation: variances and cost. */
    private record Noted(List<Double> variances, double cost) {

        static final Noted NOTHING = new Noted(List.of(), 0);
    }

    private Endings() {}

    static List<Ending> select(Handle handle, long studyId, long finishOrder, int limit) {
        return handle.createQuery("SELECT t.number, t.finish_order, t.state, t.objective_values, t.feasible,"
                        + " t.evaluation, t.worker, t.started, t.finished,"
                        + " (SELECT r.value FROM reports r WHERE r.study_id = t.study_id AND r.number = t.number"
                        + " ORDER BY r.step DESC LIMIT 1) AS last_report"
                        + " FROM trials t WHERE t.study_id = :study AND t.finish_order > :after"
                        + " ORDER BY t.finish_order LIMIT :limit")
                .bind("study", studyId)
                .bind("after", finishOrder)
                .bind("limit", limit)
                .map((r, context) -> ending(r))
                .list();
    }

    private static Ending ending(ResultSet r) throws SQLException {
        String values = r.getString(4);
        String evaluation = r.getString(6);
        Noted noted = evaluation == null ? Noted.NOTHING : noted(evaluation);
        double last = r.getDouble(10);
        OptionalDouble lastReport = r.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(last);
        return new Ending(
                r.getLong(1),
                r.getLong(2),
                TrialState.valueOf(r.getString(3)),
                values == null ? List.of() : numbers(values),
                noted.variances(),
                r.getBoolean(5),
                noted.cost(),
                Optional.ofNullable(r.getString(7)),
                time(r, 8),
                time(r, 9),
                lastReport);
    }

    private static Optional<Instant> time(ResultSet r, int column) throws SQLException {
        long millis = r.getLong(column);
        return r.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }

    private static List<Double> numbers(String json) {
        try (JsonParser parser = Json.MAPPER.createParser(json)) {
            parser.nextToken();
            return numbers(parser);
        } catch (IOException e) {
            throw new HoneException("not a list of numbers: " + json, e);
        }
    }

    private static List<Double> numbers(JsonParser parser) throws IOException {
        List<Double> numbers = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            numbers.add(parser.getDoubleValue());
        }
        return numbers;
    }

    /** Skips critiques and profiles, which may be long. */
    private static Noted noted(String evaluation) {
        List<Double> variances = List.of();
        double cost = 0;
        try (JsonParser parser = Json.MAPPER.createParser(evaluation)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String key = parser.currentName();
                parser.nextToken();
                if (key.equals("variances")) {
                    variances = numbers(parser);
                } else if (key.equals("cost")) {
                    cost = parser.getDoubleValue();
                } else {
                    parser.skipChildren();
                }
            }
        } catch (IOException e) {
            throw new HoneException("not an evaluation: " + evaluation, e);
        }
        return new Noted(variances, cost);
    }

    static Map<Long, String> candidates(Handle handle, long studyId, Collection<Long> numbers) {
        List<Long> all = numbers.stream().distinct().sorted().toList();
        Map<Long, String> candidates = new HashMap<>();
        for (int from = 0; from < all.size(); from += CHUNK) {
            handle.createQuery("SELECT number, candidate FROM trials WHERE study_id = :study AND number IN (<numbers>)")
                    .bind("study", studyId)
                    .bindList("numbers", all.subList(from, Math.min(from + CHUNK, all.size())))
                    .map((r, context) -> candidates.put(r.getLong(1), r.getString(2)))
                    .list();
        }
        return candidates;
    }
}
