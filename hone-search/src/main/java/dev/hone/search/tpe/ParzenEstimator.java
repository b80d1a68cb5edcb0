package dev.hone.search.tpe;

import dev.hone.search.numeric.Normal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * A density over some axes of the unit cube: a weighted mixture of product kernels, one at every observation and one broad
 * prior kernel,
 * <pre> p(x) = sum over i of w_i prod over axes k of kappa_k(x_k | mu_ik) </pre>
 * A continuous axis has the normal kernel truncated to [0, 1]; an axis of cells the mass of that kernel in the cell; a
 * choice among K has
 * <pre> kappa(x | mu) = (1[x = mu] + q) / (1 + K q),   q = priorWeight / number of kernels </pre>
 * The prior kernel has mean 1/2 and deviation 1 on ordered axes and is uniform over choices. Every other kernel has a
 * deviation of its own on every axis. Immutable.
 */
final class ParzenEstimator {

    private static final double TINY = 1e-300;
    private static final double PRIOR_SIGMA = 1;

    /** Deviations from which a normal has no mass that a double beside 1 could show. */
    private static final double FAR = 9;

    private final Axis[] axes;
    /** [kernel * axes + axis]; the prior comes last. */
    private final double[] means;

    private final int kernels;
    /** Deviations, as the means. */
    private final double[] sigma;

    private final double[] cumulative;
    /** log w_i - sum over continuous axes of log(sigma_ik sqrt(2 pi) Z_ik). */
    private final double[] logScale;

    /** [axis], of an axis of cells: its different kernels; else null. */
    private final CellKernels[] cellKernels;

    private final double logSame;
    private final double[] logOther;
    private final double smoothing;
    private final double logPriorChoices;

    /**
     * @param points [n][axes], coordinates of the observations on these axes
     * @param weights [n], not negative
     * @param widths [n * axes], deviations of the kernels, in the order of {@code points} and then of the axes
     * @param priorWeight weight of the prior kernel, against observations of weight 1
     */
    ParzenEstimator(Axis[] axes, double[][] points, double[] weights, double[] widths, double priorWeight) {
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
        sigma = Arrays.copyOf(widths, kernels * d);
        Arrays.fill(sigma, points.length * d, kernels * d, PRIOR_SIGMA);
        cellKernels = new CellKernels[d];
        smoothing = priorWeight / kernels;
        logSame = Math.log1p(smoothing);
        logOther = new double[d];
        double priorChoices = 0;
        for (int k = 0; k < d; k++) {
            if (axes[k].kind() == Axis.Kind.CHOICE) {
                logOther[k] = -Math.log1p(axes[k].cells() * smoothing);
                priorChoices -= Math.log(axes[k].cells());
            } else if (axes[k].kind() == Axis.Kind.CELLS) {
                cellKernels[k] = CellKernels.of(means, sigma, k, d);
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
                    double s = sigma[i * d + k];
                    logScale[i] -= Math.log(s * inside(means[i * d + k], s)) + Normal.LOG_SQRT_2PI;
                }
            }
        }
    }

    /** Mass of a normal of mean {@code mu} and deviation {@code s} in [0, 1]. */
    private static double inside(double mu, double s) {
        if (mu > FAR * s && 1 - mu > FAR * s) {
            return 1;
        }
        return 1 - Normal.cdf(-mu / s) - Normal.cdf((mu - 1) / s);
    }

    private boolean isPrior(int kernel) {
        return kernel == kernels - 1;
    }

    /** A draw: length of the axes. Coordinates on cells and choices are not yet moved to their centres. */
    double[] sample(RandomGenerator random) {
        double target = random.nextDouble() * cumulative[kernels - 1];
        int kernel = Arrays.binarySearch(cumulative, target);
        kernel = Math.min(kernels - 1, kernel < 0 ? -kernel - 1 : kernel + 1);
        double[] x = new double[axes.length];
        for (int k = 0; k < x.length; k++) {
            double mu = means[kernel * axes.length + k];
            if (axes[k].kind() == Axis.Kind.CHOICE) {
                x[k] = choose(kernel, k, mu, random);
            } else {
                double s = sigma[kernel * axes.length + k];
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
        for (int i = 0, at = k; i < kernels; i++, at += d) {
            double z = (x - means[at]) / sigma[at];
            terms[i] -= 0.5 * z * z;
        }
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
        Axis axis = axes[k];
        long cell = axis.cell(x);
        double low = axis.edge(cell);
        double high = axis.edge(cell + 1);
        CellKernels different = cellKernels[k];
        double[] logMass = new double[different.means().length];
        for (int j = 0; j < logMass.length; j++) {
            logMass[j] = logMass(different.means()[j], different.sigma()[j], low, high);
        }
        for (int i = 0; i < kernels; i++) {
            terms[i] += logMass[different.of()[i]];
        }
    }

    /**
     * The different kernels of one axis of cells, of which there are few where many trials share few cells.
     *
     * @param of [kernel], index of its mean and deviation
     */
    private record CellKernels(int[] of, double[] means, double[] sigma) {

        static CellKernels of(double[] means, double[] sigma, int axis, int axes) {
            int kernels = means.length / axes;
            int[] of = new int[kernels];
            double[] differentMeans = new double[kernels];
            double[] differentSigma = new double[kernels];
            Map<List<Double>, Integer> known = new HashMap<>();
            for (int i = 0, at = axis; i < kernels; i++, at += axes) {
                int index = known.size();
                Integer same = known.putIfAbsent(List.of(means[at], sigma[at]), index);
                of[i] = same == null ? index : same;
                differentMeans[of[i]] = means[at];
                differentSigma[of[i]] = sigma[at];
            }
            return new CellKernels(
                    of, Arrays.copyOf(differentMeans, known.size()), Arrays.copyOf(differentSigma, known.size()));
        }
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
