package dev.hone.search.fidelity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hone.search.kernel.Kernel;
import dev.hone.search.kernel.Smoothness;
import dev.hone.search.kernel.StationaryKernel;
import dev.hone.search.numeric.Normal;
import dev.hone.search.surrogate.GaussianModel;
import dev.hone.search.surrogate.GaussianPosterior;
import dev.hone.search.surrogate.Joint;
import dev.hone.search.surrogate.LinearFunctional;
import dev.hone.search.surrogate.Observation;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OtherSurrogatesTest {

    private static final double[] X = {0.35};
    private static final double[] Y = {0.8};

    private static Kernel gaussian(double... lengthscales) {
        return StationaryKernel.ard(Smoothness.RBF, lengthscales);
    }

    private static NonlinearProcess nonlinear() {
        List<LevelObservation> data = new ArrayList<>();
        for (double x : new double[] {0, 0.5, 1}) {
            data.add(new LevelObservation(new double[] {x}, 0, Math.sin(6 * x)));
        }
        data.add(new LevelObservation(new double[] {0.5}, 1, 0.3));
        data.add(new LevelObservation(new double[] {0.1}, 1, -0.5));
        return NonlinearProcess.of(
                List.of(GaussianModel.of(gaussian(0.3), 1e-4), GaussianModel.of(gaussian(0.6, 0.7), 1e-4)), data);
    }

    /** The integral over f_0 ~ N(m, v) of the moments of g_1(x, f_0), by the midpoint rule over its quantiles. */
    @Test
    void nonlinearPredictionsAreTheMixture() {
        NonlinearProcess p = nonlinear();
        GaussianPosterior.Marginal below = p.level(0).at(X, false);
        int n = 20_000;
        double[] sums = new double[4];
        for (int i = 0; i < n; i++) {
            double f = below.mean() + below.sd() * Normal.quantile((i + 0.5) / n);
            GaussianPosterior.Marginal here = p.level(1).at(new double[] {X[0], f}, false);
            sums[0] += here.mean() / n;
            sums[1] += (here.mean() * here.mean() + here.sd() * here.sd()) / n;
            sums[2] += f * here.mean() / n;
        }
        Joint pair = p.joint(X, 0, X, 1);
        assertThat(p.mean(X, 0)).isEqualTo(below.mean(), within(1e-9));
        assertThat(p.variance(X, 0)).isEqualTo(below.sd() * below.sd(), within(1e-9));
        assertThat(p.mean(X, 1)).isEqualTo(sums[0], within(1e-3));
        assertThat(p.variance(X, 1)).isEqualTo(sums[1] - sums[0] * sums[0], within(3e-3));
        assertThat(pair.covariance()[0][1]).isEqualTo(sums[2] - below.mean() * sums[0], within(5e-3));
        assertThat(p.correlation(X, 1)).isEqualTo(1, within(1e-12));
        assertThat(p.joint(X, 1, X, 0).covariance()[0][1]).isEqualTo(pair.covariance()[0][1]);
    }

    /** Two points of level 0 are the process itself, whose covariance samples meet within their error. */
    @Test
    void nonlinearCovariancesAcrossPointsAreThoseOfSamples() {
        NonlinearProcess p = nonlinear();
        double[] near = {0.3};
        double expected = p.level(0).covariance(LinearFunctional.value(X), LinearFunctional.value(near));
        assertThat(p.joint(X, 0, near, 0).covariance()[0][1]).isEqualTo(expected, within(0.15 * expected));
        assertThat(p.joint(X, 1, X.clone(), 1).covariance()[0][1]).isEqualTo(p.variance(X, 1), within(1e-12));
    }

    /** The truth is the square of the cheap level, which no linear relation gives. */
    @Test
    void aRelationThatIsNotLinearIsLearned() {
        List<LevelObservation> data = new ArrayList<>();
        for (int i = 0; i <= 20; i++) {
            double x = i / 20.0;
            data.add(new LevelObservation(new double[] {x}, 0, Math.sin(12 * x)));
            if (i % 2 == 0) {
                data.add(new LevelObservation(new double[] {x}, 1, Math.pow(Math.sin(12 * x), 2)));
            }
        }
        LevelModel levels = new LevelModel(1, 2, Smoothness.RBF, 1e-6);
        NonlinearProcess p = NonlinearProcess.fit(levels, data, 3, new Random(1));
        double error = 0;
        for (int i = 1; i < 20; i += 2) {
            double x = i / 20.0;
            error = Math.max(error, Math.abs(p.mean(new double[] {x}, 1) - Math.pow(Math.sin(12 * x), 2)));
        }
        assertThat(error).isLessThan(0.1);
    }

    @Test
    void fusionWeighsSourcesByTheirPrecision() {
        GaussianModel model = GaussianModel.of(gaussian(0.3), 1e-3);
        List<LevelObservation> data = List.of(
                new LevelObservation(new double[] {0.2}, 0, 1),
                new LevelObservation(new double[] {0.9}, 0, 0.5),
                new LevelObservation(new double[] {0.6}, 1, -0.2));
        FusionProcess p = FusionProcess.of(List.of(model, model), data);
        GaussianPosterior low =
                model.given(List.of(Observation.of(new double[] {0.2}, 1), Observation.of(new double[] {0.9}, 0.5)));
        GaussianPosterior exact = model.given(List.of(Observation.of(new double[] {0.6}, -0.2)));
        // one exact observation: the weighted mean of squares is its square everywhere
        double e = -0.2 - low.at(new double[] {0.6}, false).mean();
        assertThat(p.discrepancy(X, 0)).isEqualTo(e * e, within(1e-9));
        GaussianPosterior.Marginal a = low.at(X, false);
        GaussianPosterior.Marginal b = exact.at(X, false);
        double first = 1 / (a.sd() * a.sd() + e * e);
        double second = 1 / (b.sd() * b.sd());
        assertThat(p.variance(X, 1)).isEqualTo(1 / (first + second), within(1e-9));
        assertThat(p.mean(X, 1)).isEqualTo((a.mean() * first + b.mean() * second) / (first + second), within(1e-9));
        assertThat(p.joint(X, 0, X, 1).covariance()[0][1])
                .isEqualTo(first / (first + second) * a.sd() * a.sd(), within(1e-9));
        assertThat(p.correlation(X, 1)).isEqualTo(1, within(1e-12));
        assertThat(p.correlation(X, 0)).isBetween(0.0, 1.0);
        // the shift of the fused mean is that of the source times its weight
        double scale = Math.sqrt(p.variance(X, 0) + 1e-3);
        assertThat(p.shifts(p.truth(List.of(Y))).at(X, 0)[0])
                .isEqualTo(p.joint(Y, 1, X, 0).covariance()[0][1] / scale, within(1e-12));
    }
}
