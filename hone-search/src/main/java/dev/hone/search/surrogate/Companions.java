package dev.hone.search.surrogate;

import java.util.List;

/**
 * Posterior covariances of f(x) with functionals T_j that stay while x moves,
 * <pre> S(f(x), T_j) = k(f(x), T_j) - cov(F, f(x))^T K^-1 cov(F, T_j) </pre>
 * of which K^-1 cov(F, T_j) is computed once. Immutable and thread-safe.
 */
public final class Companions {

    private final GaussianPosterior posterior;
    private final List<LinearFunctional> targets;
    private final double[][] solved;

    public Companions(GaussianPosterior posterior, List<LinearFunctional> targets) {
        this.posterior = posterior;
        this.targets = List.copyOf(targets);
        solved = new double[targets.size()][];
        for (int j = 0; j < solved.length; j++) {
            solved[j] = posterior.covariances(targets.get(j));
            posterior.factor().solve(solved[j]);
        }
    }

    /** S(f(x), T_j), [m]. */
    public double[] covariances(double[] x) {
        double[] covariances = new double[solved.length];
        if (solved.length == 0) {
            return covariances;
        }
        LinearFunctional here = LinearFunctional.value(x);
        double[] k = posterior.covariances(here);
        for (int j = 0; j < covariances.length; j++) {
            double prior = targets.get(j).covariance(posterior.model().kernel(), here);
            covariances[j] = prior - GaussianPosterior.dot(k, solved[j]);
        }
        return covariances;
    }

    /** Their derivatives by x, [m][coordinates]. */
    public double[][] gradients(double[] x) {
        double[][] gradients = new double[solved.length][x.length];
        if (solved.length == 0) {
            return gradients;
        }
        for (int j = 0; j < gradients.length; j++) {
            targets.get(j).covarianceGradient(posterior.model().kernel(), x, gradients[j]);
        }
        double[] part = new double[x.length];
        for (int i = 0; i < posterior.size(); i++) {
            posterior
                    .observations()
                    .get(i)
                    .what()
                    .covarianceGradient(posterior.model().kernel(), x, part);
            for (int j = 0; j < gradients.length; j++) {
                for (int c = 0; c < part.length; c++) {
                    gradients[j][c] -= solved[j][i] * part[c];
                }
            }
        }
        return gradients;
    }
}
