package dev.hone.search.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.HoneException;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** The vectors of the method file, and what follows from the equations. */
class ConsensusDynamicsTest {

    private static final double[][] V = {{0, 1}, {2, -1}, {1, 1}, {-1, 0.5}};
    private static final double[] E = {1, 0.3, 0.5, 2};
    private static final double[][] B = {{0.5, -1}, {1, 0.2}, {-0.3, 0.4}, {0, 2}};
    private static final Offset<Double> TINY = within(1e-8);

    private static double[] consensus(double[] energies, double alpha) {
        return ConsensusDynamics.consensus(V, ConsensusDynamics.weights(energies, alpha));
    }

    @Test
    void consensusOfTheMethodFile() {
        assertThat(consensus(E, 2)).containsExactly(new double[] {1.35207913, -0.03404434}, TINY);
        assertThat(consensus(E, 50)).containsExactly(new double[] {1.9999546, -0.9999092}, within(1e-7));
    }

    @Test
    void aShiftOfTheEnergyChangesNothing() {
        double[] shifted = {10_001, 10_000.3, 10_000.5, 10_002};
        assertThat(consensus(shifted, 2)).containsExactly(consensus(E, 2), within(1e-10));
        double[] far = {1e8 + 1, 1e8, 1e8 + 2, 1e8 + 3};
        assertThat(consensus(far, 100)).containsExactly(V[1], within(1e-12));
    }

    @Test
    void limitsOfAlpha() {
        assertThat(consensus(E, 0)).containsExactly(0.5, 0.375);
        assertThat(consensus(E, 1e6)).containsExactly(2, -1);
    }

    @Test
    void whatHasNoEnergyHasNoWeight() {
        double[] energies = {1, Double.NaN, Double.POSITIVE_INFINITY, 1};
        assertThat(consensus(energies, 100)).containsExactly(-0.5, 0.75);
        assertThatThrownBy(() -> ConsensusDynamics.weights(new double[] {Double.NaN, Double.NaN}, 1))
                .isInstanceOf(HoneException.class)
                .hasMessageContaining("none of 2 particles");
    }

    @Test
    void isotropicStepOfTheMethodFile() {
        ConsensusOptions options = ConsensusOptions.paper().withNoise(Diffusion.ISOTROPIC, 0.8, 0.1);
        double[][] expected = {
            {0.35051665, 0.46597810}, {2.22945916, -0.84455419}, {0.95230511, 1.00713264}, {-0.76479209, 1.66695403}
        };
        for (int i = 0; i < 4; i++) {
            assertThat(ConsensusDynamics.step(V[i], consensus(E, 2), options, B[i]))
                    .containsExactly(expected[i], TINY);
        }
    }

    @Test
    void anisotropicNoiseIsScaledByEachCoordinate() {
        ConsensusOptions options = ConsensusOptions.paper().withNoise(Diffusion.ANISOTROPIC, 2, 0.25);
        // v = (1, 0), V = (3, 0): drift 2/4, noise 2 * 1/2 * 2 along the first axis, none along the second
        double[] next = ConsensusDynamics.step(new double[] {3, 0}, new double[] {1, 0}, options, new double[] {1, 1});
        assertThat(next).containsExactly(3 - 0.5 + 2, 0);
    }

    @Test
    void truncationLimitsTheNoiseAndNotTheDrift() {
        double[] v = {0, 0};
        double[] x = {3, 4};
        double[] noise = {1, 0};
        ConsensusOptions isotropic = ConsensusOptions.paper()
                .withNoise(Diffusion.ISOTROPIC, 1, 0.25)
                .withTruncation(2, Double.POSITIVE_INFINITY);
        assertThat(ConsensusDynamics.step(x, v, isotropic, noise)).containsExactly(3 * 0.75 + 0.5 * 2, 3);
        ConsensusOptions anisotropic = isotropic.withNoise(Diffusion.ANISOTROPIC, 1, 0.25);
        assertThat(ConsensusDynamics.step(x, v, anisotropic, new double[] {0, 1}))
                .containsExactly(3 * 0.75, 3 + 0.5 * 2);
    }

    @Test
    void memoryPullsAndScatters() {
        ConsensusOptions options = ConsensusOptions.paper()
                .withNoise(Diffusion.ISOTROPIC, 1, 0.25)
                .withMemory(new ConsensusOptions.Memory(1, 3, 0, 2, 4));
        double[] next = {0, 0};
        ConsensusDynamics.recall(next, new double[] {3, 4}, new double[] {0, 0}, options, new double[] {1, 0});
        // -2 * 0.25 * (3, 4) + 4 * 0.5 * 5 * (1, 0)
        assertThat(next).containsExactly(-1.5 + 10, -2);
    }

    @Test
    void memoryPrefersBetterPositions() {
        assertThat(ConsensusDynamics.preference(2, 1, 3, 0)).isCloseTo((1 + Math.tanh(3)) / 2, TINY);
        assertThat(ConsensusDynamics.preference(1, 2, 3, 0.5)).isCloseTo((1.5 - Math.tanh(3)) / 2, TINY);
        assertThat(ConsensusDynamics.preference(1, 2, Double.POSITIVE_INFINITY, 0))
                .isZero();
        assertThat(ConsensusDynamics.preference(2, 1, Double.POSITIVE_INFINITY, 0))
                .isEqualTo(1);
        assertThat(ConsensusDynamics.preference(Double.NaN, 1, 3, 0)).isEqualTo(1);
        assertThat(ConsensusDynamics.preference(1, Double.NaN, 3, 0)).isZero();
        assertThat(ConsensusDynamics.towards(new double[] {1}, new double[] {3}, 0.25))
                .containsExactly(1.5);
    }

    @Test
    void effectiveSampleSizeAndAdaptiveAlpha() {
        assertThat(ConsensusDynamics.effectiveSampleSize(new double[] {1, 1, 1, 1}))
                .isEqualTo(4);
        assertThat(ConsensusDynamics.effectiveSampleSize(new double[] {1, 0.5})).isCloseTo(1.8, TINY);
        double[] energies = new double[100];
        for (int i = 0; i < 100; i++) {
            energies[i] = i * 1e-3;
        }
        double alpha = ConsensusDynamics.sharpened(energies, 1, 0.05);
        assertThat(ConsensusDynamics.effectiveSampleSize(ConsensusDynamics.weights(energies, alpha)))
                .isLessThan(5);
        assertThat(ConsensusDynamics.effectiveSampleSize(ConsensusDynamics.weights(energies, alpha / 2)))
                .isGreaterThanOrEqualTo(5);
        assertThat(ConsensusDynamics.sharpened(new double[] {7, 7, 7}, 3, 0.05)).isEqualTo(3);
    }

    @Test
    void mirrorsAndBalls() {
        assertThat(ConsensusDynamics.reflect(1.25, 0, 1)).isEqualTo(0.75);
        assertThat(ConsensusDynamics.reflect(-0.25, 0, 1)).isEqualTo(0.25);
        assertThat(ConsensusDynamics.reflect(5.5, 1, 3)).isEqualTo(1.5);
        assertThat(ConsensusDynamics.reflect(2.5, 1, 3)).isEqualTo(2.5);
        assertThat(ConsensusDynamics.reflect(7, 2, 2)).isEqualTo(2);
        assertThat(ConsensusDynamics.toBall(new double[] {3, 4}, new double[2], 1))
                .containsExactly(new double[] {0.6, 0.8}, TINY);
        assertThat(ConsensusDynamics.toBall(new double[] {3, 4}, new double[2], 6))
                .containsExactly(3, 4);
    }

    @Test
    void coolingAndReduction() {
        assertThat(ConsensusDynamics.cooled(2, 1)).isCloseTo(2 * Math.log(2) / Math.log(3), TINY);
        // factor (0.2 * 0.5 + 0.8 * 1) / 1 = 0.9
        assertThat(ConsensusDynamics.reduced(100, 1, 0.5, 0.2, 1)).isEqualTo(90);
        assertThat(ConsensusDynamics.reduced(100, 1, 0.5, 0.2, 40)).isEqualTo(100);
        assertThat(ConsensusDynamics.reduced(100, 1, 0.5, 0.2, 30)).isEqualTo(90);
        assertThat(ConsensusDynamics.reduced(100, 1, 0, 0.2, 1)).isEqualTo(80);
        assertThat(ConsensusDynamics.reduced(100, 1, 3, 0.2, 1)).isEqualTo(100);
        assertThat(ConsensusDynamics.reduced(6, 1, 0, 1, 1)).isEqualTo(5);
        assertThat(ConsensusDynamics.reduced(100, 1, 0, 0, 1)).isEqualTo(100);
        assertThat(ConsensusDynamics.variance(List.of(new double[] {0, 0}, new double[] {2, 4})))
                .isEqualTo(5);
    }
}
