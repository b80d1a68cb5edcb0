package dev.hone.search.surrogate;

import dev.hone.search.kernel.RandomFeature;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * A draw of the whole function from the posterior: a draw of the prior by random features, corrected exactly for the data,
 * <pre> f(x) = mu0(x) + p(x) + cov(F, x)^T K^-1 (y - mu0(F) - p(F) - e),   p = 1/sqrt(m) sum_j z_j phi_j,   e ~ N(0, diag(noise)) </pre>
 * (Wilson et al., "Efficiently sampling functions from Gaussian process posteriors", ICML 2020). The features approximate
 * the prior, with an error that falls as 1/sqrt(m); the correction is exact, so that the draw passes through noise-free
 * data. Immutable and thread-safe.
 */
public final class PathSample {

    private final GaussianPosterior posterior;
    private final RandomFeature[] features;
    private final double[] amplitudes;
    private final double[] weights;

    /** @param count features m, several hundred */
    public PathSample(GaussianPosterior posterior, int count, RandomGenerator random) {
        this.posterior = posterior;
        features = new RandomFeature[count];
        amplitudes = new double[count];
        for (int j = 0; j < count; j++) {
            features[j] = posterior.model().kernel().feature(random);
            amplitudes[j] = random.nextGaussian() / Math.sqrt(count);
        }
        weights = new double[posterior.size()];
        for (int i = 0; i < weights.length; i++) {
            Observation o = posterior.observations().get(i);
            double noise = posterior.model().noiseOf(o) + posterior.jitter();
            weights[i] = o.value()
                    - posterior.model().mean().mean(o.what())
                    - prior(o.what())
                    - Math.sqrt(noise) * random.nextGaussian();
        }
        posterior.factor().solve(weights);
    }

    /** p applied to a functional of values and first derivatives. */
    private double prior(LinearFunctional what) {
        double sum = 0;
        for (LinearFunctional.Term t : what.terms()) {
            if (t.by().length == 0) {
                sum += t.weight() * prior(t.point(), null);
            } else {
                double[] gradient = new double[t.point().length];
                prior(t.point(), gradient);
                sum += t.weight() * gradient[t.by()[0]];
            }
        }
        return sum;
    }

    private double prior(double[] x, double[] gradient) {
        double sum = 0;
        double[] part = gradient == null ? null : new double[gradient.length];
        for (int j = 0; j < features.length; j++) {
            sum += amplitudes[j] * features[j].value(x, part);
            for (int c = 0; part != null && c < part.length; c++) {
                gradient[c] += amplitudes[j] * part[c];
            }
        }
        return sum;
    }

    /** f(x); overwrites {@code gradient} unless it is null. */
    public double value(double[] x, double[] gradient) {
        if (gradient != null) {
            Arrays.fill(gradient, 0);
        }
        LinearFunctional at = LinearFunctional.value(x);
        double value = posterior.model().mean().mean(at)
                + prior(x, gradient)
                + GaussianPosterior.dot(posterior.covariances(at), weights);
        if (gradient != null) {
            posterior
                    .functionals()
                    .addSlopes(posterior.model().kernel(), x, new double[][] {weights}, new double[][] {gradient});
            int[] by = new int[1];
            for (int c = 0; c < gradient.length; c++) {
                by[0] = c;
                gradient[c] += posterior.model().mean().derivative(x, by);
            }
        }
        return value;
    }
}
