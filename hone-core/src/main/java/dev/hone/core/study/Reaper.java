package dev.hone.core.study;

import dev.hone.core.store.StudyStore;
import dev.hone.core.trial.Trial;
import dev.hone.core.trial.TrialState;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Takes back the trials of workers that died. Thread-safe. */
final class Reaper {

    private static final Duration FOREVER = Duration.ofDays(36_500);

    private final StudyStore store;
    private final long studyId;
    private final StoreCalls calls;
    private final Duration silence;
    private final int retries;

    /**
     * @param silence who is not heard for so long is dead
     * @param retries how often a trial is queued again before it fails
     */
    Reaper(StudyStore store, long studyId, StoreCalls calls, Duration silence, int retries) {
        this.store = store;
        this.studyId = studyId;
        this.calls = calls;
        this.silence = silence;
        this.retries = retries;
    }

    /** The trials that were taken back, as they are now. */
    List<Trial<String>> reap() {
        return calls.call(() -> {
            Set<String> dead = new HashSet<>();
            for (Trial<String> trial : store.trials(studyId, Set.of(TrialState.RUNNING), 0, Integer.MAX_VALUE)) {
                trial.worker().filter(WorkerId::isDead).ifPresent(dead::add);
            }
            // right after an outage everybody has been silent, and must have the time to be heard again
            Duration allowed = calls.isUnsettled(silence) ? FOREVER : silence;
            return store.reap(studyId, allowed, dead, retries);
        });
    }
}
