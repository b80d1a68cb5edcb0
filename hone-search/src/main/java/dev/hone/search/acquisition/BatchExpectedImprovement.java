package dev.hone.search.acquisition;

import dev.hone.search.numeric.Cholesky;
import dev.hone.search.numeric.CholeskyGradient;
import dev.hone.search.surrogate.GaussianPosterior;
import dev.hone.search.surrogate.Joint;
import dev.hone.search.surrogate.LinearFunctional;
import java.util.Arrays;

/**
 * q-EI: expected improvement of a batch X of q points, E[(max_j f(x_j) - best)^+], by Monte Carlo with fixed draws z:
 * f(X) = mean(X) + C z, C the Cholesky factor of the posterior covariance S. The gradient goes back through C ({@link
 * CholeskyGradient}). Sources: Ginsbourger, Le Riche and Carraro 2010; Wang, Clark, Liu and Frazier, Operations Research 2020.
 * The points are one vector, one point after the other. Not thread-safe.
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
            Arrays.fill(gradient, 0);
            addGradient(posterior, points, byMean, byCovariance, gradient);
        }
        return value;
    }

    /** Adds what derivatives by means, [q], and by the symmetric covariance, [q][q], are by the points. */
    static void addGradient(
            GaussianPosterior posterior,
            double[][] points,
            double[] byMean,
            double[][] byCovariance,
            double[] gradient) {
        int d = points[0].length;
        double[] part = new double[d];
        for (int i = 0; i < points.length; i++) {
            posterior.mean(points[i], part);
            for (int c = 0; c < d; c++) {
                gradient[i * d + c] += byMean[i] * part[c];
            }
            for (int j = 0; j < points.length; j++) {
                double[] slope = posterior.covarianceGradient(points[i], LinearFunctional.value(points[j]));
                for (int c = 0; c < d; c++) {
                    gradient[i * d + c] += 2 * byCovariance[i][j] * slope[c];
                }
            }
        }
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
        CholeskyGradient.pullBack(factor, byFactor, byCovariance);
        return sum / normals.length;
    }
}
