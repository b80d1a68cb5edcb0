package dev.hone.search.numeric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.Seeds;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CholeskyInverseTest {

    /** G G^T + I / 2, packed. */
    private static double[] matrix(int n, long seed) {
        RandomGenerator random = Seeds.stream(seed);
        double[][] g = new double[n][];
        double[] lower = new double[Cholesky.length(n)];
        for (int i = 0; i < n; i++) {
            g[i] = random.doubles(n, -1, 1).toArray();
            for (int j = 0; j <= i; j++) {
                double sum = i == j ? 0.5 : 0;
                for (int k = 0; k < n; k++) {
                    sum += g[i][k] * g[j][k];
                }
                lower[i * (i + 1) / 2 + j] = sum;
            }
        }
        return lower;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 8, 13, 30})
    void agreesWithTheGrowingFactor(int n) {
        CholeskyInverse inverse = new CholeskyInverse(n);
        // the second matrix meets the buffers of the first
        for (long seed = 1; seed <= 2; seed++) {
            double[] lower = matrix(n, seed);
            Cholesky factor = Cholesky.tryFactor(lower, n);
            assertThat(inverse.compute(lower)).isTrue();
            assertThat(inverse.logDeterminant()).isCloseTo(factor.logDeterminant(), within(1e-10));
            double[] b = Seeds.stream(9).doubles(n).toArray();
            double[] solution = b.clone();
            factor.solve(solution);
            inverse.solve(b);
            assertThat(b).containsExactly(solution, within(1e-8));
            for (int j = 0; j < n; j++) {
                double[] column = new double[n];
                column[j] = 1;
                factor.solve(column);
                for (int i = j; i < n; i++) {
                    assertThat(inverse.inverseRow(i)[j]).isCloseTo(column[i], within(1e-8));
                }
            }
        }
    }

    @Test
    void refusesWhatIsNotPositiveDefinite() {
        assertThat(new CholeskyInverse(2).compute(new double[] {1, 2, 1})).isFalse();
        assertThat(new CholeskyInverse(1).compute(new double[] {Double.NaN})).isFalse();
    }
}
