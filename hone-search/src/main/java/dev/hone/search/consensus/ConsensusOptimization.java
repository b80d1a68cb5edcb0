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
 * <p>For studies see {@link ConsensusSampler}. Stateless.
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
        Check.that(mean.length > 0, "mean", "empty", "one number for each dimension");
        Check.that(
                problem.low() == null || problem.low().length == mean.length,
                "mean",
                mean.length,
                "as many numbers as there are bounds");
        return new Loop(problem, options).run(mean, deviation, moves, seed);
    }

    private static final class Loop {

        private final ConsensusProblem problem;
        private final ConsensusOptions options;
        private long evaluations;
        private int part;

        Loop(ConsensusProblem problem, ConsensusOptions options) {
            this.problem = problem;
            this.options = options;
        }

        Run run(double[] mean, double deviation, int moves, long seed) {
            ConsensusSwarm swarm = new ConsensusSwarm(options, problem.domain(), mean, deviation, seed, this::energy);
            List<Step> steps = new ArrayList<>();
            for (int k = 0; k <= moves; k++) {
                part = k % options.batches().data();
                int particles = swarm.size();
                swarm.advance(reading(swarm));
                boolean reported = k % REPORT_EVERY == 0 || k == moves;
                steps.add(new Step(
                        swarm.consensus(),
                        reported ? OptionalDouble.of(energy(swarm.consensus())) : OptionalDouble.empty(),
                        swarm.spread(),
                        swarm.effectiveSampleSize(),
                        swarm.alpha(),
                        particles));
            }
            return new Run(steps, evaluations);
        }

        private ConsensusSwarm.Reading reading(ConsensusSwarm swarm) {
            int[] members = swarm.members();
            double[] energies = new double[members.length];
            double[][] gradients = new double[members.length][];
            for (int m = 0; m < members.length; m++) {
                double[] x = swarm.position(members[m]);
                energies[m] = energy(x);
                if (options.gradient().gamma() > 0) {
                    gradients[m] =
                            problem.gradientAt(x, part, options.gradient().h());
                    evaluations += problem.gradient() == null ? 2L * x.length : 0;
                }
            }
            return ConsensusSwarm.Reading.of(energies, gradients);
        }

        private double energy(double[] x) {
            evaluations++;
            return problem.energy().at(x, part);
        }
    }
}
