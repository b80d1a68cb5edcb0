package dev.hone.core.execute;

import dev.hone.core.evaluate.Evaluator;
import dev.hone.core.evaluate.TrialContext;
import dev.hone.core.trial.Evaluation;
import java.util.concurrent.CompletableFuture;

/** Runs an evaluator into a future. */
final class Evaluations {

    private Evaluations() {}

    /** Whatever the evaluator throws belongs to its trial, errors such as StackOverflowError included. */
    static <C> void complete(
            CompletableFuture<Evaluation> result, C candidate, Evaluator<C> evaluator, TrialContext context) {
        try {
            result.complete(evaluator.evaluate(candidate, context));
        } catch (Throwable e) {
            result.completeExceptionally(e);
        }
    }
}
