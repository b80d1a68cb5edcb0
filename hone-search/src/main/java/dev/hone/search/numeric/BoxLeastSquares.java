package dev.hone.search.numeric;

import dev.hone.core.Check;
import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * Linear least squares, free or in a box, for tens of unknowns. In the box by an active set (Stark and Parker,
 * "Bounded-variable least squares", 1995): solve for the free variables; where the solution leaves the box, go as far as
 * the first bound and hold that variable there; where it does not, free the held variable whose gradient points inside
 * most. The sum of squares falls with every step, so no set of free variables comes back.
 */
public final class BoxLeastSquares {

    /** Share of |A_j| |b| below which a derivative counts as 0. */
    private static final double TOLERANCE = 1e-10;

    private BoxLeastSquares() {}

    /** The minimiser of |A x - b| of least norm. {@code a}: [m][n], {@code b}: [m]; returns [n]. */
    public static double[] minimumNorm(double[][] a, double[] b) {
        int m = a.length;
        int n = a[0].length;
        LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.pseudoInverse(true);
        DMatrixRMaj x = new DMatrixRMaj(n, 1);
        solver.setA(new DMatrixRMaj(a));
        solver.solve(DMatrixRMaj.wrap(m, 1, b.clone()), x);
        return x.data;
    }

    /**
     * A minimiser of |A x - b| with low &le; x &le; high.
     *
     * @param a [m][n]
     * @param b [m]
     * @param low [n]
     * @param high [n]
     */
    public static double[] solve(double[][] a, double[] b, double[] low, double[] high) {
        for (int j = 0; j < low.length; j++) {
            Check.that(low[j] <= high[j], "low[" + j + "]", low[j], "at most high, which is " + high[j]);
        }
        return new Run(a, b, low, high).solve();
    }

    private static final class Run {

        private final double[][] a;
        private final double[] b;
        private final double[] low;
        private final double[] high;
        private final int n;
        private final double[] x;
        private final boolean[] free;

        Run(double[][] a, double[] b, double[] low, double[] high) {
            this.a = a;
            this.b = b;
            this.low = low;
            this.high = high;
            n = low.length;
            x = minimumNorm(a, b);
            free = new boolean[n];
            for (int j = 0; j < n; j++) {
                free[j] = x[j] > low[j] && x[j] < high[j];
                x[j] = Math.min(high[j], Math.max(low[j], x[j]));
            }
        }

        double[] solve() {
            descend();
            for (int step = 0; step < 10 * n; step++) {
                int next = mostPromising();
                if (next < 0) {
                    break;
                }
                free[next] = true;
                descend();
            }
            return x;
        }

        /** Solves for the free variables until the solution is inside the box; holds those that hit a bound. */
        private void descend() {
            while (true) {
                int[] columns = freeColumns();
                if (columns.length == 0) {
                    return;
                }
                double[] target = solveFor(columns);
                double step = 1;
                int blocking = -1;
                for (int c = 0; c < columns.length; c++) {
                    int j = columns[c];
                    double bound = target[c] < low[j] ? low[j] : high[j];
                    if (target[c] < low[j] || target[c] > high[j]) {
                        double share = (bound - x[j]) / (target[c] - x[j]);
                        if (blocking < 0 || share < step) {
                            step = share;
                            blocking = j;
                        }
                    }
                }
                for (int c = 0; c < columns.length; c++) {
                    int j = columns[c];
                    x[j] = Math.min(high[j], Math.max(low[j], x[j] + step * (target[c] - x[j])));
                    if (j == blocking) {
                        x[j] = target[c] < low[j] ? low[j] : high[j];
                        free[j] = false;
                    }
                }
                if (blocking < 0) {
                    return;
                }
            }
        }

        private int[] freeColumns() {
            int[] columns = new int[n];
            int count = 0;
            for (int j = 0; j < n; j++) {
                if (free[j]) {
                    columns[count++] = j;
                }
            }
            return Arrays.copyOf(columns, count);
        }

        private double[] solveFor(int[] columns) {
            double[][] part = new double[a.length][columns.length];
            double[] rest = b.clone();
            for (int i = 0; i < a.length; i++) {
                for (int c = 0; c < columns.length; c++) {
                    part[i][c] = a[i][columns[c]];
                }
                for (int j = 0; j < n; j++) {
                    rest[i] -= free[j] ? 0 : a[i][j] * x[j];
                }
            }
            return minimumNorm(part, rest);
        }

        /** The held variable along which the sum of squares falls fastest into the box; -1 if along none. */
        private int mostPromising() {
            double[] residual = b.clone();
            double size = 0;
            for (int i = 0; i < a.length; i++) {
                for (int j = 0; j < n; j++) {
                    residual[i] -= a[i][j] * x[j];
                }
                size = Math.hypot(size, b[i]);
            }
            int best = -1;
            double steepest = 0;
            for (int j = 0; j < n; j++) {
                double descent = 0;
                double length = 0;
                for (int i = 0; i < a.length; i++) {
                    descent += a[i][j] * residual[i];
                    length = Math.hypot(length, a[i][j]);
                }
                boolean inside = descent > 0 ? x[j] < high[j] : x[j] > low[j];
                if (!free[j] && inside && Math.abs(descent) > Math.max(steepest, TOLERANCE * length * size)) {
                    best = j;
                    steepest = Math.abs(descent);
                }
            }
            return best;
        }
    }
}
