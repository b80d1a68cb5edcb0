package dev.hone.search.acquisition;

import dev.hone.search.numeric.Logs;
import dev.hone.search.surrogate.GaussianPosterior;
import dev.hone.search.surrogate.LinearFunctional;
import dev.hone.search.surrogate.Shifts;
import java.util.Arrays;
import java.util.List;

/**
 * Log of expected improvement under noise: how much better the best posterior mean among the evaluated points is expected to
 * be when x is one of them,
 * <pre>
 *   EI(x) = E[max over A' of mean_{n+1}] - max_{i <= n} mean_n(x_i),   A' = {x_1, ..., x_n, x}
 *         = h(mean_n(A'), s(A'; x)) + max mean_n(A') - max_{i <= n} mean_n(x_i)
 * </pre>
 * with h of {@link ExpectedMaximum} and s of {@link Shifts}. Without noise it is expected improvement on the best value: means
 * of evaluated points cannot move. Source: Frazier, "A tutorial on Bayesian optimization", arXiv 1807.02811, section 5.1.
 * Not thread-safe.
 */
public final class NoisyExpectedImprovement implements PointAcquisition {

    private final GaussianPosterior posterior;
    private final double noise;
    private final Shifts shifts;
    private final double[] means;
    private final double best;

    /**
     * @param evaluated points that may be reported
     * @param noise variance of the noise of the next observation
     */
    public NoisyExpectedImprovement(GaussianPosterior posterior, List<double[]> evaluated, double noise) {
        this.posterior = posterior;
        this.noise = noise;
        shifts = new Shifts(
                posterior, evaluated.stream().map(LinearFunctional::value).toList());
        means = shifts.means();
        best = Arrays.stream(means).max().orElse(Double.NEGATIVE_INFINITY);
    }

    /** max_{i <= n} mean_n(x_i), what is improved on. */
    public double best() {
        return best;
    }

    @Override
    public double value(double[] x, double[] gradient) {
        Shifts.At at = shifts.at(x, noise);
        int n = means.length;
        double[] a = Arrays.copyOf(means, n + 1);
        double[] b = Arrays.copyOf(at.shifts(), n + 1);
        a[n] = posterior.mean(x, gradient);
        b[n] = at.variance() / at.scale();
        if (gradient == null) {
            return total(ExpectedMaximum.logGain(a, b, null, null), a[n]);
        }
        double[] byA = new double[n + 1];
        double[] byB = new double[n + 1];
        double logGain = ExpectedMaximum.logGain(a, b, byA, byB);
        double value = total(logGain, a[n]);
        // of the sum of h and the mean's own lead, the share of each
        double ofGain = logGain == Double.NEGATIVE_INFINITY ? 0 : Math.exp(logGain - value);
        double ofLead = a[n] > best ? Math.exp(-value) : 0;
        double byMean = ofGain * byA[n] + ofLead;
        for (int c = 0; c < gradient.length; c++) {
            gradient[c] *= byMean;
        }
        if (ofGain > 0) {
            double[] weights = new double[n];
            for (int i = 0; i < n; i++) {
                weights[i] = ofGain * byB[i];
            }
            at.pullBack(weights, gradient);
            // b_n = v / sqrt(v + noise)
            double q = at.scale();
            double byVariance = ofGain * byB[n] * (1 / q - at.variance() / (2 * q * q * q));
            double[] varianceGradient = at.varianceGradient();
            for (int c = 0; c < gradient.length; c++) {
                gradient[c] += byVariance * varianceGradient[c];
            }
        }
        return value;
    }

    private double total(double logGain, double mean) {
        return mean > best ? Logs.sumExp(logGain, Math.log(mean - best)) : logGain;
    }
}
