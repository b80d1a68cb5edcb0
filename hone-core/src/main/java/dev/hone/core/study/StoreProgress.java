package dev.hone.core.study;

import dev.hone.core.prune.Progress;
import dev.hone.core.store.StudyStore;
import dev.hone.core.trial.Direction;
import dev.hone.core.trial.TrialState;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;

/** What a pruner may see, read from the store when asked for. */
record StoreProgress(StudyStore store, long studyId, Direction direction, long seed, long number) implements Progress {

    @Override
    public long completed() {
        return store.counts(studyId).getOrDefault(TrialState.COMPLETE, 0L);
    }

    @Override
    public NavigableMap<Long, Double> own() {
        return store.reports(studyId, number);
    }

    @Override
    public List<Report> at(long step) {
        return store.reportsAt(studyId, step).stream()
                .filter(r -> r.number() != number)
                .map(r -> new Report(r.number(), r.state(), r.value()))
                .toList();
    }

    @Override
    public Optional<NavigableMap<Long, Double>> best() {
        return store.best(studyId, 0).map(t -> store.reports(studyId, t.number()));
    }
}
