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

    /** Below this a product of deviations is put under the logarithm before it underflows. */
    private static final double SMALL = 1e-200;

    /** Draws of a normal in search of one within [0, 1]; all miss with a probability below 1e-70. */
    private static final int DRAWS = 400;

    private final Axis[] axes;
    private final int kernels;

    /** [axis][kernel], so that loops over kernels run through memory in order; the prior comes last. */
    private final double[][] means;

    /** Deviations, as the means. */
    private final double[][] sigma;

    /** [axis][kernel], of a continuous axis: 1 / (sigma sqrt 2); else null. */
    private final double[][] scale;

    /** [axis][kernel], of a choice: which; else null. */
    private final long[][] cells;

    /** [axis], of an axis of cells: its different kernels; else null. */
    private final CellKernels[] cellKernels;

    private final double[] cumulative;

    /** log w_i - sum over continuous axes of log(sigma_ik sqrt(2 pi) Z_ik). */
    private final double[] logScale;

    private final double logSame;
    private final double[] logOther;
    private final double smoothing;

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
        means = new double[d][kernels];
        sigma = new double[d][kernels];
        for (int k = 0; k < d; k++) {
            for (int i = 0; i < points.length; i++) {
                means[k][i] = points[i][k];
                sigma[k][i] = widths[i * d + k];
            }
            means[k][kernels - 1] = 0.5;
            sigma[k][kernels - 1] = PRIOR_SIGMA;
        }
        smoothing = priorWeight / kernels;
        logSame = Math.log1p(smoothing);
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
        }
        scale = new double[d][];
        cells = new long[d][];
        cellKernels = new CellKernels[d];
        logOther = new double[d];
        for (int k = 0; k < d; k++) {
            switch (axes[k].kind()) {
                case CONTINUOUS -> scale[k] = scales(sigma[k]);
                case CELLS -> cellKernels[k] = CellKernels.of(means[k], sigma[k]);
                case CHOICE -> {
                    cells[k] = Arrays.stream(means[k]).mapToLong(axes[k]::cell).toArray();
                    logOther[k] = -Math.log1p(axes[k].cells() * smoothing);
                    logScale[kernels - 1] -= Math.log(axes[k].cells());
                }
            }
        }
        normalise();
    }

    private static double[] scales(double[] sigma) {
        double[] scale = new double[sigma.length];
        for (int i = 0; i < sigma.length; i++) {
            scale[i] = Math.sqrt(0.5) / sigma[i];
        }
        return scale;
    }

    /** Takes the logarithms of normalising constants off {@link #logScale}, as few of them as products of constants allow. */
    private void normalise() {
        for (int i = 0; i < kernels; i++) {
            double product = 1;
            int continuous = 0;
            for (int k = 0; k < axes.length; k++) {
                if (scale[k] != null) {
                    continuous++;
                    product *= sigma[k][i] * inside(means[k][i], sigma[k][i]);
                    if (product < SMALL) {
                        logScale[i] -= Math.log(product);
                        product = 1;
                    }
                }
            }
            logScale[i] -= Math.log(product) + continuous * Normal.LOG_SQRT_2PI;
        }
    }

    /** Mass of a normal of mean {@code mu}, in [0, 1], and deviation {@code s} in [0, 1]. */
    private static double inside(double mu, double s) {
        return 1 - Tabulated.tail(mu / s) - Tabulated.tail((1 - mu) / s);
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
            double mu = means[k][kernel];
            if (axes[k].kind() == Axis.Kind.CHOICE) {
                x[k] = choose(kernel, k, mu, random);
            } else {
                x[k] = truncated(mu, sigma[k][kernel], random);
            }
        }
        return x;
    }

    /** A normal within [0, 1]. One draw in three or more lies there, as {@code mu} does and {@code s} is at most 1. */
    private static double truncated(double mu, double s, RandomGenerator random) {
        for (int attempt = 0; attempt < DRAWS; attempt++) {
            double x = mu + s * random.nextGaussian();
            if (x >= 0 && x <= 1) {
                return x;
            }
        }
        return mu;
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
            for (int k = 0; k < axes.length; k++) {
                double x = points[c][k];
                switch (axes[k].kind()) {
                    case CONTINUOUS -> addContinuous(terms, means[k], scale[k], x);
                    case CELLS -> addCells(terms, k, x);
                    case CHOICE -> addChoice(terms, k, x);
                }
            }
            result[c] = logSumExp(terms);
        }
        return result;
    }

    /** A loop over arrays in order and nothing else, which the compiler turns into vector instructions. */
    private static void addContinuous(double[] terms, double[] means, double[] scale, double x) {
        for (int i = 0; i < terms.length; i++) {
            double z = (x - means[i]) * scale[i];
            terms[i] -= z * z;
        }
    }

    private void addChoice(double[] terms, int k, double x) {
        long cell = axes[k].cell(x);
        double same = logSame + logOther[k];
        double other = Math.log(smoothing) + logOther[k];
        for (int i = 0; i < kernels - 1; i++) {
            terms[i] += cells[k][i] == cell ? same : other;
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

        static CellKernels of(double[] means, double[] sigma) {
            int[] of = new int[means.length];
            double[] differentMeans = new double[means.length];
            double[] differentSigma = new double[means.length];
            Map<List<Double>, Integer> known = new HashMap<>();
            for (int i = 0; i < means.length; i++) {
                int index = known.size();
                Integer same = known.putIfAbsent(List.of(means[i], sigma[i]), index);
                of[i] = same == null ? index : same;
                differentMeans[of[i]] = means[i];
                differentSigma[of[i]] = sigma[i];
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
            sum += Tabulated.exp(term - max);
        }
        return max + Math.log(sum);
    }
}
