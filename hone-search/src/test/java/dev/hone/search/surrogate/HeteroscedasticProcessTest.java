package dev.hone.search.surrogate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.HoneException;
import dev.hone.core.Seeds;
import dev.hone.search.kernel.Kernel;
import dev.hone.search.kernel.Smoothness;
import dev.hone.search.kernel.StationaryKernel;
import dev.hone.search.numeric.Normal;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class HeteroscedasticProcessTest {

    private static Kernel kernel() {
        return StationaryKernel.ard(Smoothness.RBF, .3).scaled(1);
    }

    private static double f(double x) {
        return Math.sin(6 * x);
    }

    /** Noise sd from .03 at 0 to .6 at 1. */
    private static double sd(double x) {
        return .03 * Math.pow(20, x);
    }

    private static List<Observation> data(int points, int repeats, long seed) {
        RandomGenerator random = Seeds.stream(seed);
        List<Observation> data = new ArrayList<>();
        for (int i = 0; i < points; i++) {
            double x = (i + .5) / points;
            for (int r = 0; r < repeats; r++) {
                data.add(Observation.of(new double[] {x}, f(x) + sd(x) * random.nextGaussian()));
            }
        }
        return data;
    }

    private static HeteroscedasticProcess fit(List<Observation> data) {
        return HeteroscedasticProcess.fit(
                GaussianModel.of(kernel(), .1), Priors.logNormal(), kernel(), data, 20, 3, Seeds.stream(1));
    }

    @Test
    void logarithmsOfChiSquaredHaveTheirMomentsInClosedForm() {
        double euler = .5772156649015329;
        assertThat(HeteroscedasticProcess.bias(1)).isCloseTo(-euler - Math.log(2), within(1e-12));
        assertThat(HeteroscedasticProcess.bias(2)).isCloseTo(-euler, within(1e-12));
        // psi(3/2) = psi(1/2) + 2, psi(2) = psi(1) + 1
        assertThat(HeteroscedasticProcess.bias(3))
                .isCloseTo(-euler - 2 * Math.log(2) + 2 - Math.log(1.5), within(1e-12));
        assertThat(HeteroscedasticProcess.bias(4)).isCloseTo(1 - euler - Math.log(2), within(1e-12));
        assertThat(HeteroscedasticProcess.spread(1)).isCloseTo(Math.PI * Math.PI / 2, within(1e-12));
        assertThat(HeteroscedasticProcess.spread(2)).isCloseTo(Math.PI * Math.PI / 6, within(1e-12));
        assertThat(HeteroscedasticProcess.spread(3)).isCloseTo(Math.PI * Math.PI / 2 - 4, within(1e-12));
        assertThat(HeteroscedasticProcess.spread(200)).isCloseTo(.01, within(1e-4));
    }

    @Test
    void repeatedPointsTellTheirNoise() {
        HeteroscedasticProcess process = fit(data(12, 30, 2));
        // 30 draws each: the sd of a log variance is about sqrt(2 / 30), less what neighbours add
        for (double x : new double[] {.1, .5, .9}) {
            double ratio = process.noise(new double[] {x}) / (sd(x) * sd(x));
            assertThat(Math.log(ratio)).as("at %s", x).isCloseTo(0, within(.6));
        }
        assertThat(process.rounds()).isBetween(2, 19);
    }

    @Test
    void singlePointsPredictNewOutcomesBetterThanWithOneVariance() {
        List<Observation> data = data(80, 1, 3);
        HeteroscedasticProcess process = fit(data);
        GaussianPosterior plain = new HyperparameterFit(GaussianModel.of(kernel(), .1), Priors.logNormal(), data)
                .mode(3, 60, Seeds.stream(1))
                .given(data);
        double learned = 0;
        double constant = 0;
        List<Observation> fresh = data(200, 1, 4);
        for (Observation o : fresh) {
            double[] x = o.what().point();
            GaussianPosterior.Marginal a = process.posterior().at(x, false);
            GaussianPosterior.Marginal b = plain.at(x, false);
            learned += logDensity(o.value(), a, process.noise(x)) / fresh.size();
            constant += logDensity(o.value(), b, plain.model().noise()[0]) / fresh.size();
        }
        assertThat(learned).isGreaterThan(constant + .2);
    }

    private static double logDensity(double y, GaussianPosterior.Marginal at, double noise) {
        double variance = at.sd() * at.sd() + noise;
        double z = y - at.mean();
        return -.5 * z * z / variance - .5 * Math.log(variance) - Normal.LOG_SQRT_2PI;
    }

    @Test
    void equalNoiseIsFoundToBeEqual() {
        RandomGenerator random = Seeds.stream(5);
        List<Observation> data = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            double x = i % 20 / 19.0;
            data.add(Observation.of(new double[] {x}, f(x) + .2 * random.nextGaussian()));
        }
        HeteroscedasticProcess process = fit(data);
        for (double x : new double[] {.05, .5, .95}) {
            assertThat(process.noise(new double[] {x}) / .04).isBetween(.4, 2.5);
        }
    }

    @Test
    void knownNoiseStays() {
        List<Observation> data = data(20, 2, 6);
        data.set(7, Observation.of(data.get(7).what().point(), 5, 9));
        HeteroscedasticProcess process = fit(data);
        assertThat(process.posterior().observations().get(7).noise()).isEqualTo(9);
    }

    @Test
    void otherObservationsAndTooFewAreRefused() {
        List<Observation> slope =
                List.of(new Observation(LinearFunctional.derivative(new double[] {.1}, 0), 1, Double.NaN, 0));
        assertThatThrownBy(() -> fit(slope)).isInstanceOf(HoneException.class).hasMessageContaining("a value f(x)");
        List<Observation> one = List.of(Observation.of(new double[] {.1}, 1), Observation.of(new double[] {.1}, 2));
        assertThatThrownBy(() -> fit(one)).isInstanceOf(HoneException.class).hasMessageContaining("at least two");
    }
}
