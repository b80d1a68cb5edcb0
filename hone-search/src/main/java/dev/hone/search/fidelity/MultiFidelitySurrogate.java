package dev.hone.search.fidelity;

import dev.hone.search.surrogate.Joint;
import java.util.List;
import java.util.Optional;

/**
 * Posterior of what evaluations of every fidelity say, of which one is the truth. A fidelity is a number: of levels and
 * sources 0, 1, ..., L their position, the last one the truth; of a continuous one s in [0, 1], 1 the truth. Immutable and
 * thread-safe.
 */
public interface MultiFidelitySurrogate {

    /** The fidelity that is the truth: L or 1. */
    double exact();

    /** Mean [2] and covariance [2][2] of (f_l(x), f_m(y)), of the functions, without noise. */
    Joint joint(double[] x, double l, double[] y, double m);

    /** Variance of the noise of an observation. */
    double noise(double fidelity);

    /** Whether covariances between fidelities are modelled; without them none tells about the mean of another. */
    default boolean correlated() {
        return true;
    }

    /** Factors and own parts, where levels are a chain. */
    default Optional<LevelChain> chain() {
        return Optional.empty();
    }

    /** The Gaussian process, where all fidelities are one. */
    default Optional<FidelityProcess> process() {
        return Optional.empty();
    }

    default double mean(double[] x, double fidelity) {
        return joint(x, fidelity, x, fidelity).mean()[0];
    }

    default double variance(double[] x, double fidelity) {
        return joint(x, fidelity, x, fidelity).covariance()[0][0];
    }

    /** Correlation of f_fidelity(x) and the truth at x. */
    default double correlation(double[] x, double fidelity) {
        return correlation(joint(x, fidelity, x, exact()));
    }

    /**
     * How far the means of {@code targets} move by one observation of f_l(x), in standard deviations of that observation:
     * s(t; (x, l)) = cov(t, f_l(x)) / sqrt(s_l^2(x) + noise_l).
     */
    default MeanShifts shifts(List<FidelityPoint> targets) {
        return (x, fidelity) -> {
            double scale = Math.sqrt(variance(x, fidelity) + noise(fidelity));
            return targets.stream()
                    .mapToDouble(t -> joint(t.x(), t.fidelity(), x, fidelity).covariance()[0][1] / scale)
                    .toArray();
        };
    }

    /** The truth at {@code points}, as targets. */
    default List<FidelityPoint> truth(List<double[]> points) {
        return points.stream().map(x -> new FidelityPoint(x, exact())).toList();
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
        double[] at(double[] x, double fidelity);
    }
}
