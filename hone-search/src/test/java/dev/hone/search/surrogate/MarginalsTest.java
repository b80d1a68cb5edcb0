package dev.hone.search.surrogate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.HoneException;
import dev.hone.core.Seeds;
import dev.hone.search.acquisition.LogExpectedImprovement;
import dev.hone.search.kernel.CategoricalKernel;
import dev.hone.search.kernel.Kernel;
import dev.hone.search.kernel.Smoothness;
import dev.hone.search.kernel.StationaryKernel;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MarginalsTest {

    /** Two numbers and a choice. */
    private static Kernel mixed(Smoothness smoothness) {
        return new StationaryKernel(
                        smoothness, new int[] {0, 2, 3}, new int[] {0, 1, 1}, new double[] {1, .5, .25}, new double[] {
                            .4, .9
                        })
                .scaled(1.7)
                .times(new CategoricalKernel(new int[] {1}, new double[] {1.2}));
    }

    private static List<Observation> data(int n) {
        RandomGenerator random = Seeds.stream(3);
        List<Observation> data = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            double[] x = {random.nextDouble(), random.nextInt(3), random.nextDouble(), random.nextDouble()};
            double noise = i % 3 == 0 ? 0.05 : Double.NaN;
            data.add(Observation.of(x, random.nextGaussian(), noise));
        }
        return data;
    }

    private static GaussianModel model(Smoothness smoothness) {
        return new GaussianModel(mixed(smoothness), PolynomialMean.constant(.25), new double[] {1e-3});
    }

    @Test
    void expectedImprovementMatchesTheVectors() {
        double[] expected = {.00000006, .00017076, .25047071};
        Marginals marginals = new Marginals(List.of(GaussianPosteriorTest.vectors(Smoothness.RBF)), 1);
        for (int i = 0; i < expected.length; i++) {
            marginals.at(new double[] {GaussianPosteriorTest.Z[i]}, false);
            // the vectors maximise
            double ei = Math.exp(LogExpectedImprovement.value(-marginals.mean(0), marginals.sd(), -0.9));
            assertThat(ei).isCloseTo(expected[i], within(6e-9));
        }
    }

    @ParameterizedTest
    @EnumSource(Smoothness.class)
    void boundsTheDeviationByTheMostTellingObservation(Smoothness smoothness) {
        GaussianPosterior posterior = model(smoothness).given(data(20));
        Marginals exact = new Marginals(List.of(posterior), 4);
        Marginals bound = new Marginals(List.of(posterior), 4);
        double[] x = {.31, 1, .62, .47};
        exact.at(x, false);
        bound.bound(x);
        double least = posterior.observations().stream()
                .mapToDouble(
                        o -> model(smoothness).given(List.of(o)).at(x, false).sd())
                .min()
                .orElseThrow();
        assertThat(bound.mean(0)).isEqualTo(exact.mean(0));
        assertThat(bound.sd()).isCloseTo(least, within(1e-8)).isGreaterThan(exact.sd());
    }

    @ParameterizedTest
    @EnumSource(Smoothness.class)
    void gradientsAreSlopesForEveryFantasy(Smoothness smoothness) {
        GaussianPosterior posterior = model(smoothness).given(data(20));
        List<Observation> pending = List.of(Observation.of(new double[] {.3, 1, .4, .2}, 0));
        List<GaussianPosterior> fantasies = posterior.fantasies(pending, 3, Seeds.stream(4));
        Marginals at = new Marginals(fantasies, 4);
        double[] x = {.31, 1, .62, .47};
        double step = 1e-6;
        for (int c : new int[] {0, 2, 3}) {
            double[] up = x.clone();
            double[] down = x.clone();
            up[c] += step;
            down[c] -= step;
            for (int s = 0; s < 3; s++) {
                GaussianPosterior.Marginal above = fantasies.get(s).at(up, false);
                GaussianPosterior.Marginal below = fantasies.get(s).at(down, false);
                at.at(x, true);
                assertThat(at.mean(s)).isEqualTo(fantasies.get(s).at(x, false).mean());
                assertThat(at.meanGradient(s)[c]).isCloseTo((above.mean() - below.mean()) / (2 * step), within(1e-5));
                assertThat(at.sdGradient()[c]).isCloseTo((above.sd() - below.sd()) / (2 * step), within(1e-5));
                assertThat(at.meanGradient(s)[1]).isZero();
            }
        }
    }

    @Test
    void posteriorsOfDifferentFactorsDoNotMix() {
        GaussianPosterior one = model(Smoothness.RBF).given(data(4));
        GaussianPosterior other = model(Smoothness.RBF).given(data(4));
        assertThatThrownBy(() -> new Marginals(List.of(one, other), 4))
                .isInstanceOf(HoneException.class)
                .hasMessageContaining("of one factor");
    }

    @ParameterizedTest
    @EnumSource(Smoothness.class)
    void likelihoodOfValuesHasItsSlopes(Smoothness smoothness) {
        HyperparameterFit fit = new HyperparameterFit(model(smoothness), Priors.byDimension(3, 1), data(15));
        double[] theta = {.3, -.7, .4, .2, -2, .25};
        double[] gradient = new double[theta.length];
        assertThat(fit.value(theta, gradient)).isCloseTo(fit.value(theta, null), within(1e-9));
        GaussianPosterior direct = model(smoothness).with(theta).given(data(15));
        assertThat(fit.logLikelihood(theta, null)).isCloseTo(direct.logMarginalLikelihood(), within(1e-9));
        for (int i = 0; i < theta.length; i++) {
            double[] up = theta.clone();
            double[] down = theta.clone();
            up[i] += 1e-5;
            down[i] -= 1e-5;
            double slope = (fit.value(up, null) - fit.value(down, null)) / 2e-5;
            assertThat(gradient[i]).as("theta %d", i).isCloseTo(slope, within(1e-6));
        }
    }

    @Test
    void meanOfAnObservationIsThePrediction() {
        List<Observation> data = data(20);
        GaussianPosterior posterior = model(Smoothness.MATERN_52).given(data);
        for (int i = 0; i < data.size(); i++) {
            double mean = posterior.mean(data.get(i).what());
            assertThat(posterior.observedMean(i)).isCloseTo(mean, within(1e-11));
        }
    }

    @Test
    void howObservationsCameInPartsChangesNoBit() {
        // points so near to one another that jitter is needed from the seventh on
        GaussianModel model =
                GaussianModel.of(StationaryKernel.ard(Smoothness.RBF, .5).scaled(1.3), 1e-300);
        List<Observation> data = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            double x = i < 6 ? i / 5.0 : .3 + 1e-9 * i;
            data.add(Observation.of(new double[] {x}, Math.sin(3 * x)));
        }
        GaussianPosterior atOnce = model.given(data);
        GaussianPosterior inTwo = model.given(data.subList(0, 4)).condition(data.subList(4, 30));
        GaussianPosterior oneByOne = model.given(data.subList(0, 1));
        for (int i = 1; i < 30; i++) {
            oneByOne = oneByOne.condition(data.subList(i, i + 1));
        }
        assertThat(atOnce.jitter()).isPositive();
        for (double x : new double[] {.3, .31, .77}) {
            GaussianPosterior.Marginal expected = atOnce.at(new double[] {x}, false);
            assertThat(inTwo.at(new double[] {x}, false).mean()).isEqualTo(expected.mean());
            assertThat(oneByOne.at(new double[] {x}, false).mean()).isEqualTo(expected.mean());
            assertThat(oneByOne.at(new double[] {x}, false).sd()).isEqualTo(expected.sd());
        }
    }

    @Test
    void fantasiesAreDrawnFromThePosterior() {
        GaussianPosterior posterior = GaussianPosteriorTest.vectors(Smoothness.MATERN_52);
        int draws = 4000;
        List<Observation> pending = List.of(Observation.of(new double[] {.2}, 0), Observation.of(new double[] {.6}, 0));
        List<GaussianPosterior> fantasies = posterior.fantasies(pending, draws, Seeds.stream(5));
        double[] expected = {.20931389, .21583849};
        double[] variance = {.08056172 + .01, .20890316 + .01};
        for (int p = 0; p < 2; p++) {
            double sum = 0;
            double squares = 0;
            for (GaussianPosterior fantasy : fantasies) {
                double outcome = fantasy.observations().get(3 + p).value();
                sum += outcome / draws;
                squares += (outcome - expected[p]) * (outcome - expected[p]) / draws;
            }
            assertThat(sum).isCloseTo(expected[p], within(1e-6));
            assertThat(squares).isCloseTo(variance[p], within(.05 * variance[p]));
        }
        assertThat(fantasies.get(1).observedMean(4))
                .isCloseTo(fantasies.get(1).mean(new double[] {.6}, null), within(1e-10));
    }

    @Test
    void fantasiesOfExactlyKnownPointsAreTheirMeans() {
        GaussianModel model = GaussianModel.of(StationaryKernel.ard(Smoothness.RBF, .5), 1e-300);
        GaussianPosterior posterior =
                model.given(List.of(Observation.of(new double[] {.3}, .7), Observation.of(new double[] {.8}, -.2)));
        List<Observation> pending = List.of(Observation.of(new double[] {.3}, 0));
        List<GaussianPosterior> fantasies = posterior.fantasies(pending, 4, Seeds.stream(6));
        assertThat(fantasies).hasSize(4);
        for (GaussianPosterior fantasy : fantasies) {
            assertThat(fantasy.observations().get(2).value()).isCloseTo(.7, within(1e-3));
        }
    }
}
