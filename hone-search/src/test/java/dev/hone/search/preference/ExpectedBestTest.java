package dev.hone.search.preference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.Seeds;
import dev.hone.search.acquisition.PointAcquisition;
import dev.hone.search.kernel.Smoothness;
import dev.hone.search.kernel.StationaryKernel;
import dev.hone.search.numeric.Cholesky;
import dev.hone.search.surrogate.GaussianPosterior;
import dev.hone.search.surrogate.Joint;
import dev.hone.search.surrogate.LinearFunctional;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class ExpectedBestTest {

    private static final double NONE = Double.NEGATIVE_INFINITY;
    private static final double[] X = {0.55, 0.35};

    private static final List<double[]> POINTS =
            List.of(new double[] {0.1, 0.9}, new double[] {0.4, 0.2}, new double[] {0.8, 0.6});

    private static final GaussianPosterior POSTERIOR = LaplaceApproximation.of(
                    StationaryKernel.ard(Smoothness.MATERN_52, 0.5, 0.9).scaled(5),
                    new Evidence(POINTS, List.of(new Duel(0, 1, 1, 1), new Duel(2, 1, 1, 1), new Duel(0, 2, 1, 1))))
            .posterior();

    private static ExpectedBest best(List<double[]> others, double floor, int draws) {
        return new ExpectedBest(POSTERIOR, others, floor, draws, Seeds.stream(1));
    }

    /** By draws of all utilities, x included. */
    private static double simulated(List<double[]> others, double floor) {
        List<LinearFunctional> all = new ArrayList<>();
        others.forEach(y -> all.add(LinearFunctional.value(y)));
        all.add(LinearFunctional.value(X));
        Joint joint = POSTERIOR.joint(all);
        Cholesky factor = joint.factor();
        RandomGenerator random = Seeds.stream(7);
        double sum = 0;
        int draws = 400_000;
        for (int s = 0; s < draws; s++) {
            double greatest = floor;
            for (double u : joint.draw(factor, normals(random, all.size()))) {
                greatest = Math.max(greatest, u);
            }
            sum += greatest;
        }
        return sum / draws;
    }

    private static double[] normals(RandomGenerator random, int n) {
        double[] z = new double[n];
        for (int i = 0; i < n; i++) {
            z[i] = random.nextGaussian();
        }
        return z;
    }

    @Test
    void ofTwoPointsTheClosedFormIsWhatDrawsGive() {
        for (double[] y : POINTS) {
            assertThat(best(List.of(y), NONE, 1).value(X, null)).isCloseTo(simulated(List.of(y), NONE), within(0.015));
        }
    }

    @Test
    void ofMoreAndAboveAFloorDrawsOfTheOthersAreEnough() {
        assertThat(best(POINTS, NONE, 20_000).value(X, null)).isCloseTo(simulated(POINTS, NONE), within(0.03));
        assertThat(best(POINTS, 0.7, 20_000).value(X, null)).isCloseTo(simulated(POINTS, 0.7), within(0.03));
        assertThat(best(List.of(), 0.7, 1).value(X, null)).isCloseTo(simulated(List.of(), 0.7), within(0.015));
        assertThat(best(List.of(), NONE, 1).value(X, null))
                .isCloseTo(POSTERIOR.mean(LinearFunctional.value(X)), within(1e-12));
        assertThat(best(POINTS.subList(0, 1), -1e9, 20_000).value(X, null))
                .as("a floor that is never reached")
                .isCloseTo(best(POINTS.subList(0, 1), NONE, 1).value(X, null), within(0.03));
    }

    @Test
    void gradientsAreThoseOfFiniteDifferences() {
        assertGradient(best(List.of(), NONE, 1));
        assertGradient(best(List.of(), 0.7, 1));
        assertGradient(best(POINTS.subList(0, 1), NONE, 1));
        assertGradient(best(POINTS, NONE, 64));
        assertGradient(best(POINTS, 0.7, 64));
        assertGradient(ExpectedBest.leastKnownDifference(POSTERIOR, POINTS));
        assertGradient(ExpectedBest.leastKnownDifference(POSTERIOR, List.of()));
    }

    private static void assertGradient(PointAcquisition worth) {
        double[] gradient = new double[2];
        double value = worth.value(X, gradient);
        assertThat(worth.value(X, null)).isEqualTo(value);
        for (int c = 0; c < 2; c++) {
            double h = 1e-5;
            double[] up = X.clone();
            up[c] += h;
            double[] down = X.clone();
            down[c] -= h;
            assertThat(gradient[c])
                    .isCloseTo((worth.value(up, null) - worth.value(down, null)) / (2 * h), within(1e-6));
        }
    }

    @Test
    void aCopyOfWhatIsOnTheScreenAddsNothing() {
        double[] y = POINTS.get(0);
        assertThat(best(List.of(y), NONE, 1).value(y, null))
                .isCloseTo(POSTERIOR.mean(LinearFunctional.value(y)), within(1e-4));
        assertThat(ExpectedBest.leastKnownDifference(POSTERIOR, POINTS).value(y, null))
                .isCloseTo(0, within(1e-4));
    }
}
