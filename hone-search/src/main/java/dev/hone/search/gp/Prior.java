package dev.hone.search.gp;

/**
 * Prior of the hyperparameters, for standardised outcomes and inputs in the unit cube; G groups:
 * <ul>
 *   <li>l of a numeric group: LogNormal(sqrt2 + log(G)/2, sqrt3), which grows with the dimension as distances do (Hvarfner,
 *       Hellsten and Nardi, "Vanilla Bayesian optimization performs great in high dimensions", ICML 2024)
 *   <li>l of a categorical group: LogNormal(0, 1)
 *   <li>log a0 ~ N(0, 1), log noise ~ N(log 1e-4, 3^2), mean ~ N(0, 1)
 * </ul>
 * Lengthscales are maximised in l (the density of l counts), the others in their logarithm.
 */
record Prior(double[] location, double[] scale, boolean[] density) {

    private static final double NOISE_LOCATION = Math.log(1e-4);

    /** Least and greatest log lengthscale, log amplitude, log noise, mean. */
    private static final double[] LOW = {Math.log(5e-3), Math.log(1e-2), Math.log(1e-8), -5};

    private static final double[] HIGH = {Math.log(1e3), Math.log(1e3), Math.log(2), 5};

    static Prior of(MixedKernel kernel) {
        int groups = kernel.groups();
        double[] location = new double[groups + 3];
        double[] scale = new double[groups + 3];
        boolean[] density = new boolean[groups + 3];
        for (int g = 0; g < groups; g++) {
            boolean categorical = kernel.isCategorical(g);
            location[g] = categorical ? 0 : Math.sqrt(2) + 0.5 * Math.log(groups);
            scale[g] = categorical ? 1 : Math.sqrt(3);
            density[g] = true;
        }
        scale[groups] = 1;
        location[groups + 1] = NOISE_LOCATION;
        scale[groups + 1] = 3;
        scale[groups + 2] = 1;
        return new Prior(location, scale, density);
    }

    /** Log density up to a constant; adds its gradient. */
    double logDensity(double[] theta, double[] gradient) {
        double sum = 0;
        for (int i = 0; i < theta.length; i++) {
            double z = (theta[i] - location[i]) / scale[i];
            sum -= 0.5 * z * z + (density[i] ? theta[i] : 0);
            gradient[i] -= z / scale[i] + (density[i] ? 1 : 0);
        }
        return sum;
    }

    /** The mode, moved by {@code shift} in every log lengthscale. */
    double[] start(double shift) {
        double[] theta = new double[location.length];
        for (int i = 0; i < theta.length; i++) {
            theta[i] = density[i] ? location[i] - scale[i] * scale[i] + shift : location[i];
        }
        return theta;
    }

    double[] low() {
        return bounds(LOW);
    }

    double[] high() {
        return bounds(HIGH);
    }

    private double[] bounds(double[] of) {
        double[] bounds = new double[location.length];
        int groups = bounds.length - 3;
        for (int i = 0; i < bounds.length; i++) {
            bounds[i] = i < groups ? of[0] : of[i - groups + 1];
        }
        return bounds;
    }
}
