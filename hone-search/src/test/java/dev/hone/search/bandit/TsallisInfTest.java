package dev.hone.search.bandit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.Seeds;
import java.util.Arrays;
import java.util.OptionalDouble;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TsallisInfTest {

    /** The vector of row 28. */
    @Test
    void theDistributionOfTheReference() {
        double[] p = TsallisInf.probabilities(new double[] {10, 2, 0}, 2, 4);
        assertThat(p).containsExactly(new double[] {0.07009795, 0.31668223, 0.61321982}, within(5e-9));
    }

    @Property
    void aDistributionWhateverTheLosses(
            @ForAll @Size(min = 2, max = 40) double[] losses,
            @ForAll @IntRange(min = 1, max = 1_000_000) int t,
            @ForAll @DoubleRange(min = 0.01, max = 1e4) double scale) {
        double[] k = Arrays.stream(losses).map(x -> Math.abs(x) % 1e12).toArray();
        double[] p = TsallisInf.probabilities(k, scale, t);
        assertThat(Arrays.stream(p).sum()).isCloseTo(1, within(1e-12));
        assertThat(Arrays.stream(p).min().getAsDouble()).isPositive();
        // the equation itself: 2 / (eta sqrt(p_i)) - k_i / scale is the same z for all arms
        double eta = 2 / Math.sqrt(t);
        double z = k[0] / scale - 2 / (eta * Math.sqrt(p[0]));
        for (int i = 1; i < p.length; i++) {
            double other = k[i] / scale - 2 / (eta * Math.sqrt(p[i]));
            assertThat(other).isCloseTo(z, within(1e-12 * (1 + k[0] / scale + k[i] / scale + Math.abs(z))));
        }
    }

    @Test
    void learnsWithTheProbabilityOfThePlay() {
        Bandit bandit = new TsallisInf(3, OptionalDouble.of(1));
        assertThat(bandit.probabilities(Double.NaN))
                .containsExactly(new double[] {1.0 / 3, 1.0 / 3, 1.0 / 3}, within(1e-12));
        bandit.learn(new Play(0, 0.25, Double.NaN, Double.NaN), 11);
        bandit.learn(new Play(1, 0.5, Double.NaN, Double.NaN), 5);
        // k = (10 / .25, 4 / .5, 0), scale = mean(11, 5) - 1, third round
        assertThat(bandit.probabilities(Double.NaN))
                .containsExactly(TsallisInf.probabilities(new double[] {40, 8, 0}, 7, 3), within(1e-12));
    }

    @Test
    void playsOfOthersTeachNothing() {
        Bandit bandit = new TsallisInf(3, OptionalDouble.of(1));
        bandit.learn(Play.given(2, Double.NaN), 100);
        assertThat(bandit.probabilities(Double.NaN))
                .containsExactly(new double[] {1.0 / 3, 1.0 / 3, 1.0 / 3}, within(1e-12));
    }

    @Test
    void costsThatAreAllTheLeastGiveScaleOne() {
        Bandit bandit = new TsallisInf(2, OptionalDouble.of(1));
        bandit.learn(new Play(0, 0.5, Double.NaN, Double.NaN), 1);
        assertThat(bandit.probabilities(Double.NaN)).containsExactly(new double[] {0.5, 0.5}, within(1e-12));
    }

    @Test
    void theLeastCostMayBecomeKnownLate() {
        Bandit unknown = new TsallisInf(2, OptionalDouble.empty());
        Bandit known = new TsallisInf(2, OptionalDouble.of(-3));
        Play[] plays = {new Play(0, 0.5, Double.NaN, Double.NaN), new Play(1, 0.25, Double.NaN, Double.NaN)};
        for (Bandit bandit : new Bandit[] {unknown, known}) {
            bandit.learn(plays[0], 7);
            bandit.learn(plays[1], -3);
        }
        assertThat(unknown.probabilities(Double.NaN)).containsExactly(known.probabilities(Double.NaN), within(1e-12));
    }

    @Test
    void binsLearnApart() {
        Bandit bandit =
                new BinnedTsallisInf(2, OptionalDouble.of(1), new BinnedTsallisInf.Options(new ContextRange(0, 1), 5));
        bandit.learn(new Play(0, 0.5, Double.NaN, 0.19), 11);
        double[] learned = TsallisInf.probabilities(new double[] {20, 0}, 10, 2);
        assertThat(bandit.probabilities(0.05)).containsExactly(learned, within(1e-12));
        assertThat(bandit.probabilities(-7)).containsExactly(learned, within(1e-12));
        assertThat(bandit.probabilities(0.2)).containsExactly(0.5, 0.5);
        assertThat(bandit.probabilities(1)).containsExactly(0.5, 0.5);
    }

    @Test
    void drawsFollowTheProbabilities() {
        Bandit bandit = new TsallisInf(3, OptionalDouble.of(1));
        bandit.learn(new Play(0, 0.5, Double.NaN, Double.NaN), 5);
        double[] p = bandit.probabilities(Double.NaN);
        int[] counts = new int[3];
        var random = Seeds.stream(5);
        for (int i = 0; i < 20_000; i++) {
            Play play = bandit.play(Double.NaN, new int[3], random);
            counts[play.arm()]++;
            assertThat(play.probability()).isEqualTo(p[play.arm()]);
        }
        for (int i = 0; i < 3; i++) {
            assertThat(counts[i] / 20_000.0).isCloseTo(p[i], within(0.02));
        }
    }
}
