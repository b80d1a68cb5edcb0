package dev.hone.core.store;

import dev.hone.core.Json;
import dev.hone.core.store.Database.Dialect;
import dev.hone.core.store.StudyStore.NewTrial;
import dev.hone.core.store.StudyStore.Outcome;
import dev.hone.core.store.StudyTable.Locked;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Objective;
import dev.hone.core.trial.Origin;
import dev.hone.core.trial.Trial;
import dev.hone.core.trial.TrialState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * Changes of trials, with the counters of their study. Every method wants the study's row locked in the same transaction,
 * apart from those on reports and attributes. Column {@code feasible} says whether the trial may be the best
 * ({@link Trial#isEligible}).
 */
final class TrialTable {

    private static final String ATTRIBUTE =
            "INSERT INTO trial_attributes (study_id, number, key, value) VALUES (:study, :number, :key, :value)"
                    + " ON CONFLICT (study_id, number, key) DO UPDATE SET value = excluded.value";
    private static final String REPORT =
            "INSERT INTO reports (study_id, number, step, value) VALUES (:study, :number, :step, :value)"
                    + " ON CONFLICT (study_id, number, step) DO UPDATE SET value = excluded.value";
    private static final String INSERT =
            "INSERT INTO trials (study_id, number, state, candidate, origin, attempt, worker, loss, objective_values,"
                    + " feasible, evaluation, failure, parents, created, started, finished, heartbeat, finish_order)"
                    + " VALUES (:study, :number, :state, :candidate, :origin, :attempt, :worker, :loss, :values,"
                    + " :feasible, :evaluation, :failure, :parents, :created, :started, :finished, :heartbeat, :order)";

    private final StudyTable studies;
    private final Fronts fronts = new Fronts();
    private final String now;

    TrialTable(StudyTable studies, Dialect dialect) {
        this.studies = studies;
        this.now = dialect.now();
    }

    /** Forgets what is kept in memory about a study, as after a transaction that failed. */
    void forget(long studyId) {
        fronts.forget(studyId);
    }

    // --- adding

    /** Adds trials: running ones of {@code workers}, one for each, or queued ones. */
    List<Trial<String>> append(Handle handle, long studyId, Locked study, List<NewTrial> trials, List<String> workers) {
        Instant time = Instant.ofEpochMilli(study.now());
        List<Trial<String>> added = new ArrayList<>();
        for (NewTrial trial : trials) {
            Optional<String> claimFor = workers.isEmpty() ? Optional.empty() : Optional.of(workers.get(added.size()));
            added.add(new Trial<>(
                    study.nextNumber() + added.size(),
                    claimFor.isPresent() ? TrialState.RUNNING : TrialState.QUEUED,
                    trial.candidate(),
                    trial.origin(),
                    claimFor.isPresent() ? 1 : 0,
                    claimFor,
                    Optional.empty(),
                    Optional.empty(),
                    new TreeMap<>(),
                    trial.attributes(),
                    trial.parents(),
                    time,
                    claimFor.map(worker -> time),
                    Optional.empty(),
                    0));
        }
        insert(handle, studyId, study, added);
        return added;
    }

    /** Adds finished trials as they are, with new numbers and at the end of the finishing order. */
    List<Trial<String>> append(Handle handle, long studyId, Locked study, List<Trial<String>> finished) {
        List<Trial<String>> added = new ArrayList<>();
        for (Trial<String> trial : finished) {
            added.add(new Trial<>(
                    study.nextNumber() + added.size(),
                    trial.state(),
                    trial.candidate(),
                    trial.origin(),
                    trial.attempt(),
                    trial.worker(),
                    trial.evaluation(),
                    trial.failure(),
                    trial.intermediate(),
                    trial.attributes(),
                    trial.parents(),
                    trial.created(),
                    trial.started(),
                    trial.finished(),
                    study.finished() + added.size() + 1));
        }
        insert(handle, studyId, study, added);
        return added;
    }

    private void insert(Handle handle, long studyId, Locked study, List<Trial<String>> trials) {
        if (trials.isEmpty()) {
            return;
        }
        List<Objective> objectives = studies.objectives(handle, studyId);
        PreparedBatch rows = handle.prepareBatch(INSERT);
        PreparedBatch attributes = handle.prepareBatch(ATTRIBUTE);
        PreparedBatch reports = handle.prepareBatch(REPORT);
        for (Trial<String> trial : trials) {
            bindResult(rows, objectives, trial.state(), trial.evaluation(), trial.failure());
            rows.bind("study", studyId)
                    .bind("number", trial.number())
                    .bind("candidate", trial.candidate())
                    .bind("origin", trial.origin().name())
                    .bind("attempt", trial.attempt())
                    .bind("worker", trial.worker().orElse(null))
                    .bind("parents", Json.write(trial.parents()))
                    .bind("created", trial.created().toEpochMilli())
                    .bind("started", millis(trial.started()))
                    .bind("finished", millis(trial.finished()))
                    .bind("heartbeat", trial.state() == TrialState.RUNNING ? millis(trial.started()) : null)
                    .bind("order", trial.finishOrder() == 0 ? null : (Long) trial.finishOrder())
                    .add();
            trial.attributes()
                    .forEach((key, value) -> attributes
                            .bind("study", studyId)
                            .bind("number", trial.number())
                            .bind("key", key)
                            .bind("value", value)
                            .add());
            trial.intermediate()
                    .forEach((step, value) -> reports.bind("study", studyId)
                            .bind("number", trial.number())
                            .bind("step", step)
                            .bind("value", value)
                            .add());
        }
        for (PreparedBatch batch : List.of(rows, attributes, reports)) {
            if (batch.size() > 0) {
                batch.execute();
            }
        }
        for (Trial<String> trial : trials) {
            if (trial.isEligible()) {
                fronts.add(
                        handle,
                        studyId,
                        objectives,
                        study.finished(),
                        trial.number(),
                        trial.finishOrder(),
                        trial.values());
            }
        }
        count(handle, studyId, trials);
    }

    private static void count(Handle handle, long studyId, List<Trial<String>> added) {
        for (TrialState state : TrialState.values()) {
            List<Trial<String>> those =
                    added.stream().filter(t -> t.state() == state).toList();
            if (!those.isEmpty()) {
                handle.createUpdate("UPDATE studies SET next_number = next_number + :n, budgeted = budgeted + :counted,"
                                + " finish_counter = finish_counter + :finished, cost = cost + :cost, "
                                + StudyTable.move(null, state) + " WHERE id = :id")
                        .bind("n", those.size())
                        .bind(
                                "counted",
                                those.stream()
                                        .filter(t -> t.origin() != Origin.WARM_START)
                                        .count())
                        .bind("finished", state.isFinished() ? those.size() : 0)
                        .bind(
                                "cost",
                                those.stream()
                                        .mapToDouble(t -> t.evaluation()
                                                .map(Evaluation::cost)
                                                .orElse(0.0))
                                        .sum())
                        .bind("id", studyId)
                        .execute();
            }
        }
    }

    private static Long millis(Optional<Instant> time) {
        return time.map(Instant::toEpochMilli).orElse(null);
    }

    // --- evaluating

    Optional<Trial<String>> claim(Handle handle, long studyId, String worker) {
        Optional<Long> number = handle.createQuery("SELECT number FROM trials t WHERE study_id = :study AND "
                        + TrialRows.inStates(Set.of(TrialState.QUEUED)) + " ORDER BY number LIMIT 1")
                .bind("study", studyId)
                .mapTo(Long.class)
                .findOne();
        if (number.isEmpty()) {
            return Optional.empty();
        }
        handle.createUpdate("UPDATE trials SET state = 'RUNNING', attempt = attempt + 1, worker = :worker, started = "
                        + now + ", heartbeat = " + now + " WHERE study_id = :study AND number = :number")
                .bind("worker", worker)
                .bind("study", studyId)
                .bind("number", number.get())
                .execute();
        move(handle, studyId, TrialState.QUEUED, TrialState.RUNNING);
        return TrialRows.one(handle, studyId, number.get());
    }

    boolean heartbeat(Handle handle, long studyId, long number, int attempt) {
        return handle.createUpdate("UPDATE trials SET heartbeat = " + now
                                + " WHERE study_id = :study AND number = :number AND state = 'RUNNING'"
                                + " AND attempt = :attempt")
                        .bind("study", studyId)
                        .bind("number", number)
                        .bind("attempt", attempt)
                        .execute()
                == 1;
    }

    /** How a trial ended that ran in some attempt. */
    record End(long number, int attempt, Outcome outcome) {}

    /** Ends running trials in their order; for each, false if the claim is void. */
    List<Boolean> finish(Handle handle, long studyId, Locked study, List<End> ends) {
        List<Boolean> valid = new ArrayList<>();
        Locked position = study;
        for (End end : ends) {
            boolean changed = end(handle, studyId, position, end.number(), end.attempt(), end.outcome());
            if (changed) {
                position = position.afterOneMore();
            }
            valid.add(changed || wasFinishedSo(handle, studyId, end.number(), end.attempt(), end.outcome()));
        }
        return valid;
    }

    private boolean end(Handle handle, long studyId, Locked study, long number, int attempt, Outcome outcome) {
        var update = handle.createUpdate("UPDATE trials SET state = :state, evaluation = :evaluation,"
                + " failure = :failure, loss = :loss, objective_values = :values, feasible = :feasible,"
                + " finished = :now, finish_order = :order"
                + " WHERE study_id = :study AND number = :number AND state = 'RUNNING' AND attempt = :attempt");
        List<Objective> objectives = studies.objectives(handle, studyId);
        bindResult(update, objectives, outcome.state(), outcome.evaluation(), outcome.failure());
        int changed = update.bind("now", study.now())
                .bind("order", study.finished() + 1)
                .bind("study", studyId)
                .bind("number", number)
                .bind("attempt", attempt)
                .execute();
        if (changed == 0) {
            return false;
        }
        outcome.evaluation()
                .filter(e -> outcome.state() == TrialState.COMPLETE && e.isEligible())
                .ifPresent(e -> fronts.add(
                        handle, studyId, objectives, study.finished(), number, study.finished() + 1, e.values()));
        handle.createUpdate("UPDATE studies SET finish_counter = finish_counter + 1, cost = cost + :cost, "
                        + StudyTable.move(TrialState.RUNNING, outcome.state()) + " WHERE id = :id")
                .bind("cost", outcome.evaluation().map(Evaluation::cost).orElse(0.0))
                .bind("n", 1)
                .bind("id", studyId)
                .execute();
        return true;
    }

    private static <S extends SqlStatement<S>> void bindResult(
            S statement,
            List<Objective> objectives,
            TrialState state,
            Optional<Evaluation> evaluation,
            Optional<String> failure) {
        boolean complete = state == TrialState.COMPLETE;
        boolean eligible = complete && evaluation.orElseThrow().isEligible();
        Double loss = eligible && !objectives.isEmpty()
                ? (Double) objectives.get(0).direction().asLoss(evaluation.get().value())
                : null;
        statement
                .bind("state", state.name())
                .bind("evaluation", evaluation.map(EvaluationJson::write).orElse(null))
                .bind("failure", failure.orElse(null))
                .bind("loss", loss)
                .bind("values", complete ? Json.write(evaluation.get().values()) : null)
                .bind("feasible", eligible);
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

    /** Puts a running trial back into the queue; false if the claim is void. */
    boolean requeue(Handle handle, long studyId, long number, int attempt, int deaths) {
        int changed = handle.createUpdate(
                        "UPDATE trials SET state = 'QUEUED', deaths = deaths + :deaths, worker = NULL,"
                                + " started = NULL, heartbeat = NULL"
                                + " WHERE study_id = :study AND number = :number AND state = 'RUNNING' AND attempt = :attempt")
                .bind("deaths", deaths)
                .bind("study", studyId)
                .bind("number", number)
                .bind("attempt", attempt)
                .execute();
        if (changed == 0) {
            return false;
        }
        handle.execute("DELETE FROM reports WHERE study_id = ? AND number = ?", studyId, number);
        move(handle, studyId, TrialState.RUNNING, TrialState.QUEUED);
        return true;
    }

    private static void move(Handle handle, long studyId, TrialState from, TrialState to) {
        handle.createUpdate("UPDATE studies SET " + StudyTable.move(from, to) + " WHERE id = :id")
                .bind("n", 1)
                .bind("id", studyId)
                .execute();
    }

    // --- dead workers

    /** Numbers of running trials that gave no sign of life for {@code silence}. */
    Set<Long> silent(Handle handle, long studyId, Duration silence) {
        return new HashSet<>(handle.createQuery("SELECT t.number FROM trials t WHERE t.study_id = :study AND "
                        + TrialRows.inStates(Set.of(TrialState.RUNNING)) + " AND t.heartbeat < " + now + " - :silence")
                .bind("study", studyId)
                .bind("silence", silence.toMillis())
                .mapTo(Long.class)
                .list());
    }

    List<Trial<String>> reap(
            Handle handle, long studyId, Locked study, Duration silence, Set<String> deadWorkers, int retries) {
        Set<Long> silent = silent(handle, studyId, silence);
        List<Trial<String>> reaped = new ArrayList<>();
        Locked position = study;
        for (Trial<String> trial : TrialRows.select(
                handle, studyId, TrialRows.inStates(Set.of(TrialState.RUNNING)), "ORDER BY t.number", Map.of())) {
            boolean dead = silent.contains(trial.number())
                    || trial.worker().filter(deadWorkers::contains).isPresent();
            if (!dead) {
                continue;
            }
            if (deaths(handle, studyId, trial.number()) < retries) {
                requeue(handle, studyId, trial.number(), trial.attempt(), 1);
            } else {
                Outcome lost = Outcome.failed("its worker died in attempt " + trial.attempt());
                end(handle, studyId, position, trial.number(), trial.attempt(), lost);
                position = position.afterOneMore();
            }
            reaped.add(TrialRows.one(handle, studyId, trial.number()).orElseThrow());
        }
        return reaped;
    }

    private static int deaths(Handle handle, long studyId, long number) {
        return handle.createQuery("SELECT deaths FROM trials WHERE study_id = :study AND number = :number")
                .bind("study", studyId)
                .bind("number", number)
                .mapTo(Integer.class)
                .one();
    }

    // --- reports and attributes

    static void putReport(Handle handle, long studyId, long number, long step, double value) {
        handle.createUpdate(REPORT)
                .bind("study", studyId)
                .bind("number", number)
                .bind("step", step)
                .bind("value", value)
                .execute();
    }

    static void putAttribute(Handle handle, long studyId, long number, String key, String value) {
        handle.createUpdate(ATTRIBUTE)
                .bind("study", studyId)
                .bind("number", number)
                .bind("key", key)
                .bind("value", value)
                .execute();
    }
}
