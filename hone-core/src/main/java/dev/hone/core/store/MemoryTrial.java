package dev.hone.core.store;

import dev.hone.core.store.StudyStore.Ending;
import dev.hone.core.store.StudyStore.NewTrial;
import dev.hone.core.store.StudyStore.Outcome;
import dev.hone.core.trial.Artifact;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Origin;
import dev.hone.core.trial.Trial;
import dev.hone.core.trial.TrialState;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;

/**
 * One trial of a {@link MemoryStudy}, which alone changes its state. Not thread-safe: callers hold the store's lock.
 */
final class MemoryTrial {

    private final long number;
    private final String candidate;
    private final Origin origin;
    private final List<Long> parents;
    private final Map<String, String> attributes;
    private final NavigableMap<Long, Double> reports = new TreeMap<>();
    private final Map<String, Artifact> artifacts = new TreeMap<>();
    private TrialState state = TrialState.QUEUED;
    private int attempt;
    private int deaths;
    private Optional<String> worker = Optional.empty();
    private Optional<Evaluation> evaluation = Optional.empty();
    private Optional<String> failure = Optional.empty();
    private Instant created = Instant.now();
    private Optional<Instant> started = Optional.empty();
    private Optional<Instant> finished = Optional.empty();
    private Instant heartbeat = Instant.MIN;
    private long finishOrder;

    /** A queued trial. */
    MemoryTrial(long number, NewTrial trial) {
        this.number = number;
        candidate = trial.candidate();
        origin = trial.origin();
        parents = List.copyOf(trial.parents());
        attributes = new HashMap<>(trial.attributes());
    }

    long number() {
        return number;
    }

    TrialState state() {
        return state;
    }

    String candidate() {
        return candidate;
    }

    Optional<Evaluation> evaluation() {
        return evaluation;
    }

    int attempt() {
        return attempt;
    }

    boolean isRunning(int attempt) {
        return state == TrialState.RUNNING && this.attempt == attempt;
    }

    /** Whether its worker is one of {@code deadWorkers}, or has shown no life since {@code oldest}. */
    boolean isAbandoned(Instant oldest, Set<String> deadWorkers) {
        return heartbeat.isBefore(oldest)
                || worker.filter(deadWorkers::contains).isPresent();
    }

    // --- its course

    void start(String worker) {
        state = TrialState.RUNNING;
        attempt++;
        this.worker = Optional.of(worker);
        started = Optional.of(Instant.now());
        beat();
    }

    void beat() {
        heartbeat = Instant.now();
    }

    /** Counts a death of its worker, and says how many there were before. */
    int die() {
        return deaths++;
    }

    void requeue() {
        state = TrialState.QUEUED;
        worker = Optional.empty();
        started = Optional.empty();
        reports.clear();
    }

    void finish(Outcome outcome, long finishOrder) {
        state = outcome.state();
        evaluation = outcome.evaluation();
        failure = outcome.failure();
        finished = Optional.of(Instant.now());
        this.finishOrder = finishOrder;
    }

    /** Takes over who evaluated {@code original}, when, and what was reported on the way. */
    void copyCourse(Trial<String> original) {
        attempt = original.attempt();
        worker = original.worker();
        reports.putAll(original.intermediate());
        created = original.created();
        started = original.started();
        finished = original.finished();
    }

    // --- what is kept with it

    NavigableMap<Long, Double> reports() {
        return reports;
    }

    void putAttribute(String key, String value) {
        attributes.put(key, value);
    }

    /** By name. */
    Map<String, Artifact> artifacts() {
        return artifacts;
    }

    // --- how others see it

    Ending ending() {
        boolean complete = state == TrialState.COMPLETE;
        return new Ending(
                number,
                finishOrder,
                state,
                complete ? evaluation.orElseThrow().values() : List.of(),
                evaluation.map(Evaluation::variances).orElse(List.of()),
                complete && evaluation.orElseThrow().isEligible(),
                evaluation.map(Evaluation::cost).orElse(0.0),
                worker,
                started,
                finished,
                reports.isEmpty()
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(reports.lastEntry().getValue()));
    }

    Trial<String> snapshot() {
        return new Trial<>(
                number,
                state,
                candidate,
                origin,
                attempt,
                worker,
                evaluation,
                failure,
                reports,
                attributes,
                parents,
                created,
                started,
                finished,
                finishOrder);
    }
}
