package dev.hone.search.numeric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.Seeds;
import java.util.random.RandomGenerator;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.api.Test;

class CholeskyTest {

    private static double[][] matrix(int n, long seed) {
        RandomGenerator random = Seeds.stream(seed);
        double[][] root = new double[n][n];
        for (double[] row : root) {
            for (int j = 0; j < n; j++) {
                row[j] = random.nextGaussian();
            }
        }
        double[][] a = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                for (int k = 0; k < n; k++) {
                    a[i][j] += root[i][k] * root[j][k];
                }
            }
            a[i][i] += 0.5;
        }
        return a;
    }

    private static double[] pack(double[][] a) {
        double[] packed = new double[Cholesky.length(a.length)];
        for (int i = 0; i < a.length; i++) {
            System.arraycopy(a[i], 0, packed, i * (i + 1) / 2, i + 1);
        }
        return packed;
    }

    @Test
    void solvesInvertsAndTakesTheDeterminantLikeEjml() {
        double[][] a = matrix(23, 1);
        Cholesky factor = Cholesky.tryFactor(pack(a), 23);
        DMatrixRMaj reference = new DMatrixRMaj(a);
        assertThat(factor.logDeterminant()).isCloseTo(Math.log(CommonOps_DDRM.det(reference)), within(1e-9));
        for (int i = 0; i < 23; i++) {
            assertThat(factor.diagonal()[i]).isCloseTo(a[i][i], within(1e-12));
        }
        double[] b = new double[23];
        for (int i = 0; i < 23; i++) {
            b[i] = Math.sin(i);
        }
        DMatrixRMaj x = new DMatrixRMaj(23, 1);
        assertThat(CommonOps_DDRM.solve(reference, new DMatrixRMaj(23, 1, true, b.clone()), x))
                .isTrue();
        DMatrixRMaj inverse = new DMatrixRMaj(23, 23);
        assertThat(CommonOps_DDRM.invert(reference, inverse)).isTrue();
        factor.solve(b);
        for (int i = 0; i < 23; i++) {
            assertThat(b[i]).isCloseTo(x.get(i, 0), within(1e-9));
            double[] column = new double[23];
            column[i] = 1;
            factor.solve(column);
            for (int j = 0; j < 23; j++) {
                assertThat(column[j]).isCloseTo(inverse.get(j, i), within(1e-9));
            }
        }
    }

    @Test
    void growingRowByRowGivesTheSameBits() {
        double[][] a = matrix(40, 2);
        Cholesky whole = Cholesky.tryFactor(pack(a), 40);
        Cholesky grown = new Cholesky(1);
        for (double[] row : a) {
            assertThat(grown.append(row)).isTrue();
        }
        for (int i = 0; i < 40; i++) {
            for (int j = 0; j <= i; j++) {
                assertThat(grown.get(i, j)).isEqualTo(whole.get(i, j));
            }
        }
    }

    @Test
    void deletingARowEqualsFactoringWithoutIt() {
        double[][] a = matrix(12, 3);
        for (int k : new int[] {0, 5, 11}) {
            Cholesky factor = Cholesky.tryFactor(pack(a), 12);
            factor.delete(k);
            double[][] smaller = new double[11][11];
            for (int i = 0; i < 11; i++) {
                for (int j = 0; j < 11; j++) {
                    smaller[i][j] = a[i < k ? i : i + 1][j < k ? j : j + 1];
                }
            }
            Cholesky expected = Cholesky.tryFactor(pack(smaller), 11);
            assertThat(factor.size()).isEqualTo(11);
            for (int i = 0; i < 11; i++) {
                for (int j = 0; j <= i; j++) {
                    assertThat(factor.get(i, j)).isCloseTo(expected.get(i, j), within(1e-10));
                }
            }
        }
    }

    @Test
    void singularMatricesAreRefusedAndJitterRepairsThem() {
        double[] ones = {1, 1, 1, 1, 1, 1};
        assertThat(Cholesky.tryFactor(ones, 3)).isNull();
        Cholesky factor = Cholesky.factor(ones, 3, 1e-10);
        assertThat(factor.size()).isEqualTo(3);
        assertThat(ones[0]).isGreaterThan(1).isLessThan(1 + 1e-6);
    }
}
