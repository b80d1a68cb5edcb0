package dev.hone.claims.problem;

/** The transformations from which {@link Bbob} makes its functions; none changes its argument. */
final class BbobTransforms {

    private BbobTransforms() {}

    /** i / (d - 1): 0 at the first axis, 1 at the last. */
    static double place(int i, int dimensions) {
        return (double) i / (dimensions - 1);
    }

    static double[] shift(double[] x, double[] optimum) {
        double[] z = new double[x.length];
        for (int i = 0; i < z.length; i++) {
            z[i] = x[i] - optimum[i];
        }
        return z;
    }

    /** Matrix [d][d] times vector [d]. */
    static double[] multiply(double[][] matrix, double[] x) {
        double[] z = new double[x.length];
        for (int i = 0; i < z.length; i++) {
            z[i] = BbobRandom.dot(matrix[i], x);
        }
        return z;
    }

    static double[][] multiply(double[][] left, double[][] right) {
        int d = left.length;
        double[][] product = new double[d][d];
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                for (int k = 0; k < d; k++) {
                    product[i][j] += left[i][k] * right[k][j];
                }
            }
        }
        return product;
    }

    /** Lambda^alpha times the matrix: row i scaled by alpha^(i / (2 (d - 1))). */
    static double[][] conditioned(double alpha, double[][] matrix) {
        int d = matrix.length;
        double[][] scaled = new double[d][d];
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                scaled[i][j] = scale(alpha, i, d) * matrix[i][j];
            }
        }
        return scaled;
    }

    /** Diagonal of Lambda^alpha: alpha^(i / (2 (d - 1))). */
    static double scale(double alpha, int i, int dimensions) {
        return Math.pow(alpha, place(i, dimensions) / 2);
    }

    static double[][] times(double factor, double[][] matrix) {
        int d = matrix.length;
        double[][] scaled = new double[d][d];
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                scaled[i][j] = factor * matrix[i][j];
            }
        }
        return scaled;
    }

    /** T_osz by coordinate: small smooth oscillations that leave the sign and the order alone. */
    static double[] oscillate(double[] x) {
        double[] z = new double[x.length];
        for (int i = 0; i < z.length; i++) {
            z[i] = oscillate(x[i]);
        }
        return z;
    }

    static double oscillate(double x) {
        if (x == 0) {
            return 0;
        }
        double log = Math.log(Math.abs(x));
        double bent = x > 0
                ? log + 0.049 * (Math.sin(10 * log) + Math.sin(7.9 * log))
                : log + 0.049 * (Math.sin(5.5 * log) + Math.sin(3.1 * log));
        return Math.signum(x) * Math.exp(bent);
    }

    /** T_asy^beta: x_i^(1 + beta i / (d - 1) sqrt(x_i)) where x_i is positive. */
    static double[] asymmetric(double beta, double[] x) {
        double[] z = x.clone();
        for (int i = 0; i < z.length; i++) {
            if (z[i] > 0) {
                z[i] = Math.pow(z[i], 1 + beta * place(i, z.length) * Math.sqrt(z[i]));
            }
        }
        return z;
    }

    /** Sum of the squared distances beyond {@code bound}. */
    static double penalty(double[] x, double bound) {
        double sum = 0;
        for (double xi : x) {
            double beyond = Math.max(0, Math.abs(xi) - bound);
            sum += beyond * beyond;
        }
        return sum;
    }
}
