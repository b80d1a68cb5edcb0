package dev.hone.core.analyse;

import java.util.Map;

/** Says how much each parameter matters to an objective; found through {@link java.util.ServiceLoader}. Thread-safe. */
public interface ImportanceAnalysis {

    /** What users and charts call it, such as {@code fanova}. */
    String id();

    /** One line: what a share means. */
    String title();

    /** Observations from which on the answer is worth anything; fewer give an empty map. */
    default int least() {
        return 4;
    }

    /**
     * Shares by parameter, in the order of the space; each in [0, 1], together at most 1. Parameters that cannot vary are
     * left out. All 0 where the objective does not vary.
     */
    Map<String, Double> importances(Observations observations, long seed);
}
