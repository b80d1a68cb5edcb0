package dev.hone.search.numeric;

/**
 * A normal vector z ~ N(m, V) under conditions z_i >= bound_i, each softened by noise of variance noise_i (0: hard), as a
 * normal: expectation propagation with one site per condition (Minka 2001). A site is a normal factor of precision tau_i and
 * precision times mean nu_i, which is what an observation nu_i / tau_i of z_i with noise 1 / tau_i would contribute. With the
 * cavity N(c, v) and a = (c - bound) / sqrt(v + noise), b = phi(a) / Phi(a), the moments to match are
 * <pre> c + v b / sqrt(v + noise),   v - v^2 b (b + a) / (v + noise) </pre>
 * All sites are updated at once with damping 1/2 until no moment changes by more than 1e-4, at most {@value #SWEEPS} times.
 */
public final class ExpectationPropagation {

    private static final int SWEEPS = 50;
    private static final double DAMPING = 0.5;
    private static final double LEAST_PRECISION = 1e-10;
    private static final double CHANGE = 1e-4;

    private ExpectationPropagation() {}

    /** Sites: tau and nu, [condition]. */
    public record Sites(double[] precision, double[] precisionMean) {}

    /** Sites for the first {@code bound.length} elements, which are all of them. */
    public static Sites fit(double[] mean, double[][] covariance, double[] bound, double[] noise) {
        int n = mean.length;
        double[] tau = new double[n];
        double[] nu = new double[n];
        double[] before = new double[2 * n];
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            double[][] moments = moments(mean, covariance, tau, nu);
            double change = 0;
            for (int i = 0; i < n; i++) {
                double m = moments[0][i];
                double v = moments[1][i];
                change = Math.max(change, Math.abs(m - before[i]) + Math.abs(v - before[n + i]));
                before[i] = m;
                before[n + i] = v;
                double cavityPrecision = 1 / v - tau[i];
                if (!(cavityPrecision > 0)) {
                    continue;
                }
                double cavity = 1 / cavityPrecision;
                double c = cavity * (m / v - nu[i]);
                double root = Math.sqrt(cavity + noise[i]);
                double a = (c - bound[i]) / root;
                double b = Normal.logCdfSlope(a);
                double matched = c + cavity * b / root;
                double variance = cavity - cavity * cavity * b * (b + a) / (cavity + noise[i]);
                double precision = Math.max(LEAST_PRECISION, 1 / variance - cavityPrecision);
                double precisionMean = matched * (precision + cavityPrecision) - c * cavityPrecision;
                tau[i] += DAMPING * (precision - tau[i]);
                nu[i] += DAMPING * (precisionMean - nu[i]);
            }
            if (sweep > 0 && change < CHANGE) {
                break;
            }
        }
        return new Sites(tau, nu);
    }

    /** Means and variances of N(m, V) times the sites: with B = V + diag(1 / tau), V - V B^-1 V; sites of tau 0 are no sites. */
    public static double[][] moments(double[] mean, double[][] covariance, double[] tau, double[] nu) {
        int n = mean.length;
        double[] packed = new double[Cholesky.length(n)];
        double[] residual = new double[n];
        double largest = 0;
        for (int i = 0; i < n; i++) {
            double t = Math.max(LEAST_PRECISION, tau[i]);
            for (int j = 0; j <= i; j++) {
                packed[i * (i + 1) / 2 + j] = covariance[i][j] + (i == j ? 1 / t : 0);
            }
            largest = Math.max(largest, covariance[i][i]);
            residual[i] = (tau[i] > 0 ? nu[i] / t : mean[i]) - mean[i];
        }
        Cholesky factor = Cholesky.factor(packed, n, 1e-12 * largest);
        factor.solve(residual);
        double[][] moments = new double[2][n];
        double[] column = new double[n];
        for (int i = 0; i < n; i++) {
            double shift = 0;
            for (int j = 0; j < n; j++) {
                column[j] = covariance[j][i];
                shift += covariance[i][j] * residual[j];
            }
            factor.solveLower(column);
            double explained = 0;
            for (double c : column) {
                explained += c * c;
            }
            moments[0][i] = mean[i] + shift;
            moments[1][i] = Math.max(covariance[i][i] - explained, 1e-12 * covariance[i][i]);
        }
        return moments;
    }
}
