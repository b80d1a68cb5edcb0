package dev.hone.search.acquisition;

import dev.hone.search.numeric.Normal;

/**
 * log E[(best - y)^+], y ~ N(mean, sd^2), of a loss y: log sd + log h(z), z = (best - mean) / sd, h(z) = phi(z) + z Phi(z)
 * (Jones, Schonlau and Welch 1998; in logarithms Ament et al., "Unexpected improvements to expected improvement for
 * Bayesian optimization", NeurIPS 2023).
 *
 * @param best the loss to improve on
 */
public record LogExpectedImprovement(double best) implements Acquisition {

    @Override
    public double value(double[] mean, double[] sd, double[] byMean, double[] bySd) {
        double z = (best - mean[0]) / sd[0];
        double slope = Normal.logHSlope(z) / sd[0];
        byMean[0] = -slope;
        bySd[0] = 1 / sd[0] - slope * z;
        return value(mean[0], sd[0], best);
    }

    /** The value alone. */
    public static double value(double mean, double sd, double best) {
        return best == Double.NEGATIVE_INFINITY ? best : Math.log(sd) + Normal.logH((best - mean) / sd);
    }
}
