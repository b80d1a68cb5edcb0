package dev.hone.search.tpe;

import dev.hone.core.Check;
import dev.hone.core.optimize.Optimizer;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.optimize.Problem;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.ConfigurationCodec;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.trial.CandidateCodec;
import java.util.Objects;

/**
 * Tree-structured Parzen estimator: finished trials are split into the best, of density l, and the others, of density g;
 * of some draws from l the one with the greatest l(x) / g(x) is proposed, which maximises the expected improvement under
 * that model (Bergstra et al., NeurIPS 2011 and ICML 2013; Watanabe, "Tree-structured Parzen estimator: understanding its
 * algorithm components and their roles", 2023).
 *
 * <p>The best are the first ceil(gamma n), at most {@code maxBest}. Feasible complete trials come first, then pruned ones by
 * how far they came, then those that violate outcome constraints, by how much, then failed ones; with several objectives
 * see {@link Split}. Pending trials count among the others (constant liar), so that parallel proposals keep apart.
 * Parameters under the same condition are modelled jointly, from the trials in which they were active. A permutation is
 * modelled by its random keys, one axis an item. Of a finite space, configurations already tried are passed over while the
 * draws contain others.
 *
 * <p>Immutable and thread-safe; the optimizers it creates are not.
 */
public final class TpeSampler implements OptimizerFactory<Configuration> {

    /** How the width of kernels shrinks with their number n on d axes, on the unit cube. */
    public enum Bandwidth {
        /** 0.2 n^(-1 / (d + 4)): the rate of Scott's rule from a fixed start. */
        RATE,
        /**
         * 1.06 s n^(-1 / (d + 4)) with s the deviation of the observations: Scott's rule. With one objective s is the mean
         * over the axes. With several it is each axis's own: along a front some parameters range over all their values
         * while others hardly vary, and kernels of one width would be too narrow for the former and far too wide for the
         * latter.
         */
        SCOTT,
        /**
         * Each kernel its own: the greater gap to its two neighbours on the axis (Bergstra et al. 2011). Median best
         * regret after 100 trials, 20 seeds, against SCOTT: better on Hartmann-6 (0.140, 0.204) and Ackley-10 (14.1,
         * 16.3), worse on Branin (0.016, 0.008), Levy-10 (13.1, 8.9) and five mixed parameters (0.033, 0.011).
         */
        NEIGHBOURS
    }

    /**
     * @param startupTrials random trials before the first model
     * @param candidates draws from l for each proposal
     * @param gamma share of trials that count as best
     * @param maxBest how many trials count as best at most
     * @param priorWeight weight of the prior kernel
     * @param rankWeights whether the r-th of the best of one objective weighs in proportion to ln(1 + their number) - ln r;
     *     otherwise equally, only that those before the latest 25 weigh less. The others always weigh by age
     * @param bandwidth rule for the width of kernels
     * @param bandwidthFactor of the width that the rule gives
     * @param clip no kernel among n is narrower than max(0.01, (2 + n)^-clip)
     * @param multivariate whether parameters are modelled jointly
     * @param constantLiar whether pending trials count among the others
     */
    public record Options(
            int startupTrials,
            int candidates,
            double gamma,
            int maxBest,
            double priorWeight,
            boolean rankWeights,
            Bandwidth bandwidth,
            double bandwidthFactor,
            double clip,
            boolean multivariate,
            boolean constantLiar) {

        public Options {
            Check.atLeast("startup_trials", startupTrials, 1);
            Check.positive("candidates", candidates);
            Check.that(gamma > 0 && gamma < 1, "gamma", gamma, "a number between 0 and 1");
            Check.positive("max_best", maxBest);
            Check.positive("prior_weight", priorWeight);
            Objects.requireNonNull(bandwidth, "bandwidth");
            Check.positive("bandwidth_factor", bandwidthFactor);
            Check.positive("clip", clip);
        }

        public static Options defaults() {
            return new Options(10, 24, 0.1, 25, 1, true, Bandwidth.SCOTT, 0.75, 1.15, true, true);
        }

        /** How many of {@code n} trials count as best. */
        int best(int n) {
            return (int) Math.min(maxBest, Math.ceil(gamma * n));
        }
    }

    private final SearchSpace space;
    private final Options options;

    private TpeSampler(SearchSpace space, Options options) {
        this.space = space;
        this.options = options;
    }

    public static TpeSampler over(SearchSpace space) {
        return new TpeSampler(space, Options.defaults());
    }

    public static TpeSampler over(SearchSpace space, Options options) {
        return new TpeSampler(space, options);
    }

    @Override
    public String id() {
        return "tpe";
    }

    @Override
    public CandidateCodec<Configuration> codec() {
        return new ConfigurationCodec(space);
    }

    @Override
    public Optimizer<Configuration> create(Problem problem) {
        return new TpeOptimizer(space, problem, options);
    }

    @Override
    public String explain(Problem problem) {
        return "tree-structured Parzen estimator after " + options.startupTrials() + " random trials";
    }
}
