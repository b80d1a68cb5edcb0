package dev.hone.search.evolution;

import java.util.List;

/**
 * The start that warm-start CMA-ES takes from good points (Nomura et al., AAAI 2021): the normal law nearest to a mixture of
 * normal laws of deviation 0.1 around them,
 * <pre> m = mean of x_i,   S = 0.1^2 I + 1/k sum (x_i - m)(x_i - m)',   sigma = det(S)^(1/(2n)),   C = S / sigma^2 </pre>
 */
final class WarmStart {

    private static final double WIDTH = 0.1;

    private WarmStart() {}

    static CmaEs of(List<double[]> best, int populationSize, boolean active, CmaEsAxes axes) {
        int n = axes.size();
        double[] mean = new double[n];
        for (double[] x : best) {
            for (int i = 0; i < n; i++) {
                mean[i] += x[i] / best.size();
            }
        }
        double[][] covariance = new double[n][n];
        for (int i = 0; i < n; i++) {
            covariance[i][i] = WIDTH * WIDTH;
            for (int j = 0; j < n; j++) {
                for (double[] x : best) {
                    covariance[i][j] += (x[i] - mean[i]) * (x[j] - mean[j]) / best.size();
                }
            }
        }
        double logDeterminant = 0;
        double[][] factor = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double rest = covariance[i][j];
                for (int k = 0; k < j; k++) {
                    rest -= factor[i][k] * factor[j][k];
                }
                factor[i][j] = i == j ? Math.sqrt(rest) : rest / factor[j][j];
            }
            logDeterminant += 2 * Math.log(factor[i][i]);
        }
        double sigma = Math.exp(logDeterminant / (2 * n));
        for (double[] row : covariance) {
            for (int j = 0; j < n; j++) {
                row[j] /= sigma * sigma;
            }
        }
        return new CmaEs(mean, sigma, covariance, populationSize, active, axes.kinds());
    }
}
