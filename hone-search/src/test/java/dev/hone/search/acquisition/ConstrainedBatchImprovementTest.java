package dev.hone.search.acquisition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.Seeds;
import dev.hone.search.kernel.Smoothness;
import dev.hone.search.kernel.StationaryKernel;
import dev.hone.search.qmc.QuasiNormal;
import dev.hone.search.qmc.Sobol;
import dev.hone.search.surrogate.GaussianModel;
import dev.hone.search.surrogate.GaussianPosterior;
import dev.hone.search.surrogate.Observation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class ConstrainedBatchImprovementTest {

    private static GaussianPosterior plane(long seed) {
        RandomGenerator random = Seeds.stream(seed);
        List<Observation> data = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            data.add(Observation.of(new double[] {random.nextDouble(), random.nextDouble()}, random.nextGaussian()));
        }
        return GaussianModel.of(
                        StationaryKernel.ard(Smoothness.MATERN_52, .3, .5).scaled(1.4), .2)
                .given(data);
    }

    private static double[][] normals(int draws, int dimensions) {
        double[][] normals = new double[draws][];
        Sobol sobol = new Sobol(dimensions, 3);
        Arrays.setAll(normals, i -> QuasiNormal.point(sobol, i));
        return normals;
    }

    @Test
    void onePointIsTheConstrainedExpectedImprovement() {
        double[] x = {.31, .62};
        PointAcquisition improvement =
                new MarginalAcquisition(plane(4), MarginalAcquisition.logExpectedImprovement(.3));
        GaussianPosterior likely = plane(5).model().given(List.of(Observation.of(new double[] {.6, .9}, .6)));
        PointAcquisition holds = new MarginalAcquisition(likely, MarginalAcquisition.logProbability(0));
        double probability = Math.exp(holds.value(x, null));
        assertThat(probability).isBetween(.5, .9);
        double exact = Math.exp(improvement.value(x, null)) * probability;
        double value =
                new ConstrainedBatchImprovement(plane(4), List.of(likely), .3, normals(1 << 15, 2)).value(x, null);
        // the sigmoid's width is a fiftieth of a standard deviation
        assertThat(value).isCloseTo(exact, within(2e-3 * exact));
    }

    @Test
    void aConstraintThatSurelyHoldsChangesNothing() {
        GaussianPosterior sure = plane(5).model()
                .given(plane(5).observations().stream()
                        .map(o -> o.withValue(1e6))
                        .toList());
        double[] x = {.31, .62, .8, .15};
        double[][] normals = normals(256, 4);
        double[][] first = Arrays.stream(normals).map(z -> Arrays.copyOf(z, 2)).toArray(double[][]::new);
        assertThat(new ConstrainedBatchImprovement(plane(4), List.of(sure), .3, normals).value(x, null))
                .isCloseTo(new BatchExpectedImprovement(plane(4), .3, first).value(x, null), within(1e-12));
    }

    @Test
    void theGradientIsADifference() {
        ConstrainedBatchImprovement acquisition =
                new ConstrainedBatchImprovement(plane(4), List.of(plane(5), plane(6)), .1, normals(256, 9));
        double[] x = {.31, .62, .8, .15, .5, .9};
        double[] gradient = new double[6];
        acquisition.value(x, gradient);
        for (int c = 0; c < 6; c++) {
            double[] up = x.clone();
            double[] down = x.clone();
            up[c] += 1e-6;
            down[c] -= 1e-6;
            double slope = (acquisition.value(up, null) - acquisition.value(down, null)) / 2e-6;
            assertThat(gradient[c]).as("coordinate %d", c).isCloseTo(slope, within(1e-5));
        }
    }
}
