package dev.hone.search.tpe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.space.CategoricalParameter;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.IntParameter;
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

    @Test
    void agesRiseToOneAndLeaveTheLatest25Whole() {
        double[] weights = Split.ages(30);
        assertThat(weights[0]).isCloseTo(1.0 / 30, within(1e-12));
        assertThat(weights[4]).isCloseTo(1, within(1e-12));
        assertThat(weights[29]).isEqualTo(1);
        assertThat(Split.ages(10)).containsOnly(1);
    }
}
