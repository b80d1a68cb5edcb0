package dev.hone.search.acquisition;

import dev.hone.search.surrogate.GaussianPosterior;
import dev.hone.search.surrogate.LinearFunctional;
import dev.hone.search.surrogate.Shifts;
import java.util.Arrays;
import java.util.List;

/**
 * Log of the knowledge gradient over a finite set of targets T_1, ..., T_m: what one more observation at x is expected to
 * add to the best posterior mean,
 * <pre> KG(x) = E[max_i mean_{n+1}(T_i)] - max_i mean_n(T_i) = h(mean_n(T), s(T; x)) </pre>
 * exactly, with h of {@link ExpectedMaximum}. Targets are functionals: values of f over a grid, averages over environments,
 * sums over tasks, the truth where x asks an approximation. Source: Frazier, Powell and Dayanik, INFORMS J. Computing 2009.
 * Not thread-safe.
 */
public final class KnowledgeGradient implements PointAcquisition {

    private final Shifts shifts;
    private final double noise;
    private final double[] means;

    /** @param noise variance of the noise of the next observation */
    public KnowledgeGradient(GaussianPosterior posterior, List<LinearFunctional> targets, double noise) {
        shifts = new Shifts(posterior, targets);
        this.noise = noise;
        means = shifts.means();
    }

    @Override
    public double value(double[] x, double[] gradient) {
        Shifts.At at = shifts.at(x, noise);
        double[] s = at.shifts();
        if (gradient == null) {
            return ExpectedMaximum.logGain(means, s, null, null);
        }
        double[] byMean = new double[s.length];
        double[] byShift = new double[s.length];
        double value = ExpectedMaximum.logGain(means, s, byMean, byShift);
        Arrays.fill(gradient, 0);
        at.pullBack(byShift, gradient);
        return value;
    }
}
