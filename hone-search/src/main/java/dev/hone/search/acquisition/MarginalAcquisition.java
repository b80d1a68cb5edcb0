package dev.hone.search.acquisition;

import dev.hone.search.numeric.Normal;
import dev.hone.search.surrogate.GaussianPosterior;

/**
 * Acquisitions that depend on a point through mean and standard deviation of f there, f to be maximised.
 *
 * <p>Not thread-safe.
 */
public final class MarginalAcquisition implements PointAcquisition {

    /** A function of mean and standard deviation. */
    @FunctionalInterface
    public interface Rule {
        /** The value; writes its derivatives by mean and standard deviation. */
        double value(double mean, double sd, double[] slopes);
    }

    private static final double STEEPNESS = 10;

    private final GaussianPosterior posterior;
    private final Rule rule;
    private final double[] slopes = new double[2];

    public MarginalAcquisition(GaussianPosterior posterior, Rule rule) {
        this.posterior = posterior;
        this.rule = rule;
    }

    @Override
    public double value(double[] x, double[] gradient) {
        GaussianPosterior.Marginal at = posterior.at(x, gradient != null);
        double value = rule.value(at.mean(), at.sd(), slopes);
        if (gradient != null) {
            for (int c = 0; c < gradient.length; c++) {
                gradient[c] = slopes[0] * at.meanGradient()[c] + slopes[1] * at.sdGradient()[c];
            }
        }
        return value;
    }

    /** log E[(f - best)^+]. */
    public static Rule logExpectedImprovement(double best) {
        return (mean, sd, slopes) -> {
            double z = (mean - best) / sd;
            double slope = Normal.logHSlope(z) / sd;
            slopes[0] = slope;
            slopes[1] = 1 / sd - slope * z;
            return LogExpectedImprovement.value(-mean, sd, -best);
        };
    }

    /** log P(f >= threshold). */
    public static Rule logProbability(double threshold) {
        return (mean, sd, slopes) -> {
            double z = (mean - threshold) / sd;
            double slope = Normal.logCdfSlope(z) / sd;
            slopes[0] = slope;
            slopes[1] = -slope * z;
            return Normal.logCdf(z);
        };
    }

    /**
     * log P(f >= 0) of a label that is 1 for success and -1 for failure, less by a further factor (2 P)^10 where P is below
     * 1/2: where the best value lies at the edge of a failing region, improvement vanishes on the safe side, and P alone
     * would go on beyond the edge.
     */
    public static Rule logSuccess() {
        Rule probability = logProbability(0);
        return (mean, sd, slopes) -> {
            double value = probability.value(mean, sd, slopes);
            if (mean >= 0) {
                return value;
            }
            slopes[0] *= 1 + STEEPNESS;
            slopes[1] *= 1 + STEEPNESS;
            return value + STEEPNESS * (value + Math.log(2));
        };
    }

    /** mean + sqrt(beta) sd (Srinivas et al., ICML 2010). */
    public static Rule upperConfidenceBound(double beta) {
        double width = Math.sqrt(beta);
        return (mean, sd, slopes) -> {
            slopes[0] = 1;
            slopes[1] = width;
            return mean + width * sd;
        };
    }

    /**
     * Max-value entropy search: how much the value here tells about the maximum, for sampled maxima f*_k
     * <pre> mean over k of g phi(g) / (2 Phi(g)) - log Phi(g),   g = (f*_k - mean) / sd </pre>
     * (Wang and Jegelka, ICML 2017). Both terms come from logarithms of Phi, so far tails keep their digits.
     */
    public static Rule maxValueEntropy(double[] maxima) {
        return (mean, sd, slopes) -> {
            double sum = 0;
            slopes[0] = 0;
            slopes[1] = 0;
            for (double maximum : maxima) {
                double g = (maximum - mean) / sd;
                double hazard = Normal.logCdfSlope(g);
                sum += 0.5 * g * hazard - Normal.logCdf(g);
                // hazard' = -hazard (g + hazard)
                double slope = 0.5 * hazard * (1 - g * (g + hazard)) - hazard;
                slopes[0] -= slope / (sd * maxima.length);
                slopes[1] -= slope * g / (sd * maxima.length);
            }
            return sum / maxima.length;
        };
    }
}
