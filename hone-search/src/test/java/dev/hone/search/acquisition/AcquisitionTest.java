package dev.hone.search.acquisition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.Seeds;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class AcquisitionTest {

    private static void checkGradient(Acquisition acquisition, double[] mean, double[] sd) {
        int m = mean.length;
        double[] byMean = new double[m];
        double[] bySd = new double[m];
        double[] unused = new double[m];
        acquisition.value(mean, sd, byMean, bySd);
        double step = 1e-6;
        for (int j = 0; j < m; j++) {
            for (boolean ofMean : new boolean[] {true, false}) {
                double[] up = (ofMean ? mean : sd).clone();
                double[] down = up.clone();
                up[j] += step;
                down[j] -= step;
                double difference = ofMean
                        ? acquisition.value(up, sd, unused, unused.clone())
                                - acquisition.value(down, sd, unused, unused.clone())
                        : acquisition.value(mean, up, unused, unused.clone())
                                - acquisition.value(mean, down, unused, unused.clone());
                double expected = difference / (2 * step);
                assertThat((ofMean ? byMean : bySd)[j])
                        .isCloseTo(expected, within(1e-5 * Math.max(1, Math.abs(expected))));
            }
        }
    }

    @Test
    void logExpectedImprovementHasItsGradientFarFromImprovement() {
        for (double mean : new double[] {-1, 0.5, 3, 8}) {
            checkGradient(new LogExpectedImprovement(0.3), new double[] {mean}, new double[] {0.4});
        }
    }

    @Test
    void hypervolumeOfOneObjectiveIsExpectedImprovement() {
        LogHypervolumeImprovement one = new LogHypervolumeImprovement(new double[][] {{0.3}, {0.7}}, new double[] {2});
        double value = one.value(new double[] {0.5}, new double[] {0.4}, new double[1], new double[1]);
        assertThat(value).isCloseTo(LogExpectedImprovement.value(0.5, 0.4, 0.3), within(1e-12));
    }

    @Test
    void hypervolumeImprovementOfACertainPointIsGeometry() {
        double[][] front = {{1, 3}, {2, 2}, {3, 1}};
        LogHypervolumeImprovement acquisition = new LogHypervolumeImprovement(front, new double[] {4, 4});
        assertThat(acquisition.boxes()).isEqualTo(4);
        // (1.5, 1.5) adds [1.5,2]x[1.5,3], [2,3]x[1.5,2] and [3,4]: nothing
        double value =
                acquisition.value(new double[] {1.5, 1.5}, new double[] {1e-7, 1e-7}, new double[2], new double[2]);
        assertThat(Math.exp(value)).isCloseTo(0.5 * 1.5 + 1 * 0.5, within(1e-5));
    }

    @Test
    void hypervolumeAgreesWithMonteCarloAndItsGradientWithDifferences() {
        double[][] front = {{0.2, 0.9, 0.5}, {0.5, 0.4, 0.7}, {0.8, 0.3, 0.2}, {0.6, 0.6, 0.1}};
        double[] reference = {1, 1.1, 0.9};
        double[] mean = {0.45, 0.5, 0.35};
        double[] sd = {0.2, 0.3, 0.25};
        LogHypervolumeImprovement acquisition = new LogHypervolumeImprovement(front, reference);
        double exact = Math.exp(acquisition.value(mean, sd, new double[3], new double[3]));
        // u uniform below the reference in a box that holds nearly all of y: P(y <= u, u not dominated) * volume
        RandomGenerator random = Seeds.stream(11);
        double low = -1.5;
        double volume = (1 - low) * (1.1 - low) * (0.9 - low);
        int draws = 1_000_000;
        int hits = 0;
        for (int i = 0; i < draws; i++) {
            double[] u = new double[3];
            boolean below = true;
            for (int j = 0; j < 3; j++) {
                u[j] = low + random.nextDouble() * (reference[j] - low);
                below &= mean[j] + sd[j] * random.nextGaussian() <= u[j];
            }
            hits += below && free(u, front) ? 1 : 0;
        }
        double estimate = volume * hits / draws;
        double error = volume * Math.sqrt(hits) / draws;
        assertThat(exact).isCloseTo(estimate, within(4 * error));
        checkGradient(acquisition, mean, sd);
        checkGradient(acquisition, new double[] {3, 2, 4}, sd);
    }

    private static boolean free(double[] u, double[][] front) {
        for (double[] p : front) {
            if (p[0] <= u[0] && p[1] <= u[1] && p[2] <= u[2]) {
                return false;
            }
        }
        return true;
    }

    @Test
    void frontKeepsTheFirstOfEqualPoints() {
        double[][] front = LogHypervolumeImprovement.front(new double[][] {{1, 2}, {2, 1}, {1, 2}, {2, 2}, {3, 0}});
        assertThat(front).isDeepEqualTo(new double[][] {{1, 2}, {2, 1}, {3, 0}});
    }

    @Test
    void expectedMaximumMatchesTheVector() {
        assertThat(ExpectedMaximum.gain(new double[] {0, 0.3, -0.2}, new double[] {1, 0.2, -0.5}))
                .isCloseTo(0.28895316, within(5e-9));
    }

    @Test
    void expectedMaximumOfEqualSlopesGainsNothing() {
        assertThat(ExpectedMaximum.gain(new double[] {1, 2, 0}, new double[] {0.5, 0.5, 0.5}))
                .isZero();
    }
}
