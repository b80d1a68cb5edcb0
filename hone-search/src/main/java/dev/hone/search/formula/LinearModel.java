package dev.hone.search.formula;

import dev.hone.search.programming.SymbolicRegression.Loss;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/** Least squares with an intercept: what any formula is compared with. */
final class LinearModel {

    private LinearModel() {}

    /** Weights [variables + 1], the intercept last; the shortest of those with the least sum of squares. */
    static double[] fit(double[][] columns, double[] target) {
        int n = target.length;
        int k = columns.length;
        DMatrixRMaj a = new DMatrixRMaj(n, k + 1);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < k; j++) {
                a.set(i, j, columns[j][i]);
            }
            a.set(i, k, 1);
        }
        LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.pseudoInverse(true);
        DMatrixRMaj weights = new DMatrixRMaj(k + 1, 1);
        solver.setA(a);
        solver.solve(DMatrixRMaj.wrap(n, 1, target.clone()), weights);
        return weights.getData();
    }

    static double loss(Loss loss, double[] weights, double[][] columns, double[] target) {
        double[] predicted = new double[target.length];
        for (int i = 0; i < predicted.length; i++) {
            predicted[i] = weights[columns.length];
            for (int j = 0; j < columns.length; j++) {
                predicted[i] += weights[j] * columns[j][i];
            }
        }
        return loss.of(predicted, target);
    }
}
