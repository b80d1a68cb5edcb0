package dev.hone.search.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.InvalidFieldException;
import dev.hone.core.Seeds;
import dev.hone.search.solver.LinearSolvers.Options;
import dev.hone.search.solver.LinearSolvers.Solution;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinearSolversTest {

    private static final Options OPTIONS = Options.defaults();

    private static double[][] tridiagonal(int n) {
        double[][] a = new double[n][n];
        for (int i = 0; i < n; i++) {
            a[i][i] = 2;
            if (i > 0) {
                a[i][i - 1] = -1;
                a[i - 1][i] = -1;
            }
        }
        return a;
    }

    private static double[] ones(int n) {
        double[] b = new double[n];
        Arrays.fill(b, 1);
        return b;
    }

    private static double relativeResidual(double[][] a, double[] b, double[] x) {
        double top = 0;
        double bottom = 0;
        for (int i = 0; i < b.length; i++) {
            double r = b[i];
            for (int j = 0; j < b.length; j++) {
                r -= a[i][j] * x[j];
            }
            top += r * r;
            bottom += b[i] * b[i];
        }
        return Math.sqrt(top / bottom);
    }

    /** The vectors of row 28. */
    @ParameterizedTest
    @CsvSource({"1, 818", "1.2, 542", "1.5, 263", "1.7, 118", "1.74, 79", "1.8, 91", "1.9, 189"})
    void sorTakesTheIterationsOfTheReference(double omega, int iterations) {
        Solution solution = LinearSolvers.sor(tridiagonal(20), ones(20), omega, OPTIONS);
        assertThat(solution.iterations()).isEqualTo(iterations);
        assertThat(solution.converged()).isTrue();
        assertThat(relativeResidual(tridiagonal(20), ones(20), solution.x())).isLessThan(1.001e-8);
    }

    @Test
    void theBestOmegaOfTheReference() {
        // spectral radius of I - D^-1 A for the tridiagonal matrix: cos(pi / 21)
        double beta = Math.cos(Math.PI / 21);
        assertThat(beta).isCloseTo(0.98883083, within(5e-9));
        assertThat(LinearSolvers.optimalOmega(beta)).isCloseTo(1.74058001, within(5e-9));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 1, 1.4, 1.9})
    void symmetricFormsSolveTheSystem(double omega) {
        double[][] a = tridiagonal(12);
        double[] b = new double[12];
        RandomGenerator random = Seeds.stream(3);
        Arrays.setAll(b, i -> random.nextGaussian());
        Solution ssor = LinearSolvers.ssor(a, b, omega, OPTIONS);
        Solution pcg = LinearSolvers.ssorPcg(a, b, omega, OPTIONS);
        assertThat(relativeResidual(a, b, ssor.x())).isLessThan(1.001e-8);
        assertThat(relativeResidual(a, b, pcg.x())).isLessThan(1.001e-8);
        assertThat(pcg.iterations()).isLessThanOrEqualTo(13).isLessThan(ssor.iterations());
    }

    /** Conjugate gradients are exact after as many steps as M^-1 A has different eigenvalues: one, where M is A. */
    @Test
    void aPerfectPreconditionerNeedsOneIteration() {
        double[][] diagonal = {{3, 0}, {0, 7}};
        assertThat(LinearSolvers.ssorPcg(diagonal, new double[] {1, 2}, 1, OPTIONS)
                        .iterations())
                .isEqualTo(1);
    }

    /** For the 2 x 2 matrix (2, -1; -1, 2), b = (1, 0), omega = 1, by hand. */
    @Test
    void oneSweepOfEachByHand() {
        double[][] a = {{2, -1}, {-1, 2}};
        double[] b = {1, 0};
        Options one = new Options(1e-8, 1);
        assertThat(LinearSolvers.sor(a, b, 1, one).x()).containsExactly(0.5, 0.25);
        // forward (1/2, 1/4), times D (1, 1/2), backward (5/8, 1/4)
        assertThat(LinearSolvers.ssor(a, b, 1, one).x()).containsExactly(0.625, 0.25);
        // p = (5/8, 1/4), r p = 5/8, p A p = 2 (25/64) - 2 (5/32) + 2 / 16 = 19/32, alpha = 20/19
        assertThat(LinearSolvers.ssorPcg(a, b, 1, one).x()[0]).isCloseTo(12.5 / 19, within(1e-15));
    }

    @Test
    void sparseAndDenseAreTheSame() {
        CsrMatrix sparse = CsrMatrix.laplacian(4).shifted(0.3);
        double[][] dense = new double[16][16];
        for (int j = 0; j < 16; j++) {
            double[] unit = new double[16];
            unit[j] = 1;
            double[] column = sparse.times(unit);
            for (int i = 0; i < 16; i++) {
                dense[i][j] = column[i];
            }
        }
        assertThat(dense[5]).containsExactly(0, -1, 0, 0, -1, 4.3, -1, 0, 0, -1, 0, 0, 0, 0, 0, 0);
        Solution a = LinearSolvers.sor(sparse, ones(16), 1.3, OPTIONS);
        Solution b = LinearSolvers.sor(dense, ones(16), 1.3, OPTIONS);
        assertThat(b.x()).containsExactly(a.x());
        assertThat(b.iterations()).isEqualTo(a.iterations());
    }

    @Test
    void aSolverThatDivergesCostsTheLimit() {
        // Gauss-Seidel diverges: the off-diagonal outweighs the diagonal
        double[][] a = {{1, 5}, {5, 1}};
        Solution solution = LinearSolvers.sor(a, new double[] {1, 1}, 1, OPTIONS);
        assertThat(solution.converged()).isFalse();
        assertThat(solution.iterations()).isEqualTo(10_000);
    }

    @Test
    void nothingToSolveCostsOneIteration() {
        Solution solution = LinearSolvers.sor(tridiagonal(3), new double[3], 1, OPTIONS);
        assertThat(solution.iterations()).isEqualTo(1);
        assertThat(solution.x()).containsExactly(0, 0, 0);
        assertThat(solution.converged()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 2, -1, Double.NaN})
    void omegaHasARange(double omega) {
        assertThatThrownBy(() -> LinearSolvers.sor(tridiagonal(3), ones(3), omega, OPTIONS))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageContaining("omega: is " + omega + ", expected a number between 0 and 2");
    }

    @Test
    void matricesAreChecked() {
        assertThatThrownBy(() -> CsrMatrix.of(new double[][] {{1, 2}, {3, 0}}))
                .hasMessageContaining("0 on the diagonal of row 1");
        assertThatThrownBy(() -> CsrMatrix.of(new double[][] {{1, 2}, {3}})).hasMessageContaining("a row of 1");
        assertThatThrownBy(() -> CsrMatrix.of(new double[][] {{1, Double.NaN}, {3, 1}}))
                .hasMessageContaining("finite");
        assertThatThrownBy(() -> CsrMatrix.of(new int[] {0, 2}, new int[] {0, 0}, new double[] {1, 1}))
                .hasMessageContaining("increasing columns");
        assertThatThrownBy(() -> LinearSolvers.sor(tridiagonal(3), ones(4), 1, OPTIONS))
                .hasMessageContaining("b: is 4 numbers");
    }
}
