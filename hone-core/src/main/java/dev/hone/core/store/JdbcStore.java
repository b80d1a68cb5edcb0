package dev.hone.core.store;

import dev.hone.core.FlatCombining;
import dev.hone.core.Json;
import dev.hone.core.store.ArtifactFolder.Incoming;
import dev.hone.core.store.StudyTable.Locked;
import dev.hone.core.store.TrialTable.End;
import dev.hone.core.trial.Artifact;
import dev.hone.core.trial.Comparison;
import dev.hone.core.trial.Direction;
import dev.hone.core.trial.Objective;
import dev.hone.core.trial.Rankings;
import dev.hone.core.trial.Trial;
import dev.hone.core.trial.TrialState;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Studies in a relational database. Every change of a study's trials locks the study's row first, which orders changes and
 * keeps its counters true; heartbeats, reports and attributes of different trials do not wait for each other.
 */
final class JdbcStore implements StudyStore {

    private final Database database;
    private final Artifacts artifacts;
    private final StudyTable studies;
    private final TrialTable trials;
    /** By study: trials that end at the same time share a transaction. */
    private final Map<Long, FlatCombining<End, Boolean>> finishing = new ConcurrentHashMap<>();

    JdbcStore(Database database, ArtifactFolder folder) {
        this.database = database;
        artifacts = new Artifacts(database, folder);
        studies = new StudyTable(database.dialect());
        trials = new TrialTable(studies, database.dialect());
    }

    /** Work on a locked study. */
    private interface Change<T> {
        T in(Handle handle, Locked study);
    }

    private <T> T change(long studyId, Change<T> work) {
        // a database that was busy is asked again
        AtomicInteger attempts = new AtomicInteger();
        try {
            return database.write(handle -> {
                if (attempts.getAndIncrement() > 0) {
                    trials.forget(studyId);
                }
                return work.in(handle, studies.lock(handle, studyId));
            });
        } catch (RuntimeException e) {
            trials.forget(studyId);
            throw e;
        }
    }

    // --- studies

    @Override
    public StudyRecord create(NewStudy study) {
        return database.write(handle -> studies.create(handle, study));
    }

    @Override
    public Optional<StudyRecord> find(String name) {
        return database.read(handle ->
                studies.records(handle, "name = :value", name).stream().findFirst());
    }

    @Override
    public List<StudyRecord> studies() {
        return database.read(handle -> studies.records(handle, ":value = 0", 0));
    }

    @Override
    public void rename(long studyId, String name) {
        change(studyId, (handle, study) -> {
            studies.rename(handle, studyId, name);
            return null;
        });
    }

    @Override
    public void delete(long studyId) {
        List<String> contents = change(studyId, (handle, study) -> {
            List<String> all = artifacts.contents(handle, studyId);
            handle.execute("DELETE FROM studies WHERE id = ?", studyId);
            return all;
        });
        finishing.remove(studyId);
        artifacts.sweep(contents);
    }

    @Override
    public Map<TrialState, Long> counts(long studyId) {
        return database.read(handle -> studies.counts(handle, studyId));
    }

    @Override
    public long budgeted(long studyId) {
        return database.read(handle -> studies.value(handle, studyId, "budgeted", Long.class));
    }

    @Override
    public Standing standing(long studyId) {
        return database.read(handle -> studies.standing(handle, studyId));
    }

    @Override
    public double cost(long studyId) {
        return database.read(handle -> studies.value(handle, studyId, "cost", Double.class));
    }

    @Override
    public Map<String, String> attributes(long studyId) {
        return database.read(handle -> handle.createQuery(
                        "SELECT key, value FROM study_attributes WHERE study_id = :id ORDER BY key")
                .bind("id", studyId)
                .map((r, context) -> Map.entry(r.getString(1), r.getString(2)))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    @Override
    public void putAttribute(long studyId, String key, String value) {
        change(studyId, (handle, study) -> {
            return handle.execute(
                    "INSERT INTO study_attributes (study_id, key, value) VALUES (?, ?, ?)"
                            + " ON CONFLICT (study_id, key) DO UPDATE SET value = excluded.value",
                    studyId,
                    key,
                    value);
        });
    }

    // --- proposing

    @Override
    public Optional<List<Trial<String>>> propose(
            long studyId,
            long expectedVersion,
            OptimizerState newState,
            List<NewTrial> proposed,
            long limit,
            List<String> workers) {
        return change(studyId, (handle, study) -> {
            int changed = handle.createUpdate("UPDATE studies SET optimizer_version = optimizer_version + 1,"
                            + " optimizer_state = :state, told_order = :told"
                            + " WHERE id = :id AND optimizer_version = :version AND budgeted <= :room")
                    .bind("state", newState.text())
                    .bind("told", newState.toldOrder())
                    .bind("id", studyId)
                    .bind("version", expectedVersion)
                    .bind("room", limit - proposed.size())
                    .execute();
            return changed == 0
                    ? Optional.empty()
                    : Optional.of(trials.append(handle, studyId, study, proposed, workers));
        });
    }

    @Override
    public VersionedState optimizerState(long studyId) {
        return database.read(handle -> handle.createQuery(
                        "SELECT optimizer_version, optimizer_state, told_order FROM studies WHERE id = :id")
                .bind("id", studyId)
                .map((r, context) -> new VersionedState(r.getLong(1), new OptimizerState(r.getString(2), r.getLong(3))))
                .findOne()
                .orElseThrow(() -> studies.unknown(studyId)));
    }

    @Override
    public List<Trial<String>> enqueue(long studyId, List<NewTrial> given) {
        return change(studyId, (handle, study) -> trials.append(handle, studyId, study, given, List.of()));
    }

    @Override
    public List<Trial<String>> importTrials(long studyId, List<Trial<String>> finished) {
        return change(studyId, (handle, study) -> trials.append(handle, studyId, study, finished));
    }

    // --- evaluating

    @Override
    public Optional<Trial<String>> claim(long studyId, String worker) {
        // without waiting for a lock where there is nothing to claim
        if (database.read(handle -> studies.value(handle, studyId, "queued", Long.class)) == 0) {
            return Optional.empty();
        }
        return change(studyId, (handle, study) -> {
            return trials.claim(handle, studyId, worker);
        });
    }

    @Override
    public boolean heartbeat(long studyId, long number, int attempt) {
        return database.write(handle -> trials.heartbeat(handle, studyId, number, attempt));
    }

    @Override
    public boolean finish(long studyId, long number, int attempt, Outcome outcome) {
        End end = new End(number, attempt, outcome);
        try {
            return finishing
                    .computeIfAbsent(studyId, id -> new FlatCombining<>(ends -> finish(id, ends)))
                    .call(end);
        } catch (StoreException e) {
            if (e.isTransient()) {
                throw e;
            }
            // perhaps the failure of another one in the same transaction
            return finish(studyId, List.of(end)).get(0);
        }
    }

    private List<Boolean> finish(long studyId, List<End> ends) {
        return change(studyId, (handle, study) -> trials.finish(handle, studyId, study, ends));
    }

    @Override
    public boolean release(long studyId, long number, int attempt) {
        return change(studyId, (handle, study) -> {
            return trials.requeue(handle, studyId, number, attempt, 0);
        });
    }

    @Override
    public List<Trial<String>> reap(long studyId, Duration silence, Set<String> deadWorkers, int retries) {
        if (deadWorkers.isEmpty()
                && database.read(handle -> trials.silent(handle, studyId, silence))
                        .isEmpty()) {
            return List.of();
        }
        return change(studyId, (handle, study) -> trials.reap(handle, studyId, study, silence, deadWorkers, retries));
    }

    @Override
    public void report(long studyId, long number, long step, double value) {
        database.write(handle -> {
            TrialTable.putReport(handle, studyId, number, step, value);
            return null;
        });
    }

    @Override
    public void putTrialAttribute(long studyId, long number, String key, String value) {
        database.write(handle -> {
            TrialTable.putAttribute(handle, studyId, number, key, value);
            return null;
        });
    }

    // --- reading

    @Override
    public Optional<Trial<String>> trial(long studyId, long number) {
        return database.read(handle -> TrialRows.one(handle, studyId, number));
    }

    @Override
    public List<Trial<String>> trials(long studyId, Set<TrialState> states, long fromNumber, int limit) {
        if (states.isEmpty()) {
            return List.of();
        }
        return database.read(handle -> TrialRows.select(
                handle,
                studyId,
                "t.number >= :from AND " + TrialRows.inStates(states),
                "ORDER BY t.number LIMIT :limit",
                Map.of("from", fromNumber, "limit", limit)));
    }

    @Override
    public List<Trial<String>> finishedAfter(long studyId, long finishOrder, int limit) {
        return database.read(handle -> TrialRows.select(
                handle,
                studyId,
                "t.finish_order > :after",
                "ORDER BY t.finish_order LIMIT :limit",
                Map.of("after", finishOrder, "limit", limit)));
    }

    @Override
    public Optional<Trial<String>> best(long studyId, int objective) {
        List<Objective> objectives = database.read(handle -> studies.objectives(handle, studyId));
        if (objectives.isEmpty()) {
            return preferred(studyId);
        }
        if (objectives.size() == 1) {
            return database.read(
                    handle -> TrialRows.select(
                                    handle,
                                    studyId,
                                    "t.loss IS NOT NULL",
                                    "ORDER BY t.loss, t.number LIMIT 1",
                                    Map.of())
                            .stream()
                            .findFirst());
        }
        Direction direction = objectives.get(objective).direction();
        return front(studyId).stream()
                .min(Comparator.comparingDouble(
                        score -> direction.asLoss(score.values().get(objective))))
                .flatMap(score -> trial(studyId, score.number()));
    }

    @Override
    public List<Score> front(long studyId) {
        return database.read(handle -> Fronts.scores(
                handle,
                studyId,
                studies.objectives(handle, studyId).size() > 1
                        ? "on_front"
                        : "loss = (SELECT MIN(loss) FROM trials WHERE study_id = :study)"));
    }

    @Override
    public List<Ending> endings(long studyId, long finishOrder, int limit) {
        return database.read(handle -> Endings.select(handle, studyId, finishOrder, limit));
    }

    @Override
    public Map<Long, String> candidates(long studyId, Collection<Long> numbers) {
        return database.read(handle -> Endings.candidates(handle, studyId, numbers));
    }

    @Override
    public NavigableMap<Long, Double> reports(long studyId, long number) {
        return database.read(handle -> {
            NavigableMap<Long, Double> reports = new TreeMap<>();
            handle.createQuery("SELECT step, value FROM reports WHERE study_id = :study AND number = :number")
                    .bind("study", studyId)
                    .bind("number", number)
                    .map((r, context) -> reports.put(r.getLong(1), r.getDouble(2)))
                    .list();
            return reports;
        });
    }

    @Override
    public List<StepReport> reportsAt(long studyId, long step) {
        return database.read(handle -> handle.createQuery("SELECT r.number, t.state, r.value FROM reports r"
                        + " JOIN trials t ON t.study_id = r.study_id AND t.number = r.number"
                        + " WHERE r.study_id = :study AND r.step = :step ORDER BY r.number")
                .bind("study", studyId)
                .bind("step", step)
                .map((r, context) -> new StepReport(r.getLong(1), TrialState.valueOf(r.getString(2)), r.getDouble(3)))
                .list());
    }

    // --- relative feedback

    @Override
    public void compare(long studyId, Comparison comparison) {
        change(studyId, (handle, study) -> {
            return handle.createUpdate("INSERT INTO comparisons (study_id, position, ranking, degree, judge)"
                            + " SELECT :study, COUNT(*), :ranking, :degree, :judge FROM comparisons"
                            + " WHERE study_id = :study")
                    .bind("study", studyId)
                    .bind("ranking", Json.write(Rankings.json(comparison)))
                    .bind("degree", comparison.degree())
                    .bind("judge", comparison.judge())
                    .execute();
        });
    }

    @Override
    public List<Comparison> comparisons(long studyId, int from) {
        return database.read(handle -> handle.createQuery("SELECT ranking, degree, judge FROM comparisons"
                        + " WHERE study_id = :study AND position >= :from ORDER BY position")
                .bind("study", studyId)
                .bind("from", from)
                .map((r, context) ->
                        new Comparison(Rankings.read(Json.parse(r.getString(1))), r.getDouble(2), r.getString(3)))
                .list());
    }

    // --- artifacts

    @Override
    public Artifact putArtifact(long studyId, long number, String name, String mediaType, Path file) {
        try (Incoming incoming = artifacts.receive(name, mediaType, file)) {
            Optional<String> replaced =
                    change(studyId, (handle, study) -> artifacts.put(handle, studyId, number, incoming));
            artifacts.sweep(replaced.stream().toList());
            return incoming.artifact();
        }
    }

    @Override
    public List<Artifact> artifacts(long studyId, long number) {
        return database.read(handle -> artifacts.of(handle, studyId, number));
    }

    @Override
    public void removeArtifacts(long studyId, Set<Long> numbers) {
        List<Long> owners = database.read(handle -> artifacts.owners(handle, studyId, numbers));
        if (owners.isEmpty()) {
            return;
        }
        artifacts.sweep(change(studyId, (handle, study) -> artifacts.forget(handle, studyId, owners)));
    }

    @Override
    public InputStream openArtifact(long studyId, long number, String name) {
        return artifacts(studyId, number).stream()
                .filter(a -> a.name().equals(name))
                .findFirst()
                .map(artifacts::open)
                .orElseThrow(
                        () -> new StoreException("trial " + number + " has no artifact '" + name + "'", false, null));
    }

    @Override
    public String location() {
        return database.dialect().location();
    }

    @Override
    public void close() {
        database.close();
    }
}
