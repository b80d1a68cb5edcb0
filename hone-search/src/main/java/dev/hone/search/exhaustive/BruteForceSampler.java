package dev.hone.search.exhaustive;

import dev.hone.core.Check;
import dev.hone.core.HoneException;
import dev.hone.core.optimize.Optimizer;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.optimize.Problem;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.ConfigurationCodec;
import dev.hone.core.space.Enumeration;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.trial.CandidateCodec;

/**
 * Proposes every configuration of a finite space that satisfies the known constraints, each once, then nothing more.
 * Conditional parameters are enumerated exactly. Configurations that users have given are not proposed again.
 *
 * <p>Immutable and thread-safe.
 */
public final class BruteForceSampler implements OptimizerFactory<Configuration> {

    private final SearchSpace space;
    private final Enumeration enumeration;
    private final boolean shuffle;

    private BruteForceSampler(SearchSpace space, boolean shuffle) {
        this.space = space;
        this.enumeration = new Enumeration(space);
        this.shuffle = shuffle;
    }

    /** In the order of the enumeration. */
    public static BruteForceSampler over(SearchSpace space) {
        return over(space, false);
    }

    /**
     * @param shuffle whether in an order drawn from the study's seed
     * @throws HoneException if the space is not finite
     */
    public static BruteForceSampler over(SearchSpace space, boolean shuffle) {
        Check.that(
                space.cardinality() < Long.MAX_VALUE,
                "parameters",
                "not a finite space",
                "whole numbers, steps, choices and permutations only; or use 'grid' with points");
        return new BruteForceSampler(space, shuffle);
    }

    @Override
    public String id() {
        return "brute-force";
    }

    @Override
    public CandidateCodec<Configuration> codec() {
        return new ConfigurationCodec(space);
    }

    @Override
    public Optimizer<Configuration> create(Problem problem) {
        IndexOrder order = shuffle
                ? IndexOrder.shuffled(enumeration.size(), problem.seed())
                : IndexOrder.natural(enumeration.size());
        return new EachOnce(space, enumeration::at, order);
    }

    @Override
    public String explain(Problem problem) {
        return "all " + enumeration.size() + " configurations, each once, constraints aside";
    }
}
