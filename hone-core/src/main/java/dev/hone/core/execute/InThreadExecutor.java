package dev.hone.core.execute;

import dev.hone.core.evaluate.Evaluator;
import dev.hone.core.evaluate.TrialContext;
import dev.hone.core.trial.Evaluation;
import java.util.concurrent.CompletableFuture;

/** One slot: the thread of the study itself. */
final class InThreadExecutor implements TrialExecutor {

    @Override
    public int slots() {
        return 1;
    }

    @Override
    public <C> Running submit(C candidate, Evaluator<C> evaluator, TrialContext context) {
        CompletableFuture<Evaluation> result = new CompletableFuture<>();
        Evaluations.complete(result, candidate, evaluator, context);
        return new Running() {
            @Override
            public CompletableFuture<Evaluation> result() {
                return result;
            }

            @Override
            public void cancel() {}
        };
    }
}
