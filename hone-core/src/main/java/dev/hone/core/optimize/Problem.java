package dev.hone.core.optimize;

import dev.hone.core.HoneException;
import dev.hone.core.space.Fidelity;
import dev.hone.core.trial.Instance;
import dev.hone.core.trial.Objective;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.LongFunction;
import java.util.stream.LongStream;

/**
 * What an optimizer is told about the study it works for.
 *
 * @param objectives at least one
 * @param seed of the study
 * @param trials how many trials the study plans, if known
 * @param parallelism how many trials run at a time
 * @param constrained whether evaluations report outcome constraints; false if unknown
 * @param cost how much all trials together may cost, if that is limited
 * @param fidelity the parameter that says how exactly a configuration is evaluated, if there is one
 * @param instances what the first trials will be about, up to {@value #FORESEEN}; empty if all are about the same
 * @param pruned whether a pruner may stop trials early
 */
public record Problem(
        List<Objective> objectives,
        long seed,
        OptionalLong trials,
        int parallelism,
        boolean constrained,
        OptionalDouble cost,
        Optional<Fidelity> fidelity,
        List<Instance> instances,
        boolean pruned) {

    private static final int FORESEEN = 1000;

    public Problem {
        objectives = List.copyOf(objectives);
        instances = List.copyOf(instances);
    }

    /** Without a limit of cost and a pruner, with one fidelity, and with trials that are all about the same. */
    public Problem(List<Objective> objectives, long seed, OptionalLong trials, int parallelism, boolean constrained) {
        this(
                objectives,
                seed,
                trials,
                parallelism,
                constrained,
                OptionalDouble.empty(),
                Optional.empty(),
                List.of(),
                false);
    }

    public static Problem of(long seed, Objective... objectives) {
        return new Problem(List.of(objectives), seed, OptionalLong.empty(), 1, false);
    }

    /**
     * For optimizers that cannot weigh objectives against each other. Studies without any are {@link OptimizerFactory#check}'s.
     *
     * @param optimizer its id
     * @param instead what to do, such as {@code use tpe}
     * @throws HoneException if there are several objectives
     */
    public void checkOneObjective(String optimizer, String instead) {
        if (objectives.size() > 1) {
            throw new HoneException("optimizer '" + optimizer + "' improves one objective, and this study has "
                    + objectives.size() + "; " + instead);
        }
    }

    /** The same with fidelities and a limit of cost. */
    public Problem with(Optional<Fidelity> other, OptionalDouble limit) {
        return new Problem(objectives, seed, trials, parallelism, constrained, limit, other, instances, pruned);
    }

    /** The same with trials that are about instances, given by the number of the trial. */
    public Problem about(Optional<LongFunction<Instance>> stream) {
        List<Instance> first = stream.map(
                        s -> LongStream.range(0, FORESEEN).mapToObj(s).toList())
                .orElse(List.of());
        return new Problem(objectives, seed, trials, parallelism, constrained, cost, fidelity, first, pruned);
    }

    /** The same with or without a pruner. */
    public Problem pruned(boolean may) {
        return new Problem(objectives, seed, trials, parallelism, constrained, cost, fidelity, instances, may);
    }
}
