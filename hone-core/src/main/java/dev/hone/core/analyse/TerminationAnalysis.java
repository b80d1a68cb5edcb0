package dev.hone.core.analyse;

import java.util.List;
import java.util.OptionalLong;

/** Says whether going on with a study is worth it; found through {@link java.util.ServiceLoader}. Thread-safe. */
public interface TerminationAnalysis {

    /** What users and charts call it, such as {@code regret-bound}. */
    String id();

    /**
     * Looks back at the study as it was after several numbers of trials, the latest included.
     *
     * @param points at most so many steps
     */
    Termination analyse(Observations observations, long seed, int points);

    /**
     * What was found.
     *
     * @param steps in the order of trials; empty if there are too few
     * @param noiseSource where {@link Step#noise} comes from, in words
     */
    record Termination(List<Step> steps, String noiseSource) {

        public Termination {
            steps = List.copyOf(steps);
        }

        /** Number of the trial at which the bound first fell to the noise. */
        public OptionalLong stopAt() {
            return steps.stream()
                    .filter(s -> s.regretBound() <= s.noise())
                    .mapToLong(Step::number)
                    .findFirst();
        }
    }

    /**
     * @param number of the last trial that was looked at
     * @param regretBound with high probability the best value found is at most so far from the best there is
     * @param noise differences of this size cannot be told from noise; in the unit of the objective, as the bound is
     */
    record Step(long number, double regretBound, double noise) {}
}
