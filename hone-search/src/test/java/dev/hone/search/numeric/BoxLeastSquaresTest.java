package dev.hone.search.numeric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.Seeds;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BoxLeastSquaresTest {

    @Test
    void theMinimumNormSolutionOfOneEquation() {
        assertThat(BoxLeastSquares.minimumNorm(new double[][] {{1, 2}}, new double[] {5}))
                .containsExactly(new double[] {1, 2}, within(1e-14));
    }

    @Test
    void aBoundByHand() {
        // min (x - 3)^2 + (x + y - 4)^2 over [0, 1]^2: x = 1, y = 1
        double[][] a = {{1, 0}, {1, 1}};
        assertThat(BoxLeastSquares.solve(a, new double[] {3, 4}, new double[2], new double[] {1, 1}))
                .containsExactly(new double[] {1, 1}, within(1e-14));
        // y free: x = 2 at its bound, y = 2
        assertThat(BoxLeastSquares.solve(a, new double[] {3, 4}, new double[2], new double[] {2, 9}))
                .containsExactly(new double[] {2, 2}, within(1e-14));
        assertThatThrownBy(() -> BoxLeastSquares.solve(a, new double[2], new double[] {1, 1}, new double[2]))
                .hasMessageContaining("low[0]");
    }

    /** The conditions that are necessary and sufficient for a minimum of a convex function in a box. */
    @Property(tries = 300)
    void derivativesPushOutwardsAtBoundsAndVanishInside(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 9) int m, @ForAll @IntRange(min = 1, max = 7) int n) {
        RandomGenerator random = Seeds.stream(seed);
        double[][] a = new double[m][n];
        double[] b = new double[m];
        double[] high = new double[n];
        for (int i = 0; i < m; i++) {
            b[i] = 3 * random.nextGaussian();
            for (int j = 0; j < n; j++) {
                a[i][j] = random.nextGaussian();
            }
        }
        Arrays.setAll(high, j -> random.nextDouble());
        double[] low = Arrays.stream(high).map(x -> -x).toArray();
        double[] x = BoxLeastSquares.solve(a, b, low, high);
        for (int j = 0; j < n; j++) {
            double derivative = 0;
            for (int i = 0; i < m; i++) {
                double r = -b[i];
                for (int k = 0; k < n; k++) {
                    r += a[i][k] * x[k];
                }
                derivative += a[i][j] * r;
            }
            assertThat(x[j]).isBetween(low[j], high[j]);
            if (x[j] < high[j]) {
                assertThat(derivative).isGreaterThan(-1e-7);
            }
            if (x[j] > low[j]) {
                assertThat(derivative).isLessThan(1e-7);
            }
        }
    }

    /** Rows rotated in one by one lead to the solution of all at once, whatever their number. */
    @Property(tries = 100)
    void rowsOneByOneAreRowsAtOnce(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 30) int m, @ForAll @IntRange(min = 1, max = 6) int n) {
        RandomGenerator random = Seeds.stream(seed);
        double[][] a = new double[m][n];
        double[] b = new double[m];
        TriangularLeastSquares rows = new TriangularLeastSquares(n, 2);
        for (int i = 0; i < m; i++) {
            Arrays.setAll(a[i], j -> random.nextGaussian());
            b[i] = random.nextGaussian();
            rows.add(a[i], b[i] + 2, 1);
        }
        double[] expected = BoxLeastSquares.minimumNorm(a, b);
        assertThat(BoxLeastSquares.minimumNorm(rows.matrix(), rows.right(1, -2)))
                .containsExactly(
                        expected,
                        within(1e-6
                                * (1
                                        + Arrays.stream(expected)
                                                .map(Math::abs)
                                                .max()
                                                .orElse(0))));
    }
}
