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

/** Tells the store at regular intervals that the trials of this process are alive. Thread-safe. */
final class Heart implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Heart.class);

    /** What to do on each beat for one trial; false if its claim is void. */
    @FunctionalInterface
    interface Beat {
        boolean beat(long number, int attempt);
    }

    private record Claimed(int attempt, Runnable onLost) {}

    private final Beat beat;
    private final Map<Long, Claimed> claimed = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer;

    Heart(Duration interval, Beat beat) {
        this.beat = beat;
        timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "hone-heartbeat");
            thread.setDaemon(true);
            return thread;
        });
        long millis = interval.toMillis();
        var unused = timer.scheduleAtFixedRate(this::beatAll, millis, millis, TimeUnit.MILLISECONDS);
    }

    /** @param onLost called, once, when the store says that somebody else took the trial */
    void add(long number, int attempt, Runnable onLost) {
        claimed.put(number, new Claimed(attempt, onLost));
    }

    void remove(long number) {
        claimed.remove(number);
    }

    private void beatAll() {
        claimed.forEach((number, claim) -> {
            try {
                if (!beat.beat(number, claim.attempt()) && claimed.remove(number, claim)) {
                    claim.onLost().run();
                }
            } catch (StoreException e) {
                LOG.warn("no heartbeat for trial {}: {}", number, e.getMessage());
            } catch (RuntimeException e) {
                LOG.error("heartbeat of trial {} failed", number, e);
            }
        });
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
