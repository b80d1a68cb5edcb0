package dev.hone.search.acquisition;

import dev.hone.search.numeric.Normal;
import java.util.random.RandomGenerator;

/**
 * Draws of the greatest value of a process over a grid, by a Gumbel distribution fitted to three quantiles of
 * <pre> P(max <= y) = prod_i Phi((y - mean_i) / sd_i) </pre>
 * y_r the r-quantile: b = (y_.75 - y_.25) / (log(-log .25) - log(-log .75)), a = y_.5 + b log log 2, draw a - b log(-log U)
 * (Wang and Jegelka, ICML 2017). Grid points are taken as independent, which makes the maximum too great; the fit is the
 * paper's.
 */
public final class GumbelMaxima {

    private static final double ABOVE = 1e-6;
    private static final int BISECTIONS = 60;

    private GumbelMaxima() {}

    /**
     * @param mean over the grid
     * @param sd over the grid
     * @param least no draw is below this plus 1e-6: the best value known
     */
    public static double[] draw(double[] mean, double[] sd, double least, int count, RandomGenerator random) {
        double low = quantile(mean, sd, 0.25);
        double middle = quantile(mean, sd, 0.5);
        double high = quantile(mean, sd, 0.75);
        double b = (high - low) / (Math.log(-Math.log(0.25)) - Math.log(-Math.log(0.75)));
        double a = middle + b * Math.log(Math.log(2));
        double[] maxima = new double[count];
        for (int k = 0; k < count; k++) {
            double u = Math.max(Double.MIN_NORMAL, random.nextDouble());
            maxima[k] = Math.max(least + ABOVE, a - b * Math.log(-Math.log(u)));
        }
        return maxima;
    }

    static double quantile(double[] mean, double[] sd, double r) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < mean.length; i++) {
            low = Math.min(low, mean[i] - 8 * sd[i]);
            high = Math.max(high, mean[i] + 8 * sd[i]);
        }
        for (int step = 0; step < BISECTIONS; step++) {
            double middle = (low + high) / 2;
            double log = 0;
            for (int i = 0; i < mean.length; i++) {
                log += Normal.logCdf((middle - mean[i]) / sd[i]);
            }
            if (log < Math.log(r)) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }
}
