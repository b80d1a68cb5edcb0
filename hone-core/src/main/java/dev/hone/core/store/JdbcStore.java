package dev.hone.core.store;

import dev.hone.core.HoneException;
import dev.hone.core.Json;
import dev.hone.core.trial.Artifact;
import dev.hone.core.trial.Comparison;
import dev.hone.core.trial.Direction;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Objective;
import dev.hone.core.trial.Origin;
import dev.hone.core.trial.Trial;
import dev.hone.core.trial.TrialState;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/**
 * Studies in a relational database. Every change of a study's trials locks the study's row first, which orders changes and
 * keeps its counters true; heartbeats, reports and attributes of different trials do not wait for each other.
 */
final class JdbcStore implements StudyStore {

    private static final Set<TrialState> PENDING = Set.of(TrialState.QUEUED, TrialState.RUNNING);

    private final Database database;
    private final ArtifactFolder artifacts;
    private final String now;

    JdbcStore(Database database, ArtifactFolder artifacts) {
        this.database = database;
        this.artifacts = artifacts;
        this.now = database.dialect().now();
    }

    // --- studies

    @Override
    public StudyRecord create(NewStudy study) {
        return database.write(handle -> {
            requireFree(handle, study.name(), -1);
            long id = handle.createUpdate("INSERT INTO studies (name, seed, optimizer, definition, created)"
                            + " VALUES (:name, :seed, :optimizer, :definition, " + now + ")")
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
        });
    }

    private void requireFree(Handle handle, String name, long exceptId) {
        boolean taken = records(handle, "name = :value", name).stream().anyMatch(r -> r.id() != exceptId);
        if (taken) {
            throw new HoneException("a study named '" + name + "' exists already in " + location());
        }
    }

    @Override
    public Optional<StudyRecord> find(String name) {
        return database.read(
                handle -> records(handle, "name = :value", name).stream().findFirst());
    }

    @Override
    public List<StudyRecord> studies() {
        return database.read(handle -> records(handle, ":value = 0", 0));
    }

    private static List<StudyRecord> records(Handle handle, String condition, Object value) {
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

    private static List<Objective> objectives(Handle handle, long studyId) {
        return handle.createQuery("SELECT name, direction FROM objectives WHERE study_id = :id ORDER BY position")
                .bind("id", studyId)
                .map((r, context) -> new Objective(r.getString(1), Direction.valueOf(r.getString(2))))
                .list();
    }

    @Override
    public void rename(long studyId, String name) {
        database.write(handle -> {
            lock(handle, studyId);
            requireFree(handle, name, studyId);
            return handle.execute("UPDATE studies SET name = ? WHERE id = ?", name, studyId);
        });
    }

    @Override
    public void delete(long studyId) {
        List<String> contents = database.write(handle -> {
            lock(handle, studyId);
            List<String> hashes = handle.createQuery("SELECT DISTINCT sha256 FROM artifacts WHERE study_id = :id")
                    .bind("id", studyId)
                    .mapTo(String.class)
                    .list();
            handle.execute("DELETE FROM studies WHERE id = ?", studyId);
            return hashes.stream().filter(hash -> !isReferenced(handle, hash)).toList();
        });
        contents.forEach(artifacts::delete);
    }

    private static boolean isReferenced(Handle handle, String sha256) {
        return handle.createQuery("SELECT COUNT(*) FROM artifacts WHERE sha256 = :hash")
                        .bind("hash", sha256)
                        .mapTo(Long.class)
                        .one()
                > 0;
    }

    @Override
    public Map<TrialState, Long> counts(long studyId) {
        return database.read(handle -> {
            Map<TrialState, Long> counts = new EnumMap<>(TrialState.class);
            Map<String, Object> row = handle.createQuery(
                            "SELECT queued, running, complete, pruned, failed FROM studies WHERE id = :id")
                    .bind("id", studyId)
                    .mapToMap()
                    .findOne()
                    .orElseThrow(() -> unknown(studyId));
            for (TrialState state : TrialState.values()) {
                counts.put(state, ((Number) row.get(column(state))).longValue());
            }
            return counts;
        });
    }

    private static String column(TrialState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public long budgeted(long studyId) {
        return ofStudy(studyId, "budgeted", Long.class);
    }

    @Override
    public double cost(long studyId) {
        return ofStudy(studyId, "cost", Double.class);
    }

    private <T> T ofStudy(long studyId, String column, Class<T> type) {
        return database.read(handle -> handle.createQuery("SELECT " + column + " FROM studies WHERE id = :id")
                .bind("id", studyId)
                .mapTo(type)
                .findOne()
                .orElseThrow(() -> unknown(studyId)));
    }

    private StoreException unknown(long studyId) {
        return new StoreException("no study with id " + studyId + " in " + location(), false, null);
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
        database.write(handle -> {
            lock(handle, studyId);
            return handle.execute(
                    "INSERT INTO study_attributes (study_id, key, value) VALUES (?, ?, ?)"
                            + " ON CONFLICT (study_id, key) DO UPDATE SET value = excluded.value",
                    studyId,
                    key,
                    value);
        });
    }

    /** Locks the study's row until the end of the transaction. */
    private void lock(Handle handle, long studyId) {
        Optional<Long> id = handle.createQuery("SELECT id FROM studies WHERE id = :id"
                        + database.dialect().lockRow())
                .bind("id", studyId)
                .mapTo(Long.class)
                .findOne();
        if (id.isEmpty()) {
            throw unknown(studyId);
        }
    }

    // --- proposing

    @Override
    public Optional<List<Trial<String>>> propose(
            long studyId,
            long expectedVersion,
            OptimizerState newState,
            List<NewTrial> trials,
            long limit,
            Optional<String> claimFor) {
        return database.write(handle -> {
            lock(handle, studyId);
            int changed = handle.createUpdate("UPDATE studies SET optimizer_version = optimizer_version + 1,"
                            + " optimizer_state = :state, told_order = :told"
                            + " WHERE id = :id AND optimizer_version = :version AND budgeted <= :room")
                    .bind("state", newState.text())
                    .bind("told", newState.toldOrder())
                    .bind("id", studyId)
                    .bind("version", expectedVersion)
                    .bind("room", limit - trials.size())
                    .execute();
            return changed == 0 ? Optional.empty() : Optional.of(append(handle, studyId, trials, claimFor));
        });
    }

    @Override
    public VersionedState optimizerState(long studyId) {
        return database.read(handle -> handle.createQuery(
                        "SELECT optimizer_version, optimizer_state, told_order FROM studies WHERE id = :id")
                .bind("id", studyId)
                .map((r, context) -> new VersionedState(r.getLong(1), new OptimizerState(r.getString(2), r.getLong(3))))
                .findOne()
                .orElseThrow(() -> unknown(studyId)));
    }

    @Override
    public List<Trial<String>> enqueue(long studyId, List<NewTrial> trials) {
        return database.write(handle -> {
            lock(handle, studyId);
            return append(handle, studyId, trials, Optional.empty());
        });
    }

    @Override
    public List<Trial<String>> importTrials(long studyId, List<Trial<String>> finished) {
        return database.write(handle -> {
            lock(handle, studyId);
            List<Objective> objectives = objectives(handle, studyId);
            List<Trial<String>> imported = new ArrayList<>();
            for (Trial<String> trial : finished) {
                NewTrial bare = new NewTrial(trial.candidate(), trial.origin(), trial.attributes(), trial.parents());
                long number = append(handle, studyId, List.of(bare), Optional.empty())
                        .get(0)
                        .number();
                trial.intermediate().forEach((step, value) -> putReport(handle, studyId, number, step, value));
                end(
                        handle,
                        studyId,
                        number,
                        TrialState.QUEUED,
                        objectives,
                        new Outcome(trial.state(), trial.evaluation(), trial.failure()));
                handle.createUpdate("UPDATE trials SET attempt = :attempt, worker = :worker, created = :created,"
                                + " started = :started, finished = :finished"
                                + " WHERE study_id = :study AND number = :number")
                        .bind("attempt", trial.attempt())
                        .bind("worker", trial.worker().orElse(null))
                        .bind("created", trial.created().toEpochMilli())
                        .bind(
                                "started",
                                trial.started().map(Instant::toEpochMilli).orElse(null))
                        .bind(
                                "finished",
                                trial.finished().map(Instant::toEpochMilli).orElse(null))
                        .bind("study", studyId)
                        .bind("number", number)
                        .execute();
                imported.add(TrialRows.one(handle, studyId, number).orElseThrow());
            }
            return imported;
        });
    }

    private List<Trial<String>> append(Handle handle, long studyId, List<NewTrial> trials, Optional<String> claimFor) {
        if (trials.isEmpty()) {
            return List.of();
        }
        long first = handle.createQuery("SELECT next_number FROM studies WHERE id = :id")
                .bind("id", studyId)
                .mapTo(Long.class)
                .one();
        TrialState state = claimFor.isPresent() ? TrialState.RUNNING : TrialState.QUEUED;
        String time = claimFor.isPresent() ? now : "NULL";
        for (int i = 0; i < trials.size(); i++) {
            NewTrial trial = trials.get(i);
            long number = first + i;
            handle.createUpdate("INSERT INTO trials (study_id, number, state, candidate, origin, attempt, worker,"
                            + " parents, created, started, heartbeat) VALUES (:study, :number, :state, :candidate,"
                            + " :origin, :attempt, :worker, :parents, " + now + ", " + time + ", " + time + ")")
                    .bind("study", studyId)
                    .bind("number", number)
                    .bind("state", state.name())
                    .bind("candidate", trial.candidate())
                    .bind("origin", trial.origin().name())
                    .bind("attempt", claimFor.isPresent() ? 1 : 0)
                    .bind("worker", claimFor.orElse(null))
                    .bind("parents", Json.write(trial.parents()))
                    .execute();
            trial.attributes().forEach((key, value) -> putAttribute(handle, studyId, number, key, value));
        }
        long counted =
                trials.stream().filter(t -> t.origin() != Origin.WARM_START).count();
        handle.createUpdate("UPDATE studies SET next_number = next_number + :n, budgeted = budgeted + :counted, "
                        + column(state) + " = " + column(state) + " + :n WHERE id = :id")
                .bind("n", trials.size())
                .bind("counted", counted)
                .bind("id", studyId)
                .execute();
        return TrialRows.select(handle, studyId, "t.number >= :first", "ORDER BY t.number", Map.of("first", first));
    }

    // --- evaluating

    @Override
    public Optional<Trial<String>> claim(long studyId, String worker) {
        boolean any = database.read(handle -> handle.createQuery("SELECT queued FROM studies WHERE id = :id")
                        .bind("id", studyId)
                        .mapTo(Long.class)
                        .findOne()
                        .orElseThrow(() -> unknown(studyId))
                > 0);
        if (!any) {
            return Optional.empty();
        }
        return database.write(handle -> {
            lock(handle, studyId);
            Optional<Long> number = handle.createQuery("SELECT number FROM trials WHERE study_id = :study"
                            + " AND state = 'QUEUED' ORDER BY number LIMIT 1")
                    .bind("study", studyId)
                    .mapTo(Long.class)
                    .findOne();
            if (number.isEmpty()) {
                return Optional.empty();
            }
            handle.createUpdate("UPDATE trials SET state = 'RUNNING', attempt = attempt + 1, worker = :worker,"
                            + " started = " + now + ", heartbeat = " + now
                            + " WHERE study_id = :study AND number = :number")
                    .bind("worker", worker)
                    .bind("study", studyId)
                    .bind("number", number.get())
                    .execute();
            count(handle, studyId, TrialState.QUEUED, TrialState.RUNNING);
            return TrialRows.one(handle, studyId, number.get());
        });
    }

    private static void count(Handle handle, long studyId, TrialState from, TrialState to) {
        handle.execute(
                "UPDATE studies SET " + column(from) + " = " + column(from) + " - 1, " + column(to) + " = " + column(to)
                        + " + 1 WHERE id = ?",
                studyId);
    }

    @Override
    public boolean heartbeat(long studyId, long number, int attempt) {
        return database.write(handle -> handle.createUpdate("UPDATE trials SET heartbeat = " + now
                                + " WHERE study_id = :study AND number = :number AND state = 'RUNNING'"
                                + " AND attempt = :attempt")
                        .bind("study", studyId)
                        .bind("number", number)
                        .bind("attempt", attempt)
                        .execute()
                == 1);
    }

    @Override
    public boolean finish(long studyId, long number, int attempt, Outcome outcome) {
        return database.write(handle -> {
            lock(handle, studyId);
            if (!isClaimed(handle, studyId, number, attempt)) {
                return wasFinishedSo(handle, studyId, number, attempt, outcome);
            }
            end(handle, studyId, number, TrialState.RUNNING, objectives(handle, studyId), outcome);
            return true;
        });
    }

    private static boolean isClaimed(Handle handle, long studyId, long number, int attempt) {
        return handle.createQuery("SELECT COUNT(*) FROM trials WHERE study_id = :study AND number = :number"
                                + " AND state = 'RUNNING' AND attempt = :attempt")
                        .bind("study", studyId)
                        .bind("number", number)
                        .bind("attempt", attempt)
                        .mapTo(Long.class)
                        .one()
                == 1;
    }

    /** Whether the same call succeeded before, and its caller did not hear of it because the connection broke. */
    private static boolean wasFinishedSo(Handle handle, long studyId, long number, int attempt, Outcome outcome) {
        return TrialRows.one(handle, studyId, number)
                .filter(t -> t.attempt() == attempt
                        && t.state() == outcome.state()
                        && t.evaluation().equals(outcome.evaluation())
                        && t.failure().equals(outcome.failure()))
                .isPresent();
    }

    private void end(
            Handle handle, long studyId, long number, TrialState from, List<Objective> objectives, Outcome outcome) {
        Optional<Evaluation> evaluation = outcome.evaluation();
        boolean complete = outcome.state() == TrialState.COMPLETE;
        boolean feasible = complete && evaluation.orElseThrow().isFeasible();
        Update update = handle.createUpdate("UPDATE trials SET state = :state, evaluation = :evaluation,"
                + " failure = :failure, loss = :loss, objective_values = :values, feasible = :feasible, finished = "
                + now
                + ", finish_order = (SELECT finish_counter + 1 FROM studies WHERE id = :study)"
                + " WHERE study_id = :study AND number = :number");
        update.bind("state", outcome.state().name())
                .bind("evaluation", evaluation.map(EvaluationJson::write).orElse(null))
                .bind("failure", outcome.failure().orElse(null))
                .bind(
                        "loss",
                        feasible
                                ? (Double) objectives
                                        .get(0)
                                        .direction()
                                        .asLoss(evaluation.get().value())
                                : null)
                .bind("values", complete ? Json.write(evaluation.get().values()) : null)
                .bind("feasible", feasible)
                .bind("study", studyId)
                .bind("number", number)
                .execute();
        handle.createUpdate(
                        "UPDATE studies SET finish_counter = finish_counter + 1, cost = cost + :cost WHERE id = :id")
                .bind("cost", evaluation.map(Evaluation::cost).orElse(0.0))
                .bind("id", studyId)
                .execute();
        count(handle, studyId, from, outcome.state());
    }

    @Override
    public boolean release(long studyId, long number, int attempt) {
        return database.write(handle -> {
            lock(handle, studyId);
            if (!isClaimed(handle, studyId, number, attempt)) {
                return false;
            }
            requeue(handle, studyId, number, 0);
            return true;
        });
    }

    private static void requeue(Handle handle, long studyId, long number, int deaths) {
        handle.execute(
                "UPDATE trials SET state = 'QUEUED', deaths = deaths + ?, worker = NULL, started = NULL, heartbeat = NULL"
                        + " WHERE study_id = ? AND number = ?",
                deaths,
                studyId,
                number);
        handle.execute("DELETE FROM reports WHERE study_id = ? AND number = ?", studyId, number);
        count(handle, studyId, TrialState.RUNNING, TrialState.QUEUED);
    }

    @Override
    public List<Trial<String>> reap(long studyId, Duration silence, Set<String> deadWorkers, int retries) {
        Map<String, Object> parameters = Map.of("silence", silence.toMillis());
        String silent = "t.state = 'RUNNING' AND t.heartbeat < " + now + " - :silence";
        boolean maybe = !deadWorkers.isEmpty()
                || !database.read(handle -> TrialRows.select(handle, studyId, silent, "", parameters))
                        .isEmpty();
        if (!maybe) {
            return List.of();
        }
        return database.write(handle -> {
            lock(handle, studyId);
            Set<Long> silentNumbers = TrialRows.select(handle, studyId, silent, "", parameters).stream()
                    .map(Trial::number)
                    .collect(Collectors.toSet());
            List<Objective> objectives = objectives(handle, studyId);
            List<Trial<String>> reaped = new ArrayList<>();
            for (Trial<String> trial :
                    TrialRows.select(handle, studyId, "t.state = 'RUNNING'", "ORDER BY t.number", Map.of())) {
                boolean dead = silentNumbers.contains(trial.number())
                        || trial.worker().filter(deadWorkers::contains).isPresent();
                if (dead && deaths(handle, studyId, trial.number()) < retries) {
                    requeue(handle, studyId, trial.number(), 1);
                } else if (dead) {
                    Outcome lost = Outcome.failed("its worker died in attempt " + trial.attempt());
                    end(handle, studyId, trial.number(), TrialState.RUNNING, objectives, lost);
                }
                if (dead) {
                    reaped.add(TrialRows.one(handle, studyId, trial.number()).orElseThrow());
                }
            }
            return reaped;
        });
    }

    private static int deaths(Handle handle, long studyId, long number) {
        return handle.createQuery("SELECT deaths FROM trials WHERE study_id = :study AND number = :number")
                .bind("study", studyId)
                .bind("number", number)
                .mapTo(Integer.class)
                .one();
    }

    @Override
    public void report(long studyId, long number, long step, double value) {
        database.write(handle -> {
            putReport(handle, studyId, number, step, value);
            return null;
        });
    }

    private static void putReport(Handle handle, long studyId, long number, long step, double value) {
        handle.execute(
                "INSERT INTO reports (study_id, number, step, value) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT (study_id, number, step) DO UPDATE SET value = excluded.value",
                studyId,
                number,
                step,
                value);
    }

    @Override
    public void putTrialAttribute(long studyId, long number, String key, String value) {
        database.write(handle -> {
            putAttribute(handle, studyId, number, key, value);
            return null;
        });
    }

    private static void putAttribute(Handle handle, long studyId, long number, String key, String value) {
        handle.execute(
                "INSERT INTO trial_attributes (study_id, number, key, value) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT (study_id, number, key) DO UPDATE SET value = excluded.value",
                studyId,
                number,
                key,
                value);
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
                "t.number >= :from AND " + inStates(states),
                "ORDER BY t.number LIMIT :limit",
                Map.of("from", fromNumber, "limit", limit)));
    }

    /** Condition on {@code trials t}. An index that is partial is used only where a condition repeats its own, literally. */
    static String inStates(Set<TrialState> states) {
        if (states.size() == 1) {
            TrialState only = states.iterator().next();
            return "t.state = '" + only.name() + "'"
                    + (PENDING.contains(only) ? " AND t.state IN ('QUEUED', 'RUNNING')" : "");
        }
        String names = states.stream().map(s -> "'" + s.name() + "'").collect(Collectors.joining(", "));
        return "t.state IN (" + names + ")"
                + (PENDING.containsAll(states) ? " AND t.state IN ('QUEUED', 'RUNNING')" : "");
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
        if (objective == 0) {
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
        Direction direction = database.read(handle -> objectives(handle, studyId))
                .get(objective)
                .direction();
        Score best = null;
        for (Score score : scores(studyId)) {
            if (score.feasible()
                    && (best == null
                            || direction.better(
                                    score.values().get(objective), best.values().get(objective)))) {
                best = score;
            }
        }
        return Optional.ofNullable(best).flatMap(score -> trial(studyId, score.number()));
    }

    @Override
    public List<Score> scores(long studyId) {
        return database.read(handle -> handle.createQuery("SELECT number, objective_values, feasible FROM trials"
                        + " WHERE study_id = :study AND objective_values IS NOT NULL ORDER BY number")
                .bind("study", studyId)
                .map((r, context) -> new Score(r.getLong(1), numbers(r.getString(2)), r.getBoolean(3)))
                .list());
    }

    /** Reads an array of numbers as {@link Json#write} makes it; without a parser, because a study may have 100,000 of them. */
    private static List<Double> numbers(String json) {
        List<Double> values = new ArrayList<>(4);
        int from = 1;
        try {
            while (from < json.length() - 1) {
                int comma = json.indexOf(',', from);
                int end = comma < 0 ? json.length() - 1 : comma;
                values.add(Double.valueOf(json.substring(from, end)));
                from = end + 1;
            }
        } catch (NumberFormatException e) {
            throw new HoneException("not a list of values: " + json, e);
        }
        return values;
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
        database.write(handle -> {
            lock(handle, studyId);
            return handle.createUpdate("INSERT INTO comparisons (study_id, position, ranking, degree, judge)"
                            + " SELECT :study, COUNT(*), :ranking, :degree, :judge FROM comparisons"
                            + " WHERE study_id = :study")
                    .bind("study", studyId)
                    .bind("ranking", Json.write(comparison.ranking()))
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
                .map((r, context) -> new Comparison(TrialRows.numbers(r.getString(1)), r.getDouble(2), r.getString(3)))
                .list());
    }

    // --- artifacts

    @Override
    public Artifact putArtifact(long studyId, long number, String name, String mediaType, Path file) {
        Artifact artifact = artifacts.put(name, mediaType, file);
        List<String> replaced = database.write(handle -> {
            lock(handle, studyId);
            List<String> before = handle.createQuery("SELECT sha256 FROM artifacts"
                            + " WHERE study_id = :study AND number = :number AND name = :name")
                    .bind("study", studyId)
                    .bind("number", number)
                    .bind("name", name)
                    .mapTo(String.class)
                    .list();
            handle.execute(
                    "INSERT INTO artifacts (study_id, number, name, media_type, bytes, sha256) VALUES (?, ?, ?, ?, ?, ?)"
                            + " ON CONFLICT (study_id, number, name) DO UPDATE SET media_type = excluded.media_type,"
                            + " bytes = excluded.bytes, sha256 = excluded.sha256",
                    studyId,
                    number,
                    name,
                    mediaType,
                    artifact.bytes(),
                    artifact.sha256());
            return before.stream().filter(hash -> !isReferenced(handle, hash)).toList();
        });
        replaced.forEach(artifacts::delete);
        return artifact;
    }

    @Override
    public List<Artifact> artifacts(long studyId, long number) {
        return database.read(handle -> handle.createQuery("SELECT name, media_type, bytes, sha256 FROM artifacts"
                        + " WHERE study_id = :study AND number = :number ORDER BY name")
                .bind("study", studyId)
                .bind("number", number)
                .map((r, context) -> new Artifact(r.getString(1), r.getString(2), r.getLong(3), r.getString(4)))
                .list());
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
