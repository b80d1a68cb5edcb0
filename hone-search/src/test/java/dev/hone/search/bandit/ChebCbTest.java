package dev.hone.search.bandit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.HoneException;
import dev.hone.core.Seeds;
import java.util.Arrays;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ChebCbTest {

    /** The vectors of row 28. */
    @Test
    void featuresOfTheReference() {
        double u = new ContextRange(-0.15, 0.65).unit(0.1);
        assertThat(ChebCb.features(u, 6))
                .containsExactly(new double[] {1, -.375, -.71875, .9140625, .03320312, -.93896484}, within(5e-9));
    }

    @Test
    void inverseGapsOfTheReference() {
        assertThat(ChebCb.inverseGap(new double[] {.3, .1, .5}, 20))
                .containsExactly(new double[] {.14285714, .76623377, .09090909}, within(5e-9));
        assertThat(ChebCb.inverseGap(new double[] {3, 1, 5}, 0))
                .containsExactly(new double[] {1.0 / 3, 1.0 / 3, 1.0 / 3}, within(1e-15));
    }

    /** The paper's eta for costs divided by S = K N, times gaps divided by S, is ours times gaps in units of cost. */
    @Test
    void theScaleOfThePaperDropsOut() {
        int m = 6;
        long t = 50;
        int d = 20;
        double width = 0.8;
        double greatest = 400;
        double least = 30;
        double lipschitz = (greatest - least) / width;
        double n = 2 + 4 * width * lipschitz / greatest * (1 + Math.log(m));
        double s = greatest * n;
        double r = 12_345;
        double alpha = (Math.PI + 2 / Math.PI * Math.log(2 * m + 1)) * width * lipschitz / (2 * s * (m + 1));
        double etaOfThePaper = 2 * t * Math.sqrt(d * t / (r / (s * s) + 2 * alpha * alpha * t));
        double ours = ChebCb.eta(t, d, r, ChebCb.approximation(m, greatest - least));
        assertThat(ours).isCloseTo(etaOfThePaper / s, within(1e-12 * ours));
        assertThat(ChebCb.eta(0, d, 0, 0)).isZero();
        assertThat(ChebCb.eta(5, d, 0, 0)).isZero();
    }

    @Test
    void predictsWhatItWasTold() {
        // cost 1 + 10 + 4 u on arm 0, 1 + 10 on arm 1; contexts in [0, 2], so u = c - 1
        Bandit bandit = new ChebCb(2, OptionalDouble.of(1), ChebCb.Options.defaults(0, 2));
        for (int i = 0; i <= 10; i++) {
            double c = i / 5.0;
            bandit.learn(Play.given(0, c), 11 + 4 * (c - 1));
            bandit.learn(Play.given(1, c), 11);
        }
        Play play = bandit.play(0.5, new int[2], Seeds.stream(1));
        double eta = ChebCb.eta(22, 2, 0, ChebCb.approximation(6, 8));
        assertThat(bandit.probabilities(0.5))
                .containsExactly(ChebCb.inverseGap(new double[] {8, 10}, eta), within(1e-9));
        assertThat(bandit.probabilities(1.75))
                .containsExactly(ChebCb.inverseGap(new double[] {13, 10}, eta), within(1e-9));
        assertThat(play.prediction()).isCloseTo(play.arm() == 0 ? 9 : 11, within(1e-9));
    }

    /** Two plays at nearly the same context ask for a slope of 900 a unit; the box allows 2 (10 - 1). */
    @Test
    void coefficientsStayInTheBox() {
        Bandit bandit = new ChebCb(2, OptionalDouble.of(1), new ChebCb.Options(new ContextRange(-1, 1), 2));
        bandit.learn(Play.given(0, 0), 1);
        bandit.learn(Play.given(0, 0.01), 10);
        Play play = new Play(0, 1, Double.NaN, 1);
        for (int seed = 0; play.arm() != 0 || Double.isNaN(play.prediction()); seed++) {
            play = bandit.play(1, new int[2], Seeds.stream(seed));
        }
        // least squares of (0, 9) on theta_0 + theta_1 (0, .01) with theta_1 = 18: theta_0 = 4.5 - 18 * .005
        assertThat(play.prediction()).isCloseTo(1 + 4.5 - 0.09 + 18, within(1e-9));
    }

    @Test
    void errorsAreThoseOfPredictionsWhenPlayed() {
        Bandit bandit = new ChebCb(2, OptionalDouble.of(1), ChebCb.Options.defaults(0, 1));
        bandit.learn(new Play(0, 0.5, 1, 0.5), 6);
        bandit.learn(new Play(1, 0.5, 4, 0.5), 6);
        double[] p = bandit.probabilities(0.5);
        // both arms are predicted alike at the only context seen
        assertThat(p).containsExactly(new double[] {0.5, 0.5}, within(1e-9));
        double[] state = bandit.state();
        assertThat(state[state.length - 1]).isEqualTo(25 + 4);
    }

    @Test
    void learnsTheBetterArmOfEachContext() {
        Bandit bandit = new ChebCb(2, OptionalDouble.of(1), ChebCb.Options.defaults(0, 1));
        var random = Seeds.stream(11);
        int right = 0;
        for (int t = 0; t < 400; t++) {
            double c = random.nextDouble();
            Play play = bandit.play(c, new int[2], random);
            bandit.learn(play, play.arm() == 0 ? 1 + 100 * c : 101 - 100 * c);
            right += t >= 200 && (play.arm() == 0) == (c < 0.5) ? 1 : 0;
        }
        assertThat(right).isGreaterThan(180);
    }

    @Test
    void needsAContext() {
        Bandit bandit = new ChebCb(2, OptionalDouble.of(1), ChebCb.Options.defaults(0, 1));
        assertThatThrownBy(() -> bandit.play(Double.NaN, new int[2], Seeds.stream(1)))
                .isInstanceOf(HoneException.class)
                .hasMessageContaining("context: is missing, expected a number from 0.0 to 1.0");
        assertThatThrownBy(() -> new ContextRange(1, 1)).hasMessageContaining("context_low");
        assertThat(Arrays.stream(bandit.probabilities(40)).sum()).isEqualTo(1);
    }
}
