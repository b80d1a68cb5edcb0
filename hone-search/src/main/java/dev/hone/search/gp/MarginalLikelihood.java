package dev.hone.search.gp;

import dev.hone.search.numeric.BoxLbfgs;
import dev.hone.search.numeric.Cholesky;
import dev.hone.search.numeric.CholeskyInverse;
import dev.hone.search.numeric.Normal;

/**
 * Log marginal likelihood of Gaussian-process hyperparameters and their posterior mode. With K = k(X, X) + diag(noise) =
 * L L^T and a = K^-1 (y - c):
 * <pre>
 *   log p(y) = -1/2 (y - c)^T a - sum_i log L_ii - n/2 log 2 pi
 *   d/dtheta = 1/2 tr((a a^T - K^-1) dK/dtheta)
 * </pre>
 * Only numerically singular K (a factorisation that fails) counts as an impossible theta.
 */
final class MarginalLikelihood {

    private final MixedKernel kernel;
    private final double[][] columns;
    private final double[] y;
    private final double[] knownNoise;
    private final int n;
    private final int groups;
    private final double[] x;
    private final double[] values;
    private final double[] slopes;
    private final double[] matrix;
    private final double[] slopeMatrix;
    private final CholeskyInverse inverse;

    /**
     * @param columns inputs, [coordinate][point]
     * @param y outcomes, [n]
     * @param knownNoise variance of the noise on each outcome, NaN where the common noise applies
     */
    MarginalLikelihood(MixedKernel kernel, double[][] columns, double[] y, double[] knownNoise) {
        this.kernel = kernel;
        this.columns = columns;
        this.y = y;
        this.knownNoise = knownNoise;
        n = y.length;
        groups = kernel.groups();
        x = new double[kernel.coordinates()];
        values = new double[n];
        slopes = new double[n];
        matrix = new double[Cholesky.length(n)];
        slopeMatrix = new double[Cholesky.length(n)];
        inverse = new CholeskyInverse(n);
    }

    /** log p(y | theta), theta as in {@link Hyperparameters#toVector}; adds its gradient. NaN if K is singular. */
    double value(double[] theta, double[] gradient) {
        Hyperparameters h = Hyperparameters.fromVector(theta);
        double[] scale = kernel.scales(h.lengthscales());
        for (int i = 0; i < n; i++) {
            point(i);
            kernel.row(columns, x, i + 1, scale, h.amplitude(), values, slopes);
            int row = i * (i + 1) / 2;
            System.arraycopy(values, 0, matrix, row, i + 1);
            System.arraycopy(slopes, 0, slopeMatrix, row, i + 1);
            matrix[row + i] += Double.isNaN(knownNoise[i]) ? h.noise() : knownNoise[i];
        }
        if (!inverse.compute(matrix)) {
            return Double.NaN;
        }
        double[] a = new double[n];
        double fit = 0;
        for (int i = 0; i < n; i++) {
            a[i] = y[i] - h.mean();
        }
        inverse.solve(a);
        double sum = 0;
        for (int i = 0; i < n; i++) {
            fit += a[i] * (y[i] - h.mean());
            sum += a[i];
        }
        gradient[groups + 2] += sum;
        accumulate(h, scale, a, gradient);
        return -0.5 * (fit + inverse.logDeterminant()) - n * Normal.LOG_SQRT_2PI;
    }

    private void point(int i) {
        for (int c = 0; c < x.length; c++) {
            x[c] = columns[c][i];
        }
    }

    private void accumulate(Hyperparameters h, double[] scale, double[] a, double[] gradient) {
        double noiseTrace = 0;
        double amplitudeTrace = 0;
        double[] weights = values;
        double[] covarianceWeights = slopes;
        for (int i = 0; i < n; i++) {
            int row = i * (i + 1) / 2;
            double[] inverseRow = inverse.inverseRow(i);
            double diagonal = a[i] * a[i] - inverseRow[i];
            boolean common = Double.isNaN(knownNoise[i]);
            noiseTrace += common ? diagonal : 0;
            amplitudeTrace += 0.5 * diagonal * h.amplitude();
            for (int j = 0; j < i; j++) {
                double w = a[i] * a[j] - inverseRow[j];
                weights[j] = w * slopeMatrix[row + j];
                covarianceWeights[j] = w * matrix[row + j];
            }
            for (int j = 0; j < i; j++) {
                amplitudeTrace += covarianceWeights[j];
            }
            for (int c = 0; c < x.length; c++) {
                gradient[kernel.group()[c]] += kernel.categorical()[c]
                        ? hamming(columns[c], i, covarianceWeights) * scale[c]
                        : squares(columns[c], i, weights) * scale[c] * scale[c];
            }
        }
        gradient[groups] += amplitudeTrace;
        gradient[groups + 1] += 0.5 * noiseTrace * h.noise();
    }

    private static double squares(double[] column, int i, double[] weights) {
        double at = column[i];
        double even = 0;
        double odd = 0;
        int j = 0;
        for (; j + 1 < i; j += 2) {
            double d0 = column[j] - at;
            double d1 = column[j + 1] - at;
            even += weights[j] * d0 * d0;
            odd += weights[j + 1] * d1 * d1;
        }
        if (j < i) {
            even += weights[j] * (column[j] - at) * (column[j] - at);
        }
        return even + odd;
    }

    private static double hamming(double[] column, int i, double[] weights) {
        double sum = 0;
        for (int j = 0; j < i; j++) {
            sum += column[j] != column[i] ? weights[j] : 0;
        }
        return sum;
    }

    /**
     * Posterior mode by L-BFGS from {@code starts}.
     *
     * @param fixedNoise held at this value; NaN to infer it
     */
    double[] mode(Prior prior, double[][] starts, double fixedNoise, int iterations) {
        double[] low = prior.low();
        double[] high = prior.high();
        if (!Double.isNaN(fixedNoise)) {
            low[groups + 1] = Math.log(fixedNoise);
            high[groups + 1] = low[groups + 1];
        }
        BoxLbfgs.Differentiable objective = (theta, gradient) -> {
            double value = value(theta, gradient) + prior.logDensity(theta, gradient);
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] = -gradient[i];
            }
            return -value;
        };
        BoxLbfgs.Options options = new BoxLbfgs.Options(iterations, 1e-3, 1e-6, 8);
        BoxLbfgs.Result best = null;
        for (double[] start : starts) {
            BoxLbfgs.Result result = BoxLbfgs.minimize(objective, start, low, high, options);
            if (best == null || result.value() < best.value() || Double.isNaN(best.value())) {
                best = result;
            }
        }
        return best == null || Double.isNaN(best.value()) ? prior.start(0) : best.x();
    }
}
