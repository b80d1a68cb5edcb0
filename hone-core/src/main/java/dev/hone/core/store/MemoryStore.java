package dev.hone.core.store;

import dev.hone.core.HoneException;
import dev.hone.core.trial.Artifact;
import dev.hone.core.trial.Comparison;
import dev.hone.core.trial.Direction;
import dev.hone.core.trial.Objective;
import dev.hone.core.trial.Trial;
import dev.hone.core.trial.TrialState;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Studies in this process's memory, gone with it; artifacts lie in a temporary folder. One lock around everything. */
public final class MemoryStore implements StudyStore {

    private final Map<Long, MemoryStudy> studies = new LinkedHashMap<>();
    private long nextId = 1;
    private Path artifactFolder;

    // --- studies

    @Override
    public synchronized StudyRecord create(NewStudy study) {
        requireFree(study.name(), -1);
        StudyRecord record = new StudyRecord(
                nextId++,
                study.name(),
                study.objectives(),
                study.seed(),
                study.optimizer(),
                study.definition(),
                Instant.now());
        studies.put(record.id(), new MemoryStudy(record));
        return record;
    }

    @Override
    public synchronized Optional<StudyRecord> find(String name) {
        return studies.values().stream()
                .map(MemoryStudy::record)
                .filter(r -> r.name().equals(name))
                .findFirst();
    }

    @Override
    public synchronized List<StudyRecord> studies() {
        return studies.values().stream().map(MemoryStudy::record).toList();
    }

    @Override
    public synchronized void rename(long studyId, String name) {
        MemoryStudy study = study(studyId);
        requireFree(name, studyId);
        study.rename(name);
    }

    private void requireFree(String name, long exceptId) {
        if (find(name).filter(r -> r.id() != exceptId).isPresent()) {
            throw new HoneException("a study named '" + name + "' exists already in " + location());
        }
    }

    @Override
    public synchronized void delete(long studyId) {
        study(studyId);
        studies.remove(studyId);
    }

    @Override
    public synchronized Map<TrialState, Long> counts(long studyId) {
        return standing(studyId).counts();
    }

    @Override
    public synchronized long budgeted(long studyId) {
        return standing(studyId).budgeted();
    }

    @Override
    public synchronized Standing standing(long studyId) {
        return study(studyId).standing();
    }

    @Override
    public synchronized double cost(long studyId) {
        return study(studyId).cost();
    }

    @Override
    public synchronized Map<String, String> attributes(long studyId) {
        return Map.copyOf(study(studyId).attributes());
    }

    @Override
    public synchronized void putAttribute(long studyId, String key, String value) {
        study(studyId).attributes().put(key, value);
    }

    // --- proposing

    @Override
    public synchronized Optional<List<Trial<String>>> propose(
            long studyId,
            long expectedVersion,
            OptimizerState newState,
            List<NewTrial> trials,
            long limit,
            List<String> workers) {
        return study(studyId)
                .propose(expectedVersion, newState, trials, limit, workers)
                .map(MemoryStore::snapshots);
    }

    @Override
    public synchronized VersionedState optimizerState(long studyId) {
        return study(studyId).optimizer();
    }

    @Override
    public synchronized List<Trial<String>> enqueue(long studyId, List<NewTrial> trials) {
        MemoryStudy study = study(studyId);
        return trials.stream().map(trial -> study.append(trial).snapshot()).toList();
    }

    @Override
    public synchronized List<Trial<String>> importTrials(long studyId, List<Trial<String>> finished) {
        MemoryStudy study = study(studyId);
        return finished.stream().map(trial -> study.append(trial).snapshot()).toList();
    }

    // --- evaluating

    @Override
    public synchronized Optional<Trial<String>> claim(long studyId, String worker) {
        return study(studyId).claim(worker).map(MemoryTrial::snapshot);
    }

    @Override
    public synchronized boolean heartbeat(long studyId, long number, int attempt) {
        Optional<MemoryTrial> trial = study(studyId).running(number, attempt);
        trial.ifPresent(MemoryTrial::beat);
        return trial.isPresent();
    }

    @Override
    public synchronized boolean finish(long studyId, long number, int attempt, Outcome outcome) {
        MemoryStudy study = study(studyId);
        Optional<MemoryTrial> trial = study.running(number, attempt);
        trial.ifPresent(t -> study.finish(t, outcome));
        return trial.isPresent();
    }

    @Override
    public synchronized boolean release(long studyId, long number, int attempt) {
        MemoryStudy study = study(studyId);
        Optional<MemoryTrial> trial = study.running(number, attempt);
        trial.ifPresent(study::requeue);
        return trial.isPresent();
    }

    @Override
    public synchronized List<Trial<String>> reap(long studyId, Duration silence, Set<String> deadWorkers, int retries) {
        return snapshots(study(studyId).reap(Instant.now().minus(silence), deadWorkers, retries));
    }

    @Override
    public synchronized void report(long studyId, long number, long step, double value) {
        trialOf(studyId, number).reports().put(step, value);
    }

    @Override
    public synchronized void putTrialAttribute(long studyId, long number, String key, String value) {
        trialOf(studyId, number).putAttribute(key, value);
    }

    // --- reading

    @Override
    public synchronized Optional<Trial<String>> trial(long studyId, long number) {
        return study(studyId).find(number).map(MemoryTrial::snapshot);
    }

    @Override
    public synchronized List<Trial<String>> trials(long studyId, Set<TrialState> states, long fromNumber, int limit) {
        return study(studyId)
                .trials(states, fromNumber)
                .limit(limit)
                .map(MemoryTrial::snapshot)
                .toList();
    }

    @Override
    public synchronized List<Trial<String>> finishedAfter(long studyId, long finishOrder, int limit) {
        return snapshots(study(studyId).finishedAfter(finishOrder, limit));
    }

    @Override
    public synchronized List<Ending> endings(long studyId, long finishOrder, int limit) {
        return study(studyId).finishedAfter(finishOrder, limit).stream()
                .map(MemoryTrial::ending)
                .toList();
    }

    @Override
    public synchronized Map<Long, String> candidates(long studyId, Collection<Long> numbers) {
        MemoryStudy study = study(studyId);
        Map<Long, String> candidates = new HashMap<>();
        for (long number : numbers) {
            study.find(number).ifPresent(trial -> candidates.put(number, trial.candidate()));
        }
        return candidates;
    }

    @Override
    public synchronized Optional<Trial<String>> best(long studyId, int objective) {
        List<Objective> objectives = study(studyId).record().objectives();
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
        return study(studyId).front();
    }

    @Override
    public synchronized NavigableMap<Long, Double> reports(long studyId, long number) {
        return new TreeMap<>(trialOf(studyId, number).reports());
    }

    @Override
    public synchronized List<StepReport> reportsAt(long studyId, long step) {
        return study(studyId).trials().stream()
                .filter(trial -> trial.reports().containsKey(step))
                .map(trial -> new StepReport(
                        trial.number(), trial.state(), trial.reports().get(step)))
                .toList();
    }

    // --- relative feedback

    @Override
    public synchronized void compare(long studyId, Comparison comparison) {
        study(studyId).comparisons().add(comparison);
    }

    @Override
    public synchronized List<Comparison> comparisons(long studyId, int from) {
        List<Comparison> all = study(studyId).comparisons();
        return List.copyOf(all.subList(Math.min(from, all.size()), all.size()));
    }

    // --- artifacts

    @Override
    public synchronized Artifact putArtifact(long studyId, long number, String name, String mediaType, Path file) {
        MemoryTrial trial = trialOf(studyId, number);
        try (ArtifactFolder.Incoming incoming = artifacts().receive(name, mediaType, file)) {
            incoming.keep();
            trial.artifacts().put(name, incoming.artifact());
            return incoming.artifact();
        }
    }

    @Override
    public synchronized List<Artifact> artifacts(long studyId, long number) {
        return List.copyOf(trialOf(studyId, number).artifacts().values());
    }

    @Override
    public synchronized void removeArtifacts(long studyId, Set<Long> numbers) {
        Set<String> removed = new HashSet<>();
        for (MemoryTrial trial : study(studyId).trials()) {
            if (numbers.contains(trial.number())) {
                Collection<Artifact> artifacts = trial.artifacts().values();
                artifacts.forEach(artifact -> removed.add(artifact.sha256()));
                artifacts.removeIf(artifact -> !artifact.isOutput());
            }
        }
        if (removed.isEmpty()) {
            return;
        }
        for (MemoryStudy study : studies.values()) {
            for (MemoryTrial trial : study.trials()) {
                trial.artifacts().values().forEach(artifact -> removed.remove(artifact.sha256()));
            }
        }
        removed.forEach(artifacts()::delete);
    }

    @Override
    public synchronized InputStream openArtifact(long studyId, long number, String name) {
        Artifact artifact = trialOf(studyId, number).artifacts().get(name);
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

    private MemoryStudy study(long id) {
        MemoryStudy study = studies.get(id);
        if (study == null) {
            throw new StoreException("no study with id " + id + " in " + location(), false, null);
        }
        return study;
    }

    private MemoryTrial trialOf(long studyId, long number) {
        return study(studyId)
                .find(number)
                .orElseThrow(() -> new StoreException("no trial " + number + " in study " + studyId, false, null));
    }

    private static List<Trial<String>> snapshots(List<MemoryTrial> trials) {
        return trials.stream().map(MemoryTrial::snapshot).toList();
    }
}
