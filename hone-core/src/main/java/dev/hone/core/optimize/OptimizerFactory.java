package dev.hone.core.optimize;

import dev.hone.core.trial.CandidateCodec;

/** An optimizer not yet bound to a study: what users choose. Immutable and thread-safe. */
public interface OptimizerFactory<C> {

    /** Catalogue id, such as {@code gp}. */
    String id();

    CandidateCodec<C> codec();

    /**
     * A fresh optimizer.
     *
     * @throws dev.hone.core.HoneException if it cannot work on this problem, with the reason and an alternative
     */
    Optimizer<C> create(Problem problem);

    /** What was chosen and why, for people; empty if there is nothing to say beyond the id. */
    default String explain(Problem problem) {
        return "";
    }
}
