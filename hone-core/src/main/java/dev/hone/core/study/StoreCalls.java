package dev.hone.core.study;

import dev.hone.core.store.StoreException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Calls of a store that wait out passing failures (locked file, lost connection) with exponential backoff, so that an
 * outage pauses a study and does not fail it. An outage is announced once and then every {@link #REMINDER}, however many
 * threads wait, and so is its end. Thread-safe.
 */
final class StoreCalls {

    /** Who wants to know of outages. */
    interface Announcer {
        void away(String reason);

        void back(Duration outage);
    }

    private static final long FIRST_DELAY_MILLIS = 50;
    private static final long LAST_DELAY_MILLIS = 5_000;
    private static final long SLICE_MILLIS = 100;
    private static final Duration REMINDER = Duration.ofSeconds(30);

    private final Duration patience;
    private final BooleanSupplier givenUp;
    private final Announcer announcer;
    private boolean away;
    private long awaySinceNanos;
    private long announcedNanos;
    private boolean everBack;
    private long backNanos;

    /** @param givenUp whether nobody wants to wait any longer; a failure is then thrown at once */
    StoreCalls(Duration patience, BooleanSupplier givenUp, Announcer announcer) {
        this.patience = patience;
        this.givenUp = givenUp;
        this.announcer = announcer;
    }

    <T> T call(Supplier<T> operation) {
        long deadline = System.nanoTime() + patience.toNanos();
        long delay = FIRST_DELAY_MILLIS;
        while (true) {
            try {
                T result = operation.get();
                succeeded();
                return result;
            } catch (StoreException e) {
                if (!e.isTransient() || System.nanoTime() - deadline > 0) {
                    throw e;
                }
                failed(e.getMessage());
                sleep(delay, e);
                delay = Math.min(LAST_DELAY_MILLIS, 2 * delay);
            }
        }
    }

    private void sleep(long millis, StoreException failure) {
        long end = System.nanoTime() + millis * 1_000_000;
        while (System.nanoTime() - end < 0) {
            if (givenUp.getAsBoolean()) {
                throw failure;
            }
            try {
                Thread.sleep(Math.min(SLICE_MILLIS, millis));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw failure;
            }
        }
    }

    void run(Runnable operation) {
        call(() -> {
            operation.run();
            return true;
        });
    }

    /** Notes that a call failed in a way that may pass. */
    void failed(String reason) {
        synchronized (this) {
            long now = System.nanoTime();
            if (away && now - announcedNanos < REMINDER.toNanos()) {
                return;
            }
            if (!away) {
                away = true;
                awaySinceNanos = now;
            }
            announcedNanos = now;
        }
        announcer.away(reason);
    }

    /** Notes that a call succeeded. */
    void succeeded() {
        Duration outage;
        synchronized (this) {
            if (!away) {
                return;
            }
            away = false;
            everBack = true;
            backNanos = System.nanoTime();
            outage = Duration.ofNanos(backNanos - awaySinceNanos);
        }
        announcer.back(outage);
    }

    /** Whether an outage lasts, or ended less than {@code time} ago. */
    synchronized boolean isUnsettled(Duration time) {
        return away || everBack && System.nanoTime() - backNanos < time.toNanos();
    }
}
