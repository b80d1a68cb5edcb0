package dev.hone.search.surrogate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.Seeds;
import dev.hone.search.kernel.CoregionalisationKernel;
import dev.hone.search.kernel.GraphKernel;
import dev.hone.search.kernel.Kernel;
import dev.hone.search.kernel.Smoothness;
import dev.hone.search.kernel.StationaryKernel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class GaussianPosteriorTest {

    static final double[] X = {.1, .4, .8};
    static final double[] Y = {.5, -.3, .9};
    static final double[] Z = {.2, .6, .95};

    static GaussianPosterior vectors(Smoothness smoothness) {
        return GaussianModel.of(StationaryKernel.ard(smoothness, 0.3), 0.01).given(observations());
    }

    static List<Observation> observations() {
        List<Observation> data = new ArrayList<>();
        for (int i = 0; i < X.length; i++) {
            data.add(Observation.of(new double[] {X[i]}, Y[i]));
        }
        return data;
    }

    private static void check(GaussianPosterior posterior, double logMarginal, double[] mean, double[] variance) {
        assertThat(posterior.logMarginalLikelihood()).isCloseTo(logMarginal, within(5e-9));
        for (int i = 0; i < Z.length; i++) {
            LinearFunctional f = LinearFunctional.value(new double[] {Z[i]});
            assertThat(posterior.mean(f)).isCloseTo(mean[i], within(6e-9));
            assertThat(posterior.variance(f)).isCloseTo(variance[i], within(6e-9));
            GaussianPosterior.Marginal at = posterior.at(new double[] {Z[i]}, false);
            assertThat(at.mean()).isCloseTo(mean[i], within(6e-9));
            assertThat(at.sd() * at.sd()).isCloseTo(variance[i], within(6e-9));
        }
    }

    @Test
    void gaussianKernelMatchesTheVectors() {
        check(vectors(Smoothness.RBF), -3.75813116, new double[] {.15992705, .14612310, 1.04121558}, new double[] {
            .02562728, .07002605, .18296894
        });
    }

    @Test
    void matern52MatchesTheVectors() {
        check(vectors(Smoothness.MATERN_52), -3.56226808, new double[] {.20931389, .21583849, .84829703}, new double[] {
            .08056172, .20890316, .30479998
        });
    }

    @Test
    void derivativeObservationsMatchTheVectors() {
        double[][] points = {{.2}, {.7}};
        double[] f = {.3, -.1};
        double[] slope = {1, -2};
        List<Observation> data = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            data.add(Observation.of(points[i], f[i], 1e-4));
            data.add(new Observation(LinearFunctional.derivative(points[i], 0), slope[i], 1e-2, 0));
        }
        GaussianPosterior posterior =
                GaussianModel.of(StationaryKernel.ard(Smoothness.RBF, .3), 1).given(data);
        LinearFunctional at = LinearFunctional.value(new double[] {.5});
        assertThat(posterior.mean(at)).isCloseTo(.27959442, within(6e-9));
        assertThat(posterior.variance(at)).isCloseTo(.00748800, within(6e-9));
    }

    @Test
    void autoregressiveLevelsMatchTheVectors() {
        Kernel low = StationaryKernel.ard(Smoothness.RBF, .2).scaled(30);
        Kernel difference = StationaryKernel.ard(Smoothness.RBF, .5).scaled(10);
        Kernel kernel = GraphKernel.chain(1, new double[] {2}, List.of(low, difference));
        List<Observation> data = new ArrayList<>();
        for (double x : new double[] {0, .25, .5, .75, 1}) {
            data.add(Observation.of(new double[] {x, 0}, .5 * high(x) + 10 * (x - .5) - 5));
        }
        for (double x : new double[] {0, .5, 1}) {
            data.add(Observation.of(new double[] {x, 1}, high(x)));
        }
        GaussianPosterior posterior = GaussianModel.of(kernel, 1e-4).given(data);
        Joint joint = posterior.joint(LinearFunctional.values(new double[][] {{.3, 1}, {.8, 1}, {.3, 0}, {.8, 0}}));
        assertThat(joint.mean())
                .containsExactly(new double[] {2.46809796, -4.11532026, -6.48809699, -3.42918744}, within(1e-8));
        double[] variances = {1.86827729, 2.06837632, .42898477, .47325019};
        for (int i = 0; i < 4; i++) {
            assertThat(joint.covariance()[i][i]).isCloseTo(variances[i], within(1e-8));
        }
        assertThat(joint.covariance()[0][2]).isCloseTo(.85794316, within(1e-8));
        assertThat(posterior.logMarginalLikelihood()).isCloseTo(-43.03702042, within(1e-7));
    }

    private static double high(double x) {
        return (6 * x - 2) * (6 * x - 2) * Math.sin(12 * x - 4);
    }

    /** Two inputs, a task, a derivative, an average over points, a linear prior mean. */
    private static GaussianModel rich() {
        Kernel kernel = StationaryKernel.ard(Smoothness.MATERN_52, .4, .6)
                .scaled(1.5)
                .times(new CoregionalisationKernel(2, new double[][] {{1}, {.7}}, new double[] {.1, .2}));
        PolynomialMean mean = new PolynomialMean(new int[] {0, 1}, 2, new double[] {.2, -.5, .3, .1, .4});
        return new GaussianModel(kernel, mean, new double[] {.01, .05});
    }

    private static List<Observation> richData() {
        return List.of(
                Observation.of(new double[] {.1, .3, 0}, .4),
                Observation.of(new double[] {.8, .2, 1}, -.2),
                new Observation(LinearFunctional.derivative(new double[] {.5, .5, 0}, 1), 1.1, Double.NaN, 1),
                new Observation(
                        LinearFunctional.average(new double[][] {{.2, .9, 0}, {.2, .9, 1}}, new double[] {.5, .5}),
                        .7,
                        .02,
                        0),
                Observation.of(new double[] {.6, .7, 1}, .9));
    }

    @Test
    void conditioningInPartsIsConditioningAtOnce() {
        List<Observation> data = richData();
        GaussianPosterior atOnce = rich().given(data);
        GaussianPosterior inParts = rich().given(data.subList(0, 2)).condition(data.subList(2, 5));
        LinearFunctional f = LinearFunctional.value(new double[] {.4, .4, 1});
        assertThat(inParts.mean(f)).isEqualTo(atOnce.mean(f));
        assertThat(inParts.variance(f)).isEqualTo(atOnce.variance(f));
        assertThat(inParts.logMarginalLikelihood()).isEqualTo(atOnce.logMarginalLikelihood());
    }

    @Test
    void gradientsOfMeanAndDeviationAreSlopes() {
        GaussianPosterior posterior = rich().given(richData());
        double[] x = {.35, .55, 1};
        GaussianPosterior.Marginal at = posterior.at(x, true);
        for (int c = 0; c < 2; c++) {
            double[] up = x.clone();
            double[] down = x.clone();
            up[c] += 1e-5;
            down[c] -= 1e-5;
            GaussianPosterior.Marginal above = posterior.at(up, false);
            GaussianPosterior.Marginal below = posterior.at(down, false);
            assertThat(at.meanGradient()[c]).isCloseTo((above.mean() - below.mean()) / 2e-5, within(1e-7));
            assertThat(at.sdGradient()[c]).isCloseTo((above.sd() - below.sd()) / 2e-5, within(1e-7));
            assertThat(posterior.mean(LinearFunctional.derivative(x, c))).isCloseTo(at.meanGradient()[c], within(1e-9));
        }
    }

    @Test
    void shiftsAreWhatConditioningDoesToMeans() {
        GaussianPosterior posterior = rich().given(richData());
        List<LinearFunctional> targets = List.of(
                LinearFunctional.value(new double[] {.3, .3, 0}),
                LinearFunctional.average(new double[][] {{.9, .1, 0}, {.9, .1, 1}}, new double[] {.3, .7}));
        Shifts shifts = new Shifts(posterior, targets);
        double[] x = {.45, .65, 1};
        double noise = .03;
        Shifts.At at = shifts.at(x, noise);
        LinearFunctional here = LinearFunctional.value(x);
        // one standard deviation above its predictive mean is Z = 1
        double z1 = posterior.mean(here) + Math.sqrt(posterior.variance(here) + noise);
        GaussianPosterior after = posterior.condition(List.of(Observation.of(x, z1, noise)));
        for (int i = 0; i < 2; i++) {
            double moved = after.mean(targets.get(i)) - posterior.mean(targets.get(i));
            assertThat(at.shifts()[i]).isCloseTo(moved, within(1e-12));
        }
        double[] weights = {1.3, -.4};
        double[] gradient = new double[3];
        at.pullBack(weights, gradient);
        for (int c = 0; c < 2; c++) {
            double[] up = x.clone();
            double[] down = x.clone();
            up[c] += 1e-5;
            down[c] -= 1e-5;
            double above = GaussianPosterior.dot(weights, shifts.at(up, noise).shifts());
            double below = GaussianPosterior.dot(weights, shifts.at(down, noise).shifts());
            assertThat(gradient[c]).isCloseTo((above - below) / 2e-5, within(1e-7));
        }
    }

    @Test
    void antitheticFantasiesLeaveTheMeanAndTellTheirOutcomes() {
        GaussianPosterior posterior = rich().given(richData());
        List<Observation> pending =
                List.of(Observation.of(new double[] {.4, .2, 0}, 0), Observation.of(new double[] {.7, .9, 1}, 0));
        List<GaussianPosterior> fantasies = posterior.fantasies(pending, 16, Seeds.stream(3));
        LinearFunctional f = LinearFunctional.value(new double[] {.5, .5, 1});
        double mean = 0;
        for (GaussianPosterior fantasy : fantasies) {
            mean += fantasy.mean(f) / fantasies.size();
            GaussianPosterior told = rich().given(fantasy.observations());
            assertThat(fantasy.mean(f)).isCloseTo(told.mean(f), within(1e-12));
            assertThat(fantasy.variance(f)).isCloseTo(told.variance(f), within(1e-12));
        }
        assertThat(mean).isCloseTo(posterior.mean(f), within(1e-12));
        assertThat(fantasies.get(0).mean(f)).isNotEqualTo(fantasies.get(2).mean(f));
    }

    @Test
    void gradientOfTheLikelihoodIsItsSlope() {
        HyperparameterFit fit = new HyperparameterFit(rich(), Priors.logNormal(), richData());
        double[] theta = rich().theta();
        double[] gradient = new double[theta.length];
        assertThat(fit.logLikelihood(theta, null))
                .isCloseTo(rich().given(richData()).logMarginalLikelihood(), within(1e-10));
        fit.value(theta, gradient);
        for (int i = 0; i < theta.length; i++) {
            double[] up = theta.clone();
            double[] down = theta.clone();
            up[i] += 1e-5;
            down[i] -= 1e-5;
            double slope = (fit.value(up, null) - fit.value(down, null)) / 2e-5;
            assertThat(gradient[i]).as("theta %d", i).isCloseTo(slope, within(1e-6 * Math.max(1, Math.abs(slope))));
        }
    }

    @Test
    void theModeIsNoWorseThanAnyStartAndTheGradientVanishesThere() {
        HyperparameterFit fit = new HyperparameterFit(rich(), Priors.logNormal(), richData());
        GaussianModel mode = fit.mode(4, 200, Seeds.stream(1));
        double[] gradient = new double[mode.parameters()];
        assertThat(fit.value(mode.theta(), gradient)).isGreaterThanOrEqualTo(fit.value(rich().theta(), null));
        for (double g : gradient) {
            assertThat(g).isCloseTo(0, within(2e-2));
        }
    }

    @Test
    void aPathPassesThroughExactDataAndItsGradientIsItsSlope() {
        List<Observation> exact = richData().stream()
                .map(o -> new Observation(o.what(), o.value(), 0, 0))
                .toList();
        GaussianPosterior posterior = rich().given(exact);
        PathSample path = new PathSample(posterior, 300, Seeds.stream(8));
        assertThat(path.value(exact.get(0).what().point(), null)).isCloseTo(.4, within(1e-8));
        double average =
                .5 * path.value(new double[] {.2, .9, 0}, null) + .5 * path.value(new double[] {.2, .9, 1}, null);
        assertThat(average).isCloseTo(.7, within(1e-8));
        double[] gradient = new double[3];
        path.value(new double[] {.5, .5, 0}, gradient);
        assertThat(gradient[1]).isCloseTo(1.1, within(1e-8));
        double[] x = {.3, .6, 1};
        path.value(x, gradient);
        double slope = (path.value(new double[] {.30001, .6, 1}, null) - path.value(new double[] {.29999, .6, 1}, null))
                / 2e-5;
        assertThat(gradient[0]).isCloseTo(slope, within(1e-6));
    }

    @Test
    void repeatedExactPointsAreHandledWithJitter() {
        GaussianModel model = GaussianModel.of(StationaryKernel.ard(Smoothness.RBF, .5), 0.1);
        List<Observation> twice = List.of(
                Observation.of(new double[] {.3}, 1, 0),
                Observation.of(new double[] {.3}, 1, 0),
                Observation.of(new double[] {.300001}, 1, 0));
        assertThat(model.given(twice).at(new double[] {.3}, false).mean()).isCloseTo(1, within(1e-3));
    }

    @Test
    void sliceSamplesOfANormalPosteriorHaveItsMoments() {
        // no data: the posterior is the prior
        GaussianModel model = GaussianModel.of(StationaryKernel.ard(Smoothness.RBF, .5), 1e-3);
        HyperparameterFit fit = new HyperparameterFit(model, Priors.logNormal(), List.of());
        List<GaussianModel> drawn = fit.sample(50, 4000, 1, Seeds.stream(2));
        double mean = drawn.stream().mapToDouble(m -> m.theta()[0]).average().orElseThrow();
        double variance = drawn.stream()
                .mapToDouble(m -> Math.pow(m.theta()[0] - mean, 2))
                .average()
                .orElseThrow();
        assertThat(mean).isCloseTo(Math.log(.5), within(.06));
        assertThat(Math.sqrt(variance)).isCloseTo(.8, within(.06));
    }

    @Test
    void trajectoriesOfAPriorHaveItsMoments() {
        // no data: the posterior is the prior; the noise is fixed and stays
        GaussianModel model = GaussianModel.of(StationaryKernel.ard(Smoothness.RBF, .5), 1e-3);
        HyperparameterFit fit = new HyperparameterFit(model, Priors.logNormal().withNoise(1e-3), List.of());
        List<GaussianModel> drawn = fit.trajectories(300, 4000, 1, Seeds.stream(2));
        double mean = drawn.stream().mapToDouble(m -> m.theta()[0]).average().orElseThrow();
        double variance = drawn.stream()
                .mapToDouble(m -> Math.pow(m.theta()[0] - mean, 2))
                .average()
                .orElseThrow();
        assertThat(mean).isCloseTo(Math.log(.5), within(.06));
        assertThat(Math.sqrt(variance)).isCloseTo(.8, within(.06));
        assertThat(drawn).allMatch(m -> Math.abs(m.noise()[0] - 1e-3) < 1e-15);
    }

    @Test
    void trajectoriesAndSlicesDrawFromTheSamePosterior() {
        HyperparameterFit fit =
                new HyperparameterFit(vectors(Smoothness.RBF).model(), Priors.logNormal(), observations());
        List<GaussianModel> byTrajectory = fit.trajectories(300, 2000, 2, Seeds.stream(3));
        List<GaussianModel> bySlice = fit.sample(100, 2000, 4, Seeds.stream(4));
        for (int i = 0; i < 3; i++) {
            int at = i;
            double[] a = byTrajectory.stream().mapToDouble(m -> m.theta()[at]).toArray();
            double[] b = bySlice.stream().mapToDouble(m -> m.theta()[at]).toArray();
            double spread = spread(b);
            // both means err by about spread / sqrt(1000)
            assertThat(average(a)).as("theta %d", i).isCloseTo(average(b), within(.2 * spread));
            assertThat(spread(a) / spread).isCloseTo(1, within(.15));
        }
    }

    private static double average(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    private static double spread(double[] values) {
        double mean = average(values);
        return Math.sqrt(Arrays.stream(values)
                .map(v -> (v - mean) * (v - mean))
                .average()
                .orElseThrow());
    }
}
