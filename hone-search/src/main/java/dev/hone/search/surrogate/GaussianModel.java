package dev.hone.search.surrogate;

import dev.hone.core.Check;
import dev.hone.search.kernel.Kernel;
import java.util.Arrays;
import java.util.List;

/**
 * A Gaussian process before anything is observed: kernel, prior mean, and the variance of the noise of each group of
 * observations. theta is the kernel's, then log noise of each group, then the mean's coefficients. Immutable.
 */
public record GaussianModel(Kernel kernel, PolynomialMean mean, double[] noise) {

    public GaussianModel {
        Check.that(noise.length > 0, "noise", "nothing", "a variance for each group of observations");
    }

    /** Mean 0, one group of noise. */
    public static GaussianModel of(Kernel kernel, double noise) {
        return new GaussianModel(kernel, PolynomialMean.constant(0), new double[] {noise});
    }

    public double[] theta() {
        int k = kernel.parameters();
        double[] theta = Arrays.copyOf(kernel.theta(), parameters());
        for (int g = 0; g < noise.length; g++) {
            theta[k + g] = Math.log(noise[g]);
        }
        System.arraycopy(mean.coefficients(), 0, theta, k + noise.length, mean.size());
        return theta;
    }

    public int parameters() {
        return kernel.parameters() + noise.length + mean.size();
    }

    public GaussianModel with(double[] theta) {
        int k = kernel.parameters();
        double[] variances = new double[noise.length];
        for (int g = 0; g < noise.length; g++) {
            variances[g] = Math.exp(theta[k + g]);
        }
        double[] coefficients = Arrays.copyOfRange(theta, k + noise.length, theta.length);
        return new GaussianModel(kernel.with(Arrays.copyOf(theta, k)), mean.with(coefficients), variances);
    }

    /** The noise variance of an observation. */
    public double noiseOf(Observation observation) {
        return Double.isNaN(observation.noise()) ? noise[observation.group()] : observation.noise();
    }

    /** This model given {@code observations}. */
    public GaussianPosterior given(List<Observation> observations) {
        return GaussianPosterior.of(this, observations);
    }
}
