package dev.hone.search.bandit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.InvalidFieldException;
import dev.hone.core.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BanditsTest {

    private static final int ARMS = 5;

    static Stream<Learner> learners() {
        return Stream.of(
                TsallisInf.learner(),
                BinnedTsallisInf.learner(BinnedTsallisInf.Options.defaults(0, 1)),
                ChebCb.learner(ChebCb.Options.defaults(0, 1)),
                Ucb1.learner(Ucb1.Options.defaults()),
                Exp3.learner(),
                EpsilonGreedy.learner(EpsilonGreedy.Options.defaults()),
                ThompsonSampling.learner(ThompsonSampling.Options.defaults()),
                GoldenSection.learner(),
                ConstantArm.fixed(3),
                ConstantArm.uniform());
    }

    private static double cost(Play play, RandomGenerator random) {
        return 2 + Math.abs(play.arm() - 2) + 0.2 * play.context() + random.nextDouble();
    }

    /** Plays rounds {@code from} to {@code to}; every draw depends on the number of the round alone. */
    private static List<Play> run(Bandit bandit, int from, int to) {
        List<Play> plays = new ArrayList<>();
        for (int t = from; t < to; t++) {
            RandomGenerator random = Seeds.stream(8, t);
            Play play = bandit.play(random.nextDouble(), new int[ARMS], random);
            plays.add(play);
            bandit.learn(play, cost(play, random));
        }
        return plays;
    }

    @ParameterizedTest
    @MethodSource("learners")
    void probabilitiesAreADistribution(Learner learner) {
        Bandit bandit = learner.create(ARMS, OptionalDouble.of(1));
        for (int t = 0; t < 300; t++) {
            double[] p = bandit.probabilities(0.3);
            if (p.length > 0) {
                assertThat(Arrays.stream(p).sum()).isCloseTo(1, within(1e-9));
                assertThat(Arrays.stream(p).min().getAsDouble()).isNotNegative();
            }
            run(bandit, t, t + 1);
        }
    }

    @ParameterizedTest
    @MethodSource("learners")
    void aRestoredLearnerPlaysOnExactly(Learner learner) {
        Bandit whole = learner.create(ARMS, OptionalDouble.empty());
        run(whole, 0, 137);
        Bandit restored = learner.create(ARMS, OptionalDouble.empty());
        restored.restore(whole.state());
        assertThat(run(restored, 137, 300)).isEqualTo(run(whole, 137, 300));
        assertThat(restored.state()).containsExactly(whole.state());
    }

    @ParameterizedTest
    @MethodSource("learners")
    void learnersFindTheBestArm(Learner learner) {
        Bandit bandit = learner.create(ARMS, OptionalDouble.of(1));
        run(bandit, 0, 1_000);
        double share =
                run(bandit, 1_000, 2_000).stream().filter(p -> p.arm() == 2).count() / 1_000.0;
        if (learner.id().equals("fixed")) {
            assertThat(share).isZero();
        } else if (learner.id().equals("uniform")) {
            assertThat(share).isBetween(0.15, 0.25);
        } else {
            assertThat(share).isGreaterThan(0.5);
        }
    }

    @ParameterizedTest
    @MethodSource("learners")
    void oneArmIsNoChoice(Learner learner) {
        assertThatThrownBy(() -> learner.create(1, OptionalDouble.empty()))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageContaining("at least 2 to choose among");
    }

    @Test
    void ucbIsTheLeastBound() {
        assertThat(Ucb1.bound(0.5, Math.sqrt(2), Math.E, 8)).isCloseTo(0, within(1e-15));
        Bandit bandit = Ucb1.learner(Ucb1.Options.defaults()).create(3, OptionalDouble.of(0));
        // unplayed arms first, pending ones not again
        assertThat(bandit.play(0, new int[] {1, 0, 0}, Seeds.stream(1)).arm()).isEqualTo(1);
        bandit.learn(Play.given(0, 0), 10);
        bandit.learn(Play.given(1, 0), 2);
        bandit.learn(Play.given(2, 0), 4);
        assertThat(bandit.play(0, new int[3], Seeds.stream(1)).arm()).isEqualTo(1);
        // t = 7, pending plays count: .2 - sqrt(2 ln 7 / 5) = -.682, .4 - sqrt(2 ln 7) = -1.57, 1 - sqrt(2 ln 7) = -.97
        assertThat(bandit.play(0, new int[] {0, 4, 0}, Seeds.stream(1)).arm()).isEqualTo(2);
    }

    @Test
    void exp3IsExponentialInTheLosses() {
        double[] p = Exp3.probabilities(new double[] {3, 1}, 4);
        // eta = sqrt(ln 2 / 8), odds exp(-2 eta)
        double odds = Math.exp(-2 * Math.sqrt(Math.log(2) / 8));
        assertThat(p).containsExactly(new double[] {odds / (1 + odds), 1 / (1 + odds)}, within(1e-15));
    }

    @Test
    void exp3WeighsByTheProbabilityOfThePlay() {
        Bandit bandit = Exp3.learner().create(2, OptionalDouble.of(1));
        bandit.learn(new Play(0, 0.25, Double.NaN, 0), 5);
        bandit.learn(new Play(1, 0.5, Double.NaN, 0), 3);
        // losses (1, .5) in units of the range 1..5
        assertThat(bandit.probabilities(0)).containsExactly(Exp3.probabilities(new double[] {4, 1}, 3), within(1e-12));
    }

    @Test
    void thompsonHasTheConjugatePosterior() {
        // prior: one pseudo-play of mean 2, variance 4; plays 4 and 8: n = 2, mean 6, squares 8
        double[] student = ThompsonSampling.posterior(2, 6, 8, 2, 4);
        // m = 14/3, a = 2, b = 4 + 4 + 2 * 16 / 6 = 40/3, scale = sqrt(40/3 / 6)
        assertThat(student).containsExactly(new double[] {14.0 / 3, Math.sqrt(20.0 / 9), 4}, within(1e-12));
    }

    @Test
    void thompsonOnSharesFindsTheBetterCoin() {
        Learner learner = ThompsonSampling.learner(new ThompsonSampling.Options(ThompsonSampling.Model.BERNOULLI));
        Bandit bandit = learner.create(2, OptionalDouble.empty());
        RandomGenerator random = Seeds.stream(4);
        int better = 0;
        for (int t = 0; t < 500; t++) {
            Play play = bandit.play(Double.NaN, new int[2], random);
            better += play.arm();
            bandit.learn(play, random.nextDouble() < (play.arm() == 1 ? 0.2 : 0.6) ? 1 : 0);
        }
        assertThat(better).isGreaterThan(450);
        assertThatThrownBy(() -> bandit.learn(Play.given(0, Double.NaN), 1.5)).hasMessageContaining("gaussian");
    }

    @Test
    void goldenSectionNeedsFewPlaysOfTwentyArms() {
        for (int best = 0; best < 20; best++) {
            Bandit bandit = GoldenSection.learner().create(20, OptionalDouble.empty());
            List<Integer> arms = new ArrayList<>();
            for (int t = 0; t < 12; t++) {
                Play play = bandit.play(Double.NaN, new int[20], Seeds.stream(1));
                arms.add(play.arm());
                bandit.learn(play, Math.abs(play.arm() - best));
            }
            assertThat(arms.get(11)).isEqualTo(best);
            assertThat(arms.stream().distinct().count()).isLessThanOrEqualTo(8);
        }
    }
}
