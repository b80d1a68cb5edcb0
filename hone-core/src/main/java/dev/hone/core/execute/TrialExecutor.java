package dev.hone.core.execute;

import dev.hone.core.evaluate.Evaluator;
import dev.hone.core.evaluate.TrialContext;
import dev.hone.core.trial.Evaluation;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Where evaluations run. Thread-safe. */
public interface TrialExecutor extends AutoCloseable {

    /** How many evaluations may run at a time. */
    int slots();

    /** Starts an evaluation; may return only when it is over. */
    <C> Running submit(C candidate, Evaluator<C> evaluator, TrialContext context);

    /** Evaluations that still run are cancelled; whether they are waited for is the executor's. */
    @Override
    default void close() {}

    /** Evaluates on the thread that runs the study, which therefore cannot cancel an evaluation; interrupt the thread to do so. */
    static TrialExecutor inThread() {
        return new InThreadExecutor();
    }

    /** Evaluates on a pool of {@code slots} threads; closing it waits for nothing. */
    static TrialExecutor threads(int slots) {
        return threads(slots, Duration.ZERO);
    }

    /** The same; closing it waits so long for cancelled evaluations, which may have something to save. */
    static TrialExecutor threads(int slots, Duration patience) {
        return new ThreadPoolTrialExecutor(slots, patience);
    }

    /** An evaluation that was started. */
    interface Running {

        /** Completes with the evaluation or with what the evaluator threw. */
        CompletableFuture<Evaluation> result();

        /** Interrupts the evaluation; its result then is an {@link InterruptedException} or whatever it made of that. */
        void cancel();
    }
}
