package dev.hone.core.store;

import dev.hone.core.pareto.ParetoArchive;
import dev.hone.core.store.StudyStore.NewTrial;
import dev.hone.core.store.StudyStore.OptimizerState;
import dev.hone.core.store.StudyStore.Outcome;
import dev.hone.core.store.StudyStore.Score;
import dev.hone.core.store.StudyStore.Standing;
import dev.hone.core.store.StudyStore.StudyRecord;
import dev.hone.core.store.StudyStore.VersionedState;
import dev.hone.core.trial.Comparison;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Origin;
import dev.hone.core.trial.Trial;
import dev.hone.core.trial.TrialState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * One study of a {@link MemoryStore}: its trials, and what is counted over them as they change. Not thread-safe: callers
 * hold the store's lock.
 */
final class MemoryStudy {

    private StudyRecord record;
    private final Map<String, String> attributes = new HashMap<>();
    /** By number. */
    private final List<MemoryTrial> trials = new ArrayList<>();
    /** In the order of finishing. */
    private final List<MemoryTrial> finished = new ArrayList<>();
    /** Numbers of the trials that have not finished. */
    private final Map<TrialState, TreeSet<Long>> pending = new EnumMap<>(TrialState.class);

    private final Map<TrialState, Long> counts = new EnumMap<>(TrialState.class);
    private final List<Comparison> comparisons = new ArrayList<>();
    private final ParetoArchive front = new ParetoArchive();
    private VersionedState optimizer = new VersionedState(0, new OptimizerState("", 0));
    private long budgeted;
    private double cost;

    MemoryStudy(StudyRecord record) {
        this.record = record;
        pending.put(TrialState.QUEUED, new TreeSet<>());
        pending.put(TrialState.RUNNING, new TreeSet<>());
    }

    StudyRecord record() {
        return record;
    }

    void rename(String name) {
        record = new StudyRecord(
                record.id(),
                name,
                record.objectives(),
                record.seed(),
                record.optimizer(),
                record.definition(),
                record.created());
    }

    Map<String, String> attributes() {
        return attributes;
    }

    List<Comparison> comparisons() {
        return comparisons;
    }

    VersionedState optimizer() {
        return optimizer;
    }

    double cost() {
        return cost;
    }

    Standing standing() {
        return new Standing(Map.copyOf(counts), budgeted, comparisons.size());
    }

    // --- changes of trials

    /** The new trials, running for {@code workers} if there are any; empty if another proposal came first or the limit is reached. */
    Optional<List<MemoryTrial>> propose(
            long expectedVersion, OptimizerState newState, List<NewTrial> proposed, long limit, List<String> workers) {
        if (optimizer.version() != expectedVersion || budgeted + proposed.size() > limit) {
            return Optional.empty();
        }
        optimizer = new VersionedState(expectedVersion + 1, newState);
        List<MemoryTrial> added = new ArrayList<>();
        for (NewTrial trial : proposed) {
            MemoryTrial queued = append(trial);
            if (!workers.isEmpty()) {
                start(queued, workers.get(added.size()));
            }
            added.add(queued);
        }
        return Optional.of(added);
    }

    /** Queues a trial. */
    MemoryTrial append(NewTrial trial) {
        MemoryTrial appended = new MemoryTrial(trials.size(), trial);
        trials.add(appended);
        if (trial.origin() != Origin.WARM_START) {
            budgeted++;
        }
        count(appended);
        return appended;
    }

    /** Appends a copy of a finished trial. */
    MemoryTrial append(Trial<String> original) {
        MemoryTrial copy = append(
                new NewTrial(original.candidate(), original.origin(), original.attributes(), original.parents()));
        finish(copy, new Outcome(original.state(), original.evaluation(), original.failure()));
        copy.copyCourse(original);
        return copy;
    }

    /** Starts the queued trial with the least number. */
    Optional<MemoryTrial> claim(String worker) {
        TreeSet<Long> queued = pending.get(TrialState.QUEUED);
        if (queued.isEmpty()) {
            return Optional.empty();
        }
        MemoryTrial trial = trials.get(queued.first().intValue());
        start(trial, worker);
        return Optional.of(trial);
    }

    private void start(MemoryTrial trial, String worker) {
        discount(trial);
        trial.start(worker);
        count(trial);
    }

    void requeue(MemoryTrial trial) {
        discount(trial);
        trial.requeue();
        count(trial);
    }

    void finish(MemoryTrial trial, Outcome outcome) {
        finished.add(trial);
        discount(trial);
        trial.finish(outcome, finished.size());
        count(trial);
        outcome.evaluation()
                .filter(e -> outcome.state() == TrialState.COMPLETE
                        && e.isEligible()
                        && !e.values().isEmpty())
                .ifPresent(e -> front.add(trial.number(), Fronts.losses(e.values(), record.objectives())));
        cost += outcome.evaluation().map(Evaluation::cost).orElse(0.0);
    }

    /** Requeues running trials that were abandoned, or fails those whose workers died more than {@code retries} times. */
    List<MemoryTrial> reap(Instant oldest, Set<String> deadWorkers, int retries) {
        List<MemoryTrial> reaped = pending(TrialState.RUNNING)
                .filter(trial -> trial.isAbandoned(oldest, deadWorkers))
                .toList();
        for (MemoryTrial trial : reaped) {
            if (trial.die() < retries) {
                requeue(trial);
            } else {
                finish(trial, Outcome.failed("its worker died in attempt " + trial.attempt()));
            }
        }
        return reaped;
    }

    private void count(MemoryTrial trial) {
        counts.merge(trial.state(), 1L, Long::sum);
        if (!trial.state().isFinished()) {
            pending.get(trial.state()).add(trial.number());
        }
    }

    private void discount(MemoryTrial trial) {
        counts.merge(trial.state(), -1L, Long::sum);
        if (!trial.state().isFinished()) {
            pending.get(trial.state()).remove(trial.number());
        }
    }

    // --- finding trials

    Optional<MemoryTrial> find(long number) {
        return number >= 0 && number < trials.size() ? Optional.of(trials.get((int) number)) : Optional.empty();
    }

    /** The trial if this attempt at it runs. */
    Optional<MemoryTrial> running(long number, int attempt) {
        return find(number).filter(trial -> trial.isRunning(attempt));
    }

    List<MemoryTrial> trials() {
        return trials;
    }

    /** The trials in any of {@code states}, by number from {@code fromNumber}. */
    Stream<MemoryTrial> trials(Set<TrialState> states, long fromNumber) {
        Stream<MemoryTrial> candidates = states.stream().noneMatch(TrialState::isFinished)
                ? states.stream().flatMap(this::pending).sorted(Comparator.comparingLong(MemoryTrial::number))
                : trials.subList((int) Math.min(fromNumber, trials.size()), trials.size()).stream();
        return candidates.filter(trial -> trial.number() >= fromNumber && states.contains(trial.state()));
    }

    private Stream<MemoryTrial> pending(TrialState state) {
        return pending.get(state).stream().map(number -> trials.get(number.intValue()));
    }

    /** The trials that finished after the first {@code finishOrder} ones. */
    List<MemoryTrial> finishedAfter(long finishOrder, int limit) {
        int from = (int) Math.min(finishOrder, finished.size());
        int to = (int) Math.min((long) from + limit, finished.size());
        return finished.subList(from, to);
    }

    /** The trials that no other one dominates, by number. */
    List<Score> front() {
        return front.entries().stream()
                .map(entry -> trials.get((int) entry.id()))
                .sorted(Comparator.comparingLong(MemoryTrial::number))
                .map(trial -> new Score(
                        trial.number(), trial.evaluation().orElseThrow().values()))
                .toList();
    }
}
