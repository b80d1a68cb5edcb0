package dev.hone.search.evolution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.Seeds;
import dev.hone.core.space.IntParameter;
import java.util.Arrays;
import java.util.Comparator;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class CmaEsTest {

    private static CmaEs.Axis[] continuous(int n) {
        CmaEs.Axis[] axes = new CmaEs.Axis[n];
        Arrays.fill(axes, CmaEs.Axis.CONTINUOUS);
        return axes;
    }

    private static double minimize(CmaEs cma, ToDoubleFunction<double[]> f, int generations) {
        RandomGenerator random = Seeds.stream(5);
        double best = Double.POSITIVE_INFINITY;
        for (int g = 0; g < generations; g++) {
            double[][] points = new double[cma.populationSize()][];
            for (int i = 0; i < points.length; i++) {
                points[i] = cma.sample(random);
                best = Math.min(best, f.applyAsDouble(points[i]));
            }
            Arrays.sort(points, Comparator.comparingDouble(f));
            cma.update(points);
        }
        return best;
    }

    @Test
    void weightsOfTheTutorialForTenDimensions() {
        CmaWeights w = CmaWeights.of(10, 10, true);
        assertThat(CmaEs.defaultPopulation(10)).isEqualTo(10);
        assertThat(w.muEff()).isCloseTo(3.1672992814107, within(1e-9));
        double sum = Arrays.stream(w.weights(), 0, 5).sum();
        assertThat(sum).isCloseTo(1, within(1e-12));
        assertThat(w.c1()).isCloseTo(2 / (11.3 * 11.3 + w.muEff()), within(1e-15));
        assertThat(w.weights()[9]).isNegative();
        double negative = Arrays.stream(w.weights(), 5, 10).sum();
        // The three bounds of equation 53, of which the first binds here.
        assertThat(-negative).isCloseTo(1 + w.c1() / w.cMu(), within(1e-12));
        assertThat(CmaWeights.of(10, 10, false).weights()[9]).isZero();
        assertThat(w.chiN()).isCloseTo(3.0847, within(1e-3));
    }

    @Test
    void firstUpdateByHand() {
        // n = 1, lambda = 2: one parent with weight 1, mu_eff = 1.
        CmaEs cma = new CmaEs(new double[] {0}, 2, 2, false, CmaEs.Axis.CONTINUOUS);
        cma.update(new double[][] {{2}, {-3}});
        assertThat(cma.mean()).containsExactly(2);
        double cSigma = 3 / 7.0;
        double path = Math.sqrt(cSigma * (2 - cSigma));
        double chi = 1 - 1 / 4.0 + 1 / 21.0;
        double dSigma = 1 + cSigma;
        double sigma = 2 * Math.exp(cSigma / dSigma * (path / chi - 1));
        assertThat(cma.sigma()).isCloseTo(sigma, within(1e-12));
        double c1 = 2 / (2.3 * 2.3 + 1);
        double cMu = 2 * 0.25 / (9 + 1);
        double cc = 5 / 7.0;
        double pathC = Math.sqrt(cc * (2 - cc));
        double variance = 1 - c1 - cMu + c1 * pathC * pathC + cMu;
        assertThat(cma.deviation(0)).isCloseTo(sigma * Math.sqrt(variance), within(1e-12));
    }

    @Test
    void solvesRosenbrockAndIllConditionedEllipsoid() {
        double rosenbrock = minimize(
                new CmaEs(new double[] {0, 0, 0, 0, 0}, 0.5, 8, true, continuous(5)),
                x -> {
                    double sum = 0;
                    for (int i = 0; i < 4; i++) {
                        sum += 100 * Math.pow(x[i + 1] - x[i] * x[i], 2) + Math.pow(1 - x[i], 2);
                    }
                    return sum;
                },
                600);
        assertThat(rosenbrock).isLessThan(1e-10);
        double ellipsoid = minimize(
                new CmaEs(new double[] {1, 1, 1, 1}, 0.5, 8, true, continuous(4)),
                x -> x[0] * x[0] + 1e2 * x[1] * x[1] + 1e4 * x[2] * x[2] + 1e6 * x[3] * x[3],
                400);
        assertThat(ellipsoid).isLessThan(1e-10);
    }

    @Test
    void injectedPointsAreShortened() {
        CmaEs cma = new CmaEs(new double[] {0, 0}, 1, 6, true, continuous(2));
        double limit = Math.sqrt(2) + 1;
        assertThat(cma.injected(new double[] {30, 40}))
                .containsExactly(new double[] {0.6 * limit, 0.8 * limit}, within(1e-12));
        assertThat(cma.injected(new double[] {0.3, 0.4})).containsExactly(new double[] {0.3, 0.4}, within(1e-12));
    }

    @Test
    void marginKeepsProbabilities() {
        double alpha = 0.05;
        double[] outer = Margin.keep(0.1, 0.01, Double.NEGATIVE_INFINITY, 0.5, alpha);
        assertThat(Margin.tail((0.5 - outer[0]) / outer[1])).isCloseTo(alpha, within(1e-9));
        assertThat(outer[1]).isEqualTo(0.01);
        double[] upper = Margin.keep(0.9, 0.01, 0.5, Double.POSITIVE_INFINITY, alpha);
        assertThat(upper[0]).isCloseTo(1 - outer[0], within(1e-12));
        double[] inner = Margin.keep(0.45, 0.001, 0.4, 0.6, alpha);
        assertThat(Margin.tail((inner[0] - 0.4) / inner[1])).isGreaterThanOrEqualTo(alpha / 2 - 1e-9);
        assertThat(Margin.tail((0.6 - inner[0]) / inner[1])).isGreaterThanOrEqualTo(alpha / 2 - 1e-9);
        assertThat(Margin.keep(0.5, 0.3, 0.4, 0.6, alpha)).containsExactly(0.5, 0.3);
    }

    @Test
    void aConvergedDistributionStillLeavesItsCells() {
        CmaEs.Axis bit = u -> CmaEsAxes.evenCell(2, u);
        CmaEs.Axis ten = u -> CmaEsAxes.evenCell(10, u);
        CmaEs cma = new CmaEs(new double[] {0.5, 0.5, 0.5}, 0.3, 8, true, bit, ten, CmaEs.Axis.CONTINUOUS);
        minimize(cma, x -> (x[0] > 0.5 ? 0 : 1) + Math.abs(Math.floor(x[1] * 10) - 4) + x[2] * x[2], 300);
        assertThat(cma.deviation(2)).isLessThan(1e-6);
        double alpha = 1 / 24.0;
        double[] mean = cma.mean();
        assertThat(mean[0]).isGreaterThan(0.5);
        assertThat(Margin.tail((mean[0] - 0.5) / cma.deviation(0))).isGreaterThan(0.99 * alpha);
        assertThat(Margin.tail((mean[1] - 0.4) / cma.deviation(1))).isGreaterThan(0.49 * alpha);
        assertThat(Margin.tail((0.5 - mean[1]) / cma.deviation(1))).isGreaterThan(0.49 * alpha);
    }

    @Test
    void cellsOfLogarithmicIntsDecodeToOneValue() {
        IntParameter parameter = IntParameter.log("n", 1, 64);
        for (double u : new double[] {0, 0.2, 0.5, 0.77, 1}) {
            double[] cell = CmaEsAxes.logCell(parameter, u);
            long value = parameter.decode(new double[] {u}, 0);
            double low = Math.max(0, cell[0]) + 1e-9;
            double high = Math.min(1, cell[1]) - 1e-9;
            assertThat(parameter.decode(new double[] {low}, 0)).isEqualTo(value);
            assertThat(parameter.decode(new double[] {high}, 0)).isEqualTo(value);
            assertThat(u).isBetween(low - 1e-8, high + 1e-8);
        }
    }
}
