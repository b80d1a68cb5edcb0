package dev.hone.search.fidelity;

import dev.hone.search.acquisition.PredictiveEntropySearch;
import dev.hone.search.numeric.Cholesky;
import dev.hone.search.numeric.Normal;
import dev.hone.search.surrogate.Joint;
import java.util.List;
import java.util.stream.IntStream;

/** Other forms of the information about the greatest value f* of the truth, for cost; g = (f* - mu_L) / s_L. */
public final class InformationAcquisitions {

    private static final double REACH = 8;
    private static final int NODES = 200;

    private InformationAcquisitions() {}

    /** {@link #mumbo(double, double)} averaged over draws of f*, for cost (Moss, Leslie and Rayson, ECML 2020). */
    public static LevelAcquisition mumbo(MultiFidelitySurrogate surrogate, double[] maxima, EvaluationCost costs) {
        LevelAcquisitions.requireCorrelated(surrogate);
        return (x, level) -> {
            Joint pair = surrogate.joint(x, level, x, surrogate.exact());
            double noise = surrogate.noise(level);
            double sum = 0;
            for (double maximum : maxima) {
                sum += mumbo(correlation(pair, noise), gap(pair, maximum));
            }
            return Math.log(Math.max(Double.MIN_NORMAL, sum / maxima.length / costs.of(x, level)));
        };
    }

    /**
     * The same information as {@link MaxValueInformation} with one integral that stays: for z of density phi(z) Phi((g - r z) / t)
     * / Phi(g), t^2 = 1 - r^2,
     * <pre> r^2 g phi(g) / (2 Phi(g)) - log Phi(g) + E log Phi((g - r z) / t) </pre>
     * by the trapezoidal rule, which is exact to rounding for smooth integrands that vanish at both ends.
     *
     * @param correlation r of the observation and f_L
     */
    static double mumbo(double correlation, double g) {
        double r = Math.abs(correlation);
        double left = 1 - r * r;
        if (r < 1e-8) {
            return 0;
        }
        if (left < 1e-4) {
            // the integrand is too steep for the rule
            return MaxValueInformation.of(correlation, g);
        }
        double t = Math.sqrt(left);
        double all = Normal.logCdf(g);
        int nodes = (int) Math.ceil(NODES / t);
        double step = 2 * REACH / nodes;
        double expected = 0;
        for (int i = 0; i <= nodes; i++) {
            double z = -REACH + i * step;
            double log = Normal.logCdf((g - r * z) / t);
            expected += step * Math.exp(-0.5 * z * z - Normal.LOG_SQRT_2PI + log - all) * log;
        }
        return Math.max(0, 0.5 * r * r * g * Normal.logCdfSlope(g) - all + expected);
    }

    /**
     * A lower bound in closed form, averaged over draws of f*, for cost (GIBBON; Moss et al., JMLR 22, 2021):
     * <pre> -1/2 log(1 - r^2 (phi(g) / Phi(g)) (g + phi(g) / Phi(g))) + 1/2 log |R'| / |R| </pre>
     * R the correlations of pending observations, R' with this one: what they tell already counts once.
     */
    public static LevelAcquisition gibbon(
            MultiFidelitySurrogate surrogate, double[] maxima, EvaluationCost costs, List<FidelityPoint> pending) {
        LevelAcquisitions.requireCorrelated(surrogate);
        return (x, level) -> {
            Joint pair = surrogate.joint(x, level, x, surrogate.exact());
            double noise = surrogate.noise(level);
            double sum = 0;
            for (double maximum : maxima) {
                sum += gibbon(correlation(pair, noise), gap(pair, maximum));
            }
            double gain = sum / maxima.length + logDeterminantRatio(surrogate, x, level, pending);
            double cost = costs.of(x, level);
            // a batch may be worth less than nothing: below all others, in order
            return gain > Double.MIN_NORMAL ? Math.log(gain / cost) : Math.log(Double.MIN_NORMAL) + gain * cost;
        };
    }

    static double gibbon(double correlation, double g) {
        double slope = Normal.logCdfSlope(g);
        return -0.5 * Math.log(Math.max(Double.MIN_NORMAL, 1 - correlation * correlation * slope * (g + slope)));
    }

    /** 1/2 log |R'| / |R| = 1/2 log(1 - r^T R^-1 r), r the correlations of this observation with the pending ones. */
    static double logDeterminantRatio(
            MultiFidelitySurrogate surrogate, double[] x, double level, List<FidelityPoint> pending) {
        int n = pending.size();
        double[] packed = new double[Cholesky.length(n)];
        double[] r = new double[n];
        FidelityPoint here = new FidelityPoint(x, level);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                packed[i * (i + 1) / 2 + j] = observed(surrogate, pending.get(i), pending.get(j));
            }
            packed[i * (i + 1) / 2 + i] = 1;
            r[i] = observed(surrogate, here, pending.get(i));
        }
        Cholesky.factor(packed, n, 1e-10).solveLower(r);
        double rest = 1;
        for (double v : r) {
            rest -= v * v;
        }
        return 0.5 * Math.log(Math.max(1e-12, rest));
    }

    /** Correlation of two observations, noise included. */
    private static double observed(MultiFidelitySurrogate surrogate, FidelityPoint a, FidelityPoint b) {
        double[][] c = surrogate.joint(a.x(), a.fidelity(), b.x(), b.fidelity()).covariance();
        return c[0][1]
                / Math.sqrt((c[0][0] + surrogate.noise(a.fidelity())) * (c[1][1] + surrogate.noise(b.fidelity())));
    }

    /**
     * Information of the observation about the place of the greatest value of the truth, {@link PredictiveEntropySearch} with the
     * conditioned covariance of f_l(x) and f_L(x), for cost (Zhang et al., NIPS workshop on Bayesian optimization, 2017).
     *
     * @param places draws of that place
     * @param smooth whether the truth has slopes and curvatures there, of which a maximum says something too
     * @param best posterior mean of the truth that the maximum is at least
     */
    public static LevelAcquisition predictiveEntropy(
            MultiFidelitySurrogate surrogate,
            List<double[]> places,
            boolean smooth,
            double best,
            EvaluationCost costs) {
        FidelityProcess process = BoundAcquisitions.process(surrogate, "mf-pes");
        double exact = surrogate.exact();
        List<double[]> maxima =
                places.stream().map(x -> process.coordinates(x, exact)).toList();
        int[] axes = IntStream.range(0, smooth ? places.get(0).length : 0).toArray();
        PredictiveEntropySearch search =
                new PredictiveEntropySearch(process.posterior(), maxima, axes, best, surrogate.noise(exact));
        return (x, level) -> {
            double information =
                    search.value(process.coordinates(x, level), process.coordinates(x, exact), surrogate.noise(level));
            return Math.log(Math.max(Double.MIN_NORMAL, information / costs.of(x, level)));
        };
    }

    private static double correlation(Joint pair, double noise) {
        double[][] c = pair.covariance();
        return Math.max(-1, Math.min(1, c[0][1] / Math.sqrt((c[0][0] + noise) * c[1][1])));
    }

    private static double gap(Joint pair, double maximum) {
        return (maximum - pair.mean()[1]) / Math.sqrt(pair.covariance()[1][1]);
    }
}
