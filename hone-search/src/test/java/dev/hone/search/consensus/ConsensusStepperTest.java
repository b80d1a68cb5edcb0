package dev.hone.search.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.HoneException;
import dev.hone.core.InvalidFieldException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConsensusStepperTest {

    private static final ConsensusOptions BASE =
            ConsensusOptions.paper().withParticles(30).withNoise(Diffusion.ANISOTROPIC, 0.7, 0.1);
    private static final double[] MEAN = {0, 0, 0};

    private static final ConsensusProblem PARTS = ConsensusProblem.onBatches(
            (x, part) -> (x[0] - part) * (x[0] - part) + Math.abs(x[1] + 1) + Math.cos(3 * x[2]));

    static List<ConsensusOptions> variants() {
        return List.of(
                BASE,
                BASE.withMemory(ConsensusOptions.Memory.best()),
                BASE.withMemory(new ConsensusOptions.Memory(5, 50, 0, 0.4, 0.2)),
                BASE.withBatches(new ConsensusOptions.Batches(7, false, 1)).withReduction(0.3),
                BASE.withBatches(new ConsensusOptions.Batches(7, true, 1)).withKick(true),
                BASE.withCooling(4).withGradient(new ConsensusOptions.Gradient(1, 0.1, 1e-3)),
                BASE.withAlpha(1, true));
    }

    @ParameterizedTest
    @MethodSource("variants")
    void whatIsRestoredGoesOnToTheBit(ConsensusOptions options) {
        ConsensusStepper whole = ConsensusStepper.start(PARTS, MEAN, 1, options, 3);
        ConsensusStepper left = ConsensusStepper.start(PARTS, MEAN, 1, options, 3);
        for (int k = 0; k < 17; k++) {
            left = ConsensusStepper.restore(PARTS, MEAN, 1, options, 3, left.snapshot());
            whole.step(k % 3);
            left.step(k % 3);
            if (k % 5 == 4) {
                whole.cool();
                left.cool();
            }
            assertThat(left.consensus()).containsExactly(whole.consensus());
            assertThat(left.beginsPass()).isEqualTo(whole.beginsPass());
        }
        assertThat(left.spread()).isEqualTo(whole.spread());
        assertThat(left.sigma()).isEqualTo(whole.sigma()).isLessThan(options.sigma());
        assertThat(left.alpha()).isEqualTo(whole.alpha());
        assertThat(left.particles()).isEqualTo(whole.particles());
        assertThat(left.evaluations()).isEqualTo(whole.evaluations());
    }

    /** The vector of the method file, and a fifth particle that is nowhere. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 1e4})
    void consensusOfTheMethodFile(double shift) {
        double[][] v = {{0, 1}, {2, -1}, {1, 1}, {-1, 0.5}, {7, 7}};
        double[] e = {1, 0.3, 0.5, 2, Double.NaN};
        ConsensusProblem problem = ConsensusProblem.of(x -> {
            for (int i = 0; i < v.length; i++) {
                if (Arrays.equals(x, v[i])) {
                    return e[i] + shift;
                }
            }
            throw new AssertionError("never asked for");
        });
        ConsensusOptions options =
                ConsensusOptions.paper().withParticles(5).withAlpha(2, false).withNoise(Diffusion.ISOTROPIC, 0.8, 0.1);
        ConsensusStepper.Snapshot start = new ConsensusStepper.Snapshot(
                v,
                new double[0][],
                new double[5],
                new double[0],
                2,
                2,
                0.8,
                0,
                0,
                0,
                0,
                new int[][] {{0, 1, 2, 3, 4}},
                0);
        ConsensusStepper stepper = ConsensusStepper.restore(problem, new double[] {0, 0}, 1, options, 1, start);
        stepper.step(0);
        assertThat(stepper.consensus()).containsExactly(new double[] {1.35207913, -0.03404434}, within(1e-8));
        assertThat(stepper.evaluations()).isEqualTo(5);
        // without noise every particle comes nearer by a tenth
        ConsensusStepper still = ConsensusStepper.restore(
                problem,
                new double[] {0, 0},
                1,
                options.withNoise(Diffusion.ISOTROPIC, 0, 0.1),
                1,
                new ConsensusStepper.Snapshot(
                        v, new double[0][], new double[5], new double[0], 2, 2, 0, 0, 0, 0, 0, start.batches(), 0));
        still.step(0);
        assertThat(still.snapshot().positions()[1])
                .containsExactly(new double[] {2 - 0.1 * (2 - 1.35207913), -1 + 0.1 * (1 - 0.03404434)}, within(1e-8));
    }

    @Test
    void aPassEndsWhenEveryParticleWasEvaluated() {
        ConsensusStepper stepper =
                ConsensusStepper.start(PARTS, MEAN, 1, BASE.withBatches(new ConsensusOptions.Batches(10, false, 1)), 1);
        assertThat(stepper.beginsPass()).isTrue();
        for (int k = 0; k < 7; k++) {
            stepper.step(0);
            assertThat(stepper.beginsPass()).as("after step " + k).isEqualTo(k % 3 == 2);
        }
        assertThat(stepper.evaluations()).isEqualTo(70);
    }

    @Test
    void manyPointsAreAskedForAtOnce() {
        int[] calls = {0, 0};
        ConsensusProblem problem = ConsensusProblem.onBatches(new ConsensusProblem.Energy() {
            @Override
            public double at(double[] x, int part) {
                calls[0]++;
                return x[0] * x[0];
            }

            @Override
            public double[] all(double[][] points, int part) {
                calls[1]++;
                assertThat(points).hasDimensions(30, 3);
                return Arrays.stream(points).mapToDouble(x -> x[0] * x[0]).toArray();
            }
        });
        ConsensusStepper stepper = ConsensusStepper.start(problem, MEAN, 1, BASE, 1);
        stepper.step(0);
        stepper.energyOfConsensus(0);
        assertThat(calls).containsExactly(1, 1);
    }

    @Test
    void snapshotsOfOtherRunsAreRefused() {
        ConsensusStepper.Snapshot snapshot =
                ConsensusStepper.start(PARTS, MEAN, 1, BASE, 1).snapshot();
        assertThatThrownBy(() -> ConsensusStepper.restore(PARTS, new double[2], 1, BASE, 1, snapshot))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageContaining("positions: is 3 numbers each, expected 2");
        ConsensusOptions remembers = BASE.withMemory(ConsensusOptions.Memory.best());
        assertThatThrownBy(() -> ConsensusStepper.restore(PARTS, MEAN, 1, remembers, 1, snapshot))
                .isInstanceOf(HoneException.class)
                .hasMessageContaining("best");
    }
}
