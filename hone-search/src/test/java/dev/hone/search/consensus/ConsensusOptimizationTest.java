package dev.hone.search.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.HoneException;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.Seeds;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConsensusOptimizationTest {

    private static final ConsensusOptions BASE =
            ConsensusOptions.paper().withParticles(60).withNoise(Diffusion.ANISOTROPIC, 1, 0.1);
    private static final double[] START = {0, 0, 0};

    /** Minimum 0 at (1, -1, 0.5), rippled. */
    private static double bowl(double[] x) {
        double[] target = {1, -1, 0.5};
        double sum = 0;
        for (int k = 0; k < 3; k++) {
            double z = x[k] - target[k];
            sum += z * z + 0.1 * (1 - Math.cos(6 * z));
        }
        return sum;
    }

    static List<ConsensusOptions> variants() {
        return List.of(
                BASE,
                BASE.withNoise(Diffusion.ISOTROPIC, 0.5, 0.1),
                BASE.withAlpha(1, true),
                BASE.withTruncation(1, 10),
                BASE.withGradient(new ConsensusOptions.Gradient(1, 0.3, 1e-3)),
                BASE.withMemory(ConsensusOptions.Memory.best()),
                BASE.withMemory(new ConsensusOptions.Memory(5, 50, 0, 0.4, 0.2)),
                BASE.withBatches(new ConsensusOptions.Batches(20, false, 1)),
                BASE.withBatches(new ConsensusOptions.Batches(20, true, 1)),
                BASE.withCooling(20),
                BASE.withReduction(0.1),
                BASE.withKick(true),
                BASE.withHop(0.2));
    }

    @ParameterizedTest
    @MethodSource("variants")
    void everyVariantFindsTheMinimum(ConsensusOptions options) {
        ConsensusProblem problem = ConsensusProblem.of(ConsensusOptimizationTest::bowl)
                .within(new double[] {-3, -3, -3}, new double[] {3, 3, 3});
        ConsensusOptimization.Run run = ConsensusOptimization.minimize(problem, START, 1, 300, options, 5);
        assertThat(run.consensus()).containsExactly(new double[] {1, -1, 0.5}, within(0.2));
        assertThat(run.energy()).isLessThan(0.15);
        assertThat(ConsensusOptimization.minimize(problem, START, 1, 300, options, 5)
                        .trajectory())
                .isDeepEqualTo(run.trajectory());
    }

    @Test
    void theEnergyMayBeShifted() {
        ConsensusOptimization.Run plain = ConsensusOptimization.minimize(
                ConsensusProblem.of(ConsensusOptimizationTest::bowl), START, 1, 20, BASE, 5);
        ConsensusOptimization.Run shifted =
                ConsensusOptimization.minimize(ConsensusProblem.of(x -> bowl(x) + 1e4), START, 1, 20, BASE, 5);
        assertThat(shifted.consensus()).containsExactly(plain.consensus(), within(1e-6));
    }

    @Test
    void particlesStayInTheBox() {
        AtomicInteger outside = new AtomicInteger();
        ConsensusProblem problem = ConsensusProblem.of(x -> {
                    outside.addAndGet(x[0] < 0 || x[0] > 1 ? 1 : 0);
                    return -x[0];
                })
                .within(new double[] {0}, new double[] {1});
        ConsensusOptions wild = BASE.withNoise(Diffusion.ISOTROPIC, 3, 0.3);
        ConsensusOptimization.minimize(problem, new double[] {0.5}, 2, 50, wild, 1);
        assertThat(outside).hasValue(0);
    }

    @Test
    void dataBatchesComeInTurn() {
        AtomicInteger[] calls = {new AtomicInteger(), new AtomicInteger(), new AtomicInteger()};
        ConsensusProblem problem = ConsensusProblem.onBatches((x, part) -> {
            calls[part].incrementAndGet();
            return x[0] * x[0];
        });
        ConsensusOptions options = BASE.withBatches(new ConsensusOptions.Batches(0, false, 3));
        ConsensusOptimization.Run run = ConsensusOptimization.minimize(problem, new double[] {1}, 1, 5, options, 1);
        // Steps 0 to 5, 60 particles each; the consensus is reported in steps 0 and 5.
        assertThat(IntStream.of(0, 1, 2).map(i -> calls[i].get()).toArray()).containsExactly(121, 120, 121);
        assertThat(run.evaluations()).isEqualTo(362);
        assertThat(run.steps().get(1).energy()).isEmpty();
        assertThat(run.steps().get(5).energy()).isPresent();
    }

    @Test
    void particlesBecomeFewerAsTheyAgree() {
        ConsensusOptimization.Run run = ConsensusOptimization.minimize(
                ConsensusProblem.of(ConsensusOptimizationTest::bowl), START, 1, 60, BASE.withReduction(0.2), 2);
        int[] counts = run.steps().stream()
                .mapToInt(ConsensusOptimization.Step::particles)
                .toArray();
        assertThat(counts[0]).isEqualTo(60);
        assertThat(counts[60]).isLessThan(30);
        assertThat(IntStream.range(1, 61).allMatch(k -> counts[k] <= counts[k - 1]))
                .isTrue();
    }

    @Test
    void aKickWakesASwarmThatStandsStill() {
        ConsensusProblem flat = ConsensusProblem.of(x -> 0);
        ConsensusOptions frozen = BASE.withNoise(Diffusion.ANISOTROPIC, 0, 1);
        // With dt = 1 and no noise all particles meet in one step; the kick has sigma as its size.
        assertThat(spreadAfter(flat, frozen.withKick(true))).isLessThan(1e-12);
        ConsensusOptions still = BASE.withNoise(Diffusion.ANISOTROPIC, 1e-7, 1);
        assertThat(spreadAfter(flat, still)).isLessThan(1e-12);
        assertThat(spreadAfter(flat, still.withKick(true))).isGreaterThan(1e-8);
    }

    private static double spreadAfter(ConsensusProblem problem, ConsensusOptions options) {
        List<ConsensusOptimization.Step> steps = ConsensusOptimization.minimize(
                        problem, new double[] {1}, 1, 6, options, 1)
                .steps();
        return steps.get(6).spread();
    }

    @Test
    void nowhereDefined() {
        assertThatThrownBy(() ->
                        ConsensusOptimization.minimize(ConsensusProblem.of(x -> Double.NaN), START, 1, 5, BASE, 1))
                .isInstanceOf(HoneException.class)
                .hasMessageContaining("finite energy");
        ConsensusOptimization.Run half = ConsensusOptimization.minimize(
                ConsensusProblem.of(x -> x[0] < 0 ? Double.NaN : x[0]), new double[] {0.5}, 1, 100, BASE, 1);
        assertThat(half.consensus()[0]).isBetween(0.0, 0.05);
    }

    @Test
    void optionsAreChecked() {
        assertThatThrownBy(() -> BASE.withParticles(4))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageContaining("particles");
        assertThatThrownBy(() -> BASE.withAlpha(-1, false)).hasMessageContaining("alpha");
        assertThatThrownBy(() -> BASE.withBatches(new ConsensusOptions.Batches(61, false, 1)))
                .hasMessageContaining("batch");
        assertThatThrownBy(() -> new ConsensusOptions.Memory(1, Double.POSITIVE_INFINITY, 0.5, 0, 0))
                .hasMessageContaining("theta");
    }

    @Test
    void theConditionForConsensusIsTold() {
        ConsensusOptions isotropic = ConsensusOptions.paper().withNoise(Diffusion.ISOTROPIC, 0.5, 0.1);
        assertThat(isotropic.safeSigma(2)).isEqualTo(1);
        assertThat(isotropic.warning(2)).isEmpty();
        assertThat(isotropic.warning(8)).hasValueSatisfying(w -> assertThat(w).contains("0.5", "isotropic", "8 axes"));
        assertThat(isotropic.withNoise(Diffusion.ANISOTROPIC, 1.4, 0.1).warning(1000))
                .isEmpty();
        assertThat(isotropic.withNoise(Diffusion.ANISOTROPIC, 1.5, 0.1).warning(1000))
                .hasValueSatisfying(w -> assertThat(w).contains("1.414"));
    }

    @Test
    void comparatorsFollowTheGradient() {
        double[][] way = Comparators.gradientDescent(x -> new double[] {2 * x[0]}, new double[] {1}, 0.25, 3);
        assertThat(Arrays.stream(way).mapToDouble(x -> x[0]).toArray()).containsExactly(1, 0.5, 0.25, 0.125);
        double[][] noisy = Comparators.langevin(x -> new double[] {0}, new double[] {0}, 0.01, 10, 1, Seeds.stream(3));
        double z = Seeds.stream(3).nextGaussian();
        assertThat(noisy[1][0]).isCloseTo(10 / Math.log(2) * 0.1 * z, within(1e-12));
        assertThat(Differences.gradient(x -> x[0] * x[0] * x[1], new double[] {3, 2}, 1e-3))
                .containsExactly(new double[] {12, 9}, within(1e-6));
    }
}
