package dev.hone.search.fidelity;

import dev.hone.core.space.Configuration;

/** Evaluates a configuration at a continuous fidelity; an exception is a failure that cost what the fidelity is expected to. */
@FunctionalInterface
public interface RangeEvaluator {

    /** @param fidelity from 0 to 1, the truth */
    FidelityEvaluator.Outcome evaluate(Configuration configuration, double fidelity) throws Exception;
}
