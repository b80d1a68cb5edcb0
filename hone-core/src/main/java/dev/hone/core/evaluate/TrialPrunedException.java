package dev.hone.core.evaluate;

import dev.hone.core.HoneException;

/** Thrown by an evaluator to end its trial as pruned. */
public final class TrialPrunedException extends HoneException {

    private static final long serialVersionUID = 1L;

    public TrialPrunedException(String reason) {
        super(reason);
    }
}
