package dev.hone.search.surrogate;

import dev.hone.core.Check;
import dev.hone.search.kernel.Kernel;
import java.util.Arrays;
import java.util.List;

/**
 * Mean and standard deviation of f(x) under posteriors that differ in outcomes only, as {@link GaussianPosterior#fantasies} of
 * one posterior do: one standard deviation, and a mean for each. Buffers are reused from point to point; not thread-safe.
 */
public final class Marginals {

    /** Share of the prior variance by which rounding may move one of several hundred observations. */
    private static final double ROUNDING = 1e-9;

    private final GaussianPosterior shared;
    private final Kernel kernel;
    private final PolynomialMean prior;
    /** Weights of every posterior, and of the deviation last. */
    private final double[][] weights;

    private final double[][] slopes;
    private final double[] covariances;
    private final double[] mean;
    private final double[] part;
    /** 1 / K_ii, null until a bound is asked for. */
    private double[] precision;

    private double sd;

    /** @param posteriors at least one, of one factor */
    public Marginals(List<GaussianPosterior> posteriors, int coordinates) {
        Check.notEmpty("posteriors", posteriors);
        shared = posteriors.get(0);
        kernel = shared.model().kernel();
        prior = shared.model().mean();
        int count = posteriors.size();
        weights = new double[count + 1][];
        for (int s = 0; s < count; s++) {
            Check.that(
                    posteriors.get(s).factor() == shared.factor(), "posteriors", "of several factors", "of one factor");
            weights[s] = posteriors.get(s).weights();
        }
        covariances = new double[shared.size()];
        weights[count] = new double[shared.size()];
        slopes = new double[count + 1][coordinates];
        mean = new double[count];
        part = new double[coordinates];
    }

    /**
     * Moves to {@code x}, O(n), with the exact mean but for the standard deviation what it would be given only the most
     * telling observation, which it does not exceed: sd^2 = k(x, x) - max_i k(x, F_i)^2 / K_ii.
     */
    public void bound(double[] x) {
        moveMeans(x);
        if (precision == null) {
            precision =
                    Arrays.stream(shared.factor().diagonal()).map(v -> 1 / v).toArray();
        }
        double told = 0;
        for (int i = 0; i < precision.length; i++) {
            double share = covariances[i] * covariances[i] * precision[i];
            told = share > told ? share : told;
        }
        double own = kernel.eval(x, x);
        sd = Math.sqrt(Math.max(own - told, 0) + ROUNDING * own);
    }

    private void moveMeans(double[] x) {
        shared.functionals().covariances(kernel, x, covariances);
        double atPrior = prior.derivative(x, Kernel.NONE);
        for (int s = 0; s < mean.length; s++) {
            mean[s] = atPrior + GaussianPosterior.dot(covariances, weights[s]);
        }
    }

    /** Moves to {@code x}; with gradients only if they are asked for. */
    public void at(double[] x, boolean gradient) {
        moveMeans(x);
        double[] solved = weights[mean.length];
        System.arraycopy(covariances, 0, solved, 0, covariances.length);
        shared.factor().solveLower(solved);
        double own = kernel.eval(x, x);
        sd = Math.sqrt(Math.max(own - GaussianPosterior.dot(solved, solved), GaussianPosterior.LEAST_VARIANCE * own));
        if (gradient) {
            addGradients(x, solved);
        }
    }

    private void addGradients(double[] x, double[] solved) {
        int count = mean.length;
        shared.factor().solveUpper(solved);
        for (double[] slope : slopes) {
            Arrays.fill(slope, 0);
        }
        shared.functionals().addSlopes(kernel, x, weights, slopes);
        // d/dx k(x, x) = 2 d/dx k(x, y) at y = x, by symmetry
        kernel.gradX(x, x, part);
        double[] bySd = slopes[count];
        for (int c = 0; c < bySd.length; c++) {
            bySd[c] = (part[c] - bySd[c]) / sd;
        }
        if (prior.size() > 1) {
            int[] by = new int[1];
            for (int c = 0; c < bySd.length; c++) {
                by[0] = c;
                double slope = prior.derivative(x, by);
                for (int s = 0; s < count; s++) {
                    slopes[s][c] += slope;
                }
            }
        }
    }

    /** Number of posteriors. */
    public int size() {
        return mean.length;
    }

    public double mean(int s) {
        return mean[s];
    }

    public double sd() {
        return sd;
    }

    /** d mean_s / dx; overwritten by the next point. */
    public double[] meanGradient(int s) {
        return slopes[s];
    }

    /** d sd / dx; overwritten by the next point. */
    public double[] sdGradient() {
        return slopes[mean.length];
    }
}
