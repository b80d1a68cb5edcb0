package dev.hone.cli.tune;

import dev.hone.core.store.StoreException;
import dev.hone.core.store.StudyStore;
import dev.hone.core.study.RunState;
import dev.hone.core.study.Study;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Stops a worker's part in a study when the process that runs it says that it was stopped or is done. */
final class StateWatch implements AutoCloseable {

    private static final long INTERVAL_MILLIS = 500;

    private final ScheduledExecutorService timer;
    private volatile boolean ended;

    private StateWatch(StudyStore store, long studyId, Study<?> study) {
        timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "hone-state-watch");
            thread.setDaemon(true);
            return thread;
        });
        var unused = timer.scheduleWithFixedDelay(
                () -> look(store, studyId, study), INTERVAL_MILLIS, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    }

    static StateWatch over(StudyStore store, long studyId, Study<?> study) {
        return new StateWatch(store, studyId, study);
    }

    /** Whether the run was seen to have ended. */
    boolean ended() {
        return ended;
    }

    private void look(StudyStore store, long studyId, Study<?> study) {
        try {
            String state = store.attributes(studyId).getOrDefault(RunState.ATTRIBUTE, RunState.RUNNING.name());
            if (!state.equals(RunState.RUNNING.name())) {
                ended = true;
                study.stop();
            }
        } catch (StoreException e) {
            // The study's own calls wait out an outage and report it; the next look comes by itself.
            ended = false;
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
