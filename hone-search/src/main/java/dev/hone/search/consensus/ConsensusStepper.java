package dev.hone.search.consensus;

import dev.hone.core.Check;
import java.util.Arrays;

/**
 * Consensus-based optimization one step at a time, which can be left after any step and be taken up elsewhere: a stepper that was
 * {@linkplain #restore restored} does exactly what the one did that the {@linkplain #snapshot snapshot} was taken of. Noise
 * depends on the seed, the step and the particle alone. Not thread-safe.
 */
public final class ConsensusStepper {

    private final ConsensusProblem problem;
    private final ConsensusOptions options;
    private final ConsensusSwarm swarm;
    private long evaluations;
    private int part;

    /**
     * All that steps have changed.
     *
     * @param positions of the particles, [N][d]
     * @param best positions in memory, [N][d]; [0] without memory
     * @param bestEnergies there, [N]
     * @param consensus of the last step, [d]; [0] before the first
     * @param alpha weight exponent of the epoch, that of the options doubled in each
     * @param usedAlpha in the last step
     * @param sigma noise of the epoch
     * @param effectiveSampleSize of the weights in the last step
     * @param step how many were made
     * @param pass random partitions of the particles that were drawn
     * @param epoch how many have ended
     * @param batches the particles of the next step, and of those after it up to the end of the pass
     * @param evaluations of the energy
     */
    public record Snapshot(
            double[][] positions,
            double[][] best,
            double[] bestEnergies,
            double[] consensus,
            double alpha,
            double usedAlpha,
            double sigma,
            double effectiveSampleSize,
            long step,
            long pass,
            int epoch,
            int[][] batches,
            long evaluations) {

        public Snapshot {
            int n = positions.length;
            Check.atLeast("positions", n, ConsensusOptions.LEAST_PARTICLES);
            int d = positions[0].length;
            Check.that(
                    Arrays.stream(positions).allMatch(x -> x.length == d)
                            && Arrays.stream(best).allMatch(x -> x.length == d),
                    "positions",
                    "of unequal lengths",
                    "[N][d]");
            Check.that(best.length == 0 || best.length == n, "best", best.length, "none, or " + n);
            Check.that(bestEnergies.length == n, "best_energies", bestEnergies.length, "one of each particle, " + n);
            Check.that(consensus.length == 0 || consensus.length == d, "consensus", consensus.length, "0 or " + d);
            Check.that(batches.length > 0, "batches", "empty", "at least the next one");
            Check.that(
                    Arrays.stream(batches).flatMapToInt(Arrays::stream).allMatch(i -> i >= 0 && i < n),
                    "batches",
                    Arrays.deepToString(batches),
                    "particles from 0 to " + (n - 1));
        }
    }

    private ConsensusStepper(
            ConsensusProblem problem, double[] mean, double deviation, ConsensusOptions options, long seed) {
        Check.that(mean.length > 0, "mean", "empty", "one number for each dimension");
        Check.that(
                problem.low() == null || problem.low().length == mean.length,
                "mean",
                mean.length,
                "as many numbers as there are bounds");
        this.problem = problem;
        this.options = options;
        this.swarm = new ConsensusSwarm(options, problem.domain(), mean, deviation, seed, this::energy);
    }

    /**
     * Particles drawn from N(mean, deviation^2 I).
     *
     * @param mean [d]
     */
    public static ConsensusStepper start(
            ConsensusProblem problem, double[] mean, double deviation, ConsensusOptions options, long seed) {
        return new ConsensusStepper(problem, mean, deviation, options, seed);
    }

    /** Takes up what another left; everything else as it was given to that one. */
    public static ConsensusStepper restore(
            ConsensusProblem problem,
            double[] mean,
            double deviation,
            ConsensusOptions options,
            long seed,
            Snapshot snapshot) {
        Check.that(
                snapshot.positions()[0].length == mean.length,
                "positions",
                snapshot.positions()[0].length + " numbers each",
                mean.length + " of them");
        Check.that(
                (snapshot.best().length > 0) == options.memory().isPresent(),
                "best",
                snapshot.best().length,
                options.memory().isPresent() ? "the positions in memory" : "none without memory");
        ConsensusStepper stepper = new ConsensusStepper(problem, mean, deviation, options, seed);
        stepper.swarm.restore(snapshot);
        stepper.evaluations = snapshot.evaluations();
        return stepper;
    }

    /**
     * Evaluates the particles whose turn it is, finds the consensus and moves the particles.
     *
     * @param ofData index of the part of the data that energies are taken on, 0 if there is only one
     * @throws dev.hone.core.HoneException if all energies are NaN or infinite
     */
    public void step(int ofData) {
        part = ofData;
        int[] members = swarm.members();
        double[][] points = Arrays.stream(members).mapToObj(swarm::position).toArray(double[][]::new);
        double[] energies = problem.energy().all(points, part);
        evaluations += energies.length;
        double[][] gradients = new double[members.length][];
        for (int m = 0; m < members.length && options.gradient().gamma() > 0; m++) {
            gradients[m] =
                    problem.gradientAt(points[m], part, options.gradient().h());
            evaluations += problem.gradient() == null ? 2L * points[m].length : 0;
        }
        swarm.advance(ConsensusSwarm.Reading.of(energies, gradients));
    }

    /** Ends an epoch of data whose length in steps is not in the options: sigma shrinks and alpha doubles. */
    public void cool() {
        swarm.cool();
    }

    /** Whether every particle has been evaluated as often as every other: always, without batches of particles. */
    public boolean beginsPass() {
        return swarm.beginsPass();
    }

    /** A fresh evaluation of E at the consensus. */
    public double energyOfConsensus(int ofData) {
        part = ofData;
        return energy(swarm.consensus());
    }

    private double energy(double[] x) {
        evaluations++;
        return problem.energy().at(x, part);
    }

    /** What the particles agreed on in the last step, [d]; null before the first. */
    public double[] consensus() {
        return swarm.consensus();
    }

    /** What a consensus is made of, [N][d]: positions of all particles, or with memory their best ones. */
    public double[][] points() {
        return swarm.points();
    }

    /** Root mean squared distance of the particles to their mean. */
    public double spread() {
        return swarm.spread();
    }

    /** Of the weights of the last step. */
    public double effectiveSampleSize() {
        return swarm.effectiveSampleSize();
    }

    /** Weight exponent of the last step. */
    public double alpha() {
        return swarm.alpha();
    }

    /** Noise of the next step. */
    public double sigma() {
        return swarm.sigma();
    }

    /** N now. */
    public int particles() {
        return swarm.size();
    }

    /** Evaluations of the energy so far. */
    public long evaluations() {
        return evaluations;
    }

    public Snapshot snapshot() {
        return swarm.snapshot(evaluations);
    }
}
