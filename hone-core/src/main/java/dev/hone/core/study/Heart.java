package dev.hone.core.study;

import dev.hone.core.store.StoreException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the store at regular intervals that the trials of this process are alive. While the store is out of reach it tries
 * again more often, so that the trials are seen to be alive soon after it is back. Thread-safe.
 */
final class Heart implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Heart.class);
    private static final long RETRY_MILLIS = 1_000;

    /** What to do on each beat for one trial; false if its claim is void. */
    @FunctionalInterface
    interface Beat {
        boolean beat(long number, int attempt);
    }

    private record Claimed(int attempt, Runnable onLost) {}

    private final String study;
    private final long intervalMillis;
    private final Beat beat;
    private final StoreCalls calls;
    private final Map<Long, Claimed> claimed = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer;

    Heart(String study, Duration interval, Beat beat, StoreCalls calls) {
        this.study = study;
        this.intervalMillis = interval.toMillis();
        this.beat = beat;
        this.calls = calls;
        timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "hone-heartbeat");
            thread.setDaemon(true);
            return thread;
        });
        schedule(intervalMillis);
    }

    private void schedule(long millis) {
        if (!timer.isShutdown()) {
            var unused = timer.schedule(this::tick, millis, TimeUnit.MILLISECONDS);
        }
    }

    private void tick() {
        long next = intervalMillis;
        try {
            next = beatAll() ? intervalMillis : Math.min(RETRY_MILLIS, intervalMillis);
        } finally {
            schedule(next);
        }
    }

    /** @param onLost called, once, when the store says that somebody else took the trial */
    void add(long number, int attempt, Runnable onLost) {
        claimed.put(number, new Claimed(attempt, onLost));
    }

    void remove(long number) {
        claimed.remove(number);
    }

    boolean has(long number) {
        return claimed.containsKey(number);
    }

    /** Whether the store could be reached. */
    private boolean beatAll() {
        for (Map.Entry<Long, Claimed> entry : claimed.entrySet()) {
            long number = entry.getKey();
            Claimed claim = entry.getValue();
            try {
                boolean valid = beat.beat(number, claim.attempt());
                calls.succeeded();
                if (!valid && claimed.remove(number, claim)) {
                    claim.onLost().run();
                }
            } catch (StoreException e) {
                LOG.atDebug()
                        .addKeyValue("study", study)
                        .addKeyValue("trial", number)
                        .log("no heartbeat: {}", e.getMessage());
                if (e.isTransient()) {
                    // the others would wait for the same connection in vain
                    calls.failed(e.getMessage());
                    return false;
                }
            } catch (RuntimeException e) {
                LOG.atError()
                        .addKeyValue("study", study)
                        .addKeyValue("trial", number)
                        .setCause(e)
                        .log("the heartbeat failed");
            }
        }
        return true;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
