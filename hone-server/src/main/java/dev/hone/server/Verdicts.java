package dev.hone.server;

import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.StudyRecord;
import dev.hone.core.trial.Trial;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How often the trials of studies were compared, and what came out on top; worked out again when somebody has compared
 * since. Thread-safe.
 */
final class Verdicts {

    /**
     * @param count comparisons so far
     * @param preferred the trial that they prefer
     */
    record Verdict(int count, Optional<Trial<String>> preferred) {}

    private static final Verdict NONE = new Verdict(0, Optional.empty());

    private final StudyStore store;
    private final Map<Long, Verdict> known = new ConcurrentHashMap<>();

    Verdicts(StudyStore store) {
        this.store = store;
    }

    Verdict of(StudyRecord study) {
        return known.compute(study.id(), (id, before) -> {
            Verdict last = before == null ? NONE : before;
            int more = store.comparisons(id, last.count()).size();
            // comparisons are of finished trials, which never change
            return more == 0 ? last : new Verdict(last.count() + more, store.preferred(id));
        });
    }
}
