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
import dev.hone.search.surrogate.LinearFunctional;
import dev.hone.search.surrogate.Observation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EntropySearchTest {

    private static GaussianPosterior posterior(Smoothness smoothness) {
        Kernel kernel = StationaryKernel.ard(smoothness, .4, .5).scaled(1.2);
        double[][] x = {{.1, .2}, {.8, .3}, {.4, .9}, {.5, .5}, {.9, .9}};
        double[] y = {-.4, .3, -.6, 1.1, -.5};
        List<Observation> data = new ArrayList<>();
        for (int i = 0; i < y.length; i++) {
            data.add(Observation.of(x[i], y[i]));
        }
        return GaussianModel.of(kernel, .01).given(data);
    }

    private static List<double[]> grid(int side) {
        List<double[]> grid = new ArrayList<>();
        for (int i = 0; i < side * side; i++) {
            grid.add(new double[] {(i % side) / (side - 1.0), (i / side) / (side - 1.0)});
        }
        return grid;
    }

    private static void checkGradient(PointAcquisition acquisition, double... x) {
        double[] gradient = new double[x.length];
        acquisition.value(x, gradient);
        for (int c = 0; c < x.length; c++) {
            double[] up = x.clone();
            double[] down = x.clone();
            up[c] += 1e-5;
            down[c] -= 1e-5;
            double slope = (acquisition.value(up, null) - acquisition.value(down, null)) / 2e-5;
            assertThat(gradient[c]).isCloseTo(slope, within(1e-4 * Math.max(1, Math.abs(slope))));
        }
    }

    @Test
    void entropyOfCounts() {
        assertThat(EntropySearch.entropy(new int[] {5, 0, 5}, 10)).isCloseTo(Math.log(2), within(1e-12));
        assertThat(EntropySearch.entropy(new int[] {10, 0}, 10)).isZero();
    }

    @Test
    void anObservationTellsAboutThePlaceOfTheMaximumUnlessItIsNoise() {
        GaussianPosterior posterior = posterior(Smoothness.RBF);
        EntropySearch exact = new EntropySearch(posterior, grid(7), 1e-4, 1000, Seeds.stream(1));
        double[] near = grid(7).stream()
                .max(Comparator.comparingDouble(x -> exact.value(x, null)))
                .orElseThrow();
        EntropySearch noise = new EntropySearch(posterior, grid(7), 1e8, 1000, Seeds.stream(1));
        assertThat(exact.entropy()).isPositive();
        assertThat(exact.value(near, null)).isGreaterThan(.02);
        assertThat(noise.value(near, null)).isCloseTo(0, within(1e-9));
        // what is known already tells nothing
        List<Observation> often = new ArrayList<>(posterior.observations());
        often.add(Observation.of(near, posterior.mean(near, null), 1e-9));
        EntropySearch known = new EntropySearch(posterior.model().given(often), grid(7), 1e-4, 1000, Seeds.stream(1));
        assertThat(known.value(near, null)).isLessThan(exact.value(near, null) / 4);
    }

    @ParameterizedTest
    @EnumSource(names = {"RBF", "MATERN_52"})
    void aMaximumHasNoSlopeAndCurvesDown(Smoothness smoothness) {
        GaussianPosterior posterior = posterior(smoothness);
        double[] top = {.57, .44};
        GaussianPosterior given = PredictiveEntropySearch.condition(posterior, top, new int[] {0, 1}, 1.1, .01);
        for (int c = 0; c < 2; c++) {
            assertThat(given.mean(LinearFunctional.derivative(top, c))).isCloseTo(0, within(1e-3));
            LinearFunctional curvature = LinearFunctional.derivative(top, c, c);
            assertThat(given.mean(curvature)).isLessThan(0);
            assertThat(given.mean(curvature) + .5 * Math.sqrt(given.variance(curvature)))
                    .isLessThan(0);
        }
        assertThat(given.mean(LinearFunctional.derivative(top, 0, 1))).isCloseTo(0, within(1e-2));
        LinearFunctional value = LinearFunctional.value(top);
        assertThat(given.mean(value)).isGreaterThan(posterior.mean(value));
        assertThat(given.variance(value)).isLessThan(posterior.variance(value));
    }

    @Test
    void onTheEdgeASlopeIsPossible() {
        GaussianPosterior posterior = posterior(Smoothness.RBF);
        double[] corner = {1, .44};
        GaussianPosterior given = PredictiveEntropySearch.condition(posterior, corner, new int[] {0, 1}, 1.1, .01);
        assertThat(Math.abs(given.mean(LinearFunctional.derivative(corner, 0)))).isGreaterThan(.1);
        assertThat(given.mean(LinearFunctional.derivative(corner, 1))).isCloseTo(0, within(1e-3));
    }

    @ParameterizedTest
    @EnumSource(names = {"RBF", "MATERN_52"})
    void predictiveEntropySearchHasItsGradient(Smoothness smoothness) {
        GaussianPosterior posterior = posterior(smoothness);
        List<double[]> maxima = List.of(new double[] {.57, .44}, new double[] {1, .1}, new double[] {.45, .6});
        for (int[] axes : new int[][] {{0, 1}, {}}) {
            PointAcquisition pes = new PredictiveEntropySearch(posterior, maxima, axes, 1.1, .01);
            checkGradient(pes, .3, .4);
            checkGradient(pes, .62, .5);
            assertThat(pes.value(new double[] {.62, .5}, null)).isPositive();
        }
    }

    @Test
    void theSimulatedKnowledgeGradientIsAboveTheDiscreteOneOnTheSameGridAndHasItsGradient() {
        GaussianPosterior posterior = posterior(Smoothness.RBF);
        Peaks peaks = new Peaks(grid(8), new int[] {0, 1});
        Sobol sobol = new Sobol(1, 1);
        double[] normals = new double[256];
        Arrays.setAll(normals, i -> QuasiNormal.point(sobol, i)[0]);
        PointAcquisition simulated =
                new SimulatedKnowledgeGradient(posterior, LinearFunctional::value, peaks, .01, normals);
        PointAcquisition fine = new KnowledgeGradient(
                posterior, grid(41).stream().map(LinearFunctional::value).toList(), .01);
        for (double[] x : new double[][] {{.62, .4}, {.3, .3}, {.95, .05}}) {
            double exact = Math.exp(fine.value(x, null));
            assertThat(Math.exp(simulated.value(x, null))).isCloseTo(exact, within(.1 * exact + 1e-3));
        }
        checkGradient(simulated, .62, .4);
    }

    @Test
    void theStochasticGradientIsThatOfItsDraw() {
        GaussianPosterior posterior = posterior(Smoothness.MATERN_52);
        Peaks peaks = new Peaks(grid(8), new int[] {0, 1});
        double[] x = {.62, .4};
        double[] normals = {.8};
        SimulatedKnowledgeGradient one =
                new SimulatedKnowledgeGradient(posterior, LinearFunctional::value, peaks, .01, normals);
        double[] ofLog = new double[2];
        double gain = Math.exp(one.value(x, ofLog));
        double[] gradient = one.stochasticGradient(x, .8);
        for (int c = 0; c < 2; c++) {
            assertThat(gradient[c]).isCloseTo(ofLog[c] * gain, within(1e-9));
        }
    }
}
