package dev.hone.search.kernel;

/**
 * The covariance matrix K of fixed points while the hyperparameters of their kernel change, and its derivatives where they are
 * needed: contracted with a matrix. Triangles are packed by rows, element (i, j) with j &le; i at i (i + 1) / 2 + j. Buffers
 * are reused; not thread-safe.
 */
public interface Gram {

    /** Writes K to {@code out}; the kernel's hyperparameters begin at {@code from} in {@code theta}. */
    void fill(double[] theta, int from, double[] out);

    /**
     * Adds sum over j &le; i of weights_ij dK_ij/dtheta_t, at the theta of the last {@link #fill}, to {@code gradient}, from
     * position {@code from} on.
     */
    void addGradient(double[] weights, double[] gradient, int from);
}
