package dev.hone.search.tpe;

import dev.hone.search.numeric.Normal;
import java.util.random.RandomGenerator;

/**
 * A density over some axes of the unit cube: a weighted mixture of product kernels, one at every observation and one broad
 * prior kernel,
 * <pre> p(x) = sum over i of w_i prod over axes k of kappa_k(x_k | mu_ik) </pre>
 * A continuous axis has the normal kernel truncated to [0, 1]; an axis of cells the mass of that kernel in the cell; a
 * choice among K has
 * <pre> kappa(x | mu) = (1[x = mu] + q) / (1 + K q),   q = priorWeight / number of kernels </pre>
 * The prior kernel has mean 1/2 and deviation 1 on ordered axes and is uniform over choices. All kernels share the
 * deviation sigma_k of an axis. Immutable.
 */
final class ParzenEstimator {

    private static final double TINY = 1e-300;
    private static final double PRIOR_SIGMA = 1;

    private final Axis[] axes;
    /** [kernel * axes + axis]; the prior comes last. */
    private final double[] means;

    private final int kernels;
    private final double[] sigma;
    private final double[] cumulative;
    /** log w_i - sum over continuous axes of log(sigma_k sqrt(2 pi) Z_ik). */
    private final double[] logScale;

    private final double logSame;
    private final double[] logOther;
    private final double smoothing;
    private final double logPriorChoices;

    /**
     * @param points [n][axes], coordinates of the observations on these axes
     * @param weights [n], not negative
     * @param bandwidth sigma of an ordered axis
     * @param priorWeight weight of the prior kernel, against observations of weight 1
     */
    ParzenEstimator(Axis[] axes, double[][] points, double[] weights, double bandwidth, double priorWeight) {
        this.axes = axes;
        int d = axes.length;
        kernels = points.length + 1;
        means = new double[kernels * d];
        for (int i = 0; i < points.length; i++) {
            System.arraycopy(points[i], 0, means, i * d, d);
        }
        for (int k = 0; k < d; k++) {
            means[points.length * d + k] = 0.5;
        }
        sigma = new double[d];
        java.util.Arrays.fill(sigma, bandwidth);
        smoothing = priorWeight / kernels;
        logSame = Math.log1p(smoothing);
        logOther = new double[d];
        double priorChoices = 0;
        for (int k = 0; k < d; k++) {
            if (axes[k].kind() == Axis.Kind.CHOICE) {
                logOther[k] = -Math.log1p(axes[k].cells() * smoothing);
                priorChoices -= Math.log(axes[k].cells());
            }
        }
        logPriorChoices = priorChoices;
        cumulative = new double[kernels];
        double sum = 0;
        for (int i = 0; i < kernels; i++) {
            sum += i < points.length ? weights[i] : priorWeight;
            cumulative[i] = sum;
        }
        logScale = new double[kernels];
        for (int i = 0; i < kernels; i++) {
            double weight = i == 0 ? cumulative[0] : cumulative[i] - cumulative[i - 1];
            logScale[i] = Math.log(Math.max(TINY, weight / sum));
            for (int k = 0; k < d; k++) {
                if (axes[k].kind() == Axis.Kind.CONTINUOUS) {
                    double s = deviation(i, k);
                    logScale[i] -= Math.log(s * inside(means[i * d + k], s)) + Normal.LOG_SQRT_2PI;
                }
            }
        }
    }

    /** Mass of a normal of mean {@code mu} and deviation {@code s} in [0, 1]. */
    private static double inside(double mu, double s) {
        return 1 - Normal.cdf(-mu / s) - Normal.cdf((mu - 1) / s);
    }

    private boolean isPrior(int kernel) {
        return kernel == kernels - 1;
    }

    private double deviation(int kernel, int axis) {
        return isPrior(kernel) ? PRIOR_SIGMA : sigma[axis];
    }

    /** A draw: length of the axes. Coordinates on cells and choices are not yet moved to their centres. */
    double[] sample(RandomGenerator random) {
        double target = random.nextDouble() * cumulative[kernels - 1];
        int kernel = java.util.Arrays.binarySearch(cumulative, target);
        kernel = Math.min(kernels - 1, kernel < 0 ? -kernel - 1 : kernel + 1);
        double[] x = new double[axes.length];
        for (int k = 0; k < x.length; k++) {
            double mu = means[kernel * axes.length + k];
            if (axes[k].kind() == Axis.Kind.CHOICE) {
                x[k] = choose(kernel, k, mu, random);
            } else {
                double s = deviation(kernel, k);
                double low = Normal.cdf(-mu / s);
                double p = low + random.nextDouble() * inside(mu, s);
                x[k] = Math.min(1, Math.max(0, mu + s * Normal.quantile(Math.min(1, p))));
            }
        }
        return x;
    }

    private double choose(int kernel, int k, double mu, RandomGenerator random) {
        double cells = axes[k].cells();
        boolean same = !isPrior(kernel) && random.nextDouble() * (1 + cells * smoothing) < 1;
        return same ? mu : random.nextDouble();
    }

    /** log p(x) for every row of {@code points}, which lie on centres of cells. */
    double[] logDensity(double[][] points) {
        double[] result = new double[points.length];
        double[] terms = new double[kernels];
        for (int c = 0; c < points.length; c++) {
            System.arraycopy(logScale, 0, terms, 0, kernels);
            terms[kernels - 1] += logPriorChoices;
            for (int k = 0; k < axes.length; k++) {
                double x = points[c][k];
                switch (axes[k].kind()) {
                    case CONTINUOUS -> addContinuous(terms, k, x);
                    case CELLS -> addCells(terms, k, x);
                    case CHOICE -> addChoice(terms, k, x);
                }
            }
            result[c] = logSumExp(terms);
        }
        return result;
    }

    private void addContinuous(double[] terms, int k, double x) {
        int d = axes.length;
        double half = 0.5 / (sigma[k] * sigma[k]);
        for (int i = 0, at = k; i < kernels - 1; i++, at += d) {
            double z = x - means[at];
            terms[i] -= half * z * z;
        }
        double z = (x - 0.5) / PRIOR_SIGMA;
        terms[kernels - 1] -= 0.5 * z * z;
    }

    private void addChoice(double[] terms, int k, double x) {
        int d = axes.length;
        long cell = axes[k].cell(x);
        double same = logSame + logOther[k];
        double other = Math.log(smoothing) + logOther[k];
        for (int i = 0, at = k; i < kernels - 1; i++, at += d) {
            terms[i] += axes[k].cell(means[at]) == cell ? same : other;
        }
    }

    private void addCells(double[] terms, int k, double x) {
        int d = axes.length;
        Axis axis = axes[k];
        long cell = axis.cell(x);
        double low = axis.edge(cell);
        double high = axis.edge(cell + 1);
        // Kernels at the same cell share their mass; with fewer cells than kernels it pays to look it up.
        boolean table = axis.cells() < kernels;
        double[] logMass = new double[table ? (int) axis.cells() : 0];
        for (int j = 0; j < logMass.length; j++) {
            logMass[j] = logMass(axis.centre(j), sigma[k], low, high);
        }
        for (int i = 0, at = k; i < kernels - 1; i++, at += d) {
            terms[i] += table ? logMass[(int) axis.cell(means[at])] : logMass(means[at], sigma[k], low, high);
        }
        terms[kernels - 1] += logMass(0.5, PRIOR_SIGMA, low, high);
    }

    /** log of the mass in [low, high] of the normal truncated to [0, 1]. */
    static double logMass(double mu, double s, double low, double high) {
        // In the upper tail differences of Phi cancel, so it is turned over.
        double mass = low > mu
                ? Normal.cdf((mu - low) / s) - Normal.cdf((mu - high) / s)
                : Normal.cdf((high - mu) / s) - Normal.cdf((low - mu) / s);
        return Math.log(Math.max(TINY, mass) / inside(mu, s));
    }

    private static double logSumExp(double[] terms) {
        double max = Double.NEGATIVE_INFINITY;
        for (double term : terms) {
            max = Math.max(max, term);
        }
        double sum = 0;
        for (double term : terms) {
            double difference = term - max;
            if (difference > -40) {
                sum += Math.exp(difference);
            }
        }
        return max + Math.log(sum);
    }
}
