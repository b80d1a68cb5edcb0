package dev.hone.search.gp;

import dev.hone.core.HoneException;
import dev.hone.search.kernel.Smoothness;
import dev.hone.search.numeric.Cholesky;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Gaussian-process regression with fixed hyperparameters, growing by one observation at a time. With K = k(X, X) +
 * diag(noise) = L L^T, v = L^-1 (y - c) and a = L^-T v:
 * <pre>
 *   mean(x)     = c + k(X, x)^T a
 *   variance(x) = k(x, x) - |L^-1 k(X, x)|^2          (of the function, without noise)
 * </pre>
 * An observation appends one row to L and one element to v: O(n^2). If the appended matrix is numerically singular,
 * jitter, tenfold larger each time, goes on the whole diagonal and everything is factored anew; what the process is after
 * n observations depends on these alone, not on how often it was asked. Not thread-safe.
 */
public final class GaussianProcess {

    private static final double FIRST_JITTER = 1e-10;

    private final MixedKernel kernel;
    private final Hyperparameters hyperparameters;
    private final double[] scale;
    private double[][] columns;
    private double[] y;
    private double[] noise;
    private double[] whitened;
    private Cholesky factor = new Cholesky(64);
    private double jitter;
    private int size;
    /** K^-1 (y - c); null until it is needed after a change. */
    private double[] weights;

    private double[] value;
    private double[] slope;
    private double[] solved;

    GaussianProcess(MixedKernel kernel, Hyperparameters hyperparameters, int capacity) {
        this.kernel = kernel;
        this.hyperparameters = hyperparameters;
        scale = kernel.scales(hyperparameters.lengthscales());
        int room = Math.max(16, capacity);
        columns = new double[kernel.coordinates()][room];
        y = new double[room];
        noise = new double[room];
        whitened = new double[room];
        reserve(room);
    }

    /** Over [0, 1]^d, every dimension with its own lengthscale. */
    public static GaussianProcess ard(Smoothness smoothness, Hyperparameters hyperparameters) {
        return new GaussianProcess(
                MixedKernel.ard(smoothness, hyperparameters.lengthscales().length), hyperparameters, 16);
    }

    public Hyperparameters hyperparameters() {
        return hyperparameters;
    }

    public int size() {
        return size;
    }

    /** Adds an observation with the common noise. */
    public void append(double[] x, double outcome) {
        append(x, outcome, Double.NaN);
    }

    /** Adds an observation whose noise variance is {@code variance}; NaN for the common one. */
    public void append(double[] x, double outcome, double variance) {
        place(x, variance);
        y[size] = outcome;
        double[] row = covariances(x);
        row[size] = hyperparameters.amplitude() + noise[size] + jitter;
        if (factor.append(row)) {
            whiten(size);
            size++;
        } else {
            size++;
            refactor();
        }
        weights = null;
    }

    /** v_i = (y_i - c - sum_{j<i} L_ij v_j) / L_ii. */
    private void whiten(int i) {
        whitened[i] = 0;
        whitened[i] = (y[i] - hyperparameters.mean() - factor.multiplyRow(i, whitened)) / factor.get(i, i);
    }

    private void place(double[] x, double variance) {
        if (size == y.length) {
            int room = size * 2;
            for (int c = 0; c < columns.length; c++) {
                columns[c] = Arrays.copyOf(columns[c], room);
            }
            y = Arrays.copyOf(y, room);
            noise = Arrays.copyOf(noise, room);
            whitened = Arrays.copyOf(whitened, room);
            reserve(room);
        }
        for (int c = 0; c < columns.length; c++) {
            columns[c][size] = x[c];
        }
        noise[size] = Double.isNaN(variance) ? hyperparameters.noise() : variance;
    }

    private void reserve(int room) {
        value = new double[room + 1];
        slope = new double[room + 1];
        solved = new double[room + 1];
    }

    private double[] covariances(double[] x) {
        kernel.row(columns, x, size, scale, hyperparameters.amplitude(), value, slope);
        return value;
    }

    private void refactor() {
        for (int attempt = 0; attempt < 12; attempt++) {
            jitter = jitter == 0 ? FIRST_JITTER * hyperparameters.amplitude() : jitter * 10;
            if (tryRefactor()) {
                return;
            }
        }
        throw new HoneException("covariance of " + size + " observations is not positive definite, even with " + jitter
                + " added to its diagonal: are all inputs and outcomes finite?");
    }

    private boolean tryRefactor() {
        double[] x = new double[columns.length];
        factor = new Cholesky(y.length);
        for (int i = 0; i < size; i++) {
            for (int c = 0; c < x.length; c++) {
                x[c] = columns[c][i];
            }
            kernel.row(columns, x, i, scale, hyperparameters.amplitude(), value, slope);
            value[i] = hyperparameters.amplitude() + noise[i] + jitter;
            if (!factor.append(value)) {
                return false;
            }
            whiten(i);
        }
        return true;
    }

    /** log p(y) under the hyperparameters. */
    public double logMarginalLikelihood() {
        double squares = 0;
        for (int i = 0; i < size; i++) {
            squares += whitened[i] * whitened[i];
        }
        return -0.5 * (squares + factor.logDeterminant() + size * Math.log(2 * Math.PI));
    }

    private double[] weights() {
        if (weights == null) {
            weights = Arrays.copyOf(whitened, size);
            factor.solveUpper(weights);
        }
        return weights;
    }

    /** Posterior mean at observation {@code i}: y_i - noise_i a_i, since K a = y - c. */
    public double meanAt(int i) {
        return y[i] - (noise[i] + jitter) * weights()[i];
    }

    /** Posterior mean and standard deviation at {@code x}: {mean, sd}. */
    public double[] predict(double[] x) {
        Prediction prediction = new Prediction(1, x.length);
        predict(x, prediction, false);
        return new double[] {prediction.mean[0], prediction.sd};
    }

    /** Posterior at one point, reused between calls. Means, one per fantasy or one, share the standard deviation. */
    static final class Prediction {
        final double[] mean;
        double sd;
        /** d mean_s / dx, [fantasy][coordinate]; 0 for categorical coordinates. */
        final double[][] meanGradient;

        final double[] sdGradient;

        Prediction(int fantasies, int coordinates) {
            mean = new double[fantasies];
            meanGradient = new double[fantasies][coordinates];
            sdGradient = new double[coordinates];
        }
    }

    /** Fills {@code out}, gradients if wanted. */
    void predict(double[] x, Prediction out, boolean gradient) {
        predict(x, new double[][] {weights()}, out, gradient);
    }

    /** As above, for several weight vectors a (fantasies) at once; the variance depends on X alone and is shared. */
    void predict(double[] x, double[][] weightVectors, Prediction out, boolean gradient) {
        int n = size;
        double[] k = covariances(x);
        System.arraycopy(k, 0, solved, 0, n);
        factor.solveLower(solved);
        double explained = 0;
        for (int i = 0; i < n; i++) {
            explained += solved[i] * solved[i];
        }
        // rounding may take the difference below zero next to an observation
        double variance = Math.max(hyperparameters.amplitude() - explained, 1e-12 * hyperparameters.amplitude());
        out.sd = Math.sqrt(variance);
        for (int s = 0; s < weightVectors.length; s++) {
            double mean = hyperparameters.mean();
            double[] a = weightVectors[s];
            for (int i = 0; i < n; i++) {
                mean += k[i] * a[i];
            }
            out.mean[s] = mean;
        }
        if (!gradient) {
            return;
        }
        factor.solveUpper(solved);
        // dk_i/dx_c = slope_i scale_c^2 (X_ic - x_c)
        for (int c = 0; c < columns.length; c++) {
            if (kernel.categorical()[c]) {
                out.sdGradient[c] = 0;
                for (double[] row : out.meanGradient) {
                    row[c] = 0;
                }
                continue;
            }
            double square = scale[c] * scale[c];
            double at = x[c];
            double[] column = columns[c];
            double sum = 0;
            for (int i = 0; i < n; i++) {
                value[i] = slope[i] * (column[i] - at);
                sum += value[i] * solved[i];
            }
            out.sdGradient[c] = -square * sum / out.sd;
            for (int s = 0; s < weightVectors.length; s++) {
                double[] a = weightVectors[s];
                double inner = 0;
                for (int i = 0; i < n; i++) {
                    inner += value[i] * a[i];
                }
                out.meanGradient[s][c] = square * inner;
            }
        }
    }

    /**
     * Joint draws of the outcomes at {@code points}, which are appended as observations; returns a [fantasy][size] weight
     * vector for each draw. Since y = c + L v, drawing standard normal elements of v for the new rows draws the new
     * outcomes jointly from the posterior, and the rows of L are computed once for all draws. The outcomes drawn are
     * written to {@code outcomes}, [fantasy][point]. Undo with {@link #rollback}.
     */
    double[][] fantasise(double[][] points, int draws, RandomGenerator random, double[][] outcomes) {
        int first = size;
        for (double[] point : points) {
            append(point, predict(point)[0]);
        }
        double[][] vectors = new double[draws][];
        double[] normals = new double[points.length];
        for (int s = 0; s < draws; s++) {
            for (int p = 0; p < points.length; p++) {
                // antithetic pairs halve the noise of the average
                normals[p] = s % 2 == 0 ? random.nextGaussian() : -normals[p];
            }
            double[] v = Arrays.copyOf(whitened, size);
            System.arraycopy(normals, 0, v, first, points.length);
            for (int p = 0; p < points.length; p++) {
                outcomes[s][p] = hyperparameters.mean() + factor.multiplyRow(first + p, v);
            }
            factor.solveUpper(v);
            vectors[s] = v;
        }
        return vectors;
    }

    /** Posterior mean at observation {@code i} under the weight vector {@code a}, {@code outcome} what was observed there. */
    double meanAt(int i, double outcome, double[] a) {
        return outcome - (noise[i] + jitter) * a[i];
    }

    double outcome(int i) {
        return y[i];
    }

    double jitter() {
        return jitter;
    }

    /** Back to the first {@code n} observations and to the jitter they had. */
    void rollback(int n, double jitterBefore) {
        size = n;
        weights = null;
        if (jitter == jitterBefore) {
            factor.truncate(n);
        } else {
            jitter = jitterBefore;
            tryRefactor();
        }
    }
}
