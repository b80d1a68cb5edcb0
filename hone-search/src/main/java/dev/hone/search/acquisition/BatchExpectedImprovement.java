package dev.hone.search.acquisition;

import dev.hone.search.numeric.Cholesky;
import dev.hone.search.surrogate.GaussianPosterior;
import dev.hone.search.surrogate.Joint;
import dev.hone.search.surrogate.LinearFunctional;
import java.util.Arrays;

/**
 * q-EI: expected improvement of a batch X of q points, E[(max_j f(x_j) - best)^+], by Monte Carlo with fixed draws z:
 * f(X) = mean(X) + C z, C the Cholesky factor of the posterior covariance S. The gradient goes back through C: with G the
 * derivative by C and tril_half the lower triangle with its diagonal halved, the derivative by S is the symmetric part of
 * <pre> C^-T tril_half(C^T G) C^-1 </pre>
 * Sources: Ginsbourger, Le Riche and Carraro 2010; Wang, Clark, Liu and Frazier, Operations Research 2020. The points are one
 * vector, one point after the other. Not thread-safe.
 */
public final class BatchExpectedImprovement implements PointAcquisition {

    private final GaussianPosterior posterior;
    private final double best;
    private final double[][] normals;
    private final int q;

    /** @param normals draws, [draw][q] */
    public BatchExpectedImprovement(GaussianPosterior posterior, double best, double[][] normals) {
        this.posterior = posterior;
        this.best = best;
        this.normals = normals;
        q = normals[0].length;
    }

    @Override
    public double value(double[] batch, double[] gradient) {
        int d = batch.length / q;
        double[][] points = new double[q][];
        for (int j = 0; j < q; j++) {
            points[j] = Arrays.copyOfRange(batch, j * d, (j + 1) * d);
        }
        Joint joint = posterior.joint(LinearFunctional.values(points));
        double[] byMean = new double[q];
        double[][] byCovariance = new double[q][q];
        double value = value(joint, best, normals, byMean, byCovariance);
        if (gradient != null) {
            double[] part = new double[d];
            for (int i = 0; i < q; i++) {
                posterior.mean(points[i], part);
                for (int c = 0; c < d; c++) {
                    gradient[i * d + c] = byMean[i] * part[c];
                }
                for (int j = 0; j < q; j++) {
                    double[] slope = posterior.covarianceGradient(points[i], LinearFunctional.value(points[j]));
                    for (int c = 0; c < d; c++) {
                        gradient[i * d + c] += 2 * byCovariance[i][j] * slope[c];
                    }
                }
            }
        }
        return value;
    }

    /** q-EI of a joint normal; writes its derivatives by mean, [q], and by covariance, [q][q] and symmetric. */
    public static double value(Joint joint, double best, double[][] normals, double[] byMean, double[][] byCovariance) {
        int q = joint.size();
        Cholesky factor = joint.factor();
        double[][] byFactor = new double[q][q];
        double sum = 0;
        for (double[] z : normals) {
            double[] f = joint.draw(factor, z);
            int top = 0;
            for (int j = 1; j < q; j++) {
                top = f[j] > f[top] ? j : top;
            }
            if (f[top] > best) {
                sum += f[top] - best;
                byMean[top] += 1.0 / normals.length;
                for (int k = 0; k <= top; k++) {
                    byFactor[top][k] += z[k] / normals.length;
                }
            }
        }
        pullBack(factor, byFactor, byCovariance);
        return sum / normals.length;
    }

    /** From the derivative by the factor to the derivative by the matrix. */
    static void pullBack(Cholesky factor, double[][] byFactor, double[][] byMatrix) {
        int q = factor.size();
        double[][] half = new double[q][q];
        for (int i = 0; i < q; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = 0;
                for (int k = i; k < q; k++) {
                    sum += factor.get(k, i) * byFactor[k][j];
                }
                half[i][j] = i == j ? sum / 2 : sum;
            }
        }
        // rows of (C^-T half), then the transpose once more for the right factor
        double[][] left = new double[q][q];
        double[] column = new double[q];
        for (int j = 0; j < q; j++) {
            for (int i = 0; i < q; i++) {
                column[i] = half[i][j];
            }
            factor.solveUpper(column);
            for (int i = 0; i < q; i++) {
                left[i][j] = column[i];
            }
        }
        for (int i = 0; i < q; i++) {
            factor.solveUpper(left[i]);
        }
        for (int i = 0; i < q; i++) {
            for (int j = 0; j < q; j++) {
                byMatrix[i][j] = (left[i][j] + left[j][i]) / 2;
            }
        }
    }
}
