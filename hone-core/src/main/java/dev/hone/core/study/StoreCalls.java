package dev.hone.core.study;

import dev.hone.core.store.StoreException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Calls of a store that wait out passing failures (locked file, lost connection) with exponential backoff, so that an
 * outage pauses a study and does not fail it.
 */
final class StoreCalls {

    private static final long FIRST_DELAY_MILLIS = 50;
    private static final long LAST_DELAY_MILLIS = 5_000;

    private final Duration patience;
    private final Consumer<String> onWait;

    StoreCalls(Duration patience, Consumer<String> onWait) {
        this.patience = patience;
        this.onWait = onWait;
    }

    <T> T call(Supplier<T> operation) {
        long deadline = System.nanoTime() + patience.toNanos();
        long delay = FIRST_DELAY_MILLIS;
        while (true) {
            try {
                return operation.get();
            } catch (StoreException e) {
                if (!e.isTransient() || System.nanoTime() - deadline > 0) {
                    throw e;
                }
                onWait.accept(e.getMessage());
                try {
                    Thread.sleep(delay);
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    throw e;
                }
                delay = Math.min(LAST_DELAY_MILLIS, 2 * delay);
            }
        }
    }

    void run(Runnable operation) {
        call(() -> {
            operation.run();
            return true;
        });
    }
}
