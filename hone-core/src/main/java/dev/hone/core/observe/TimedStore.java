package dev.hone.core.observe;

import dev.hone.core.store.StudyStore;
import dev.hone.core.trial.Artifact;
import dev.hone.core.trial.Comparison;
import dev.hone.core.trial.Trial;
import dev.hone.core.trial.TrialState;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A store whose calls are timed: timer {@code hone.store.call} with the tags {@code operation} (the method's name) and
 * {@code outcome} ({@code ok} or {@code error}). Thread-safe as the store is.
 */
public final class TimedStore implements StudyStore {

    private final StudyStore store;
    private final MeterRegistry registry;

    public TimedStore(StudyStore store, MeterRegistry registry) {
        this.store = store;
        this.registry = registry;
    }

    private <T> T time(String operation, Supplier<T> call) {
        long from = System.nanoTime();
        String outcome = "error";
        try {
            T result = call.get();
            outcome = "ok";
            return result;
        } finally {
            Timer.builder("hone.store.call")
                    .description("Calls of the store")
                    .tag("operation", operation)
                    .tag("outcome", outcome)
                    .register(registry)
                    .record(Duration.ofNanos(System.nanoTime() - from));
        }
    }

    @Override
    public StudyRecord create(NewStudy study) {
        return time("create", () -> store.create(study));
    }

    @Override
    public Optional<StudyRecord> find(String name) {
        return time("find", () -> store.find(name));
    }

    @Override
    public List<StudyRecord> studies() {
        return time("studies", () -> store.studies());
    }

    @Override
    public void rename(long studyId, String name) {
        time("rename", () -> {
            store.rename(studyId, name);
            return null;
        });
    }

    @Override
    public void delete(long studyId) {
        time("delete", () -> {
            store.delete(studyId);
            return null;
        });
    }

    @Override
    public Map<TrialState, Long> counts(long studyId) {
        return time("counts", () -> store.counts(studyId));
    }

    @Override
    public long budgeted(long studyId) {
        return time("budgeted", () -> store.budgeted(studyId));
    }

    @Override
    public Standing standing(long studyId) {
        return time("standing", () -> store.standing(studyId));
    }

    @Override
    public double cost(long studyId) {
        return time("cost", () -> store.cost(studyId));
    }

    @Override
    public Map<String, String> attributes(long studyId) {
        return time("attributes", () -> store.attributes(studyId));
    }

    @Override
    public void putAttribute(long studyId, String key, String value) {
        time("putAttribute", () -> {
            store.putAttribute(studyId, key, value);
            return null;
        });
    }

    @Override
    public Optional<List<Trial<String>>> propose(
            long studyId,
            long expectedVersion,
            OptimizerState newState,
            List<NewTrial> trials,
            long limit,
            List<String> workers) {
        return time("propose", () -> store.propose(studyId, expectedVersion, newState, trials, limit, workers));
    }

    @Override
    public VersionedState optimizerState(long studyId) {
        return time("optimizerState", () -> store.optimizerState(studyId));
    }

    @Override
    public List<Trial<String>> enqueue(long studyId, List<NewTrial> trials) {
        return time("enqueue", () -> store.enqueue(studyId, trials));
    }

    @Override
    public List<Trial<String>> importTrials(long studyId, List<Trial<String>> finished) {
        return time("importTrials", () -> store.importTrials(studyId, finished));
    }

    @Override
    public Optional<Trial<String>> claim(long studyId, String worker) {
        return time("claim", () -> store.claim(studyId, worker));
    }

    @Override
    public boolean heartbeat(long studyId, long number, int attempt) {
        return time("heartbeat", () -> store.heartbeat(studyId, number, attempt));
    }

    @Override
    public boolean finish(long studyId, long number, int attempt, Outcome outcome) {
        return time("finish", () -> store.finish(studyId, number, attempt, outcome));
    }

    @Override
    public boolean release(long studyId, long number, int attempt) {
        return time("release", () -> store.release(studyId, number, attempt));
    }

    @Override
    public List<Trial<String>> reap(long studyId, Duration silence, Set<String> deadWorkers, int retries) {
        return time("reap", () -> store.reap(studyId, silence, deadWorkers, retries));
    }

    @Override
    public void report(long studyId, long number, long step, double value) {
        time("report", () -> {
            store.report(studyId, number, step, value);
            return null;
        });
    }

    @Override
    public void putTrialAttribute(long studyId, long number, String key, String value) {
        time("putTrialAttribute", () -> {
            store.putTrialAttribute(studyId, number, key, value);
            return null;
        });
    }

    @Override
    public Optional<Trial<String>> trial(long studyId, long number) {
        return time("trial", () -> store.trial(studyId, number));
    }

    @Override
    public List<Trial<String>> trials(long studyId, Set<TrialState> states, long fromNumber, int limit) {
        return time("trials", () -> store.trials(studyId, states, fromNumber, limit));
    }

    @Override
    public List<Trial<String>> finishedAfter(long studyId, long finishOrder, int limit) {
        return time("finishedAfter", () -> store.finishedAfter(studyId, finishOrder, limit));
    }

    @Override
    public Optional<Trial<String>> best(long studyId, int objective) {
        return time("best", () -> store.best(studyId, objective));
    }

    @Override
    public List<Score> front(long studyId) {
        return time("front", () -> store.front(studyId));
    }

    @Override
    public List<Ending> endings(long studyId, long finishOrder, int limit) {
        return time("endings", () -> store.endings(studyId, finishOrder, limit));
    }

    @Override
    public Map<Long, String> candidates(long studyId, Collection<Long> numbers) {
        return time("candidates", () -> store.candidates(studyId, numbers));
    }

    @Override
    public NavigableMap<Long, Double> reports(long studyId, long number) {
        return time("reports", () -> store.reports(studyId, number));
    }

    @Override
    public List<StepReport> reportsAt(long studyId, long step) {
        return time("reportsAt", () -> store.reportsAt(studyId, step));
    }

    @Override
    public void compare(long studyId, Comparison comparison) {
        time("compare", () -> {
            store.compare(studyId, comparison);
            return null;
        });
    }

    @Override
    public List<Comparison> comparisons(long studyId, int from) {
        return time("comparisons", () -> store.comparisons(studyId, from));
    }

    @Override
    public Artifact putArtifact(long studyId, long number, String name, String mediaType, Path file) {
        return time("putArtifact", () -> store.putArtifact(studyId, number, name, mediaType, file));
    }

    @Override
    public List<Artifact> artifacts(long studyId, long number) {
        return time("artifacts", () -> store.artifacts(studyId, number));
    }

    @Override
    public void removeArtifacts(long studyId, Set<Long> numbers) {
        time("removeArtifacts", () -> {
            store.removeArtifacts(studyId, numbers);
            return null;
        });
    }

    @Override
    public InputStream openArtifact(long studyId, long number, String name) {
        return time("openArtifact", () -> store.openArtifact(studyId, number, name));
    }

    @Override
    public String location() {
        return store.location();
    }

    @Override
    public void close() {
        store.close();
    }
}
