package dev.hone.search.preference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hone.core.Seeds;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.SearchSpace;
import dev.hone.search.gp.Embedding;
import dev.hone.search.kernel.Smoothness;
import dev.hone.search.kernel.StationaryKernel;
import dev.hone.search.preference.PreferenceSampler.Acquisition;
import dev.hone.search.qmc.SpaceFilling;
import dev.hone.search.surrogate.GaussianPosterior;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class ScreenDesignTest {

    private static final SearchSpace SPACE =
            SearchSpace.of(FloatParameter.linear("x", 0, 1), FloatParameter.linear("y", 0, 1));

    private static final Embedding EMBEDDING = new Embedding(SPACE, Smoothness.MATERN_52);
    private static final double[] KNOWN = {0.8, 0.6};

    private static final GaussianPosterior POSTERIOR = LaplaceApproximation.of(
                    StationaryKernel.ard(Smoothness.MATERN_52, 0.3, 0.5).scaled(5),
                    new Evidence(
                            List.of(new double[] {0.1, 0.9}, new double[] {0.4, 0.2}, KNOWN),
                            List.of(new Duel(0, 1, 1, 1), new Duel(2, 1, 1, 1), new Duel(2, 0, 1, 1))))
            .posterior();

    private static List<Configuration> choose(Acquisition acquisition, List<double[]> beside, int count) {
        double floor = POSTERIOR.mean(KNOWN, null);
        return new ScreenDesign(EMBEDDING, acquisition, POSTERIOR, List.of(KNOWN), floor, Seeds.stream(1))
                .choose(beside, count, c -> false, new SpaceFilling(SPACE, 1));
    }

    private static double best(List<double[]> screen) {
        List<double[]> others = screen.subList(0, screen.size() - 1);
        return new ExpectedBest(POSTERIOR, others, Double.NEGATIVE_INFINITY, 4000, Seeds.stream(3))
                .value(screen.get(screen.size() - 1), null);
    }

    private static double[] random(RandomGenerator random) {
        return new double[] {random.nextDouble(), random.nextDouble()};
    }

    @Test
    void noRandomPairHasAGreaterExpectedBest() {
        List<double[]> chosen = choose(Acquisition.EUBO, List.of(), 2).stream()
                .map(EMBEDDING::embed)
                .toList();
        RandomGenerator random = Seeds.stream(5);
        for (int i = 0; i < 2000; i++) {
            assertThat(best(List.of(random(random), random(random)))).isLessThanOrEqualTo(best(chosen) + 1e-6);
        }
    }

    @Test
    void noRandomPairBesideTheBestHasAMuchGreaterExpectedBest() {
        List<Configuration> pair = choose(Acquisition.EUBO, List.of(KNOWN), 2);
        double chosen = best(List.of(KNOWN, EMBEDDING.embed(pair.get(0)), EMBEDDING.embed(pair.get(1))));
        RandomGenerator random = Seeds.stream(5);
        for (int i = 0; i < 500; i++) {
            assertThat(best(List.of(KNOWN, random(random), random(random))))
                    .as("up to the error of 128 draws")
                    .isLessThanOrEqualTo(chosen + 0.05);
        }
    }

    @Test
    void theChallengerOfTheBestHasTheGreatestExpectedImprovement() {
        double floor = POSTERIOR.mean(KNOWN, null);
        ExpectedBest improvement = new ExpectedBest(POSTERIOR, List.of(), floor, 1, Seeds.stream(3));
        double chosen = improvement.value(
                EMBEDDING.embed(choose(Acquisition.EI, List.of(), 1).get(0)), null);
        assertThat(chosen).isGreaterThan(floor);
        RandomGenerator random = Seeds.stream(5);
        for (int i = 0; i < 2000; i++) {
            assertThat(improvement.value(random(random), null)).isLessThanOrEqualTo(chosen + 1e-6);
        }
    }

    @Test
    void whatIsKnownLeastIsFarFromTheScreen() {
        var difference = ExpectedBest.leastKnownDifference(POSTERIOR, List.of(KNOWN));
        double chosen = difference.value(
                EMBEDDING.embed(choose(Acquisition.VARIANCE, List.of(KNOWN), 1).get(0)), null);
        RandomGenerator random = Seeds.stream(5);
        for (int i = 0; i < 2000; i++) {
            assertThat(difference.value(random(random), null)).isLessThanOrEqualTo(chosen + 1e-6);
        }
    }

    @Test
    void drawsOfTheUtilityDifferAndMembersAreDistinct() {
        assertThat(choose(Acquisition.THOMPSON, List.of(KNOWN), 4)).hasSize(4).doesNotHaveDuplicates();
    }

    @Test
    void whatIsTakenIsNotChosen() {
        Configuration first = choose(Acquisition.EUBO, List.of(KNOWN), 1).get(0);
        double floor = POSTERIOR.mean(KNOWN, null);
        List<Configuration> other = new ScreenDesign(
                        EMBEDDING, Acquisition.EUBO, POSTERIOR, List.of(KNOWN), floor, Seeds.stream(1))
                .choose(List.of(KNOWN), 1, first::equals, new SpaceFilling(SPACE, 1));
        assertThat(other).hasSize(1).doesNotContain(first);
    }
}
