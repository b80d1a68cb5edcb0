package dev.hone.search.bayes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.Seeds;
import dev.hone.search.acquisition.JointKnowledgeGradient.Measurement;
import dev.hone.search.acquisition.MarginalAcquisition;
import dev.hone.search.kernel.Smoothness;
import dev.hone.search.kernel.StationaryKernel;
import dev.hone.search.surrogate.GaussianModel;
import dev.hone.search.surrogate.GaussianPosterior;
import dev.hone.search.surrogate.Observation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CriterionTest {

    private static final double[] X = {.1, .35, .6, .9};

    private static GaussianPosterior line(double... y) {
        List<Observation> data = new ArrayList<>();
        for (int i = 0; i < X.length; i++) {
            data.add(Observation.of(new double[] {X[i]}, y[i]));
        }
        return GaussianModel.of(StationaryKernel.ard(Smoothness.MATERN_52, .3), .01)
                .given(data);
    }

    private static Criterion criterion(BayesSampler.Acquisition acquisition) {
        List<double[]> spread = IntStream.range(0, 50)
                .mapToObj(i -> new double[] {(i + .5) / 50})
                .toList();
        return new Criterion(
                BayesSampler.Options.defaults().withAcquisition(acquisition),
                Goal.plain(),
                Arrays.stream(X).mapToObj(x -> new double[] {x}).toList(),
                spread,
                new int[] {0},
                Measurement.of(1),
                Seeds.stream(7));
    }

    @Test
    void improvementOnTheGreatestOutcomeObservedMatchesTheVectors() {
        List<Observation> data = List.of(
                Observation.of(new double[] {.1}, .5),
                Observation.of(new double[] {.4}, -.3),
                Observation.of(new double[] {.8}, .9));
        GaussianPosterior posterior =
                GaussianModel.of(StationaryKernel.ard(Smoothness.RBF, .3), .01).given(data);
        BayesSampler.Options options = BayesSampler.Options.defaults()
                .withAcquisition(BayesSampler.Acquisition.EI)
                .withIncumbent(BayesSampler.Incumbent.OBSERVED);
        Criterion criterion = new Criterion(
                options,
                Goal.plain(),
                data.stream().map(o -> o.what().terms().get(0).point()).toList(),
                List.of(),
                new int[] {0},
                Measurement.of(1),
                Seeds.stream(7));
        double[] expected = {.00000006, .00017076, .25047071};
        double[] at = {.2, .6, .95};
        for (int i = 0; i < at.length; i++) {
            double log = criterion
                    .of(List.of(posterior), List.of(), Optional.empty(), List.of())
                    .value(new double[] {at[i]}, null);
            assertThat(Math.exp(log)).isCloseTo(expected[i], within(6e-9));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = BayesSampler.Acquisition.class,
            names = {"MES", "PES", "EI"})
    void theWorthIsMultipliedWithTheProbabilityOfFeasibility(BayesSampler.Acquisition acquisition) {
        GaussianPosterior outcome = line(-.2, .8, 1, -.5);
        GaussianPosterior constraint = line(1, .6, -.2, -.9);
        double[] x = {.52};
        double free = criterion(acquisition)
                .of(List.of(outcome), List.of(), Optional.empty(), List.of())
                .value(x, null);
        double bounded = criterion(acquisition)
                .of(List.of(outcome), List.of(constraint), Optional.empty(), List.of())
                .value(x, null);
        double logFeasible = new MarginalAcquisition(constraint, MarginalAcquisition.logProbability(0)).value(x, null);
        double log = acquisition == BayesSampler.Acquisition.EI ? free : Math.log(free);
        assertThat(logFeasible).isBetween(-3.0, -.1);
        assertThat(bounded).isCloseTo(log + logFeasible, within(1e-9));
    }
}
