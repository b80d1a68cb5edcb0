package dev.hone.search.tpe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.space.CategoricalParameter;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.IntParameter;
import dev.hone.search.numeric.Normal;
import org.junit.jupiter.api.Test;

class ParzenEstimatorTest {

    @Test
    void aContinuousDensityIntegratesToOne() {
        Axis[] axes = {Axis.of(FloatParameter.linear("x", 0, 1), 0)};
        ParzenEstimator p = new ParzenEstimator(
                axes, new double[][] {{0.02}, {0.7}}, new double[] {1, 0.5}, new double[] {0.1, 0.02}, 1);
        double[][] grid = new double[10_000][1];
        for (int i = 0; i < grid.length; i++) {
            grid[i][0] = (i + 0.5) / grid.length;
        }
        double sum = 0;
        for (double log : p.logDensity(grid)) {
            sum += Math.exp(log) / grid.length;
        }
        assertThat(sum).isCloseTo(1, within(1e-5));
    }

    @Test
    void massesOfCellsAndChoicesSumToOne() {
        Axis[] axes = {Axis.of(IntParameter.log("n", 1, 40), 0), Axis.of(CategoricalParameter.of("c", "p", "q", "r"), 1)
        };
        double[][] points = {
            {axes[0].centre(3), axes[1].centre(0)},
            {axes[0].centre(39), axes[1].centre(2)}
        };
        ParzenEstimator p = new ParzenEstimator(axes, points, new double[] {1, 1}, new double[] {0.05, 1, 0.2, 1}, 1);
        double[][] all = new double[120][];
        for (int i = 0; i < all.length; i++) {
            all[i] = new double[] {axes[0].centre(i / 3), axes[1].centre(i % 3)};
        }
        double sum = 0;
        for (double log : p.logDensity(all)) {
            sum += Math.exp(log);
        }
        assertThat(sum).isCloseTo(1, within(1e-9));
    }

    /** Beside a plain sum over kernels and axes, on all kinds of axes at once. */
    @Test
    void theDensityIsTheWeightedSumOfProductKernels() {
        Axis[] axes = {
            Axis.of(FloatParameter.linear("x", 0, 1), 0),
            Axis.of(CategoricalParameter.of("c", "p", "q"), 1),
            Axis.of(IntParameter.linear("n", 1, 4), 2),
            Axis.of(FloatParameter.linear("y", 0, 1), 3)
        };
        double[][] points = {{0.1, 0.25, 0.375, 0.9}, {0.6, 0.75, 0.875, 0.05}};
        double[] widths = {0.1, 1, 0.2, 0.3, 0.05, 1, 0.4, 0.02};
        ParzenEstimator p = new ParzenEstimator(axes, points, new double[] {1, 3}, widths, 2);
        double[] x = {0.2, 0.75, 0.625, 0.4};
        double q = 2 / 3.0;
        double first = normal(0.2, 0.1, 0.1) * q / (1 + 2 * q) * cell(0.375, 0.2) * normal(0.4, 0.9, 0.3);
        double second = normal(0.2, 0.6, 0.05) * (1 + q) / (1 + 2 * q) * cell(0.875, 0.4) * normal(0.4, 0.05, 0.02);
        double prior = normal(0.2, 0.5, 1) * 0.5 * cell(0.5, 1) * normal(0.4, 0.5, 1);
        double expected = Math.log((first + 3 * second + 2 * prior) / 6);
        assertThat(p.logDensity(new double[][] {x})[0]).isCloseTo(expected, within(1e-11));
    }

    private static double normal(double x, double mu, double s) {
        return Normal.pdf((x - mu) / s) / s / inside(mu, s);
    }

    /** Mass in [0.5, 0.75]. */
    private static double cell(double mu, double s) {
        return (Normal.cdf((0.75 - mu) / s) - Normal.cdf((0.5 - mu) / s)) / inside(mu, s);
    }

    private static double inside(double mu, double s) {
        return Normal.cdf((1 - mu) / s) - Normal.cdf(-mu / s);
    }

    /** 150 axes: the product of the normalising constants is far below the smallest double. */
    @Test
    void manyNarrowAxesDoNotUnderflow() {
        int d = 150;
        Axis[] axes = new Axis[d];
        double[] point = new double[d];
        double[] widths = new double[d];
        for (int k = 0; k < d; k++) {
            axes[k] = Axis.of(FloatParameter.linear("x" + k, 0, 1), k);
            point[k] = 0.5;
            widths[k] = 0.001;
        }
        ParzenEstimator p = new ParzenEstimator(axes, new double[][] {point}, new double[] {1}, widths, 1);
        double expected = Math.log(0.5) - d * (Math.log(0.001) + Normal.LOG_SQRT_2PI);
        assertThat(p.logDensity(new double[][] {point})[0]).isCloseTo(expected, within(1e-9));
    }
}
