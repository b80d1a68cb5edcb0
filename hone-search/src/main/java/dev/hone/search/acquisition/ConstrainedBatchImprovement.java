package dev.hone.search.acquisition;

import dev.hone.search.numeric.Cholesky;
import dev.hone.search.numeric.CholeskyGradient;
import dev.hone.search.surrogate.GaussianPosterior;
import dev.hone.search.surrogate.Joint;
import dev.hone.search.surrogate.LinearFunctional;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * q-EI under constraints, by joint draws of outcome and constraints at the points of a batch,
 * <pre> E[max_j (f(x_j) - best)^+ prod_k sigma(g_k(x_j) / t)],   sigma(u) = 1 / (1 + e^-u),   t = {@value #TEMPERATURE} sd(g_k(x_j)) </pre>
 * where sigma stands for the indicator of g_k(x_j) >= 0 so that there is a gradient. It counts that the better one of two
 * points may turn out infeasible, which a product with probabilities of feasibility does not. Source: Letham, Karrer, Ottoni
 * and Bakshy, Bayesian Analysis 2019. The points are one vector, one after the other. Not thread-safe.
 */
public final class ConstrainedBatchImprovement implements PointAcquisition {

    static final double TEMPERATURE = 0.02;

    private final List<GaussianPosterior> processes = new ArrayList<>();
    private final double best;
    private final double[][] normals;
    private final int q;

    /** @param normals draws, [draw][q (1 + constraints)]: those of the outcome first */
    public ConstrainedBatchImprovement(
            GaussianPosterior outcome, List<GaussianPosterior> constraints, double best, double[][] normals) {
        processes.add(outcome);
        processes.addAll(constraints);
        this.best = best;
        this.normals = normals;
        q = normals[0].length / processes.size();
    }

    @Override
    public double value(double[] batch, double[] gradient) {
        int d = batch.length / q;
        int count = processes.size();
        double[][] points = new double[q][];
        for (int j = 0; j < q; j++) {
            points[j] = Arrays.copyOfRange(batch, j * d, (j + 1) * d);
        }
        Joint[] joints = new Joint[count];
        Cholesky[] factors = new Cholesky[count];
        for (int p = 0; p < count; p++) {
            joints[p] = processes.get(p).joint(LinearFunctional.values(points));
            factors[p] = joints[p].factor();
        }
        double[][] byMean = new double[count][q];
        double[][][] byFactor = new double[count][q][q];
        double[][] byVariance = new double[count][q];
        double sum = 0;
        for (double[] normal : normals) {
            sum += draw(joints, factors, normal, byMean, byFactor, byVariance);
        }
        if (gradient != null) {
            Arrays.fill(gradient, 0);
            for (int p = 0; p < count; p++) {
                double[][] byCovariance = new double[q][q];
                CholeskyGradient.pullBack(factors[p], byFactor[p], byCovariance);
                for (int j = 0; j < q; j++) {
                    byCovariance[j][j] += byVariance[p][j];
                }
                BatchExpectedImprovement.addGradient(processes.get(p), points, byMean[p], byCovariance, gradient);
            }
        }
        return sum;
    }

    /** The part of one draw; adds its derivatives by means, factors and the variances in the temperatures. */
    private double draw(
            Joint[] joints,
            Cholesky[] factors,
            double[] normal,
            double[][] byMean,
            double[][][] byFactor,
            double[][] byVariance) {
        int count = joints.length;
        double[][] z = new double[count][];
        double[][] f = new double[count][];
        for (int p = 0; p < count; p++) {
            z[p] = Arrays.copyOfRange(normal, p * q, (p + 1) * q);
            f[p] = joints[p].draw(factors[p], z[p]);
        }
        int top = -1;
        double greatest = 0;
        for (int j = 0; j < q; j++) {
            double value = f[0][j] - best;
            for (int p = 1; p < count && value > 0; p++) {
                value *= sigma(f[p][j] / temperature(joints[p], j));
            }
            if (value > greatest) {
                top = j;
                greatest = value;
            }
        }
        if (top < 0) {
            return 0;
        }
        for (int p = 0; p < count; p++) {
            double slope;
            if (p == 0) {
                slope = greatest / (f[0][top] - best);
            } else {
                double t = temperature(joints[p], top);
                double u = f[p][top] / t;
                // (log sigma)' = sigma(-u)
                slope = greatest * sigma(-u) / t;
                byVariance[p][top] -= slope * f[p][top] / (2 * joints[p].covariance()[top][top] * normals.length);
            }
            byMean[p][top] += slope / normals.length;
            for (int k = 0; k <= top; k++) {
                byFactor[p][top][k] += slope * z[p][k] / normals.length;
            }
        }
        return greatest / normals.length;
    }

    private static double temperature(Joint joint, int j) {
        return TEMPERATURE * Math.sqrt(Math.max(Double.MIN_NORMAL, joint.covariance()[j][j]));
    }

    private static double sigma(double u) {
        return 1 / (1 + Math.exp(-u));
    }
}
