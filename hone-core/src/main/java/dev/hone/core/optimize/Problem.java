package dev.hone.core.optimize;

import dev.hone.core.trial.Objective;
import java.util.List;
import java.util.OptionalLong;

/**
 * What an optimizer is told about the study it works for.
 *
 * @param objectives at least one
 * @param seed of the study
 * @param trials how many trials the study plans, if known
 * @param parallelism how many trials run at a time
 * @param constrained whether evaluations report outcome constraints; false if unknown
 */
public record Problem(
        List<Objective> objectives, long seed, OptionalLong trials, int parallelism, boolean constrained) {

    public Problem {
        objectives = List.copyOf(objectives);
    }

    public static Problem of(long seed, Objective... objectives) {
        return new Problem(List.of(objectives), seed, OptionalLong.empty(), 1, false);
    }
}
