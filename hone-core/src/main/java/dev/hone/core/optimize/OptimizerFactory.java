package dev.hone.core.optimize;

import dev.hone.core.HoneException;
import dev.hone.core.trial.CandidateCodec;

/** An optimizer not yet bound to a study: what users choose. Immutable and thread-safe. */
public interface OptimizerFactory<C> {

    /** Catalogue id, such as {@code gp}. */
    String id();

    CandidateCodec<C> codec();

    /**
     * A fresh optimizer.
     *
     * @throws HoneException if it cannot work on this problem, with the reason and an alternative
     */
    Optimizer<C> create(Problem problem);

    /** Whether its optimizers can work from comparisons alone, in a study without objectives. */
    default boolean learnsFromComparisons() {
        return false;
    }

    /** Whether its optimizers choose at which fidelity a configuration is evaluated ({@link Problem#fidelity}). */
    default boolean choosesFidelity() {
        return false;
    }

    /** @throws HoneException if it cannot work on this problem, with the reason and an alternative */
    default void check(Problem problem) {
        if (problem.objectives().isEmpty() && !learnsFromComparisons()) {
            throw new HoneException("optimizer '" + id() + "' learns from values, and the trials of this study are only"
                    + " compared; expected one that learns from comparisons, such as preference-bo or rank-sgd");
        }
        problem.fidelity().filter(f -> !choosesFidelity()).ifPresent(f -> {
            throw new HoneException(
                    "optimizer '" + id() + "' would take '" + f.parameter() + "' for a parameter like any"
                            + " other, and in this study it is the fidelity; expected one that chooses fidelities:"
                            + " multi-fidelity, or auto");
        });
        create(problem);
    }

    /** What was chosen and why, for people; empty if there is nothing to say beyond the id. */
    default String explain(Problem problem) {
        return "";
    }

    /** The same for a study that goes on; {@code saved} is what {@link Optimizer#state} gave. */
    default String explain(Problem problem, String saved) {
        return explain(problem);
    }
}
