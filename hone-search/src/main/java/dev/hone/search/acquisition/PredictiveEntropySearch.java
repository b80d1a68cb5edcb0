package dev.hone.search.acquisition;

import dev.hone.search.numeric.ExpectationPropagation;
import dev.hone.search.numeric.Normal;
import dev.hone.search.surrogate.GaussianPosterior;
import dev.hone.search.surrogate.Joint;
import dev.hone.search.surrogate.LinearFunctional;
import dev.hone.search.surrogate.Observation;
import java.util.ArrayList;
import java.util.List;

/**
 * Predictive entropy search: how much less uncertain an observation at x would be if it were known where the maximum lies,
 * for draws x*_k of its place,
 * <pre> PES(x) = 1/2 log(v(x) + noise) - mean over k of 1/2 log(v_k(x) + noise) </pre>
 * That f is greatest at x* conditions the process, in this order, on: gradient 0 and off-diagonal second derivatives 0 at
 * x*, exactly; second derivatives by one coordinate below 0 and f(x*) at least the best mean, by expectation propagation,
 * whose sites are observations like any other; f(x) at most f(x*), by matching moments: with the conditioned means, variances
 * and covariance c of f(x) and f(x*), w = v + v* - 2c, a = (m* - m) / sqrt w, b = phi(a) / Phi(a),
 * <pre> v_k = v - b (b + a) (v - c)^2 / w </pre>
 * Along an axis where x* lies on the edge of the space nothing is known of derivatives. Source: Hernandez-Lobato, Hoffman and
 * Ghahramani, NeurIPS 2014. Not thread-safe.
 */
public final class PredictiveEntropySearch implements PointAcquisition {

    private static final double EDGE = 1e-3;
    /** Of derivatives that are 0, in place of no noise at all. */
    private static final double EXACT = 1e-6;

    private final GaussianPosterior posterior;
    private final double noise;
    private final List<Given> maxima;

    /** The posterior given that the maximum is at a point, but for the last condition. */
    private record Given(GaussianPosterior posterior, LinearFunctional maximum, double mean, double variance) {}

    /**
     * @param maxima draws of the place of the maximum
     * @param axes coordinates by which f has derivatives; none: only the last condition is used
     * @param best posterior mean that the maximum is at least
     * @param noise variance of the noise of the next observation
     */
    public PredictiveEntropySearch(
            GaussianPosterior posterior, List<double[]> maxima, int[] axes, double best, double noise) {
        this.posterior = posterior;
        this.noise = noise;
        this.maxima = maxima.stream()
                .map(x -> {
                    GaussianPosterior conditioned = condition(posterior, x, axes, best, noise);
                    LinearFunctional maximum = LinearFunctional.value(x);
                    return new Given(conditioned, maximum, conditioned.mean(maximum), conditioned.variance(maximum));
                })
                .toList();
    }

    /** The posterior given what a maximum at {@code x} says of f around it. */
    static GaussianPosterior condition(GaussianPosterior posterior, double[] x, int[] axes, double best, double noise) {
        List<Integer> inner = new ArrayList<>();
        for (int axis : axes) {
            if (x[axis] > EDGE && x[axis] < 1 - EDGE) {
                inner.add(axis);
            }
        }
        if (axes.length == 0) {
            return posterior;
        }
        List<Observation> exact = new ArrayList<>();
        for (int i = 0; i < inner.size(); i++) {
            exact.add(zero(posterior, LinearFunctional.derivative(x, inner.get(i))));
            for (int j = 0; j < i; j++) {
                exact.add(zero(posterior, LinearFunctional.derivative(x, inner.get(i), inner.get(j))));
            }
        }
        GaussianPosterior flat = posterior.condition(exact);
        List<LinearFunctional> bounded = new ArrayList<>();
        for (int axis : inner) {
            // -f_ii >= 0
            LinearFunctional curvature = LinearFunctional.derivative(x, axis, axis);
            bounded.add(new LinearFunctional(List.of(new LinearFunctional.Term(
                    -1,
                    curvature.terms().get(0).point(),
                    curvature.terms().get(0).by()))));
        }
        bounded.add(LinearFunctional.value(x));
        double[] bounds = new double[bounded.size()];
        double[] softness = new double[bounds.length];
        bounds[bounds.length - 1] = best;
        softness[bounds.length - 1] = noise;
        Joint joint = flat.joint(bounded);
        ExpectationPropagation.Sites sites =
                ExpectationPropagation.fit(joint.mean(), joint.covariance(), bounds, softness);
        List<Observation> soft = new ArrayList<>();
        for (int i = 0; i < bounds.length; i++) {
            if (sites.precision()[i] > 0) {
                soft.add(new Observation(
                        bounded.get(i), sites.precisionMean()[i] / sites.precision()[i], 1 / sites.precision()[i], 0));
            }
        }
        return flat.condition(soft);
    }

    private static Observation zero(GaussianPosterior posterior, LinearFunctional what) {
        return new Observation(what, 0, EXACT * posterior.variance(what), 0);
    }

    @Override
    public double value(double[] x, double[] gradient) {
        GaussianPosterior.Marginal at = posterior.at(x, gradient != null);
        double variance = at.sd() * at.sd() + noise;
        double value = 0.5 * Math.log(variance);
        for (int c = 0; gradient != null && c < gradient.length; c++) {
            gradient[c] = at.sd() * at.sdGradient()[c] / variance;
        }
        for (Given given : maxima) {
            value -= 0.5 * logVariance(given, x, gradient) / maxima.size();
        }
        return value;
    }

    /**
     * The same for an observation of another function at the point, o = f({@code observed}), such as one of lower fidelity:
     * that f({@code truth}) is at most f(x*) takes off its variance
     * <pre> b (b + a) cov(o, f(truth) - f(x*))^2 / w </pre>
     *
     * @param noiseThere variance of the noise of o
     */
    public double value(double[] observed, double[] truth, double noiseThere) {
        LinearFunctional o = LinearFunctional.value(observed);
        LinearFunctional t = LinearFunctional.value(truth);
        double value = 0.5 * Math.log(posterior.variance(o) + noiseThere);
        for (Given given : maxima) {
            Joint joint = given.posterior().joint(List.of(o, t.plus(-1, given.maximum())));
            double[][] c = joint.covariance();
            double v = Math.max(c[0][0], 1e-12 * given.variance());
            double w = Math.max(c[1][1], 1e-12 * given.variance());
            double a = -joint.mean()[1] / Math.sqrt(w);
            double slope = Normal.logCdfSlope(a);
            double reduced = Math.max(v - slope * (slope + a) * c[0][1] * c[0][1] / w, 1e-12 * v);
            value -= 0.5 * Math.log(reduced + noiseThere) / maxima.size();
        }
        return value;
    }

    /** log(v_k + noise); subtracts half of its gradient, divided by the number of maxima. */
    private double logVariance(Given given, double[] x, double[] gradient) {
        GaussianPosterior.Marginal at = given.posterior().at(x, gradient != null);
        double v = at.sd() * at.sd();
        double c = given.posterior().covariance(LinearFunctional.value(x), given.maximum());
        double w = Math.max(v + given.variance() - 2 * c, 1e-12 * given.variance());
        double m = given.mean() - at.mean();
        double a = m / Math.sqrt(w);
        double b = Normal.logCdfSlope(a);
        double g = b * (b + a);
        double lost = v - c;
        double reduced = Math.max(v - g * lost * lost / w, 1e-12 * v);
        if (gradient != null) {
            double[] byC = given.posterior().covarianceGradient(x, given.maximum());
            double byA = b * (1 - g) - g * (a + b);
            for (int k = 0; k < gradient.length; k++) {
                double dv = 2 * at.sd() * at.sdGradient()[k];
                double dw = dv - 2 * byC[k];
                double da = -at.meanGradient()[k] / Math.sqrt(w) - m * dw / (2 * w * Math.sqrt(w));
                double slope = dv
                        - byA * da * lost * lost / w
                        - g * (2 * lost * (dv - byC[k]) / w - lost * lost * dw / (w * w));
                gradient[k] -= 0.5 * slope / ((reduced + noise) * maxima.size());
            }
        }
        return Math.log(reduced + noise);
    }
}
