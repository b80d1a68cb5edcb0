package dev.hone.gradient.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.HoneException;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.Seeds;
import dev.hone.gradient.consensus.ConsensusTrainer.Epoch;
import dev.hone.gradient.consensus.ConsensusTrainer.Options;
import dev.hone.search.consensus.ConsensusOptions;
import dev.hone.search.consensus.ConsensusOptions.Batches;
import dev.hone.search.consensus.ConsensusOptions.Gradient;
import dev.hone.search.consensus.ConsensusOptions.Memory;
import dev.hone.search.consensus.ConsensusProblem;
import dev.hone.search.consensus.ConsensusStepper;
import dev.hone.search.consensus.Diffusion;
import dev.hone.tensor.TensorScope;
import dev.hone.tensor.Tensors;
import dev.hone.tensor.data.Dataset;
import dev.hone.tensor.data.Digits12;
import dev.hone.tensor.data.Loader;
import dev.hone.tensor.nn.Activation;
import dev.hone.tensor.nn.Linear;
import dev.hone.tensor.nn.Loss;
import dev.hone.tensor.nn.Module;
import dev.hone.tensor.nn.Network;
import dev.hone.tensor.nn.Sequential;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConsensusTrainerTest {

    private static final Dataset DIGITS = Digits12.of(150, 1);
    private static final Dataset OTHERS = Digits12.of(40, 2);
    private static final Module CNN = Sequential.cnn(1, 12, 12, List.of(2L, 3L), 10, Activation.TANH);
    private static final Options QUICK = Options.defaults().withEpochs(3);

    @TempDir
    Path folder;

    @Test
    void defaultsAreThoseOfTheMethod() {
        Options defaults = Options.defaults();
        ConsensusOptions dynamics = defaults.dynamics();
        assertThat(defaults.epochs()).isEqualTo(100);
        assertThat(defaults.batchSize()).isEqualTo(60);
        assertThat(defaults.deviation()).isEqualTo(1);
        assertThat(defaults.cooling()).isTrue();
        assertThat(dynamics.particles()).isEqualTo(100);
        assertThat(dynamics.batches()).isEqualTo(new Batches(10, false, 1));
        assertThat(dynamics.alpha()).isEqualTo(50);
        assertThat(dynamics.sigma()).isEqualTo(Math.sqrt(0.4));
        assertThat(dynamics.dt()).isEqualTo(0.1);
        assertThat(dynamics.kick()).isTrue();
        assertThat(dynamics.lambda()).isEqualTo(1);
        assertThat(dynamics.diffusion()).isEqualTo(Diffusion.ANISOTROPIC);
    }

    /** The dynamics of hone-search with losses of one particle at a time. */
    @Test
    void stepsAreThoseOfTheDynamics() {
        try (Network network = Network.of(CNN, 1);
                ConsensusTrainer trainer = ConsensusTrainer.start(network, DIGITS, OTHERS, QUICK, 9);
                TensorScope scope = TensorScope.open()) {
            Tensor inputs = DIGITS.inputs();
            Tensor targets = DIGITS.targets();
            Loader loader = new Loader(150, 60, Seeds.derive(9, 0x64617461L));
            ConsensusProblem problem = ConsensusProblem.onBatches((x, part) -> {
                try (TensorScope inner = TensorScope.open()) {
                    long[] examples = loader.batch(part / 3, part % 3);
                    Tensor indices = Tensors.of(examples, examples.length);
                    Tensor outputs = network.layout()
                            .forward(Tensors.floats(new double[][] {x}).flatten(), inputs.index_select(0, indices));
                    return Loss.CROSS_ENTROPY
                            .of(outputs, targets.index_select(0, indices))
                            .item_double();
                }
            });
            ConsensusStepper stepper = ConsensusStepper.start(
                    problem, new double[network.layout().size()], 1, QUICK.dynamics(), Seeds.derive(9, 0x70617274L));
            for (int k = 0; k < 35; k++) {
                trainer.step();
                stepper.step(k / 10);
                if (k % 30 == 29) {
                    stepper.cool();
                }
                assertThat(trainer.consensus()).as("step " + k).containsExactly(stepper.consensus(), within(0.02));
            }
            assertThat(trainer.stepsPerEpoch()).isEqualTo(30);
            assertThat(trainer.history()).hasSize(1);
            assertThat(trainer.history().get(0).evaluations()).isEqualTo(300);
        }
    }

    static List<ConsensusOptions> variants() {
        ConsensusOptions base = QUICK.dynamics();
        return List.of(
                base,
                base.withMemory(new Memory(1, Double.POSITIVE_INFINITY, 0, 0.4, 0.1))
                        .withKick(false),
                base.withBatches(new Batches(20, true, 1)).withReduction(0.3),
                base.withBatches(Batches.NONE).withParticles(15).withGradient(new Gradient(1, 0.5, 1e-3)));
    }

    @ParameterizedTest
    @MethodSource("variants")
    void whatIsResumedEndsWithTheSameBits(ConsensusOptions dynamics) {
        Options options = QUICK.withDynamics(dynamics);
        Path file = folder.resolve("checkpoint.safetensors");
        try (Network whole = Network.of(CNN, 1);
                Network first = Network.of(CNN, 1);
                Network second = Network.of(CNN, 2);
                ConsensusTrainer undisturbed = ConsensusTrainer.start(whole, DIGITS, OTHERS, options, 4)) {
            try (ConsensusTrainer left = ConsensusTrainer.start(first, DIGITS, OTHERS, options, 4)) {
                int steps = left.stepsPerEpoch() + left.stepsPerEpoch() / 2;
                for (int k = 0; k < steps; k++) {
                    left.step();
                }
                left.save(file);
                assertThat(left.history()).isNotEmpty();
            }
            List<Epoch> expected = undisturbed.run();
            try (ConsensusTrainer resumed = ConsensusTrainer.resume(second, DIGITS, OTHERS, options, 4, file)) {
                assertThat(resumed.run()).isEqualTo(expected).hasSize(3);
                assertThat(resumed.consensus()).containsExactly(undisturbed.consensus());
            }
            assertThat(Tensors.floats(second.vector())).containsExactly(Tensors.floats(whole.vector()));
        }
    }

    @Test
    void anEpochEndsWithTheConsensusInTheNetwork() {
        try (Network network = Network.of(CNN, 1);
                ConsensusTrainer trainer = ConsensusTrainer.start(network, DIGITS, OTHERS, QUICK.withEpochs(1), 5)) {
            Optional<Epoch> ended = Optional.empty();
            while (!trainer.isDone()) {
                ended = trainer.step();
            }
            Epoch epoch = ended.orElseThrow();
            try (TensorScope scope = TensorScope.open()) {
                Tensor outputs = network.forward(OTHERS.inputs());
                assertThat(epoch.loss())
                        .isCloseTo(
                                Loss.CROSS_ENTROPY.of(outputs, OTHERS.targets()).item_double(), within(1e-5));
                double[] logits = Tensors.doubles(outputs);
                int hits = 0;
                for (int i = 0; i < 40; i++) {
                    double own = logits[10 * i + (int) OTHERS.label(i)];
                    hits += Arrays.stream(logits, 10 * i, 10 * i + 10).allMatch(z -> z <= own) ? 1 : 0;
                }
                assertThat(epoch.accuracy()).hasValue(hits / 40.0);
            }
            assertThat(epoch.sigma()).isEqualTo(Math.sqrt(0.4));
            assertThat(epoch.alpha()).isEqualTo(50);
            assertThat(epoch.particles()).isEqualTo(100);
            assertThat(epoch.spread()).isPositive();
            assertThatThrownBy(trainer::step)
                    .isInstanceOf(InvalidFieldException.class)
                    .hasMessageContaining("epochs");
        }
    }

    @Test
    void numbersAreLearnedFromSquaredErrors() {
        float[] x = new float[80];
        float[] y = new float[80];
        for (int i = 0; i < x.length; i++) {
            x[i] = i / 40f - 1;
            y[i] = 2 * x[i] - 1;
        }
        Dataset line = Dataset.ofValues(x, new long[] {1}, y, 1);
        Options options = QUICK.withEpochs(30).withLoss(Loss.MSE);
        try (Network network = Network.of(new Linear(1, 1), 1);
                ConsensusTrainer trainer = ConsensusTrainer.start(network, line, line, options, 1)) {
            List<Epoch> epochs = trainer.run();
            assertThat(trainer.consensus()).containsExactly(new double[] {2, -1}, within(0.5));
            assertThat(epochs.get(29).accuracy()).isEmpty();
            // nothing learned is a loss of 2.3
            assertThat(epochs.get(29).energy()).isLessThan(0.1);
        }
    }

    @Test
    void particlesWithoutAFiniteLossHaveNoWeight() {
        Dataset one = Dataset.ofValues(new float[] {1, 1}, new long[] {1}, new float[] {0, 0}, 1);
        Options mse = QUICK.withLoss(Loss.MSE);
        // squares of weights of about 1e19 are about the largest number of 32 bits
        Options wide = new Options(mse.dynamics(), 1, 60, 1e19, true, Loss.MSE);
        try (Network network = Network.of(new Linear(1, 1, false), 1);
                ConsensusTrainer trainer = ConsensusTrainer.start(network, one, one, wide, 1)) {
            trainer.run();
            assertThat(Math.abs(trainer.consensus()[0])).isLessThan(1e19);
        }
        Options nowhere = new Options(mse.dynamics(), 1, 60, 1e30, true, Loss.MSE);
        try (Network network = Network.of(new Linear(1, 1, false), 1);
                ConsensusTrainer trainer = ConsensusTrainer.start(network, one, one, nowhere, 1)) {
            assertThatThrownBy(trainer::step)
                    .isInstanceOf(HoneException.class)
                    .hasMessageContaining("none of 10 particles has a finite energy");
        }
    }

    @Test
    void checkpointsOfOtherTrainingsAreRefused() {
        Path file = folder.resolve("c.safetensors");
        try (Network network = Network.of(CNN, 1)) {
            try (ConsensusTrainer trainer = ConsensusTrainer.start(network, DIGITS, OTHERS, QUICK, 4)) {
                trainer.save(file);
            }
            assertThatThrownBy(() -> ConsensusTrainer.resume(network, DIGITS, OTHERS, QUICK, 5, file))
                    .isInstanceOf(HoneException.class)
                    .hasMessageContaining("belongs to another training: seed was 4, is 5");
            assertThatThrownBy(() -> ConsensusTrainer.resume(network, OTHERS, OTHERS, QUICK, 4, file))
                    .hasMessageContaining("data was");
            Options other = QUICK.withDynamics(QUICK.dynamics().withDrift(2));
            assertThatThrownBy(() -> ConsensusTrainer.resume(network, DIGITS, OTHERS, other, 4, file))
                    .hasMessageContaining("options was");
            try (ConsensusTrainer longer =
                    ConsensusTrainer.resume(network, DIGITS, OTHERS, QUICK.withEpochs(50), 4, file)) {
                assertThat(longer.isDone()).isFalse();
            }
        }
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> QUICK.withEpochs(0)).hasMessageContaining("epochs");
        assertThatThrownBy(() -> QUICK.withDynamics(QUICK.dynamics().withCooling(5)))
                .hasMessageContaining("cooling");
        assertThatThrownBy(() -> QUICK.withDynamics(QUICK.dynamics().withBatches(new Batches(10, false, 2))))
                .hasMessageContaining("data_batches");
        assertThatThrownBy(() -> QUICK.withDynamics(
                        QUICK.dynamics().withBatches(Batches.NONE).withParticles(4)))
                .hasMessageContaining("particles: is 4, expected a whole number of at least 5");
        Dataset values = Dataset.ofValues(new float[2], new long[] {1}, new float[2], 1);
        try (Network network = Network.of(CNN, 1)) {
            assertThatThrownBy(() -> ConsensusTrainer.start(network, DIGITS, values, QUICK, 1))
                    .hasMessageContaining("held_out");
            assertThatThrownBy(() -> ConsensusTrainer.start(network, values, values, QUICK, 1))
                    .hasMessageContaining("loss: is CROSS_ENTROPY, expected MSE for numbers");
            Options loud = QUICK.withDynamics(QUICK.dynamics().withNoise(Diffusion.ANISOTROPIC, 1.5, 0.1));
            try (ConsensusTrainer trainer = ConsensusTrainer.start(network, DIGITS, OTHERS, loud, 1)) {
                assertThat(trainer.warning())
                        .hasValueSatisfying(w -> assertThat(w).contains("1.414"));
            }
            try (ConsensusTrainer trainer = ConsensusTrainer.start(network, DIGITS, OTHERS, QUICK, 1)) {
                assertThat(trainer.warning()).isEmpty();
            }
        }
    }
}
