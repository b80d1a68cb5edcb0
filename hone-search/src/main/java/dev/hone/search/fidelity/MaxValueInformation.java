package dev.hone.search.fidelity;

import dev.hone.search.numeric.GaussQuadrature;
import dev.hone.search.numeric.Normal;
import dev.hone.search.surrogate.Joint;

/**
 * How much an observation y of level l at x tells about the greatest value f* of the truth, H(y) - H(y | f_L(x) <= f*) (Takeno
 * et al., ICML 2020). With s^2 the variance of y, c its covariance with f_L, g = (f* - mu_L) / s_L,
 * <pre>
 *   p(y | f_L <= f*) = N(y; mu_l, s^2) Phi((f* - u(y)) / t) / Phi(g),   u(y) = mu_L + c (y - mu_l) / s^2,
 *   t^2 = s_L^2 - c^2 / s^2
 * </pre>
 * Its entropy is integrated by Gauss and Legendre's rule with {@value #NODES} nodes on mu_l +- 6 s. Where t is small against
 * c / s, Phi rises steeply and the interval is cut around the rise, with as many nodes in each piece. Without t, y is f_L up to
 * scale and the integral is that of max-value entropy search, g phi(g) / (2 Phi(g)) - log Phi(g).
 */
public final class MaxValueInformation {

    private static final int NODES = 128;
    private static final double REACH = 6;
    /** t^2 / s_L^2 below which y determines f_L. */
    private static final double DETERMINED = 1e-12;
    /** Width of the rise, in units of s, below which the interval is cut. */
    private static final double STEEP = 0.5;

    private static final GaussQuadrature RULE = GaussQuadrature.legendre(NODES);

    private MaxValueInformation() {}

    /**
     * At least 0.
     *
     * @param pair of f_l(x) and f_L(x)
     * @param noise variance of the observation of f_l(x)
     * @param maximum f*
     */
    public static double of(Joint pair, double noise, double maximum) {
        double variance = pair.covariance()[0][0] + noise;
        double exactSd = Math.sqrt(pair.covariance()[1][1]);
        double g = (maximum - pair.mean()[1]) / exactSd;
        double correlation = pair.covariance()[0][1] / (Math.sqrt(variance) * exactSd);
        return of(Math.max(-1, Math.min(1, correlation)), g);
    }

    /** As a function of the correlation of y and f_L and of g alone: the entropies' scale cancels. */
    static double of(double correlation, double g) {
        double left = 1 - correlation * correlation;
        if (left < DETERMINED) {
            return exact(g);
        }
        if (correlation == 0) {
            return 0;
        }
        double entropy = 0.5 + Normal.LOG_SQRT_2PI;
        return Math.max(0, entropy - conditional(Math.abs(correlation), Math.sqrt(left), g));
    }

    /** g phi(g) / (2 Phi(g)) - log Phi(g). */
    static double exact(double g) {
        return 0.5 * g * Normal.logCdfSlope(g) - Normal.logCdf(g);
    }

    /** H(z | f_L <= f*) of z = (y - mu_l) / s: p(z) = phi(z) Phi((g - r z) / t) / Phi(g). */
    private static double conditional(double r, double t, double g) {
        double rise = g / r;
        double width = t / r;
        if (width > STEEP) {
            return piece(r, t, g, -REACH, REACH);
        }
        double from = Math.max(-REACH, Math.min(REACH, rise - 8 * width));
        double to = Math.max(-REACH, Math.min(REACH, rise + 8 * width));
        return piece(r, t, g, -REACH, from) + piece(r, t, g, from, to) + piece(r, t, g, to, REACH);
    }

    private static double piece(double r, double t, double g, double from, double to) {
        if (!(to > from)) {
            return 0;
        }
        double middle = (from + to) / 2;
        double half = (to - from) / 2;
        double all = Normal.logCdf(g);
        double sum = 0;
        for (int i = 0; i < NODES; i++) {
            double z = middle + half * RULE.nodes()[i];
            double log = -0.5 * z * z - Normal.LOG_SQRT_2PI + Normal.logCdf((g - r * z) / t) - all;
            double p = Math.exp(log);
            sum -= p == 0 ? 0 : RULE.weights()[i] * p * log;
        }
        return 2 * half * sum;
    }
}
