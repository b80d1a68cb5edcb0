package dev.hone.search.gp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.Seeds;
import dev.hone.search.numeric.Quadratic;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class LocalQuadraticTest {

    private static double[][] points(int count, int n, double size, long seed) {
        RandomGenerator random = Seeds.stream(seed);
        double[][] points = new double[count][n];
        for (double[] point : points) {
            Arrays.setAll(point, k -> size * random.nextGaussian());
        }
        return points;
    }

    private static Quadratic fit(double[][] z, ToDoubleFunction<double[]> f) {
        return LocalQuadratic.fit(z, Arrays.stream(z).mapToDouble(f).toArray()).orElseThrow();
    }

    private static double quadratic(double[] z) {
        return z[0] - 2 * z[1] + 2 * z[0] * z[0] + z[0] * z[1] + 1.5 * z[1] * z[1];
    }

    @Test
    void aQuadraticIsFoundExactly() {
        Quadratic model = fit(points(5, 2, 1, 1), LocalQuadraticTest::quadratic);
        assertThat(LocalQuadratic.coefficients(2)).isEqualTo(5);
        assertThat(model.c()).isZero();
        assertThat(model.g()).containsExactly(new double[] {1, -2}, within(1e-9));
        assertThat(model.h()[0]).containsExactly(new double[] {4, 1}, within(1e-9));
        assertThat(model.h()[1]).containsExactly(new double[] {1, 3}, within(1e-9));
    }

    @Test
    void nearPointsDecideWhereTheFunctionIsNoQuadratic() {
        ToDoubleFunction<double[]> f = z -> quadratic(z) + z[0] * z[0] * z[0];
        double[][] near = points(10, 2, 1e-3, 2);
        double[][] all = Arrays.copyOf(near, 30);
        System.arraycopy(points(20, 2, 1, 3), 0, all, 10, 20);
        // the third power adds at most some 1e-6 in slopes at distances of 1e-3, and some 1 at distances of 1
        assertThat(fit(all, f).g()).containsExactly(new double[] {1, -2}, within(1e-5));
        assertThat(fit(Arrays.copyOfRange(all, 10, 30), f).g()[0]).isNotCloseTo(1, within(1e-2));
    }

    @Test
    void differencesAtDistancesOfATenThousandthAreEnough() {
        Quadratic model = fit(points(12, 2, 1e-4, 4), LocalQuadraticTest::quadratic);
        assertThat(model.h()[0]).containsExactly(new double[] {4, 1}, within(1e-6));
    }

    @Test
    void tooFewPointsDecideNothing() {
        assertThat(LocalQuadratic.fit(points(4, 2, 1, 5), new double[4])).isEmpty();
        assertThat(LocalQuadratic.fit(new double[0][], new double[0])).isEmpty();
    }
}
