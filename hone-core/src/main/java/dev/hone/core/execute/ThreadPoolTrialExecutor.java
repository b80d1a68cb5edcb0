package dev.hone.core.execute;

import dev.hone.core.Check;
import dev.hone.core.evaluate.Evaluator;
import dev.hone.core.evaluate.TrialContext;
import dev.hone.core.trial.Evaluation;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A fixed pool of daemon threads. */
final class ThreadPoolTrialExecutor implements TrialExecutor {

    private final int slots;
    private final ExecutorService pool;
    private final Duration patience;

    ThreadPoolTrialExecutor(int slots, Duration patience) {
        this.patience = patience;
        this.slots = Check.positive("workers", slots);
        AtomicInteger count = new AtomicInteger();
        pool = Executors.newFixedThreadPool(slots, task -> {
            Thread thread = new Thread(task, "hone-trial-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public int slots() {
        return slots;
    }

    @Override
    public <C> Running submit(C candidate, Evaluator<C> evaluator, TrialContext context) {
        CompletableFuture<Evaluation> result = new CompletableFuture<>();
        Future<?> task = pool.submit(() -> Evaluations.complete(result, candidate, evaluator, context));
        return new Running() {
            @Override
            public CompletableFuture<Evaluation> result() {
                return result;
            }

            @Override
            public void cancel() {
                task.cancel(true);
            }
        };
    }

    @Override
    public void close() {
        pool.shutdownNow();
        boolean interrupted = Thread.interrupted();
        try {
            var unused = pool.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
