package dev.hone.search.fidelity;

import dev.hone.core.HoneException;
import dev.hone.search.kernel.Kernel;
import dev.hone.search.numeric.Cholesky;
import dev.hone.search.numeric.CholeskyInverse;
import dev.hone.search.surrogate.Joint;
import java.util.Arrays;

/**
 * One function of a deep process given its values u at inducing inputs z, q(u) = N(m, S), S = C C^T. With K = k(z, z), the vector
 * k = k(z, x) and
 * <pre> alpha = K^-1 m,   Q = K^-1 - K^-1 S K^-1:   mean(x) = k^T alpha,   var(x) = k(x, x) - k^T Q k </pre>
 * which is a^T m and k(x, x) - a^T (K - S) a with a = K^-1 k. Parameters: theta of the kernel, m, C by rows with logarithms on
 * the diagonal, log noise. Immutable; gradients are collected in a {@link Tape}.
 */
final class VariationalLayer implements LayeredPrediction.Layer {

    private static final double JITTER = 1e-6;

    private final Kernel kernel;
    private final double[][] inducing;
    private final double[] parameters;
    private final int n;
    private final int thetas;
    private final double jitter;
    private final double[][] factor;
    private final double[][] covariance;
    private final double[][] inverse;
    private final double logDeterminant;
    private final double[] alpha;
    private final double[][] quadratic;

    /** @param jitter added to the diagonal of K */
    private VariationalLayer(Kernel kernel, double[][] inducing, double[] parameters, double jitter) {
        this.inducing = inducing;
        this.parameters = parameters;
        this.jitter = jitter;
        n = inducing.length;
        thetas = kernel.parameters();
        this.kernel = kernel.with(Arrays.copyOf(parameters, thetas));
        double[] packed = new double[Cholesky.length(n)];
        factor = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                int at = i * (i + 1) / 2 + j;
                packed[at] = this.kernel.eval(inducing[i], inducing[j]) + (i == j ? jitter : 0);
                double c = parameters[thetas + n + at];
                factor[i][j] = i == j ? Math.exp(c) : c;
            }
        }
        CholeskyInverse inverter = new CholeskyInverse(n);
        if (!inverter.compute(packed)) {
            throw new HoneException("covariance of " + n + " inducing inputs is not positive definite");
        }
        logDeterminant = inverter.logDeterminant();
        inverse = new double[n][n];
        for (int i = 0; i < n; i++) {
            double[] row = inverter.inverseRow(i);
            for (int j = 0; j <= i; j++) {
                inverse[i][j] = row[j];
                inverse[j][i] = row[j];
            }
        }
        covariance = multiply(factor, transposed(factor));
        alpha = multiply(inverse, mean());
        quadratic = subtract(inverse, multiply(multiply(inverse, covariance), inverse));
    }

    /** At m and S = C C^T. */
    static VariationalLayer of(Kernel kernel, double[][] inducing, double[] m, double[][] c, double noise) {
        int n = m.length;
        int thetas = kernel.parameters();
        double[] parameters = Arrays.copyOf(kernel.theta(), thetas + n + Cholesky.length(n) + 1);
        System.arraycopy(m, 0, parameters, thetas, n);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                parameters[thetas + n + i * (i + 1) / 2 + j] = i == j ? Math.log(c[i][i]) : c[i][j];
            }
        }
        parameters[parameters.length - 1] = Math.log(noise);
        double jitter = JITTER * kernel.eval(inducing[0], inducing[0]);
        return new VariationalLayer(kernel, inducing, parameters, jitter);
    }

    VariationalLayer with(double[] changed) {
        return new VariationalLayer(kernel, inducing, changed, jitter);
    }

    double[] parameters() {
        return parameters.clone();
    }

    double noise() {
        return Math.exp(parameters[parameters.length - 1]);
    }

    private double[] mean() {
        return Arrays.copyOfRange(parameters, thetas, thetas + n);
    }

    private double[] covariances(double[] x) {
        double[] k = new double[n];
        for (int i = 0; i < n; i++) {
            k[i] = kernel.eval(inducing[i], x);
        }
        return k;
    }

    private double variance(double[] x, double[] k) {
        return Math.max(FidelityProcess.LEAST_VARIANCE, kernel.eval(x, x) - dot(k, multiply(quadratic, k)));
    }

    @Override
    public double[] moments(double[] x) {
        double[] k = covariances(x);
        return new double[] {dot(k, alpha), variance(x, k)};
    }

    @Override
    public Joint pair(double[] x, double[] y) {
        double[] k = covariances(x);
        double[] h = covariances(y);
        double across = kernel.eval(x, y) - dot(k, multiply(quadratic, h));
        return new Joint(new double[] {dot(k, alpha), dot(h, alpha)}, new double[][] {
            {variance(x, k), across}, {across, variance(y, h)}
        });
    }

    /** KL(q(u) || N(0, K)) = 1/2 (tr(K^-1 S) + m^T K^-1 m - n + log |K| - log |S|). */
    double divergence() {
        double sum = dot(mean(), alpha) - n + logDeterminant;
        for (int i = 0; i < n; i++) {
            sum += dot(inverse[i], covariance[i]) - 2 * Math.log(factor[i][i]);
        }
        return 0.5 * sum;
    }

    Tape tape() {
        return new Tape();
    }

    /** Derivatives of something by this layer's parameters, collected input by input. */
    final class Tape {

        private final double[] gradient = new double[parameters.length];
        private final double[] byAlpha = new double[n];
        private final double[][] byQuadratic = new double[n][n];
        private final double[] part = new double[thetas];

        /** Adds what the derivatives by mean(x) and var(x) say; returns the derivative by the last coordinate of x. */
        double add(double[] x, double byMean, double byVariance) {
            double[] k = covariances(x);
            double[] q = multiply(quadratic, k);
            double byLast = 0;
            double[] slope = new double[x.length];
            for (int i = 0; i < n; i++) {
                byAlpha[i] += byMean * k[i];
                for (int j = 0; j < n; j++) {
                    byQuadratic[i][j] -= byVariance * k[i] * k[j];
                }
                double byK = byMean * alpha[i] - 2 * byVariance * q[i];
                addTheta(x, inducing[i], byK);
                kernel.gradX(x, inducing[i], slope);
                byLast += byK * slope[x.length - 1];
            }
            addTheta(x, x, byVariance);
            return byLast;
        }

        private void addTheta(double[] x, double[] y, double weight) {
            kernel.gradTheta(x, y, part);
            for (int t = 0; t < thetas; t++) {
                gradient[t] += weight * part[t];
            }
        }

        void addNoise(double byLogNoise) {
            gradient[gradient.length - 1] += byLogNoise;
        }

        /** The gradient of what was added minus the divergence. */
        double[] finish() {
            double[] m = mean();
            double[] byMean = multiply(inverse, byAlpha);
            double[][] kInverseS = multiply(inverse, covariance);
            double[][] byInverse = byQuadratic;
            byInverse = subtract(byInverse, multiply(byQuadratic, kInverseS));
            byInverse = subtract(byInverse, multiply(transposed(kInverseS), byQuadratic));
            double[][] bySpread = multiply(multiply(inverse, byQuadratic), inverse);
            for (int i = 0; i < n; i++) {
                byMean[i] -= alpha[i];
                for (int j = 0; j < n; j++) {
                    byInverse[i][j] += byAlpha[i] * m[j];
                    bySpread[i][j] = -bySpread[i][j] - 0.5 * inverse[i][j];
                }
            }
            double[][] byK = multiply(multiply(inverse, byInverse), inverse);
            double[][] spread = multiply(kInverseS, inverse);
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    double ofDivergence = 0.5 * (inverse[i][j] - spread[i][j] - alpha[i] * alpha[j]);
                    addTheta(inducing[i], inducing[j], -byK[i][j] - ofDivergence);
                }
                gradient[thetas + i] += byMean[i];
            }
            double[][] byFactor = multiply(bySpread, factor);
            double[][] transposed = multiply(transposed(bySpread), factor);
            for (int i = 0; i < n; i++) {
                for (int j = 0; j <= i; j++) {
                    double slope = byFactor[i][j] + transposed[i][j];
                    gradient[thetas + n + i * (i + 1) / 2 + j] += i == j ? slope * factor[i][i] + 1 : slope;
                }
            }
            return gradient;
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double[] multiply(double[][] a, double[] x) {
        double[] out = new double[a.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = dot(a[i], x);
        }
        return out;
    }

    private static double[][] multiply(double[][] a, double[][] b) {
        double[][] out = new double[a.length][b[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int k = 0; k < b.length; k++) {
                double v = a[i][k];
                for (int j = 0; j < b[k].length; j++) {
                    out[i][j] += v * b[k][j];
                }
            }
        }
        return out;
    }

    private static double[][] subtract(double[][] a, double[][] b) {
        double[][] out = new double[a.length][];
        for (int i = 0; i < a.length; i++) {
            out[i] = a[i].clone();
            for (int j = 0; j < out[i].length; j++) {
                out[i][j] -= b[i][j];
            }
        }
        return out;
    }

    private static double[][] transposed(double[][] a) {
        double[][] out = new double[a.length][a.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a.length; j++) {
                out[j][i] = a[i][j];
            }
        }
        return out;
    }
}
