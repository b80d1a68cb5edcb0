package dev.hone.gradient.consensus;

import dev.hone.core.Check;
import dev.hone.core.Seeds;
import dev.hone.search.consensus.ConsensusDynamics;
import dev.hone.search.consensus.ConsensusOptions;
import dev.hone.search.consensus.ConsensusProblem;
import dev.hone.search.consensus.ConsensusStepper;
import dev.hone.tensor.Autograd;
import dev.hone.tensor.TensorScope;
import dev.hone.tensor.Tensors;
import dev.hone.tensor.data.Dataset;
import dev.hone.tensor.data.Loader;
import dev.hone.tensor.nn.Loss;
import dev.hone.tensor.nn.Network;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Trains a network by consensus-based optimization (row 64; arXiv 2306.09778; for networks Carrillo, Jin, Li and Zhu, arXiv
 * 1909.09249, and Riedl, 2211.12184). A particle is all parameters of the network as one vector; its energy E is the mean loss
 * on a batch of the data. Nothing is differentiated:
 *
 * <pre>
 * for each epoch, for each batch of the data, for each part of a random partition of the particles:
 *     the consensus is that of the part, and all particles (or the part) move
 * after each epoch sigma &lt;- sigma log2(e + 1) / log2(e + 2), alpha &lt;- 2 alpha
 * </pre>
 *
 * <p>The particles of a part are evaluated in one call. After each epoch the consensus of all particles, weighted by their
 * losses on all training examples, becomes the network's parameters. A
 * training may be {@linkplain #save saved} after any step; what is {@linkplain #resume resumed} goes on to the same numbers, with
 * one thread to the bit. Particles whose loss is not finite have weight 0. Not thread-safe.
 */
public final class ConsensusTrainer implements AutoCloseable {

    private static final long PARTICLES = 0x70617274L;
    private static final long DATA = 0x64617461L;

    /** Particles that are evaluated in one call, which bounds the memory. */
    private static final int AT_ONCE = 25;

    /** Examples that the consensus is evaluated on in one call. */
    private static final int EXAMPLES_AT_ONCE = 1_000;

    /**
     * @param dynamics of the particles; its batches of data and its cooling are not used, the trainer has its own
     * @param epochs passes over the data
     * @param batchSize examples in a batch of the data
     * @param deviation standard deviation of the initial particles around 0
     * @param cooling whether sigma shrinks and alpha doubles after each epoch
     */
    public record Options(
            ConsensusOptions dynamics, int epochs, int batchSize, double deviation, boolean cooling, Loss loss) {

        public Options {
            Check.positive("epochs", epochs);
            Check.positive("batch_size", batchSize);
            Check.positive("deviation", deviation);
            Check.that(
                    dynamics.batches().data() == 1,
                    "data_batches",
                    dynamics.batches().data(),
                    "1: the batches are those of the data");
            Check.that(
                    dynamics.coolingSteps() == 0,
                    "cooling",
                    dynamics.coolingSteps() + " steps",
                    "none in the dynamics: an epoch is a pass over the data");
        }

        /**
         * N = 100 particles in batches of 10, data in batches of 60, 100 epochs, alpha = 50, sigma = sqrt(0.4), dt = 0.1,
         * anisotropic, full update, cooling, N(0, I); particles that agree are kicked apart, as the authors' code does.
         */
        public static Options defaults() {
            return new Options(
                    ConsensusOptions.networks(1).withCooling(0).withKick(true), 100, 60, 1, true, Loss.CROSS_ENTROPY);
        }

        public Options withDynamics(ConsensusOptions other) {
            return new Options(other, epochs, batchSize, deviation, cooling, loss);
        }

        public Options withEpochs(int count) {
            return new Options(dynamics, count, batchSize, deviation, cooling, loss);
        }

        public Options withLoss(Loss other) {
            return new Options(dynamics, epochs, batchSize, deviation, cooling, other);
        }
    }

    /**
     * How things stand after an epoch.
     *
     * @param epoch from 1
     * @param loss of the consensus on the examples held out
     * @param accuracy of the consensus there: the share of examples whose class has the largest output; empty without classes
     * @param energy E(consensus): its loss on all training examples
     * @param spread root mean squared distance of the particles to their mean
     * @param effectiveSampleSize of the weights in the last step
     * @param alpha weight exponent in the last step
     * @param sigma noise of the epoch
     * @param particles N
     * @param evaluations of particles so far, each on a batch
     */
    public record Epoch(
            int epoch,
            double loss,
            OptionalDouble accuracy,
            double energy,
            double spread,
            double effectiveSampleSize,
            double alpha,
            double sigma,
            int particles,
            long evaluations) {}

    private final Network network;
    private final Options options;
    private final Loader loader;
    private final ConsensusStepper stepper;
    private final CheckpointFile.Identity identity;
    private final Examples training;
    private final Examples heldOut;
    private final List<Epoch> history = new ArrayList<>();
    private double[] weights = {};
    private int epoch;
    private int batch;
    private int loadedEpoch = -1;
    private int loadedBatch = -1;
    private Tensor batchInputs;
    private Tensor batchTargets;

    /** A dataset as tensors. */
    private record Examples(Tensor inputs, Tensor targets, boolean hasClasses) implements AutoCloseable {

        static Examples of(Dataset data) {
            try (TensorScope scope = TensorScope.open()) {
                return new Examples(
                        TensorScope.keep(data.inputs()), TensorScope.keep(data.targets()), data.hasClasses());
            }
        }

        int size() {
            return Math.toIntExact(inputs.size(0));
        }

        @Override
        public void close() {
            inputs.close();
            targets.close();
        }
    }

    private ConsensusTrainer(
            Network network, Dataset training, Dataset heldOut, Options options, long seed, Optional<Path> checkpoint) {
        check(training, heldOut, options);
        this.network = network;
        this.options = options;
        this.loader = new Loader(training.size(), options.batchSize(), Seeds.derive(seed, DATA));
        this.identity = new CheckpointFile.Identity(
                network.layout().module().toString(),
                options.withEpochs(1).toString(),
                training.digest() + " " + heldOut.digest(),
                seed);
        Optional<CheckpointFile> saved = checkpoint.map(file -> CheckpointFile.read(file, identity));
        double[] mean = new double[network.layout().size()];
        ConsensusProblem problem = ConsensusProblem.onBatches(new BatchEnergy()).withGradient(this::gradient);
        long swarmSeed = Seeds.derive(seed, PARTICLES);
        this.stepper = saved.map(s -> ConsensusStepper.restore(
                        problem, mean, options.deviation(), options.dynamics(), swarmSeed, s.particles()))
                .orElseGet(() ->
                        ConsensusStepper.start(problem, mean, options.deviation(), options.dynamics(), swarmSeed));
        saved.ifPresent(s -> {
            history.addAll(s.history());
            epoch = s.epoch();
            batch = s.batch();
        });
        this.training = Examples.of(training);
        this.heldOut = Examples.of(heldOut);
        if (saved.isPresent() && epoch > 0) {
            weights = saved.get().weights();
            network.load(weights);
        }
    }

    private static void check(Dataset training, Dataset heldOut, Options options) {
        Check.that(
                training.hasClasses() == heldOut.hasClasses()
                        && training.outputs() == heldOut.outputs()
                        && Arrays.equals(training.shape(), heldOut.shape()),
                "held_out",
                "examples of another kind",
                "inputs and targets as the training examples have them");
        Check.that(
                training.hasClasses() == (options.loss() == Loss.CROSS_ENTROPY),
                "loss",
                options.loss(),
                training.hasClasses() ? "CROSS_ENTROPY for classes" : "MSE for numbers");
    }

    /**
     * @param network whose parameters become the consensus; the caller's to close
     * @param heldOut examples that each epoch is judged by, and that nothing is chosen by
     * @throws dev.hone.core.InvalidFieldException if the parts do not fit together
     */
    public static ConsensusTrainer start(
            Network network, Dataset training, Dataset heldOut, Options options, long seed) {
        return new ConsensusTrainer(network, training, heldOut, options, seed, Optional.empty());
    }

    /**
     * Goes on with what was {@linkplain #save saved}. Everything must be as it was, but for the number of epochs.
     *
     * @throws dev.hone.core.HoneException if the file is not a checkpoint, or one of another training
     */
    public static ConsensusTrainer resume(
            Network network, Dataset training, Dataset heldOut, Options options, long seed, Path checkpoint) {
        return new ConsensusTrainer(network, training, heldOut, options, seed, Optional.of(checkpoint));
    }

    /** The mean loss of particles on the current batch. */
    private final class BatchEnergy implements ConsensusProblem.Energy {

        @Override
        public double at(double[] x, int part) {
            return all(new double[][] {x}, part)[0];
        }

        @Override
        public double[] all(double[][] points, int part) {
            return losses(points, batchInputs, batchTargets);
        }
    }

    /** Of several vectors of parameters, [n][d], on some examples; [n]. */
    private double[] losses(double[][] points, Tensor inputs, Tensor targets) {
        double[] losses = new double[points.length];
        for (int from = 0; from < points.length; from += AT_ONCE) {
            int to = Math.min(points.length, from + AT_ONCE);
            try (TensorScope scope = TensorScope.open()) {
                Tensor vectors = Tensors.floats(Arrays.copyOfRange(points, from, to));
                Tensor outputs = network.layout().forwardMany(vectors, inputs);
                double[] some = Tensors.doubles(options.loss().of(outputs, targets));
                System.arraycopy(some, 0, losses, from, some.length);
            }
        }
        return losses;
    }

    /** For the optional gradient drift alone. */
    private double[] gradient(double[] x) {
        try (TensorScope scope = TensorScope.open()) {
            return Tensors.doubles(Autograd.gradient(
                    v -> options.loss().of(network.layout().forward(v, batchInputs), batchTargets),
                    Tensors.floats(new double[][] {x}).flatten()));
        }
    }

    /** What is doubtful about the options; empty if nothing is. */
    public Optional<String> warning() {
        return options.dynamics().warning(network.layout().size());
    }

    /** Steps of an epoch, as long as no particles are given up. */
    public int stepsPerEpoch() {
        int size = options.dynamics().batches().particles();
        return loader.batches() * (size == 0 ? 1 : Math.max(1, stepper.particles() / size));
    }

    /** Whether all epochs are done. */
    public boolean isDone() {
        return epoch >= options.epochs();
    }

    /**
     * Makes one step.
     *
     * @return the epoch, if it ended with this step
     * @throws dev.hone.core.HoneException if no particle has a finite loss
     */
    public Optional<Epoch> step() {
        Check.that(!isDone(), "epochs", options.epochs() + ", which are done", "some that are left");
        loadBatch();
        stepper.step(batch);
        if (!stepper.beginsPass()) {
            return Optional.empty();
        }
        batch++;
        if (batch < loader.batches()) {
            return Optional.empty();
        }
        batch = 0;
        epoch++;
        weights = agreement();
        network.load(weights);
        Epoch ended = judge();
        history.add(ended);
        if (options.cooling()) {
            stepper.cool();
        }
        return Optional.of(ended);
    }

    private void loadBatch() {
        if (loadedEpoch == epoch && loadedBatch == batch) {
            return;
        }
        closeBatch();
        long[] examples = loader.batch(epoch, batch);
        try (TensorScope scope = TensorScope.open()) {
            Tensor indices = Tensors.of(examples, examples.length);
            batchInputs = TensorScope.keep(training.inputs().index_select(0, indices));
            batchTargets = TensorScope.keep(training.targets().index_select(0, indices));
        }
        loadedEpoch = epoch;
        loadedBatch = batch;
    }

    private void closeBatch() {
        if (batchInputs != null) {
            batchInputs.close();
            batchTargets.close();
            batchInputs = null;
        }
    }

    /** The consensus of all particles by their losses on all training examples, [d]. */
    private double[] agreement() {
        double[][] points = stepper.points();
        double[] energies = new double[points.length];
        for (int from = 0; from < training.size(); from += EXAMPLES_AT_ONCE) {
            int n = Math.min(EXAMPLES_AT_ONCE, training.size() - from);
            try (TensorScope scope = TensorScope.open()) {
                double[] some = losses(
                        points,
                        training.inputs().narrow(0, from, n),
                        training.targets().narrow(0, from, n));
                Arrays.setAll(energies, i -> energies[i] + some[i] * n / training.size());
            }
        }
        return ConsensusDynamics.consensus(points, ConsensusDynamics.weights(energies, stepper.alpha()));
    }

    private Epoch judge() {
        return new Epoch(
                epoch,
                mean(heldOut, this::loss),
                heldOut.hasClasses()
                        ? OptionalDouble.of(mean(heldOut, ConsensusTrainer::hits))
                        : OptionalDouble.empty(),
                mean(training, this::loss),
                stepper.spread(),
                stepper.effectiveSampleSize(),
                stepper.alpha(),
                stepper.sigma(),
                stepper.particles(),
                stepper.evaluations());
    }

    /** What is averaged over examples. */
    private interface Measure {
        Tensor of(Tensor outputs, Tensor targets);
    }

    private Tensor loss(Tensor outputs, Tensor targets) {
        return options.loss().of(outputs, targets);
    }

    private static Tensor hits(Tensor outputs, Tensor targets) {
        return outputs.argmax(new LongOptional(-1), false)
                .eq(targets)
                .to(ScalarType.Double)
                .mean();
    }

    private double mean(Examples examples, Measure measure) {
        double sum = 0;
        for (int from = 0; from < examples.size(); from += EXAMPLES_AT_ONCE) {
            int n = Math.min(EXAMPLES_AT_ONCE, examples.size() - from);
            try (TensorScope scope = TensorScope.open()) {
                Tensor outputs = network.forward(examples.inputs().narrow(0, from, n));
                sum += n
                        * measure.of(outputs, examples.targets().narrow(0, from, n))
                                .item_double();
            }
        }
        return sum / examples.size();
    }

    /** Makes all steps that are left, and returns all epochs. */
    public List<Epoch> run() {
        while (!isDone()) {
            step();
        }
        return history();
    }

    /** Epochs that have ended, those before a resumption included. */
    public List<Epoch> history() {
        return List.copyOf(history);
    }

    /** What the particles agreed on in the last step, [d]; null before the first. */
    public double[] consensus() {
        return stepper.consensus();
    }

    /** Writes all that is needed to go on: particles, memory, and how far the data have been dealt. */
    public void save(Path file) {
        new CheckpointFile(stepper.snapshot(), epoch, batch, history(), weights).write(file, identity);
    }

    /** Frees the data; the network stays open. */
    @Override
    public void close() {
        closeBatch();
        training.close();
        heldOut.close();
    }
}
