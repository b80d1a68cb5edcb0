package dev.hone.search.fidelity;

import dev.hone.core.Check;
import dev.hone.search.numeric.Normal;
import java.util.Arrays;
import java.util.List;

/**
 * Confidence bounds and probabilities, for the greatest value of the truth f_L. mu_l and s_l are mean and standard deviation of
 * f_l, CR_l = c_L / c_l.
 */
public final class BoundAcquisitions {

    /** Width of confidence bounds, unless it grows with the number of evaluations. */
    static final double WIDTH = 2;

    /**
     * By how many standard deviations of the outcomes an improvement must exceed the best value to count. Without it the best
     * point itself would be as probable an improvement as can be, and always be chosen.
     */
    static final double MARGIN = 0.01;

    private BoundAcquisitions() {}

    /**
     * P(f_L > f*), times (c_L / c_l)^costAware (after Ruan et al., Structural and Multidisciplinary Optimization 62, 2020). A
     * lower level counts with the probability that it changes what the mean says of f_L > f*, Phi(-|z|) with the deviation that
     * it explains, times the share of s_L that this is: what is probable already cannot be had there, and a point that may
     * improve or not says nothing when all that the level can say is known.
     */
    public static LevelAcquisition probabilityOfImprovement(
            MultiFidelitySurrogate surrogate, double best, EvaluationCost costs, double costAware) {
        double exact = surrogate.exact();
        return (x, level) -> {
            double explained = LevelAcquisitions.explainedSd(surrogate, x, level);
            double z = (surrogate.mean(x, exact) - best) / explained;
            double probability = Normal.logCdf(z);
            if (level != exact) {
                double share = Math.min(1, explained / Math.sqrt(surrogate.variance(x, exact)));
                probability = Normal.logCdf(-Math.abs(z)) + Math.log(share);
            }
            return probability + costAware * Math.log(LevelAcquisitions.dearness(costs, x, exact, level));
        };
    }

    /** mu_L + width sd(x, l) CR_l, sd(x, l) what the level explains (Jiang et al., Structural and Multidisciplinary Optimization
     * 60, 2019): a value, not a logarithm. */
    public static LevelAcquisition variableFidelityBound(
            MultiFidelitySurrogate surrogate, EvaluationCost costs, double width) {
        double exact = surrogate.exact();
        return (x, level) -> surrogate.mean(x, exact)
                + width
                        * LevelAcquisitions.explainedSd(surrogate, x, level)
                        * LevelAcquisitions.dearness(costs, x, exact, level);
    }

    /** mu_L + width s_L, the upper bound of the truth, whatever the level. */
    public static LevelAcquisition exactBound(MultiFidelitySurrogate surrogate, double width) {
        double exact = surrogate.exact();
        return (x, level) -> surrogate.mean(x, exact) + width * Math.sqrt(surrogate.variance(x, exact));
    }

    /** beta_t = 0.2 d log(2 t), at least that of t = 1. */
    static double beta(int dimensions, int evaluations) {
        return 0.2 * dimensions * Math.log(2.0 * Math.max(1, evaluations));
    }

    /** phi(x) = min_l (mu_l + sqrt(beta) s_l + zeta_l): every level bounds the truth (Kandasamy et al., NeurIPS 2016). */
    public static LevelAcquisition leastBound(MultiFidelitySurrogate surrogate, double[] zeta, double beta) {
        return (x, ignored) -> {
            double least = Double.POSITIVE_INFINITY;
            for (int l = 0; l < zeta.length; l++) {
                double bound = surrogate.mean(x, l) + Math.sqrt(beta) * Math.sqrt(surrogate.variance(x, l)) + zeta[l];
                least = Math.min(least, bound);
            }
            return least;
        };
    }

    /** The lowest level with sqrt(beta) s_l(x) at least gamma_l, else the truth, is worth most. */
    public static LevelAcquisition lowestUncertain(MultiFidelitySurrogate surrogate, double[] gamma, double beta) {
        double exact = surrogate.exact();
        return (x, level) -> {
            int l = (int) Math.rint(level);
            boolean uncertain = level == exact || Math.sqrt(beta * surrogate.variance(x, level)) >= gamma[l];
            return uncertain ? -l : Double.NEGATIVE_INFINITY;
        };
    }

    /**
     * zeta_l, learned: the greatest |y - mu_l(x)| over exact observations y at x; 0 for the truth. In the units of the surrogate.
     */
    public static double[] discrepancies(MultiFidelitySurrogate surrogate, List<LevelObservation> exactly) {
        double[] zeta = new double[(int) surrogate.exact() + 1];
        for (LevelObservation o : exactly) {
            for (int l = 0; l < zeta.length - 1; l++) {
                zeta[l] = Math.max(zeta[l], Math.abs(o.value() - surrogate.mean(o.x(), l)));
            }
        }
        return zeta;
    }

    /**
     * gamma_l = zeta_l sqrt(c_l / c_l+1), doubled whenever level l was used more than c_l+1 / c_l times in a row.
     *
     * @param used levels in the order of their use
     */
    public static double[] thresholds(double[] zeta, double[] costs, List<Double> used) {
        double[] gamma = new double[zeta.length];
        for (int l = 0; l + 1 < zeta.length; l++) {
            gamma[l] = zeta[l] * Math.sqrt(costs[l] / costs[l + 1]);
        }
        int last = -1;
        int run = 0;
        for (double fidelity : used) {
            int l = (int) Math.rint(fidelity);
            run = l == last ? run + 1 : 1;
            last = l;
            if (l + 1 < zeta.length && run > costs[l + 1] / costs[l]) {
                gamma[l] *= 2;
                run = 0;
            }
        }
        return gamma;
    }

    /**
     * The second step of {@code boca}: after x was chosen by the bound of the truth, the cheapest fidelity that is uncertain,
     * s_z(x) > gamma(z), and far from the truth, xi(z) > max xi / sqrt(beta), else the truth, with
     * <pre> xi(z) = sqrt(1 - corr(f_z, f_1)^2),   gamma(z) = sqrt(k) xi(z) (c(z) / c(1))^(1 / (d + 3)) </pre>
     * of the prior, k its variance, d + 3 for one fidelity (Kandasamy et al., ICML 2017). Worth is the negative cost.
     */
    public static LevelAcquisition informationGap(
            MultiFidelitySurrogate surrogate, EvaluationCost costs, double beta, double[] fidelities) {
        FidelityProcess process = process(surrogate, "boca");
        double exact = surrogate.exact();
        return (x, fidelity) -> {
            double gap = gap(process, x, fidelity);
            double greatest =
                    Arrays.stream(fidelities).map(z -> gap(process, x, z)).max().orElse(0);
            double share = costs.of(x, fidelity) / costs.of(x, exact);
            double gamma = Math.sqrt(process.priorVariance(x)) * gap * Math.pow(share, 1.0 / (x.length + 3));
            boolean eligible = fidelity == exact
                    || Math.sqrt(surrogate.variance(x, fidelity)) > gamma && gap > greatest / Math.sqrt(beta);
            return eligible ? -costs.of(x, fidelity) : Double.NEGATIVE_INFINITY;
        };
    }

    private static double gap(FidelityProcess process, double[] x, double fidelity) {
        double correlation = process.priorCorrelation(x, fidelity);
        return Math.sqrt(Math.max(0, 1 - correlation * correlation));
    }

    static FidelityProcess process(MultiFidelitySurrogate surrogate, String acquisition) {
        Check.that(
                surrogate.process().isPresent(),
                "surrogate",
                "not one Gaussian process",
                "one for " + acquisition + ", such as ar1 or continuous");
        return surrogate.process().get();
    }
}
