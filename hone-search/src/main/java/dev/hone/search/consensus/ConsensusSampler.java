package dev.hone.search.consensus;

import dev.hone.core.Check;
import dev.hone.core.HoneException;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.SearchSpace;
import dev.hone.search.population.NumberAxes;
import dev.hone.search.population.PopulationSampler;
import java.util.Optional;

/**
 * Consensus-based optimization for studies (row 64; arXiv 2306.09778). An iteration is a trial for each particle; then all
 * move in the unit cube of the space, reflected at its bounds, as {@link ConsensusDynamics} says.
 *
 * <ul>
 *   <li>{@code asynchronous}: the consensus is updated as soon as 80% of the particles are back. Those still out stay where
 *       they are.
 *   <li>Particles that failed, were pruned or violate outcome constraints have weight 0 and are drawn to the others. While
 *       no particle is feasible, violations take the place of losses; if none completed, all are drawn anew.
 *   <li>Trials given by users take the place of the worst particle if they are better.
 *   <li>The consensus itself becomes a trial every {@code consensus_every} iterations.
 *   <li>The gradient drift uses gradients that evaluations report; a particle without one goes without.
 * </ul>
 */
public final class ConsensusSampler {

    static final String ID = "consensus";

    private static final double ASYNCHRONOUS_SHARE = 0.8;

    private ConsensusSampler() {}

    /**
     * @param dynamics of the particles, lengths in units of ranges; memory only with an infinite beta, because other
     *     memories are positions that no trial was made of
     * @param start mean of the initial law; the centre of the space if empty
     * @param deviation its standard deviation in units of ranges
     * @param asynchronous whether to go on when 80% of the particles are back
     * @param consensusEvery iterations from one trial of the consensus itself to the next; 0 for never
     */
    public record Options(
            ConsensusOptions dynamics,
            Optional<Configuration> start,
            double deviation,
            boolean asynchronous,
            int consensusEvery) {

        public Options {
            Check.that(deviation > 0 && deviation <= 10, "deviation", deviation, "a number above 0 and at most 10");
            Check.that(consensusEvery >= 0, "consensus_every", consensusEvery, "a whole number of at least 0");
            dynamics.memory()
                    .ifPresent(memory -> Check.that(
                            memory.beta() == Double.POSITIVE_INFINITY,
                            "memory.beta",
                            memory.beta(),
                            "infinity: a remembered position must be one that was tried"));
            Check.that(
                    dynamics.batches().data() == 1,
                    "data_batches",
                    dynamics.batches().data(),
                    "1: what a trial is evaluated on is the evaluator's choice");
        }

        /**
         * For spaces with {@code dimensions} numbers. Steps are larger than the paper's, dt = 0.3 instead of 0.01: in a study
         * of some thousand trials the particles move tens of times, not hundreds. The noise is within the condition for
         * consensus, by a half (isotropic) or a fifth (anisotropic), and alpha adapts to the unknown scale of the loss.
         */
        public static Options defaults(int dimensions) {
            return new Options(dynamics(dimensions), Optional.empty(), 0.3, false, 10);
        }

        /** Sigma for a study, as a share of the largest that is safe. */
        static double defaultSigma(double lambda, Diffusion diffusion, int dimensions) {
            return diffusion == Diffusion.ISOTROPIC
                    ? 0.5 * Math.sqrt(2 * lambda / dimensions)
                    : 0.8 * Math.sqrt(2 * lambda);
        }

        private static ConsensusOptions dynamics(int dimensions) {
            Diffusion diffusion = ConsensusOptions.defaultDiffusion(dimensions);
            ConsensusOptions base = ConsensusOptions.paper()
                    .withParticles(ConsensusOptions.defaultParticles(dimensions))
                    .withAlpha(100, true);
            return base.withNoise(diffusion, defaultSigma(base.lambda(), diffusion, dimensions), 0.3);
        }
    }

    public static OptimizerFactory<Configuration> over(SearchSpace space) {
        return over(space, Options.defaults(NumberAxes.of(ID, space).size()));
    }

    /** @throws HoneException if the space has unordered choices or permutations, or nothing to move along */
    public static OptimizerFactory<Configuration> over(SearchSpace space, Options options) {
        NumberAxes axes = NumberAxes.of(ID, space);
        return PopulationSampler.factory(
                ID,
                axes,
                options.asynchronous() ? ASYNCHRONOUS_SHARE : 1,
                problem -> options.dynamics().batches().particles() > 0
                        ? options.dynamics().batches().particles()
                        : options.dynamics().particles(),
                options.dynamics()
                        .warning(axes.size())
                        .map(w -> "warning: " + w)
                        .orElse(""),
                problem -> new ConsensusPopulation(axes, options, problem.seed()));
    }
}
