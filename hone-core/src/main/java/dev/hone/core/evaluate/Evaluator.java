package dev.hone.core.evaluate;

import dev.hone.core.trial.Evaluation;

/**
 * Tells how good a candidate is. Called from as many threads as the executor has slots.
 *
 * <p>An exception makes the trial failed with the exception's message as reason, except {@link TrialPrunedException}, which
 * makes it pruned, and {@link InterruptedException}, which gives it back to the queue.
 */
@FunctionalInterface
public interface Evaluator<C> {

    Evaluation evaluate(C candidate, TrialContext context) throws Exception;

    /** An evaluator that does not look at its context. */
    static <C> Evaluator<C> of(Function<C> function) {
        return (candidate, context) -> function.apply(candidate);
    }

    /** A function of the candidate alone. */
    @FunctionalInterface
    interface Function<C> {
        Evaluation apply(C candidate) throws Exception;
    }
}
