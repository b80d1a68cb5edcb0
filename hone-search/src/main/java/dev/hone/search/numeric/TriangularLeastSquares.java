package dev.hone.search.numeric;

/**
 * A least-squares problem min |A x - b|^2 whose rows arrive one by one, kept as the triangular factor R of A = Q R and as
 * Q^T B, for several right-hand sides B: n^2 numbers however many rows there were, and no squared condition number. A row
 * is rotated in by n Givens rotations.
 *
 * <p>Not thread-safe.
 */
public final class TriangularLeastSquares {

    private final int n;
    /** [n][n + k]: R, then Q^T B. */
    private final double[][] factor;

    /**
     * @param n number of unknowns
     * @param k number of right-hand sides
     */
    public TriangularLeastSquares(int n, int k) {
        this.n = n;
        factor = new double[n][n + k];
    }

    /** Adds the equation {@code row} . x = {@code right}. Shapes [n] and [k]. */
    public void add(double[] row, double... right) {
        double[] entering = new double[factor[0].length];
        System.arraycopy(row, 0, entering, 0, n);
        System.arraycopy(right, 0, entering, n, right.length);
        for (int i = 0; i < n; i++) {
            if (entering[i] == 0) {
                continue;
            }
            double length = Math.hypot(factor[i][i], entering[i]);
            double cosine = factor[i][i] / length;
            double sine = entering[i] / length;
            for (int j = i; j < entering.length; j++) {
                double above = factor[i][j];
                factor[i][j] = cosine * above + sine * entering[j];
                entering[j] = cosine * entering[j] - sine * above;
            }
            entering[i] = 0;
        }
    }

    /** R, upper triangular, [n][n]: |R x - {@link #right}| differs from |A x - b| by a constant. */
    public double[][] matrix() {
        double[][] r = new double[n][n];
        for (int i = 0; i < n; i++) {
            System.arraycopy(factor[i], 0, r[i], 0, n);
        }
        return r;
    }

    /** Q^T B combined with {@code weights} [k] over the right-hand sides, [n]. */
    public double[] right(double... weights) {
        double[] z = new double[n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < weights.length; j++) {
                z[i] += weights[j] * factor[i][n + j];
            }
        }
        return z;
    }

    /** Number of values that {@link #write} writes. */
    public int size() {
        return factor.length * factor[0].length;
    }

    public void write(double[] state, int at) {
        for (int i = 0; i < n; i++) {
            System.arraycopy(factor[i], 0, state, at + i * factor[i].length, factor[i].length);
        }
    }

    public void read(double[] state, int at) {
        for (int i = 0; i < n; i++) {
            System.arraycopy(state, at + i * factor[i].length, factor[i], 0, factor[i].length);
        }
    }
}
