package dev.hone.search.fidelity;

import dev.hone.core.Check;
import dev.hone.core.space.Configuration;

/** Evaluates a configuration at a level; an exception is a failure that cost what the level is expected to. */
@FunctionalInterface
public interface FidelityEvaluator {

    /** @param level position in the list of levels, the last one is the truth */
    Outcome evaluate(Configuration configuration, int level) throws Exception;

    /**
     * What came back.
     *
     * @param value not finite if the evaluation failed
     * @param cost what it really cost, NaN if that was not measured
     */
    record Outcome(double value, double cost) {

        public Outcome {
            Check.that(!(cost <= 0) && !Double.isInfinite(cost), "cost", cost, "a finite number above 0, or NaN");
        }

        /** At the expected cost. */
        public static Outcome of(double value) {
            return new Outcome(value, Double.NaN);
        }
    }
}
