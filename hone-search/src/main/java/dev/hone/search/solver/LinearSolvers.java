package dev.hone.search.solver;

import dev.hone.core.Check;

/**
 * Successive over-relaxation, its symmetric form, and conjugate gradients preconditioned by it, each with a relaxation
 * parameter omega in (0, 2) that decides how many iterations it takes (Young, "Iterative solution of large linear systems",
 * 1971; Saad, "Iterative methods for sparse linear systems", 2003).
 *
 * <p>A = L + D + U, D its diagonal. All stop when |b - A x| / |b - A x_0| &lt; tolerance, or at the limit of iterations, and
 * make at least one. Matrices are dense, [n][n], or sparse; x_0 = 0.
 *
 * <p>Thread-safe.
 */
public final class LinearSolvers {

    /** When to stop. The defaults are those of row 28. */
    public record Options(double tolerance, int maxIterations) {
        public Options {
            Check.that(tolerance > 0 && tolerance < 1, "tolerance", tolerance, "a number between 0 and 1");
            Check.positive("max_iterations", maxIterations);
        }

        public static Options defaults() {
            return new Options(1e-8, 10_000);
        }
    }

    /**
     * What a solver came to.
     *
     * @param x [n]
     * @param iterations made; the limit where it did not converge, also where it diverged earlier
     * @param residual |b - A x| / |b|
     */
    public record Solution(double[] x, int iterations, double residual, boolean converged) {}

    private LinearSolvers() {}

    /** Successive over-relaxation: x &lt;- x + (D / omega + L)^-1 (b - A x). */
    public static Solution sor(CsrMatrix a, double[] b, double omega, Options options) {
        check(a, b, omega);
        int n = a.size();
        double[] x = new double[n];
        double[] step = new double[n];
        double[] r = b.clone();
        double[] forward = new double[n];
        double[] left = new double[n];
        for (int i = 0; i < n; i++) {
            forward[i] = omega / a.diagonal(i);
            left[i] = (1 / omega - 1) * a.diagonal(i);
        }
        double first = norm(b);
        double residual = first;
        for (int k = 1; k <= options.maxIterations(); k++) {
            for (int i = 0; i < n; i++) {
                step[i] = forward[i] * (r[i] - a.below(i, step));
            }
            // b - A (x + step) = (D / omega + L) step - A step, so L drops out
            double sum = 0;
            for (int i = 0; i < n; i++) {
                x[i] += step[i];
                r[i] = left[i] * step[i] - a.above(i, step);
                sum += r[i] * r[i];
            }
            residual = Math.sqrt(sum);
            if (done(residual, first, options) || !Double.isFinite(residual)) {
                return solution(x, k, residual, first, options);
            }
        }
        return solution(x, options.maxIterations(), residual, first, options);
    }

    /** {@link #sor(CsrMatrix, double[], double, Options)} for a dense matrix. */
    public static Solution sor(double[][] a, double[] b, double omega, Options options) {
        return sor(CsrMatrix.of(a), b, omega, options);
    }

    /** Symmetric over-relaxation: x &lt;- x + M^-1 (b - A x) with the M of {@link #ssorPcg}; a forward and a backward sweep. */
    public static Solution ssor(CsrMatrix a, double[] b, double omega, Options options) {
        check(a, b, omega);
        double[] r = b.clone();
        double[] x = new double[a.size()];
        double first = norm(b);
        double residual = first;
        for (int k = 1; k <= options.maxIterations(); k++) {
            double[] step = precondition(a, r, omega);
            double[] change = a.times(step);
            for (int i = 0; i < x.length; i++) {
                x[i] += step[i];
                r[i] -= change[i];
            }
            residual = norm(r);
            if (done(residual, first, options) || !Double.isFinite(residual)) {
                return solution(x, k, residual, first, options);
            }
        }
        return solution(x, options.maxIterations(), residual, first, options);
    }

    /** {@link #ssor(CsrMatrix, double[], double, Options)} for a dense matrix. */
    public static Solution ssor(double[][] a, double[] b, double omega, Options options) {
        return ssor(CsrMatrix.of(a), b, omega, options);
    }

    /**
     * Conjugate gradients for symmetric positive definite A with the preconditioner
     * <pre> M = omega / (2 - omega) (D / omega + L) D^-1 (D / omega + L)^T. </pre>
     */
    public static Solution ssorPcg(CsrMatrix a, double[] b, double omega, Options options) {
        check(a, b, omega);
        double[] r = b.clone();
        double[] x = new double[a.size()];
        double first = norm(b);
        double residual = first;
        double[] z = precondition(a, r, omega);
        double[] p = z.clone();
        double rz = dot(r, z);
        for (int k = 1; k <= options.maxIterations(); k++) {
            double[] ap = a.times(p);
            double curvature = dot(p, ap);
            double alpha = curvature == 0 ? 0 : rz / curvature;
            for (int i = 0; i < x.length; i++) {
                x[i] += alpha * p[i];
                r[i] -= alpha * ap[i];
            }
            residual = norm(r);
            if (done(residual, first, options) || !Double.isFinite(residual)) {
                return solution(x, k, residual, first, options);
            }
            z = precondition(a, r, omega);
            double next = dot(r, z);
            double beta = next / rz;
            rz = next;
            for (int i = 0; i < x.length; i++) {
                p[i] = z[i] + beta * p[i];
            }
        }
        return solution(x, options.maxIterations(), residual, first, options);
    }

    /** {@link #ssorPcg(CsrMatrix, double[], double, Options)} for a dense matrix. */
    public static Solution ssorPcg(double[][] a, double[] b, double omega, Options options) {
        return ssorPcg(CsrMatrix.of(a), b, omega, options);
    }

    /**
     * The omega under which SOR converges fastest for consistently ordered matrices, 1 + (beta / (1 + sqrt(1 - beta^2)))^2:
     * what a learner is compared with, because beta, the spectral radius of I - D^-1 A, costs more than the solution.
     */
    public static double optimalOmega(double beta) {
        Check.that(beta >= 0 && beta < 1, "beta", beta, "a number from 0 to less than 1");
        double root = beta / (1 + Math.sqrt(1 - beta * beta));
        return 1 + root * root;
    }

    /** M^-1 r by two triangular solves, with U in place of the transpose of L. */
    private static double[] precondition(CsrMatrix a, double[] r, double omega) {
        double[] y = new double[r.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = omega * (r[i] - a.below(i, y)) / a.diagonal(i);
        }
        for (int i = 0; i < y.length; i++) {
            y[i] *= (2 - omega) / omega * a.diagonal(i);
        }
        for (int i = y.length - 1; i >= 0; i--) {
            y[i] = omega * (y[i] - a.above(i, y)) / a.diagonal(i);
        }
        return y;
    }

    private static void check(CsrMatrix a, double[] b, double omega) {
        Check.that(omega > 0 && omega < 2, "omega", omega, "a number between 0 and 2");
        Check.that(b.length == a.size(), "b", b.length + " numbers", "as many as rows, " + a.size());
        for (double value : b) {
            Check.finite("b", value);
        }
    }

    private static boolean done(double residual, double first, Options options) {
        return residual < options.tolerance() * first || first == 0;
    }

    private static Solution solution(double[] x, int iterations, double residual, double first, Options options) {
        boolean converged = done(residual, first, options);
        return new Solution(
                x, converged ? iterations : options.maxIterations(), first == 0 ? 0 : residual / first, converged);
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double norm(double[] a) {
        return Math.sqrt(dot(a, a));
    }
}
