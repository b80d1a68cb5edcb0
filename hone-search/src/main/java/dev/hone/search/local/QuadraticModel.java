package dev.hone.search.local;

import dev.hone.search.numeric.Quadratic;
import java.util.Optional;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * A quadratic through values at some points that has the smallest second derivatives,
 * <pre>
 * q(z) = c + g'z + z'Hz / 2,   min ||H||_F^2 subject to q(z_i) = f_i
 * H = sum l_i z_i z_i' / 2,    [K P; P' 0] [l; (c, g)] = [f; 0],   K_ij = (z_i'z_j)^2 / 4,   P_i = (1, z_i')
 * </pre>
 * (Conn, Scheinberg, Vicente, Introduction to Derivative-Free Optimization, 2009, section 5.3). With (n + 1)(n + 2)/2 points
 * or more in general position it is the quadratic, or nearly the one of least squares.
 */
final class QuadraticModel {

    /** Keeps K regular where points nearly repeat; far below the accuracy of a step. */
    private static final double RIDGE = 1e-12;

    private QuadraticModel() {}

    /** {@code z}: [m][n], {@code f}: [m]. Empty if the points do not span the space. */
    static Optional<Quadratic> fit(double[][] z, double[] f) {
        int m = z.length;
        int n = z[0].length;
        DMatrixRMaj system = new DMatrixRMaj(m + n + 1, m + n + 1);
        DMatrixRMaj right = new DMatrixRMaj(m + n + 1, 1);
        double trace = 0;
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < m; j++) {
                double inner = dot(z[i], z[j]);
                system.set(i, j, inner * inner / 4);
            }
            trace += system.get(i, i);
            system.set(i, m, 1);
            system.set(m, i, 1);
            for (int k = 0; k < n; k++) {
                system.set(i, m + 1 + k, z[i][k]);
                system.set(m + 1 + k, i, z[i][k]);
            }
            right.set(i, 0, f[i]);
        }
        for (int i = 0; i < m; i++) {
            system.add(i, i, RIDGE * Math.max(trace / m, 1e-300));
        }
        DMatrixRMaj solution = new DMatrixRMaj(m + n + 1, 1);
        if (!CommonOps_DDRM.solve(system, right, solution)) {
            return Optional.empty();
        }
        double[] g = new double[n];
        double[][] h = new double[n][n];
        for (int k = 0; k < n; k++) {
            g[k] = solution.get(m + 1 + k, 0);
            for (int l = 0; l < n; l++) {
                for (int i = 0; i < m; i++) {
                    h[k][l] += solution.get(i, 0) * z[i][k] * z[i][l] / 2;
                }
            }
        }
        Quadratic model = new Quadratic(solution.get(m, 0), g, h);
        return model.isFinite() ? Optional.of(model) : Optional.empty();
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += a[k] * b[k];
        }
        return sum;
    }
}
