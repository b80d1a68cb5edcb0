package dev.hone.search.consensus;

import dev.hone.core.Check;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Consensus-based optimization of a Java function (row 64; Riedl, Klock, Geldhauser and Fornasier, Gradient is All You
 * Need?, arXiv 2306.09778). The dynamics are those of {@link ConsensusDynamics}; with {@link ConsensusOptions#hop} they are
 * consensus hopping, x_k = consensus of N points drawn from N(x_(k-1), s^2 I). The answer is the consensus.
 *
 * <p>{@link ConsensusStepper} does the same step by step; for studies see {@link ConsensusSampler}. Stateless.
 */
public final class ConsensusOptimization {

    /** The energy of the consensus, which the method does not need, is evaluated once in so many steps. */
    static final int REPORT_EVERY = 10;

    private ConsensusOptimization() {}

    /**
     * A step of a run.
     *
     * @param consensus of the positions at this step, [d]
     * @param energy at the consensus, every tenth step and in the last; for a noisy E a fresh evaluation
     * @param spread root mean squared distance of the particles to their mean, after they moved
     * @param effectiveSampleSize of the weights
     * @param alpha used
     * @param particles N
     */
    public record Step(
            double[] consensus,
            OptionalDouble energy,
            double spread,
            double effectiveSampleSize,
            double alpha,
            int particles) {}

    /** A run: step 0 is the consensus of the initial particles, step K that after K moves. */
    public record Run(List<Step> steps, long evaluations) {

        public Run {
            steps = List.copyOf(steps);
        }

        /** Where the particles agreed in the end, [d]. */
        public double[] consensus() {
            return steps.get(steps.size() - 1).consensus().clone();
        }

        /** E there. */
        public double energy() {
            return steps.get(steps.size() - 1).energy().orElseThrow();
        }

        /** The way of the consensus, [K + 1][d]. */
        public double[][] trajectory() {
            return steps.stream().map(Step::consensus).toArray(double[][]::new);
        }
    }

    /**
     * Minimises from particles drawn from N(mean, deviation^2 I).
     *
     * @param mean [d]
     * @param moves K = T / dt
     * @throws dev.hone.core.HoneException if all energies of a step are NaN or infinite
     */
    public static Run minimize(
            ConsensusProblem problem, double[] mean, double deviation, int moves, ConsensusOptions options, long seed) {
        Check.positive("moves", moves);
        ConsensusStepper stepper = ConsensusStepper.start(problem, mean, deviation, options, seed);
        List<Step> steps = new ArrayList<>();
        for (int k = 0; k <= moves; k++) {
            int part = k % options.batches().data();
            int particles = stepper.particles();
            stepper.step(part);
            boolean reported = k % REPORT_EVERY == 0 || k == moves;
            steps.add(new Step(
                    stepper.consensus(),
                    reported ? OptionalDouble.of(stepper.energyOfConsensus(part)) : OptionalDouble.empty(),
                    stepper.spread(),
                    stepper.effectiveSampleSize(),
                    stepper.alpha(),
                    particles));
        }
        return new Run(steps, stepper.evaluations());
    }
}
