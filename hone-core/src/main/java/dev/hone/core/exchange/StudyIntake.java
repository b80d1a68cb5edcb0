package dev.hone.core.exchange;

import dev.hone.core.HoneException;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.NewStudy;
import dev.hone.core.store.StudyStore.NewTrial;
import dev.hone.core.store.StudyStore.StudyRecord;
import dev.hone.core.trial.Trial;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Builds a study from trials that arrive by number. It has a working name until {@link #complete}, so that nobody takes a
 * half-read study for a whole one; closing it earlier removes it. Trials that were queued or running become queued.
 */
final class StudyIntake implements AutoCloseable {

    private static final int BATCH = 500;

    private final StudyStore store;
    private final StudyRecord working;
    private final String name;
    private final Map<Long, Long> numbers = new HashMap<>();
    private final List<Trial<String>> waiting = new ArrayList<>();
    private long trials;
    private boolean completed;

    StudyIntake(StudyStore store, NewStudy study) {
        if (store.find(study.name()).isPresent()) {
            throw new HoneException("a study named '" + study.name() + "' exists already in " + store.location()
                    + "; give the imported one another name");
        }
        this.store = store;
        this.name = study.name();
        this.working = store.create(new NewStudy(
                "import of " + study.name() + " " + UUID.randomUUID(),
                study.objectives(),
                study.seed(),
                study.optimizer(),
                study.definition()));
    }

    long studyId() {
        return working.id();
    }

    long trials() {
        return trials;
    }

    /** Number in the new study of a trial that had {@code number} in the old one. */
    long number(long number) {
        flush();
        Long mapped = numbers.get(number);
        if (mapped == null) {
            throw new HoneException("trial " + number + " is referred to but not in the file, or only later");
        }
        return mapped;
    }

    void add(Trial<String> trial) {
        boolean other = !waiting.isEmpty()
                && waiting.get(0).state().isFinished() != trial.state().isFinished();
        if (other || waiting.size() >= BATCH || !trial.parents().isEmpty()) {
            flush();
        }
        waiting.add(trial);
        trials++;
    }

    private void flush() {
        if (waiting.isEmpty()) {
            return;
        }
        List<Trial<String>> batch =
                waiting.stream().map(this::withMappedParents).toList();
        waiting.clear();
        List<Trial<String>> added = batch.get(0).state().isFinished()
                ? store.importTrials(working.id(), batch)
                : store.enqueue(
                        working.id(),
                        batch.stream()
                                .map(t -> new NewTrial(t.candidate(), t.origin(), t.attributes(), t.parents()))
                                .toList());
        for (int i = 0; i < batch.size(); i++) {
            if (numbers.put(batch.get(i).number(), added.get(i).number()) != null) {
                throw new HoneException("trial " + batch.get(i).number() + " is in the file twice");
            }
        }
    }

    private Trial<String> withMappedParents(Trial<String> t) {
        if (t.parents().isEmpty()) {
            return t;
        }
        List<Long> parents = new ArrayList<>();
        for (long parent : t.parents()) {
            Long mapped = numbers.get(parent);
            if (mapped == null) {
                throw new HoneException(
                        "trial " + t.number() + " has the parent " + parent + ", which is not before it");
            }
            parents.add(mapped);
        }
        return new Trial<>(
                t.number(),
                t.state(),
                t.candidate(),
                t.origin(),
                t.attempt(),
                t.worker(),
                t.evaluation(),
                t.failure(),
                t.intermediate(),
                t.attributes(),
                parents,
                t.created(),
                t.started(),
                t.finished(),
                t.finishOrder());
    }

    /** Gives the study its name, after which it stays. */
    StudyRecord complete() {
        flush();
        store.rename(working.id(), name);
        completed = true;
        return store.find(name).orElseThrow();
    }

    @Override
    public void close() {
        if (!completed) {
            store.delete(working.id());
        }
    }
}
