package dev.hone.search.numeric;

import dev.hone.core.Check;
import java.util.function.IntToDoubleFunction;

/**
 * Nodes and weights that integrate polynomials of degree up to 2 n - 1 exactly against a probability density. Its orthonormal
 * polynomials obey x p_k = b_{k+1} p_{k+1} + b_k p_{k-1}; the nodes are the roots of p_n, found between those of p_{n-1}, the
 * weights 1 / sum_{k < n} p_k(x_i)^2.
 *
 * @param nodes ascending
 * @param weights of the nodes; their sum is 1
 */
public record GaussQuadrature(double[] nodes, double[] weights) {

    private static final int BISECTIONS = 100;
    private static final int MOST = 64;

    /** For the uniform density on [-1, 1] (Gauss-Legendre). */
    public static GaussQuadrature legendre(int n) {
        return of(n, k -> k / Math.sqrt(4.0 * k * k - 1), 1);
    }

    /** For the standard normal density (Gauss-Hermite). */
    public static GaussQuadrature hermite(int n) {
        return of(n, Math::sqrt, 2 * Math.sqrt(n + 1.0));
    }

    /** @param bound beyond all roots */
    private static GaussQuadrature of(int n, IntToDoubleFunction b, double bound) {
        Check.within("nodes", n, 1, MOST);
        double[] roots = new double[0];
        for (int degree = 1; degree <= n; degree++) {
            double[] next = new double[degree];
            for (int i = 0; i < degree; i++) {
                double low = i == 0 ? -bound : roots[i - 1];
                double high = i == degree - 1 ? bound : roots[i];
                next[i] = root(degree, b, low, high);
            }
            roots = next;
        }
        double[] weights = new double[n];
        double[] p = new double[n + 1];
        for (int i = 0; i < n; i++) {
            polynomials(roots[i], b, p);
            double sum = 0;
            for (int k = 0; k < n; k++) {
                sum += p[k] * p[k];
            }
            weights[i] = 1 / sum;
        }
        return new GaussQuadrature(roots, weights);
    }

    private static double root(int degree, IntToDoubleFunction b, double low, double high) {
        double[] p = new double[degree + 1];
        polynomials(high, b, p);
        double above = Math.signum(p[degree]);
        double from = low;
        double to = high;
        for (int step = 0; step < BISECTIONS; step++) {
            double middle = (from + to) / 2;
            polynomials(middle, b, p);
            if (Math.signum(p[degree]) == above) {
                to = middle;
            } else {
                from = middle;
            }
        }
        return (from + to) / 2;
    }

    /** p_0 ... of x. */
    private static void polynomials(double x, IntToDoubleFunction b, double[] p) {
        p[0] = 1;
        for (int k = 0; k + 1 < p.length; k++) {
            double before = k == 0 ? 0 : b.applyAsDouble(k) * p[k - 1];
            p[k + 1] = (x * p[k] - before) / b.applyAsDouble(k + 1);
        }
    }
}
