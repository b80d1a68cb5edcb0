package dev.hone.core.store;

import dev.hone.core.HoneException;
import dev.hone.core.pareto.ParetoArchive;
import dev.hone.core.trial.Artifact;
import dev.hone.core.trial.Comparison;
import dev.hone.core.trial.Direction;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Objective;
import dev.hone.core.trial.Origin;
import dev.hone.core.trial.Trial;
import dev.hone.core.trial.TrialState;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Studies in this process's memory, gone with it; artifacts lie in a temporary folder. One lock around everything. */
public final class MemoryStore implements StudyStore {

    private static final class StudyData {
        private StudyRecord record;
        private final Map<String, String> attributes = new HashMap<>();
        private final List<TrialData> trials = new ArrayList<>();
        private final List<TrialData> finished = new ArrayList<>();
        private final Map<TrialState, TreeSet<Long>> pending = new EnumMap<>(TrialState.class);
        private final Map<TrialState, Long> counts = new EnumMap<>(TrialState.class);
        private final List<Comparison> comparisons = new ArrayList<>();
        private VersionedState optimizer = new VersionedState(0, new OptimizerState("", 0));
        private long budgeted;
        private double cost;
        private final ParetoArchive front = new ParetoArchive();

        private StudyData(StudyRecord record) {
            this.record = record;
            pending.put(TrialState.QUEUED, new TreeSet<>());
            pending.put(TrialState.RUNNING, new TreeSet<>());
        }

        private void move(TrialData trial, TrialState to) {
            if (trial.state != null) {
                counts.merge(trial.state, -1L, Long::sum);
                if (!trial.state.isFinished()) {
                    pending.get(trial.state).remove(trial.number);
                }
            }
            trial.state = to;
            counts.merge(to, 1L, Long::sum);
            if (!to.isFinished()) {
                pending.get(to).add(trial.number);
            }
        }
    }

    private static final class TrialData {
        private long number;
        private TrialState state;
        private String candidate;
        private Origin origin;
        private int attempt;
        private int deaths;
        private Optional<String> worker = Optional.empty();
        private Optional<Evaluation> evaluation = Optional.empty();
        private Optional<String> failure = Optional.empty();
        private final NavigableMap<Long, Double> intermediate = new TreeMap<>();
        private final Map<String, String> attributes = new HashMap<>();
        private final Map<String, Artifact> artifacts = new TreeMap<>();
        private List<Long> parents = List.of();
        private Instant created = Instant.now();
        private Optional<Instant> started = Optional.empty();
        private Optional<Instant> finished = Optional.empty();
        private Instant heartbeat = Instant.MIN;
        private long finishOrder;

        private Ending ending() {
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
                    intermediate.isEmpty()
                            ? OptionalDouble.empty()
                            : OptionalDouble.of(intermediate.lastEntry().getValue()));
        }

        private Trial<String> snapshot() {
            return new Trial<>(
                    number,
                    state,
                    candidate,
                    origin,
                    attempt,
                    worker,
                    evaluation,
                    failure,
                    intermediate,
                    attributes,
                    parents,
                    created,
                    started,
                    finished,
                    finishOrder);
        }
    }

    private final Map<Long, StudyData> studies = new LinkedHashMap<>();
    private long nextId = 1;
    private Path artifactFolder;

    @Override
    public synchronized StudyRecord create(NewStudy study) {
        if (find(study.name()).isPresent()) {
            throw new HoneException("a study named '" + study.name() + "' exists already in " + location());
        }
        StudyRecord record = new StudyRecord(
                nextId++,
                study.name(),
                study.objectives(),
                study.seed(),
                study.optimizer(),
                study.definition(),
                Instant.now());
        studies.put(record.id(), new StudyData(record));
        return record;
    }

    @Override
    public synchronized Optional<StudyRecord> find(String name) {
        return studies.values().stream()
                .map(s -> s.record)
                .filter(r -> r.name().equals(name))
                .findFirst();
    }

    @Override
    public synchronized List<StudyRecord> studies() {
        return studies.values().stream().map(s -> s.record).toList();
    }

    @Override
    public synchronized void rename(long studyId, String name) {
        StudyData study = study(studyId);
        if (find(name).filter(r -> r.id() != studyId).isPresent()) {
            throw new HoneException("a study named '" + name + "' exists already in " + location());
        }
        StudyRecord r = study.record;
        study.record =
                new StudyRecord(r.id(), name, r.objectives(), r.seed(), r.optimizer(), r.definition(), r.created());
    }

    @Override
    public synchronized void delete(long studyId) {
        study(studyId);
        studies.remove(studyId);
    }

    @Override
    public synchronized Map<TrialState, Long> counts(long studyId) {
        return Map.copyOf(study(studyId).counts);
    }

    @Override
    public synchronized long budgeted(long studyId) {
        return study(studyId).budgeted;
    }

    @Override
    public synchronized Standing standing(long studyId) {
        StudyData study = study(studyId);
        return new Standing(Map.copyOf(study.counts), study.budgeted, study.comparisons.size());
    }

    @Override
    public synchronized double cost(long studyId) {
        return study(studyId).cost;
    }

    @Override
    public synchronized Map<String, String> attributes(long studyId) {
        return Map.copyOf(study(studyId).attributes);
    }

    @Override
    public synchronized void putAttribute(long studyId, String key, String value) {
        study(studyId).attributes.put(key, value);
    }

    @Override
    public synchronized Optional<List<Trial<String>>> propose(
            long studyId,
            long expectedVersion,
            OptimizerState newState,
            List<NewTrial> trials,
            long limit,
            List<String> workers) {
        StudyData study = study(studyId);
        if (study.optimizer.version() != expectedVersion || study.budgeted + trials.size() > limit) {
            return Optional.empty();
        }
        study.optimizer = new VersionedState(expectedVersion + 1, newState);
        List<Trial<String>> added = new ArrayList<>();
        for (NewTrial trial : trials) {
            TrialData data = append(study, trial);
            if (!workers.isEmpty()) {
                startTrial(study, data, workers.get(added.size()));
            }
            added.add(data.snapshot());
        }
        return Optional.of(added);
    }

    private static TrialData append(StudyData study, NewTrial trial) {
        TrialData data = new TrialData();
        data.number = study.trials.size();
        data.candidate = trial.candidate();
        data.origin = trial.origin();
        data.attributes.putAll(trial.attributes());
        data.parents = List.copyOf(trial.parents());
        study.trials.add(data);
        if (trial.origin() != Origin.WARM_START) {
            study.budgeted++;
        }
        study.move(data, TrialState.QUEUED);
        return data;
    }

    private static void startTrial(StudyData study, TrialData trial, String worker) {
        study.move(trial, TrialState.RUNNING);
        trial.attempt++;
        trial.worker = Optional.of(worker);
        trial.started = Optional.of(Instant.now());
        trial.heartbeat = Instant.now();
    }

    @Override
    public synchronized VersionedState optimizerState(long studyId) {
        return study(studyId).optimizer;
    }

    @Override
    public synchronized List<Trial<String>> enqueue(long studyId, List<NewTrial> trials) {
        StudyData study = study(studyId);
        return trials.stream().map(t -> append(study, t).snapshot()).toList();
    }

    @Override
    public synchronized List<Trial<String>> importTrials(long studyId, List<Trial<String>> finished) {
        StudyData study = study(studyId);
        List<Trial<String>> imported = new ArrayList<>();
        for (Trial<String> trial : finished) {
            TrialData data =
                    append(study, new NewTrial(trial.candidate(), trial.origin(), trial.attributes(), trial.parents()));
            data.attempt = trial.attempt();
            data.worker = trial.worker();
            data.intermediate.putAll(trial.intermediate());
            data.created = trial.created();
            data.started = trial.started();
            finishTrial(study, data, new Outcome(trial.state(), trial.evaluation(), trial.failure()));
            data.finished = trial.finished();
            imported.add(data.snapshot());
        }
        return imported;
    }

    private static void finishTrial(StudyData study, TrialData trial, Outcome outcome) {
        study.move(trial, outcome.state());
        trial.evaluation = outcome.evaluation();
        trial.failure = outcome.failure();
        trial.finished = Optional.of(Instant.now());
        study.finished.add(trial);
        trial.finishOrder = study.finished.size();
        outcome.evaluation()
                .filter(e -> outcome.state() == TrialState.COMPLETE
                        && e.isEligible()
                        && !e.values().isEmpty())
                .ifPresent(e -> study.front.add(trial.number, Fronts.losses(e.values(), study.record.objectives())));
        study.cost += outcome.evaluation().map(Evaluation::cost).orElse(0.0);
    }

    @Override
    public synchronized Optional<Trial<String>> claim(long studyId, String worker) {
        StudyData study = study(studyId);
        TreeSet<Long> queued = study.pending.get(TrialState.QUEUED);
        if (queued.isEmpty()) {
            return Optional.empty();
        }
        TrialData trial = study.trials.get(queued.first().intValue());
        startTrial(study, trial, worker);
        return Optional.of(trial.snapshot());
    }

    @Override
    public synchronized boolean heartbeat(long studyId, long number, int attempt) {
        Optional<TrialData> trial = claimed(studyId, number, attempt);
        trial.ifPresent(t -> t.heartbeat = Instant.now());
        return trial.isPresent();
    }

    @Override
    public synchronized boolean finish(long studyId, long number, int attempt, Outcome outcome) {
        Optional<TrialData> trial = claimed(studyId, number, attempt);
        trial.ifPresent(t -> finishTrial(study(studyId), t, outcome));
        return trial.isPresent();
    }

    @Override
    public synchronized boolean release(long studyId, long number, int attempt) {
        Optional<TrialData> trial = claimed(studyId, number, attempt);
        trial.ifPresent(t -> requeue(study(studyId), t));
        return trial.isPresent();
    }

    private static void requeue(StudyData study, TrialData trial) {
        study.move(trial, TrialState.QUEUED);
        trial.worker = Optional.empty();
        trial.started = Optional.empty();
        trial.intermediate.clear();
    }

    private Optional<TrialData> claimed(long studyId, long number, int attempt) {
        return find(studyId, number).filter(t -> t.state == TrialState.RUNNING && t.attempt == attempt);
    }

    @Override
    public synchronized List<Trial<String>> reap(long studyId, Duration silence, Set<String> deadWorkers, int retries) {
        StudyData study = study(studyId);
        Instant oldest = Instant.now().minus(silence);
        List<Trial<String>> reaped = new ArrayList<>();
        for (long number : List.copyOf(study.pending.get(TrialState.RUNNING))) {
            TrialData trial = study.trials.get((int) number);
            if (trial.heartbeat.isBefore(oldest)
                    || trial.worker.filter(deadWorkers::contains).isPresent()) {
                if (trial.deaths++ < retries) {
                    requeue(study, trial);
                } else {
                    finishTrial(study, trial, Outcome.failed("its worker died in attempt " + trial.attempt));
                }
                reaped.add(trial.snapshot());
            }
        }
        return reaped;
    }

    @Override
    public synchronized void report(long studyId, long number, long step, double value) {
        trialData(studyId, number).intermediate.put(step, value);
    }

    @Override
    public synchronized void putTrialAttribute(long studyId, long number, String key, String value) {
        trialData(studyId, number).attributes.put(key, value);
    }

    @Override
    public synchronized Optional<Trial<String>> trial(long studyId, long number) {
        return find(studyId, number).map(TrialData::snapshot);
    }

    @Override
    public synchronized List<Trial<String>> trials(long studyId, Set<TrialState> states, long fromNumber, int limit) {
        StudyData study = study(studyId);
        Collection<TrialData> candidates = states.stream().noneMatch(TrialState::isFinished)
                ? states.stream()
                        .flatMap(s -> study.pending.get(s).stream())
                        .sorted()
                        .map(n -> study.trials.get(n.intValue()))
                        .toList()
                : study.trials.subList((int) Math.min(fromNumber, study.trials.size()), study.trials.size());
        return candidates.stream()
                .filter(t -> t.number >= fromNumber && states.contains(t.state))
                .limit(limit)
                .map(TrialData::snapshot)
                .toList();
    }

    @Override
    public synchronized List<Trial<String>> finishedAfter(long studyId, long finishOrder, int limit) {
        List<TrialData> finished = study(studyId).finished;
        int from = (int) Math.min(finishOrder, finished.size());
        int to = (int) Math.min((long) from + limit, finished.size());
        return finished.subList(from, to).stream().map(TrialData::snapshot).toList();
    }

    @Override
    public synchronized List<Ending> endings(long studyId, long finishOrder, int limit) {
        List<TrialData> finished = study(studyId).finished;
        int from = (int) Math.min(finishOrder, finished.size());
        int to = (int) Math.min((long) from + limit, finished.size());
        return finished.subList(from, to).stream().map(TrialData::ending).toList();
    }

    @Override
    public synchronized Map<Long, String> candidates(long studyId, Collection<Long> numbers) {
        Map<Long, String> candidates = new HashMap<>();
        for (long number : numbers) {
            find(studyId, number).ifPresent(t -> candidates.put(number, t.candidate));
        }
        return candidates;
    }

    @Override
    public synchronized Optional<Trial<String>> best(long studyId, int objective) {
        List<Objective> objectives = study(studyId).record.objectives();
        if (objectives.isEmpty()) {
            return preferred(studyId);
        }
        Direction direction = objectives.get(objective).direction();
        return front(studyId).stream()
                .min(Comparator.comparingDouble(
                        score -> direction.asLoss(score.values().get(objective))))
                .flatMap(score -> trial(studyId, score.number()));
    }

    @Override
    public synchronized List<Score> front(long studyId) {
        StudyData study = study(studyId);
        return study.front.entries().stream()
                .map(entry -> (int) entry.id())
                .sorted()
                .map(number -> new Score(
                        number,
                        study.trials.get(number).evaluation.orElseThrow().values()))
                .toList();
    }

    @Override
    public synchronized NavigableMap<Long, Double> reports(long studyId, long number) {
        return new TreeMap<>(trialData(studyId, number).intermediate);
    }

    @Override
    public synchronized List<StepReport> reportsAt(long studyId, long step) {
        return study(studyId).trials.stream()
                .filter(t -> t.intermediate.containsKey(step))
                .map(t -> new StepReport(t.number, t.state, t.intermediate.get(step)))
                .toList();
    }

    @Override
    public synchronized void compare(long studyId, Comparison comparison) {
        study(studyId).comparisons.add(comparison);
    }

    @Override
    public synchronized List<Comparison> comparisons(long studyId, int from) {
        List<Comparison> all = study(studyId).comparisons;
        return List.copyOf(all.subList(Math.min(from, all.size()), all.size()));
    }

    @Override
    public synchronized Artifact putArtifact(long studyId, long number, String name, String mediaType, Path file) {
        Map<String, Artifact> kept = trialData(studyId, number).artifacts;
        Artifact artifact = artifacts().put(name, mediaType, file);
        kept.put(name, artifact);
        return artifact;
    }

    @Override
    public synchronized List<Artifact> artifacts(long studyId, long number) {
        return List.copyOf(trialData(studyId, number).artifacts.values());
    }

    @Override
    public synchronized void removeArtifacts(long studyId, Set<Long> numbers) {
        Set<String> removed = new HashSet<>();
        for (TrialData trial : study(studyId).trials) {
            if (numbers.contains(trial.number)) {
                trial.artifacts.values().forEach(artifact -> removed.add(artifact.sha256()));
                trial.artifacts.values().removeIf(artifact -> !artifact.isOutput());
            }
        }
        if (removed.isEmpty()) {
            return;
        }
        for (StudyData study : studies.values()) {
            for (TrialData trial : study.trials) {
                trial.artifacts.values().forEach(artifact -> removed.remove(artifact.sha256()));
            }
        }
        removed.forEach(artifacts()::delete);
    }

    @Override
    public synchronized InputStream openArtifact(long studyId, long number, String name) {
        Artifact artifact = trialData(studyId, number).artifacts.get(name);
        if (artifact == null) {
            throw new StoreException("trial " + number + " has no artifact '" + name + "'", false, null);
        }
        return artifacts().open(artifact);
    }

    private ArtifactFolder artifacts() {
        if (artifactFolder == null) {
            try {
                artifactFolder = Files.createTempDirectory("hone-artifacts-");
            } catch (IOException e) {
                throw new StoreException("no folder for artifacts: " + e, false, e);
            }
        }
        return new ArtifactFolder(artifactFolder);
    }

    @Override
    public String location() {
        return ":memory:";
    }

    /** Removes the artifacts; studies go with the object. */
    @Override
    public synchronized void close() {
        if (artifactFolder != null) {
            new ArtifactFolder(artifactFolder).clear();
            artifactFolder = null;
        }
    }

    private StudyData study(long id) {
        StudyData study = studies.get(id);
        if (study == null) {
            throw new StoreException("no study with id " + id + " in " + location(), false, null);
        }
        return study;
    }

    private Optional<TrialData> find(long studyId, long number) {
        List<TrialData> trials = study(studyId).trials;
        return number >= 0 && number < trials.size() ? Optional.of(trials.get((int) number)) : Optional.empty();
    }

    private TrialData trialData(long studyId, long number) {
        return find(studyId, number)
                .orElseThrow(() -> new StoreException("no trial " + number + " in study " + studyId, false, null));
    }
}
