package dev.hone.server.chart;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.store.StoreException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Makes charts that take long: few at a time, each once however many ask for it, and keeps them. Thread-safe.
 */
final class Work implements AutoCloseable {

    private static final int THREADS = 2;
    private static final int QUEUE = 32;
    private static final int MOST_KEPT = 256;

    private final Duration patience;
    private final ThreadPoolExecutor threads;
    private final Map<Object, FutureTask<ObjectNode>> results = new LinkedHashMap<>(16, 0.75f, true);

    /** @param patience how long to wait for a chart, which is made nevertheless and found by who asks again */
    Work(Duration patience) {
        this.patience = patience;
        threads = new ThreadPoolExecutor(
                THREADS, THREADS, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(QUEUE), task -> {
                    Thread thread = new Thread(task, "hone-charts");
                    thread.setDaemon(true);
                    // whoever evaluates trials on this machine comes first
                    thread.setPriority(Thread.MIN_PRIORITY);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * The chart of a key, made now or before.
     *
     * @throws ChartsBusyException if it is not there in time, too much is being made, or this was closed
     */
    ObjectNode get(Object key, Supplier<ObjectNode> making) {
        FutureTask<ObjectNode> task = task(key, making);
        try {
            return task.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            forget(key, task);
            if (e.getCause() instanceof InvalidFieldException badQuery) {
                throw badQuery;
            }
            if (e.getCause() instanceof StoreException store) {
                throw store;
            }
            // not the fault of who asks
            throw new IllegalStateException("a chart could not be made: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new ChartsBusyException("the chart is still being made", e);
        } catch (CancellationException e) {
            throw new ChartsBusyException("the server is being stopped", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ChartsBusyException("waiting for the chart was interrupted", e);
        }
    }

    private synchronized FutureTask<ObjectNode> task(Object key, Supplier<ObjectNode> making) {
        FutureTask<ObjectNode> known = results.get(key);
        if (known != null) {
            return known;
        }
        FutureTask<ObjectNode> task = new FutureTask<>(making::get);
        try {
            threads.execute(task);
        } catch (RejectedExecutionException e) {
            throw new ChartsBusyException("too many charts are being made", e);
        }
        results.put(key, task);
        var oldest = results.values().iterator();
        while (results.size() > MOST_KEPT) {
            oldest.next();
            oldest.remove();
        }
        return task;
    }

    private synchronized void forget(Object key, FutureTask<ObjectNode> task) {
        results.remove(key, task);
    }

    @Override
    public synchronized void close() {
        threads.shutdownNow();
        results.values().forEach(task -> task.cancel(true));
    }
}
