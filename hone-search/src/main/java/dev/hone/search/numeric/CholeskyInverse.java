package dev.hone.search.numeric;

import java.util.Arrays;

/**
 * Determinant and inverse of symmetric positive definite matrices of one size, for likelihoods and their gradients. With
 * A = L L^T and V = L^-1:
 * <pre> log det A = 2 sum_i log L_ii,   A^-1 = V^T V,   b^T A^-1 b = |V b|^2 </pre>
 * Each of the three triangles costs n^3 / 6. Rows are arrays of their own and four of them enter each pass, because that is
 * what the JIT compiler turns into vector instructions; {@link Cholesky}, which grows by rows, is several times slower per
 * element. Buffers are reused by the next {@link #compute}. Not thread-safe.
 */
public final class CholeskyInverse {

    /** A pivot below this fraction of its diagonal element counts as lost. */
    private static final double PIVOT = 1e-14;

    private final int n;
    /** Row k of L^T from column k on. */
    private final double[][] upper;
    /** V, zero above the diagonal. */
    private final double[][] triangle;

    private final double[][] inverse;

    public CholeskyInverse(int n) {
        this.n = n;
        upper = new double[n][n];
        triangle = new double[n][n];
        inverse = new double[n][n];
    }

    /** Factors and inverts a packed lower triangle, as in {@link Cholesky}; false if it is not positive definite. */
    public boolean compute(double[] lower) {
        if (!factor(lower)) {
            return false;
        }
        for (int i = 0; i < n; i++) {
            double[] row = triangle[i];
            Arrays.fill(row, 0, i, 0);
            int k = 0;
            for (; k + 3 < i; k += 4) {
                subtract(row, 0, k + 4, triangle, k, upper[k][i], upper[k + 1][i], upper[k + 2][i], upper[k + 3][i]);
            }
            for (; k < i; k++) {
                subtract(row, 0, k + 1, triangle[k], upper[k][i]);
            }
            double pivot = upper[i][i];
            for (int j = 0; j < i; j++) {
                row[j] /= pivot;
            }
            row[i] = 1 / pivot;
        }
        for (int i = 0; i < n; i++) {
            double[] row = inverse[i];
            Arrays.fill(row, 0, i + 1, 0);
            double[][] v = triangle;
            int k = i;
            for (; k + 3 < n; k += 4) {
                subtract(row, 0, i + 1, v, k, -v[k][i], -v[k + 1][i], -v[k + 2][i], -v[k + 3][i]);
            }
            for (; k < n; k++) {
                subtract(row, 0, i + 1, v[k], -v[k][i]);
            }
        }
        return true;
    }

    /** Factors alone, for {@link #logDeterminant} and {@link #quadratic}; false if it is not positive definite. */
    public boolean factor(double[] lower) {
        for (int k = 0; k < n; k++) {
            double[] row = upper[k];
            for (int j = k; j < n; j++) {
                row[j] = lower[j * (j + 1) / 2 + k];
            }
            double diagonal = row[k];
            int p = 0;
            for (; p + 3 < k; p += 4) {
                subtract(row, k, n, upper, p, upper[p][k], upper[p + 1][k], upper[p + 2][k], upper[p + 3][k]);
            }
            for (; p < k; p++) {
                subtract(row, k, n, upper[p], upper[p][k]);
            }
            if (!(row[k] > PIVOT * diagonal)) {
                return false;
            }
            double pivot = Math.sqrt(row[k]);
            for (int j = k; j < n; j++) {
                row[j] /= pivot;
            }
        }
        return true;
    }

    private static void subtract(double[] y, int from, int to, double[] x, double a) {
        for (int j = from; j < to; j++) {
            y[j] -= a * x[j];
        }
    }

    private static void subtract(
            double[] y, int from, int to, double[][] rows, int first, double a, double b, double c, double d) {
        subtract(y, from, to, rows[first], rows[first + 1], rows[first + 2], rows[first + 3], a, b, c, d);
    }

    private static void subtract(
            double[] y,
            int from,
            int to,
            double[] x0,
            double[] x1,
            double[] x2,
            double[] x3,
            double a,
            double b,
            double c,
            double d) {
        for (int j = from; j < to; j++) {
            y[j] -= a * x0[j] + b * x1[j] + c * x2[j] + d * x3[j];
        }
    }

    /** b^T A^-1 b = |L^-1 b|^2; b is overwritten with L^-1 b. */
    public double quadratic(double[] b) {
        double sum = 0;
        for (int k = 0; k < n; k++) {
            double[] row = upper[k];
            double at = b[k] / row[k];
            b[k] = at;
            sum += at * at;
            for (int j = k + 1; j < n; j++) {
                b[j] -= row[j] * at;
            }
        }
        return sum;
    }

    public double logDeterminant() {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += Math.log(upper[i][i]);
        }
        return 2 * sum;
    }

    /** Row {@code i} of A^-1 up to its diagonal; valid until the next {@link #compute}. */
    public double[] inverseRow(int i) {
        return inverse[i];
    }

    /** b := A^-1 b = V^T (V b). */
    public void solve(double[] b) {
        for (int i = n - 1; i >= 0; i--) {
            double sum = 0;
            for (int j = 0; j <= i; j++) {
                sum += triangle[i][j] * b[j];
            }
            b[i] = sum;
        }
        for (int i = 0; i < n; i++) {
            double at = b[i];
            b[i] = 0;
            for (int j = 0; j <= i; j++) {
                b[j] += triangle[i][j] * at;
            }
        }
    }
}
