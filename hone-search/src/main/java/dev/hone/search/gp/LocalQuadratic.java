package dev.hone.search.gp;

import dev.hone.search.numeric.Quadratic;
import java.util.Optional;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * A quadratic g'z + z'Hz / 2 through 0 that fits differences d_i at displacements z_i, the near ones most: what a quadratic
 * leaves out of a smooth function grows with the third power of the distance, so that
 * <pre> sum over i of ((g'z_i + z_i'Hz_i / 2 - d_i) / (|z_i|^3 + r^3))^2,   r = {@value #NEAREST} </pre>
 * is least (local regression; Conn, Scheinberg and Vicente, Introduction to Derivative-Free Optimization, 2009, chapter 4,
 * on its accuracy).
 */
final class LocalQuadratic {

    /** Differences at distances far below this are mostly rounding. */
    private static final double NEAREST = 1e-6;

    private LocalQuadratic() {}

    /** Number of coefficients in n dimensions. */
    static int coefficients(int n) {
        return n + n * (n + 1) / 2;
    }

    /** {@code z}: [m][n], {@code d}: [m]. Empty if there are fewer points than coefficients or they do not decide them. */
    static Optional<Quadratic> fit(double[][] z, double[] d) {
        int n = z.length == 0 ? 0 : z[0].length;
        int columns = coefficients(n);
        if (n == 0 || z.length < columns) {
            return Optional.empty();
        }
        DMatrixRMaj matrix = new DMatrixRMaj(z.length, columns);
        DMatrixRMaj right = new DMatrixRMaj(z.length, 1);
        for (int i = 0; i < z.length; i++) {
            double squared = 0;
            for (double v : z[i]) {
                squared += v * v;
            }
            double scale = 1 / (Math.pow(squared, 1.5) + NEAREST * NEAREST * NEAREST);
            int column = 0;
            for (int k = 0; k < n; k++) {
                matrix.set(i, column++, scale * z[i][k]);
                for (int l = 0; l <= k; l++) {
                    matrix.set(i, column++, scale * z[i][k] * z[i][l] * (k == l ? 0.5 : 1));
                }
            }
            right.set(i, 0, scale * d[i]);
        }
        double[] norms = normalise(matrix);
        LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.leastSquaresQrPivot(true, false);
        DMatrixRMaj solution = new DMatrixRMaj(columns, 1);
        if (!solver.setA(matrix)) {
            return Optional.empty();
        }
        solver.solve(right, solution);
        double[] g = new double[n];
        double[][] h = new double[n][n];
        int column = 0;
        for (int k = 0; k < n; k++) {
            g[k] = solution.get(column) / norms[column];
            column++;
            for (int l = 0; l <= k; l++) {
                h[k][l] = solution.get(column) / norms[column];
                h[l][k] = h[k][l];
                column++;
            }
        }
        Quadratic quadratic = new Quadratic(0, g, h);
        return quadratic.isFinite() ? Optional.of(quadratic) : Optional.empty();
    }

    /** Divides each column by its length. */
    private static double[] normalise(DMatrixRMaj matrix) {
        double[] norms = new double[matrix.numCols];
        for (int c = 0; c < norms.length; c++) {
            double sum = 0;
            for (int i = 0; i < matrix.numRows; i++) {
                sum += matrix.get(i, c) * matrix.get(i, c);
            }
            norms[c] = sum > 0 ? Math.sqrt(sum) : 1;
            for (int i = 0; i < matrix.numRows; i++) {
                matrix.set(i, c, matrix.get(i, c) / norms[c]);
            }
        }
        return norms;
    }
}
