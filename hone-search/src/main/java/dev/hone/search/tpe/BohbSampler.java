package dev.hone.search.tpe;

import dev.hone.core.Check;
import dev.hone.core.optimize.Optimizer;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.optimize.Problem;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.ConfigurationCodec;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.trial.CandidateCodec;

/**
 * The proposing half of BOHB (Falkner, Klein, Hutter, "BOHB: robust and efficient hyperparameter optimization at scale", ICML
 * 2018); the other half is the pruner {@code hyperband}. Intermediate values are results with a smaller budget: of all steps
 * at which at least {@code axes + 3} trials have reported, the largest one is modelled, by a {@link TpeSampler} of the values
 * at that step. A share of proposals is random, so that a misleading small budget cannot stop the search.
 *
 * <p>Immutable and thread-safe; the optimizers it creates are not.
 */
public final class BohbSampler implements OptimizerFactory<Configuration> {

    /**
     * Options with the paper's defaults.
     *
     * @param randomShare share of proposals that are drawn at random
     * @param gamma share of trials that count as good
     * @param candidates draws from the density of the good for each proposal
     */
    public record Options(double randomShare, double gamma, int candidates) {
        public Options {
            Check.within("random_share", randomShare, 0, 1);
            Check.that(gamma > 0 && gamma < 1, "gamma", gamma, "a number between 0 and 1");
            Check.positive("candidates", candidates);
        }

        public static Options defaults() {
            return new Options(1.0 / 3, 0.15, 64);
        }
    }

    private final SearchSpace space;
    private final Options options;

    private BohbSampler(SearchSpace space, Options options) {
        this.space = space;
        this.options = options;
    }

    public static BohbSampler over(SearchSpace space, Options options) {
        return new BohbSampler(space, options);
    }

    @Override
    public String id() {
        return "bohb";
    }

    @Override
    public CandidateCodec<Configuration> codec() {
        return new ConfigurationCodec(space);
    }

    @Override
    public Optimizer<Configuration> create(Problem problem) {
        problem.checkOneObjective(id(), "use tpe");
        return new BohbOptimizer(space, problem, options);
    }
}
