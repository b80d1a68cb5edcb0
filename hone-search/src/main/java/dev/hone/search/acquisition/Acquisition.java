package dev.hone.search.acquisition;

/**
 * Logarithm of what an evaluation is worth, as a function of independent normal predictions of its outcomes, all of which
 * are to be minimised. Logarithms keep values and gradients alive where the worth itself would underflow.
 */
@FunctionalInterface
public interface Acquisition {

    /**
     * @param mean predicted means, one per objective
     * @param sd predicted standard deviations, above 0
     * @param byMean receives the derivatives by the means
     * @param bySd receives the derivatives by the standard deviations
     */
    double value(double[] mean, double[] sd, double[] byMean, double[] bySd);
}
