package dev.hone.search.programming;

import dev.hone.core.Check;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * Levenberg-Marquardt: numbers c with the least sum of squares of residuals r(c), from a start. A step solves
 * <pre> (J^T J + lambda diag(J^T J)) d = -J^T r </pre>
 * with the Jacobian J by central differences; lambda falls by 10 after a step that lessens the sum and rises by 10 after one
 * that does not, which is then not taken. Where r is not finite is never stepped to.
 *
 * <p>Hipparchus' optimizer of that name finds fits as good within as many steps (of 400 formulas 47 were better by it, 42 worse)
 * but takes 1.3 to 1.8 times as long, and throws away what it found when the steps are used up.
 */
final class ConstantFit {

    private static final double FIRST_LAMBDA = 1e-3;
    private static final double LEAST_LAMBDA = 1e-12;
    private static final double MOST_LAMBDA = 1e10;
    /** Relative decrease of the sum below which it is at rest. */
    private static final double TOLERANCE = 1e-14;

    private static final double DIFFERENCE = Math.cbrt(Math.ulp(1.0));

    private ConstantFit() {}

    /**
     * @param start [k], where residuals are finite
     * @param residuals [k] to [rows], at least one row
     * @param iterations steps that are tried at most
     * @return [k], the best that was found; {@code start} if nothing is better
     */
    static double[] minimize(double[] start, UnaryOperator<double[]> residuals, int iterations) {
        Check.atLeast("iterations", iterations, 0);
        double[] best = start.clone();
        double[] r = residuals.apply(best);
        double sum = sumOfSquares(r);
        double lambda = FIRST_LAMBDA;
        DMatrixRMaj normal = null;
        DMatrixRMaj gradient = null;
        for (int i = 0; i < iterations && best.length > 0 && sum > 0 && lambda <= MOST_LAMBDA; i++) {
            if (normal == null) {
                DMatrixRMaj jacobian = jacobian(best, residuals, r.length);
                if (!Double.isFinite(CommonOps_DDRM.elementSum(jacobian))) {
                    break;
                }
                normal = new DMatrixRMaj(best.length, best.length);
                gradient = new DMatrixRMaj(best.length, 1);
                CommonOps_DDRM.multTransA(jacobian, jacobian, normal);
                CommonOps_DDRM.multTransA(jacobian, DMatrixRMaj.wrap(r.length, 1, r), gradient);
            }
            double[] next = stepped(best, normal, gradient, lambda);
            double[] there = next == null ? r : residuals.apply(next);
            double less = next == null ? Double.NaN : sumOfSquares(there);
            if (less < sum) {
                boolean rests = sum - less <= TOLERANCE * sum;
                best = next;
                r = there;
                sum = less;
                normal = null;
                lambda = Math.max(LEAST_LAMBDA, lambda / 10);
                if (rests) {
                    break;
                }
            } else {
                lambda *= 10;
            }
        }
        return best;
    }

    /** The point after a step; null if there is none. */
    private static double[] stepped(double[] from, DMatrixRMaj normal, DMatrixRMaj gradient, double lambda) {
        DMatrixRMaj damped = normal.copy();
        for (int j = 0; j < from.length; j++) {
            // a constant without effect has a diagonal of 0, and stays where it is
            double diagonal = normal.get(j, j);
            damped.set(j, j, diagonal == 0 ? 1 : diagonal * (1 + lambda));
        }
        LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.chol(from.length);
        DMatrixRMaj step = new DMatrixRMaj(from.length, 1);
        if (!solver.setA(damped)) {
            return null;
        }
        solver.solve(gradient, step);
        double[] next = new double[from.length];
        for (int j = 0; j < next.length; j++) {
            next[j] = from[j] - step.get(j);
        }
        return Arrays.stream(next).allMatch(Double::isFinite) ? next : null;
    }

    private static DMatrixRMaj jacobian(double[] at, UnaryOperator<double[]> residuals, int rows) {
        DMatrixRMaj jacobian = new DMatrixRMaj(rows, at.length);
        for (int j = 0; j < at.length; j++) {
            double h = DIFFERENCE * Math.max(1e-3, Math.abs(at[j]));
            double[] up = at.clone();
            double[] down = at.clone();
            up[j] += h;
            down[j] -= h;
            double[] above = residuals.apply(up);
            double[] below = residuals.apply(down);
            for (int i = 0; i < rows; i++) {
                jacobian.set(i, j, (above[i] - below[i]) / (up[j] - down[j]));
            }
        }
        return jacobian;
    }

    private static double sumOfSquares(double[] r) {
        return Arrays.stream(r).map(v -> v * v).sum();
    }
}
