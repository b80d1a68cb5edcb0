package dev.hone.server;

import dev.hone.core.HoneException;
import dev.hone.core.store.StoreException;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.StudyRecord;
import dev.hone.core.trial.Trial;
import dev.hone.core.trial.TrialState;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes trials back from clients that are silent, so that other clients get them. A client cannot be heard while the server
 * or the store is away: nobody's trials are taken until the time of silence has passed since either came back.
 */
final class Reaper implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Reaper.class);

    private final StudyStore store;
    private final LiveStudies live;
    private final Duration silence;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "hone-reaper");
        thread.setDaemon(true);
        return thread;
    });
    private long deafNanos = System.nanoTime();

    /** @param silence how long a client may be silent */
    Reaper(StudyStore store, LiveStudies live, Duration silence) {
        this.store = store;
        this.live = live;
        this.silence = silence;
    }

    void start() {
        deafNanos = System.nanoTime();
        long millis = Math.max(1, silence.toMillis() / 6);
        var unused = timer.scheduleWithFixedDelay(this::look, millis, millis, TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            live.forgetIdle();
            boolean listening = System.nanoTime() - deafNanos > silence.toNanos();
            for (StudyRecord study : store.studies()) {
                if (listening && isClients(study)) {
                    reap(study);
                }
            }
        } catch (StoreException e) {
            deafNanos = System.nanoTime();
            LOG.atWarn().log("silent clients are not looked for: {}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("looking for silent clients failed");
        }
    }

    /** Whether clients run trials of the study; those of other workers are their own business. */
    private boolean isClients(StudyRecord study) {
        Map<TrialState, Long> counts = store.counts(study.id());
        return counts.getOrDefault(TrialState.RUNNING, 0L) > 0
                && store.trials(study.id(), Set.of(TrialState.RUNNING), 0, Integer.MAX_VALUE).stream()
                        .anyMatch(trial -> trial.worker().orElse("").startsWith(AskRoutes.WORKER));
    }

    private void reap(StudyRecord study) {
        int retries;
        try {
            retries = live.require(study, store.attributes(study.id()))
                    .stored()
                    .definition()
                    .retries();
        } catch (StoreException e) {
            throw e;
        } catch (HoneException e) {
            // the study is no longer one that clients can ask for; its trials count as those of any other worker
            return;
        }
        for (Trial<String> trial : store.reap(study.id(), silence, Set.of(), retries)) {
            LOG.atInfo()
                    .addKeyValue("study", study.name())
                    .addKeyValue("trial", trial.number())
                    .log("the client was silent; the trial is {} now", trial.state());
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
