package dev.hone.search.kernel;

/**
 * A random function phi of mean 0 with E[phi(x) phi(y)] = k(x, y), of which sums of many independent ones, scaled by
 * 1 / sqrt(number), are nearly draws of the process: random Fourier features (Rahimi and Recht, NeurIPS 2007), carried on to
 * composed kernels, because products and signed sums of independent features have the product and sum of the covariances.
 */
@FunctionalInterface
public interface RandomFeature {

    /** phi(x); overwrites {@code gradient}, one element per coordinate, unless it is null. */
    double value(double[] x, double[] gradient);
}
