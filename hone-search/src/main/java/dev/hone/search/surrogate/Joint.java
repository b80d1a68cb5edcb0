package dev.hone.search.surrogate;

import dev.hone.search.numeric.Cholesky;

/** A multivariate normal: mean [m] and covariance [m][m]. */
public record Joint(double[] mean, double[][] covariance) {

    private static final double FIRST_JITTER = 1e-10;

    public int size() {
        return mean.length;
    }

    /** Cholesky factor of the covariance, with jitter relative to its largest variance where it is singular. */
    public Cholesky factor() {
        int m = mean.length;
        double[] packed = new double[Cholesky.length(m)];
        double largest = Double.MIN_NORMAL;
        for (int i = 0; i < m; i++) {
            System.arraycopy(covariance[i], 0, packed, i * (i + 1) / 2, i + 1);
            largest = Math.max(largest, covariance[i][i]);
        }
        return Cholesky.factor(packed, m, FIRST_JITTER * largest);
    }

    /** mean + C z for standard normal {@code z}, C the factor. */
    public double[] draw(Cholesky factor, double[] z) {
        double[] drawn = mean.clone();
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] += factor.multiplyRow(i, z);
        }
        return drawn;
    }
}
