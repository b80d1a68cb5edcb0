package dev.hone.search.kernel;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A covariance function k(x, x') over points with real coordinates, with derivatives by both points and by its
 * hyperparameters theta, which are unconstrained numbers (logarithms of what must be positive). Immutable and thread-safe.
 *
 * <p>{@link #row}, {@link #addSlopes} and {@link #gram} do many pairs at once and follow from the others; kernels that can do
 * them faster than pair by pair do.
 *
 * <p>A derivative is named by the coordinates it is taken by, each listed as often as the derivative is repeated: {@code
 * {0, 0, 2}} is the third derivative, twice by coordinate 0 and once by coordinate 2. Kernels over kinds (tasks, choices,
 * levels) have no derivative by the coordinate they read: it counts as 0.
 */
public interface Kernel {

    /** No derivative. */
    int[] NONE = {};

    /** Derivative of k(x, y) by the coordinates {@code byX} of x and {@code byY} of y; none at all is the covariance itself. */
    double derivative(double[] x, int[] byX, double[] y, int[] byY);

    /** Derivatives of {@link #derivative} by each hyperparameter, written to {@code out} from position {@code from} on. */
    void thetaDerivative(double[] x, int[] byX, double[] y, int[] byY, double[] out, int from);

    /** An independent {@link RandomFeature} of this kernel. */
    RandomFeature feature(RandomGenerator random);

    /** What the hyperparameters are, in the order of {@link #theta}. */
    List<Hyperparameter> hyperparameters();

    /** The hyperparameters. */
    double[] theta();

    /** The same kernel with other hyperparameters. */
    Kernel with(double[] theta);

    /** k(x, y). */
    default double eval(double[] x, double[] y) {
        return derivative(x, NONE, y, NONE);
    }

    /** dk(x, y)/dx, into {@code out}, one element per coordinate of x. */
    default void gradX(double[] x, double[] y, double[] out) {
        int[] by = new int[1];
        for (int c = 0; c < out.length; c++) {
            by[0] = c;
            out[c] = derivative(x, by, y, NONE);
        }
    }

    /** d2k(x, y)/dx_i dy_j, into {@code out}, [i][j]. */
    default void gradXX(double[] x, double[] y, double[][] out) {
        int[] byX = new int[1];
        int[] byY = new int[1];
        for (int i = 0; i < out.length; i++) {
            byX[0] = i;
            for (int j = 0; j < out[i].length; j++) {
                byY[0] = j;
                out[i][j] = derivative(x, byX, y, byY);
            }
        }
    }

    /** dk(x, y)/dtheta, into {@code out}. */
    default void gradTheta(double[] x, double[] y, double[] out) {
        thetaDerivative(x, NONE, y, NONE, out, 0);
    }

    /** k(x, x_i) for the first {@code n} of {@code points}, into {@code out}. */
    default void row(double[] x, Points points, int n, double[] out) {
        for (int i = 0; i < n; i++) {
            out[i] = eval(x, points.row(i));
        }
    }

    /**
     * Adds sum over i &lt; n of weights[s][i] dk(x, x_i)/dx to {@code out[s]}, one element per coordinate of x, for every s.
     */
    default void addSlopes(double[] x, Points points, int n, double[][] weights, double[][] out) {
        double[] part = new double[x.length];
        for (int i = 0; i < n; i++) {
            gradX(x, points.row(i), part);
            for (int s = 0; s < weights.length; s++) {
                for (int c = 0; c < part.length; c++) {
                    out[s][c] += weights[s][i] * part[c];
                }
            }
        }
    }

    /** Whether all derivatives by the points are 0, as those of kernels over kinds are. */
    default boolean isFlat() {
        return false;
    }

    /** The covariance matrix of {@code points}, for many values of the hyperparameters one after the other. */
    default Gram gram(Points points) {
        return new PointwiseGram(this, points);
    }

    /** Number of hyperparameters. */
    default int parameters() {
        return hyperparameters().size();
    }

    /** This kernel plus {@code other}: independent processes added. */
    default Kernel plus(Kernel other) {
        return new SumKernel(List.of(this, other));
    }

    /** This kernel times {@code other}. */
    default Kernel times(Kernel other) {
        return new ProductKernel(this, other);
    }

    /** This kernel times a variance, which is one more hyperparameter, the first. */
    default Kernel scaled(double variance) {
        return new ProductKernel(new ConstantKernel(variance), this);
    }
}
