package dev.hone.search.fidelity;

import dev.hone.search.surrogate.Joint;
import java.util.List;

/**
 * Posterior of functions f_0, ..., f_L, of which f_L is the truth, each related to the one below by a factor rho_l and an own
 * part d_l: f_l = rho_l-1 f_l-1 + d_l. Immutable and thread-safe.
 */
public interface MultiFidelitySurrogate {

    /** L + 1. */
    int levels();

    /** Mean [2] and covariance [2][2] of (f_l(x), f_m(y)), of the functions, without noise. */
    Joint joint(double[] x, int l, double[] y, int m);

    /** Variance of the noise of an observation of this level. */
    double noise(int level);

    /** prod_{i=level}^{L-1} rho_i: how much of f_level the truth contains. */
    double factor(int level);

    /** Variance of d_level(x). */
    double ownVariance(double[] x, int level);

    /** Whether covariances between levels are modelled; without them no level tells about the mean of another. */
    default boolean correlated() {
        return true;
    }

    /** L, the level that is the truth. */
    default int exact() {
        return levels() - 1;
    }

    default double mean(double[] x, int level) {
        return joint(x, level, x, level).mean()[0];
    }

    default double variance(double[] x, int level) {
        return joint(x, level, x, level).covariance()[0][0];
    }

    /** corr(f_level(x), f_L(x)). */
    default double correlation(double[] x, int level) {
        return correlation(joint(x, level, x, exact()));
    }

    /**
     * How far the means of the truth at {@code targets} move by one observation of f_l(x), in standard deviations of that
     * observation: s(x'; (x, l)) = cov(f_L(x'), f_l(x)) / sqrt(s_l^2(x) + noise_l).
     */
    default MeanShifts shifts(List<double[]> targets) {
        return (x, level) -> {
            double scale = Math.sqrt(variance(x, level) + noise(level));
            return targets.stream()
                    .mapToDouble(t -> joint(t, exact(), x, level).covariance()[0][1] / scale)
                    .toArray();
        };
    }

    /** The correlation within a pair. */
    static double correlation(Joint pair) {
        double[][] c = pair.covariance();
        return Math.max(-1, Math.min(1, c[0][1] / Math.sqrt(c[0][0] * c[1][1])));
    }

    /** Shifts of means as a function of the next observation. Not thread-safe. */
    @FunctionalInterface
    interface MeanShifts {
        /** One for each target. */
        double[] at(double[] x, int level);
    }
}
