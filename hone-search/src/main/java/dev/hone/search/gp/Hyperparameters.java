package dev.hone.search.gp;

/**
 * Hyperparameters of a Gaussian process with constant mean.
 *
 * @param lengthscales one per group of the kernel
 * @param amplitude a0, the prior variance
 * @param noise variance of the observation noise
 * @param mean constant prior mean
 */
public record Hyperparameters(double[] lengthscales, double amplitude, double noise, double mean) {

    public Hyperparameters {
        lengthscales = lengthscales.clone();
    }

    /** (log l_1, ..., log l_G, log a0, log noise, mean). */
    double[] toVector() {
        int groups = lengthscales.length;
        double[] theta = new double[groups + 3];
        for (int g = 0; g < groups; g++) {
            theta[g] = Math.log(lengthscales[g]);
        }
        theta[groups] = Math.log(amplitude);
        theta[groups + 1] = Math.log(noise);
        theta[groups + 2] = mean;
        return theta;
    }

    static Hyperparameters fromVector(double[] theta) {
        int groups = theta.length - 3;
        double[] lengthscales = new double[groups];
        for (int g = 0; g < groups; g++) {
            lengthscales[g] = Math.exp(theta[g]);
        }
        return new Hyperparameters(
                lengthscales, Math.exp(theta[groups]), Math.exp(theta[groups + 1]), theta[groups + 2]);
    }
}
