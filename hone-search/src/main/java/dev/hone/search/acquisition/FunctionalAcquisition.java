package dev.hone.search.acquisition;

import dev.hone.search.surrogate.GaussianPosterior;
import dev.hone.search.surrogate.LinearFunctional;
import java.util.Arrays;
import java.util.function.Function;

/**
 * An acquisition that depends on a point through mean and standard deviation of a functional T(x) of the process there, such
 * as the average over an environment: expected improvement of an integrated outcome. Not thread-safe.
 */
public final class FunctionalAcquisition implements PointAcquisition {

    private final GaussianPosterior posterior;
    private final Function<double[], LinearFunctional> target;
    private final boolean[] fixed;
    private final MarginalAcquisition.Rule rule;
    private final double[] slopes = new double[2];

    /** @param fixed coordinates of x that T(x) does not depend on, because it sets them itself */
    public FunctionalAcquisition(
            GaussianPosterior posterior,
            Function<double[], LinearFunctional> target,
            int[] fixed,
            MarginalAcquisition.Rule rule) {
        this.posterior = posterior;
        this.target = target;
        this.fixed = new boolean[Arrays.stream(fixed).max().orElse(-1) + 1];
        for (int c : fixed) {
            this.fixed[c] = true;
        }
        this.rule = rule;
    }

    @Override
    public double value(double[] x, double[] gradient) {
        LinearFunctional here = target.apply(x);
        double sd = Math.sqrt(posterior.variance(here));
        double value = rule.value(posterior.mean(here), sd, slopes);
        for (int c = 0; gradient != null && c < gradient.length; c++) {
            if (c < fixed.length && fixed[c]) {
                gradient[c] = 0;
            } else {
                LinearFunctional slope = here.slope(c);
                gradient[c] = slopes[0] * posterior.mean(slope) + slopes[1] * posterior.covariance(slope, here) / sd;
            }
        }
        return value;
    }
}
