package dev.hone.search.acquisition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.Seeds;
import dev.hone.search.kernel.Kernel;
import dev.hone.search.kernel.Smoothness;
import dev.hone.search.kernel.StationaryKernel;
import dev.hone.search.qmc.QuasiNormal;
import dev.hone.search.qmc.Sobol;
import dev.hone.search.surrogate.GaussianModel;
import dev.hone.search.surrogate.GaussianPosterior;
import dev.hone.search.surrogate.Joint;
import dev.hone.search.surrogate.LinearFunctional;
import dev.hone.search.surrogate.Observation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class PointAcquisitionTest {

    private static final double[] X = {.1, .4, .8};
    private static final double[] Y = {.5, -.3, .9};
    private static final double[] Z = {.2, .6, .95};

    private static GaussianPosterior vectors(Smoothness smoothness, double noise) {
        List<Observation> data = new ArrayList<>();
        for (int i = 0; i < X.length; i++) {
            data.add(Observation.of(new double[] {X[i]}, Y[i]));
        }
        return GaussianModel.of(StationaryKernel.ard(smoothness, .3), noise).given(data);
    }

    private static List<double[]> evaluated() {
        return Arrays.stream(X).mapToObj(x -> new double[] {x}).toList();
    }

    private static GaussianPosterior plane(double noise) {
        Kernel kernel = StationaryKernel.ard(Smoothness.MATERN_52, .3, .5).scaled(1.4);
        RandomGenerator random = Seeds.stream(4);
        List<Observation> data = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            data.add(Observation.of(new double[] {random.nextDouble(), random.nextDouble()}, random.nextGaussian()));
        }
        return GaussianModel.of(kernel, noise).given(data);
    }

    private static List<double[]> points(GaussianPosterior posterior) {
        return posterior.observations().stream()
                .map(o -> o.what().terms().get(0).point())
                .toList();
    }

    private static void checkGradient(PointAcquisition acquisition, double... x) {
        double[] gradient = new double[x.length];
        acquisition.value(x, gradient);
        for (int c = 0; c < x.length; c++) {
            double[] up = x.clone();
            double[] down = x.clone();
            up[c] += 1e-6;
            down[c] -= 1e-6;
            double slope = (acquisition.value(up, null) - acquisition.value(down, null)) / 2e-6;
            assertThat(gradient[c])
                    .as("coordinate %d", c)
                    .isCloseTo(slope, within(1e-5 * Math.max(1, Math.abs(slope))));
        }
    }

    @Test
    void noisyExpectedImprovementMatchesTheVectors() {
        double[][] expected = {{0, .00003917, .24772502}, {.00051015, .01157194, .19153056}};
        Smoothness[] kernels = {Smoothness.RBF, Smoothness.MATERN_52};
        for (int k = 0; k < 2; k++) {
            GaussianPosterior posterior = vectors(kernels[k], .01);
            PointAcquisition noisy = new NoisyExpectedImprovement(posterior, evaluated(), .01);
            for (int i = 0; i < Z.length; i++) {
                assertThat(Math.exp(noisy.value(new double[] {Z[i]}, null))).isCloseTo(expected[k][i], within(6e-9));
            }
        }
    }

    @Test
    void withoutNoiseItIsExpectedImprovementOnTheBestValue() {
        GaussianPosterior posterior = vectors(Smoothness.MATERN_52, 0);
        PointAcquisition noisy = new NoisyExpectedImprovement(posterior, evaluated(), 0);
        PointAcquisition plain = new MarginalAcquisition(posterior, MarginalAcquisition.logExpectedImprovement(.9));
        for (double z : Z) {
            assertThat(noisy.value(new double[] {z}, null))
                    .isCloseTo(plain.value(new double[] {z}, null), within(1e-6));
        }
    }

    @Test
    void aWellMeasuredPointIsWorthNothingMore() {
        double[] x = {.4, .6};
        List<Observation> data = new ArrayList<>(plane(.1).observations());
        for (int i = 0; i < 300; i++) {
            data.add(Observation.of(x, .5, 1e-3));
        }
        GaussianPosterior posterior = plane(.1).model().given(data);
        NoisyExpectedImprovement noisy = new NoisyExpectedImprovement(posterior, points(posterior), .1);
        double greatest = grid().stream()
                .mapToDouble(g -> Math.exp(noisy.value(g.terms().get(0).point(), null)))
                .max()
                .orElseThrow();
        assertThat(Math.exp(noisy.value(x, null))).isLessThan(1e-4 * greatest);
        assertThat(greatest).isGreaterThan(1e-3);
    }

    @Test
    void gradientsAreSlopes() {
        GaussianPosterior posterior = plane(.2);
        List<double[]> points = points(posterior);
        checkGradient(new NoisyExpectedImprovement(posterior, points, .2), .31, .62);
        checkGradient(new NoisyExpectedImprovement(posterior, points, .2), .95, .05);
        List<LinearFunctional> targets = grid();
        checkGradient(new KnowledgeGradient(posterior, targets, .2), .31, .62);
        checkGradient(new MarginalAcquisition(posterior, MarginalAcquisition.logExpectedImprovement(1)), .31, .62);
        checkGradient(new MarginalAcquisition(posterior, MarginalAcquisition.logExpectedImprovement(30)), .31, .62);
        checkGradient(new MarginalAcquisition(posterior, MarginalAcquisition.logProbability(1)), .31, .62);
        checkGradient(new MarginalAcquisition(posterior, MarginalAcquisition.logSuccess()), .31, .62);
        checkGradient(new MarginalAcquisition(posterior, MarginalAcquisition.logSuccess()), .9, .9);
        checkGradient(new MarginalAcquisition(posterior, MarginalAcquisition.upperConfidenceBound(4)), .31, .62);
        checkGradient(
                new MarginalAcquisition(posterior, MarginalAcquisition.maxValueEntropy(new double[] {1.2, 2.5, -8})),
                .31,
                .62);
    }

    private static List<LinearFunctional> grid() {
        double[][] grid = new double[36][];
        for (int i = 0; i < 36; i++) {
            grid[i] = new double[] {(i % 6) / 5.0, (i / 6) / 5.0};
        }
        return LinearFunctional.values(grid);
    }

    @Test
    void theKnowledgeGradientIsNeverNegativeAndVanishesInNoise() {
        GaussianPosterior posterior = plane(.2);
        RandomGenerator random = Seeds.stream(6);
        double before = 1;
        for (double noise : new double[] {.01, 1, 1e2, 1e4, 1e8}) {
            KnowledgeGradient kg = new KnowledgeGradient(posterior, grid(), noise);
            double greatest = 0;
            for (int i = 0; i < 50; i++) {
                double value = Math.exp(kg.value(new double[] {random.nextDouble(), random.nextDouble()}, null));
                assertThat(value).isGreaterThanOrEqualTo(0);
                greatest = Math.max(greatest, value);
            }
            assertThat(greatest).isLessThan(before);
            before = greatest;
        }
        assertThat(before).isLessThan(1e-3);
    }

    @Test
    void maxValueEntropyMatchesTheVectors() {
        double[] slopes = new double[2];
        MarginalAcquisition.Rule rule = MarginalAcquisition.maxValueEntropy(new double[] {1.2, 1.5});
        assertThat(rule.value(0, 1, slopes)).isCloseTo(.21357203, within(6e-9));
        assertThat(rule.value(.5, .4, slopes)).isCloseTo(.07390148, within(6e-9));
    }

    @Test
    void informationIsMultipliedWithProbabilities() {
        GaussianPosterior outcome = plane(.1);
        GaussianPosterior constraint = plane(.4);
        PointAcquisition information =
                new MarginalAcquisition(outcome, MarginalAcquisition.maxValueEntropy(new double[] {1.2, 1.5}));
        PointAcquisition probability = new MarginalAcquisition(constraint, MarginalAcquisition.logProbability(.3));
        PointAcquisition both = new FeasibleAcquisition(new LogarithmicAcquisition(information), List.of(probability));
        double[] x = {.31, .62};
        double product = information.value(x, null) * Math.exp(probability.value(x, null));
        assertThat(Math.exp(both.value(x, null))).isCloseTo(product, within(1e-12 * product));
        checkGradient(both, x);
        // an estimate below 0 is as good as nothing, and has no slope
        double[] slope = {1, 1};
        assertThat(new LogarithmicAcquisition((at, gradient) -> -.1).value(x, slope))
                .isEqualTo(Math.log(1e-300));
        assertThat(slope).containsOnly(0);
    }

    @Test
    void batchExpectedImprovementMatchesTheVector() {
        Joint joint = new Joint(new double[] {.2, .1}, new double[][] {{.5, .2}, {.2, .4}});
        double[][] normals = new double[1 << 15][];
        Sobol sobol = new Sobol(2, 1);
        Arrays.setAll(normals, i -> QuasiNormal.point(sobol, i));
        double value = BatchExpectedImprovement.value(joint, .6, normals, new double[2], new double[2][2]);
        assertThat(value).isCloseTo(.1716, within(.0003));
    }

    @Test
    void twoEqualPointsAreWorthOne() {
        GaussianPosterior posterior = plane(.2);
        double[][] normals = new double[1 << 14][];
        Sobol sobol = new Sobol(2, 3);
        Arrays.setAll(normals, i -> QuasiNormal.point(sobol, i));
        double twice =
                new BatchExpectedImprovement(posterior, .8, normals).value(new double[] {.31, .62, .31, .62}, null);
        double once = Math.exp(new MarginalAcquisition(posterior, MarginalAcquisition.logExpectedImprovement(.8))
                .value(new double[] {.31, .62}, null));
        assertThat(twice).isCloseTo(once, within(1e-3 * once));
    }

    @Test
    void theGradientOfABatchGoesThroughTheFactor() {
        GaussianPosterior posterior = plane(.2);
        double[][] normals = new double[512][];
        Sobol sobol = new Sobol(3, 3);
        Arrays.setAll(normals, i -> QuasiNormal.point(sobol, i));
        checkGradient(new BatchExpectedImprovement(posterior, .5, normals), .31, .62, .75, .2, .5, .9);
    }

    @Test
    void gumbelQuantilesAreThoseOfTheProduct() {
        // one standard normal: its own quantiles
        assertThat(GumbelMaxima.quantile(new double[] {0}, new double[] {1}, .75))
                .isCloseTo(.6744897502, within(1e-9));
        double[] maxima = GumbelMaxima.draw(new double[] {0, .5}, new double[] {1, .4}, 5, 4, Seeds.stream(1));
        assertThat(maxima).containsOnly(5 + 1e-6);
    }

    @Test
    void theLogOfTheExpectedMaximumAndItsSlopes() {
        double[] a = {0, .3, -.2};
        double[] b = {1, .2, -.5};
        assertThat(ExpectedMaximum.gain(a, b)).isCloseTo(.28895316, within(6e-9));
        double[] byA = new double[3];
        double[] byB = new double[3];
        // far below: the gain underflows, its logarithm and slopes do not
        for (double far : new double[] {0, 40}) {
            double[] low = {-far, .3, -.2 - far};
            double value = ExpectedMaximum.logGain(low, b, byA, byB);
            assertThat(value).isFinite();
            for (int i = 0; i < 3; i++) {
                double h = 1e-6;
                double[] up = low.clone();
                double[] down = low.clone();
                up[i] += h;
                down[i] -= h;
                double slope =
                        (ExpectedMaximum.logGain(up, b, null, null) - ExpectedMaximum.logGain(down, b, null, null))
                                / (2 * h);
                assertThat(byA[i]).isCloseTo(slope, within(1e-5 * Math.max(1, Math.abs(slope))));
                double[] steep = b.clone();
                double[] flat = b.clone();
                steep[i] += h;
                flat[i] -= h;
                slope = (ExpectedMaximum.logGain(low, steep, null, null)
                                - ExpectedMaximum.logGain(low, flat, null, null))
                        / (2 * h);
                assertThat(byB[i]).isCloseTo(slope, within(1e-5 * Math.max(1, Math.abs(slope))));
            }
        }
    }
}
