package dev.hone.search.numeric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class BoxLbfgsTest {

    private static double rosenbrock(double[] x, double[] g) {
        double sum = 0;
        for (int i = 0; i + 1 < x.length; i++) {
            double a = x[i + 1] - x[i] * x[i];
            double b = 1 - x[i];
            sum += 100 * a * a + b * b;
            g[i] += -400 * a * x[i] - 2 * b;
            g[i + 1] += 200 * a;
        }
        return sum;
    }

    private static double[] constant(int n, double v) {
        double[] x = new double[n];
        java.util.Arrays.fill(x, v);
        return x;
    }

    @Test
    void findsTheFloorOfTheValley() {
        BoxLbfgs.Result result = BoxLbfgs.minimize(
                BoxLbfgsTest::rosenbrock,
                constant(5, -1.2),
                constant(5, -5),
                constant(5, 5),
                new BoxLbfgs.Options(500, 1e-8, 0, 8));
        assertThat(result.value()).isLessThan(1e-10);
        assertThat(result.x()).containsExactly(constant(5, 1), within(1e-5));
    }

    @Test
    void stopsAtTheBoundThatHoldsIt() {
        BoxLbfgs.Result result = BoxLbfgs.minimize(
                BoxLbfgsTest::rosenbrock,
                new double[] {-1, -1},
                new double[] {-2, -2},
                new double[] {0.5, 2},
                BoxLbfgs.Options.defaults());
        assertThat(result.x()[0]).isEqualTo(0.5);
        assertThat(result.x()[1]).isCloseTo(0.25, within(1e-5));
        assertThat(result.value()).isCloseTo(0.25, within(1e-8));
    }

    @Test
    void stepsBackFromWhereTheFunctionIsNotFinite() {
        BoxLbfgs.Result result = BoxLbfgs.minimize(
                (x, g) -> {
                    g[0] = 1 - 1 / x[0];
                    return x[0] - Math.log(x[0]);
                },
                new double[] {4},
                new double[] {-10},
                new double[] {10},
                BoxLbfgs.Options.defaults());
        assertThat(result.x()[0]).isCloseTo(1, within(1e-4));
    }
}
