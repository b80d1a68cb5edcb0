package dev.hone.core.store;

import dev.hone.core.HoneException;
import dev.hone.core.store.Database.Dialect;
import dev.hone.core.store.StudyStore.NewStudy;
import dev.hone.core.store.StudyStore.Standing;
import dev.hone.core.store.StudyStore.StudyRecord;
import dev.hone.core.trial.Direction;
import dev.hone.core.trial.Objective;
import dev.hone.core.trial.TrialState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;

/** The table of studies with its counters, and their objectives. */
final class StudyTable {

    /**
     * A study's row, locked until the end of the transaction.
     *
     * @param now the database's clock, milliseconds since 1970
     * @param nextNumber number of the next trial
     * @param finished how many trials have finished so far
     */
    record Locked(long now, long nextNumber, long finished) {

        /** The same after one more trial has finished. */
        Locked afterOneMore() {
            return new Locked(now, nextNumber, finished + 1);
        }
    }

    private final Dialect dialect;
    /** By study; objectives never change, and an id is never used again. */
    private final Map<Long, List<Objective>> objectives = new ConcurrentHashMap<>();

    StudyTable(Dialect dialect) {
        this.dialect = dialect;
    }

    /** Waits for other changes of the study. */
    Locked lock(Handle handle, long studyId) {
        return handle.createQuery("SELECT " + dialect.now()
                        + ", next_number, finish_counter FROM studies WHERE id = :id" + dialect.lockRow())
                .bind("id", studyId)
                .map((r, context) -> new Locked(r.getLong(1), r.getLong(2), r.getLong(3)))
                .findOne()
                .orElseThrow(() -> unknown(studyId));
    }

    StoreException unknown(long studyId) {
        return new StoreException("no study with id " + studyId + " in " + dialect.location(), false, null);
    }

    StudyRecord create(Handle handle, NewStudy study) {
        requireFree(handle, study.name(), -1);
        long id = handle.createUpdate("INSERT INTO studies (name, seed, optimizer, definition, created)"
                        + " VALUES (:name, :seed, :optimizer, :definition, " + dialect.now() + ")")
                .bind("name", study.name())
                .bind("seed", study.seed())
                .bind("optimizer", study.optimizer())
                .bind("definition", study.definition())
                .executeAndReturnGeneratedKeys("id")
                .mapTo(Long.class)
                .one();
        for (int i = 0; i < study.objectives().size(); i++) {
            handle.execute(
                    "INSERT INTO objectives (study_id, position, name, direction) VALUES (?, ?, ?, ?)",
                    id,
                    i,
                    study.objectives().get(i).name(),
                    study.objectives().get(i).direction().name());
        }
        return records(handle, "id = :value", id).get(0);
    }

    void rename(Handle handle, long studyId, String name) {
        requireFree(handle, name, studyId);
        handle.execute("UPDATE studies SET name = ? WHERE id = ?", name, studyId);
    }

    private void requireFree(Handle handle, String name, long exceptId) {
        boolean taken = records(handle, "name = :value", name).stream().anyMatch(r -> r.id() != exceptId);
        if (taken) {
            throw new HoneException("a study named '" + name + "' exists already in " + dialect.location());
        }
    }

    /** @param condition SQL over the columns of {@code studies} that mentions {@code :value} */
    List<StudyRecord> records(Handle handle, String condition, Object value) {
        List<StudyRecord> bare = handle.createQuery("SELECT * FROM studies WHERE " + condition + " ORDER BY id")
                .bind("value", value)
                .map((r, context) -> new StudyRecord(
                        r.getLong("id"),
                        r.getString("name"),
                        List.of(),
                        r.getLong("seed"),
                        r.getString("optimizer"),
                        r.getString("definition"),
                        Instant.ofEpochMilli(r.getLong("created"))))
                .list();
        return bare.stream()
                .map(s -> new StudyRecord(
                        s.id(),
                        s.name(),
                        objectives(handle, s.id()),
                        s.seed(),
                        s.optimizer(),
                        s.definition(),
                        s.created()))
                .toList();
    }

    /** Objectives in their order; empty for an unknown study. */
    List<Objective> objectives(Handle handle, long studyId) {
        List<Objective> known = objectives.get(studyId);
        if (known == null) {
            known = handle.createQuery("SELECT name, direction FROM objectives WHERE study_id = :id ORDER BY position")
                    .bind("id", studyId)
                    .map((r, context) -> new Objective(r.getString(1), Direction.valueOf(r.getString(2))))
                    .list();
            if (!known.isEmpty()) {
                objectives.put(studyId, known);
            }
        }
        return known;
    }

    Map<TrialState, Long> counts(Handle handle, long studyId) {
        return handle.createQuery("SELECT queued, running, complete, pruned, failed FROM studies WHERE id = :id")
                .bind("id", studyId)
                .map((r, context) -> counts(r))
                .findOne()
                .orElseThrow(() -> unknown(studyId));
    }

    private static Map<TrialState, Long> counts(ResultSet r) throws SQLException {
        Map<TrialState, Long> counts = new EnumMap<>(TrialState.class);
        for (TrialState state : TrialState.values()) {
            counts.put(state, r.getLong(column(state)));
        }
        return counts;
    }

    Standing standing(Handle handle, long studyId) {
        return handle.createQuery("SELECT queued, running, complete, pruned, failed, budgeted,"
                        + " (SELECT COUNT(*) FROM comparisons WHERE study_id = :id) AS comparisons"
                        + " FROM studies WHERE id = :id")
                .bind("id", studyId)
                .map((r, context) -> new Standing(counts(r), r.getLong("budgeted"), r.getLong("comparisons")))
                .findOne()
                .orElseThrow(() -> unknown(studyId));
    }

    /** Moves {@code n} trials between counters; {@code from} is null for trials that are new. */
    static String move(TrialState from, TrialState to) {
        return (from == null ? "" : column(from) + " = " + column(from) + " - :n, ") + column(to) + " = " + column(to)
                + " + :n";
    }

    static String column(TrialState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    /** The value of one column. */
    <T> T value(Handle handle, long studyId, String column, Class<T> type) {
        return handle.createQuery("SELECT " + column + " FROM studies WHERE id = :id")
                .bind("id", studyId)
                .mapTo(type)
                .findOne()
                .orElseThrow(() -> unknown(studyId));
    }
}
