package dev.hone.core.evaluate;

import dev.hone.core.HoneException;
import dev.hone.core.trial.CandidateCodec;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Trial;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

/**
 * Evaluates equal candidates once, also where they come up at the same time: the later trial gets the evaluation, or the
 * failure, of the earlier one, whose number it keeps as the attribute {@value #SAME_AS}. For evaluations that depend on the
 * candidate alone. Thread-safe.
 */
public final class RememberedEvaluator<C> implements Evaluator<C> {

    /** Attribute of a trial: the number of the one whose evaluation it has. */
    public static final String SAME_AS = "same_as";

    /** More candidates than this are not remembered, so that memory is bounded. */
    private static final int MOST = 200_000;

    private record Known(long number, Evaluation evaluation, HoneException failure) {}

    private final Evaluator<C> evaluator;
    private final CandidateCodec<C> codec;
    private final Map<String, CompletableFuture<Optional<Known>>> memory = new ConcurrentHashMap<>();

    public RememberedEvaluator(Evaluator<C> evaluator, CandidateCodec<C> codec) {
        this.evaluator = evaluator;
        this.codec = codec;
    }

    /** Takes over what a trial of an earlier run found out. */
    public void learn(Trial<C> trial) {
        if (trial.isComplete() && memory.size() < MOST) {
            long origin = Long.parseLong(trial.attributes().getOrDefault(SAME_AS, Long.toString(trial.number())));
            Known known = new Known(origin, trial.evaluation().orElseThrow(), null);
            memory.putIfAbsent(codec.encode(trial.candidate()), CompletableFuture.completedFuture(Optional.of(known)));
        }
    }

    @Override
    public Evaluation evaluate(C candidate, TrialContext context) throws Exception {
        String key = codec.encode(candidate);
        CompletableFuture<Optional<Known>> mine = new CompletableFuture<>();
        CompletableFuture<Optional<Known>> earlier =
                memory.size() < MOST ? memory.putIfAbsent(key, mine) : memory.get(key);
        Optional<Known> known = earlier == null ? Optional.empty() : await(earlier);
        if (known.isEmpty()) {
            return first(candidate, context, key, mine);
        }
        if (known.get().number() != context.number()) {
            context.attribute(SAME_AS, Long.toString(known.get().number()));
        }
        if (known.get().failure() != null) {
            throw new HoneException(
                    known.get().failure().getMessage(), known.get().failure());
        }
        return known.get().evaluation();
    }

    private static Optional<Known> await(CompletableFuture<Optional<Known>> earlier) throws InterruptedException {
        try {
            return earlier.get();
        } catch (ExecutionException e) {
            throw new HoneException("the evaluation of an equal candidate ended without a result", e);
        }
    }

    private Evaluation first(C candidate, TrialContext context, String key, CompletableFuture<Optional<Known>> mine)
            throws Exception {
        Optional<Known> result = Optional.empty();
        try {
            Evaluation evaluation = evaluator.evaluate(candidate, context);
            result = Optional.of(new Known(context.number(), evaluation, null));
            return evaluation;
        } catch (TrialPrunedException e) {
            throw e;
        } catch (HoneException e) {
            result = Optional.of(new Known(context.number(), null, e));
            throw e;
        } finally {
            // what was interrupted, pruned or broke is tried again by whoever waits
            if (result.isEmpty()) {
                memory.remove(key, mine);
            }
            mine.complete(result);
        }
    }
}
