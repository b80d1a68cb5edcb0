package dev.hone.search.fidelity;

import dev.hone.core.Check;
import dev.hone.search.acquisition.ExpectedMaximum;
import dev.hone.search.acquisition.LogExpectedImprovement;
import dev.hone.search.numeric.Normal;
import dev.hone.search.surrogate.Joint;
import java.util.List;

/**
 * What an evaluation at a level is worth for the greatest value of the truth f_L. mu_l and s_l are mean and standard deviation
 * of f_l, f* the value to improve on, c_l the costs.
 */
public final class LevelAcquisitions {

    private LevelAcquisitions() {}

    /**
     * EI of f_L, how much the level is correlated with it, how much cheaper it is, and how much is left to learn there:
     * <pre> EI_L(x) |corr(f_l(x), f_L(x))| (c_L / c_l) (1 - sd_noise / sqrt(s_l^2 + sd_noise^2)) </pre>
     * (Huang et al., Structural and Multidisciplinary Optimization 32, 2006; the sign of the correlation does not matter to
     * what is learnt).
     */
    public static LevelAcquisition augmentedExpectedImprovement(
            MultiFidelitySurrogate surrogate, double best, EvaluationCost costs) {
        requireCorrelated(surrogate);
        double exact = surrogate.exact();
        return (x, level) -> {
            Joint pair = surrogate.joint(x, level, x, exact);
            double sd = Math.sqrt(pair.covariance()[1][1]);
            return LogExpectedImprovement.value(-pair.mean()[1], sd, -best)
                    + Math.log(augmentation(
                            Math.abs(MultiFidelitySurrogate.correlation(pair)),
                            dearness(costs, x, exact, level),
                            pair.covariance()[0][0],
                            surrogate.noise(level)));
        };
    }

    /** corr CR (1 - sd_noise / sqrt(s^2 + noise)), {@code variance} s^2 and {@code noise} sd_noise^2. */
    static double augmentation(double correlation, double costRatio, double variance, double noise) {
        return correlation * costRatio * (1 - Math.sqrt(noise / (variance + noise)));
    }

    /** CR_l = c_L / c_l at x. */
    static double dearness(EvaluationCost costs, double[] x, double exact, double level) {
        return costs.of(x, exact) / costs.of(x, level);
    }

    /**
     * The part of the truth's standard deviation that f_l(x) explains: |prod_{i=l}^{L-1} rho_i| s_l(x) where levels are a chain,
     * |cov(f_l, f_L)| / s_l elsewhere, which is the deviation of E[f_L | f_l].
     */
    static double explainedSd(MultiFidelitySurrogate surrogate, double[] x, double level) {
        double sd;
        if (surrogate.chain().isPresent()) {
            double factor = surrogate.chain().get().factor((int) Math.rint(level));
            sd = Math.abs(factor) * Math.sqrt(surrogate.variance(x, level));
        } else {
            double[][] c = surrogate.joint(x, level, x, surrogate.exact()).covariance();
            sd = Math.abs(c[0][1]) / Math.sqrt(c[0][0]);
        }
        return Math.max(Double.MIN_NORMAL, sd);
    }

    /**
     * EI of f_L's mean with the part of its uncertainty that the level explains, {@link #explainedSd}, times (c_L / c_l)^costAware (Zhang, Han and Zhang, Structural and Multidisciplinary Optimization 58, 2018). A level below
     * the exact one is not credited with the improvement that the mean promises without it, (mu_L - f*)^+: it cannot be had
     * there, and would keep the search at cheap levels that have nothing more to say.
     */
    public static LevelAcquisition variableFidelityExpectedImprovement(
            MultiFidelitySurrogate surrogate, double best, EvaluationCost costs, double costAware) {
        double exact = surrogate.exact();
        return (x, level) -> {
            double sd = explainedSd(surrogate, x, level);
            double mean = surrogate.mean(x, exact);
            // EI = sd h(z), z = (mean - f*) / sd, and h(z) - z^+ = h(-|z|)
            double improvement = level == exact
                    ? LogExpectedImprovement.value(-mean, sd, -best)
                    : Math.log(sd) + Normal.logH(-Math.abs(mean - best) / sd);
            return improvement + costAware * Math.log(dearness(costs, x, exact, level));
        };
    }

    /**
     * The same improvement per cost, which matters less as the budget is used up: divided by c_l^(remaining / total) (Lee et
     * al., "Cost-aware Bayesian optimization", 2020).
     */
    public static LevelAcquisition expectedImprovementPerCost(
            MultiFidelitySurrogate surrogate, double best, EvaluationCost costs, double remainingShare) {
        Check.within("remaining share", remainingShare, 0, 1);
        return variableFidelityExpectedImprovement(surrogate, best, costs, remainingShare);
    }

    /**
     * Knowledge gradient for cost, exactly over a finite set of targets:
     * <pre> (E max_x' mu_L,n+1(x') - max_x' mu_L,n(x')) / c_l = h(mu_L, s(.; (x, l))) / c_l </pre>
     * with h of {@link ExpectedMaximum}.
     */
    public static LevelAcquisition knowledgeGradient(
            MultiFidelitySurrogate surrogate, List<double[]> targets, EvaluationCost costs) {
        requireCorrelated(surrogate);
        double[] means = targets.stream()
                .mapToDouble(t -> surrogate.mean(t, surrogate.exact()))
                .toArray();
        MultiFidelitySurrogate.MeanShifts shifts = surrogate.shifts(surrogate.truth(targets));
        return (x, level) ->
                ExpectedMaximum.logGain(means, shifts.at(x, level), null, null) - Math.log(costs.of(x, level));
    }

    /** Information about the greatest value of f_L for cost, {@link MaxValueInformation} averaged over draws of that value. */
    public static LevelAcquisition maxValueEntropy(
            MultiFidelitySurrogate surrogate, double[] maxima, EvaluationCost costs) {
        requireCorrelated(surrogate);
        return (x, level) -> {
            Joint pair = surrogate.joint(x, level, x, surrogate.exact());
            double sum = 0;
            for (double maximum : maxima) {
                sum += MaxValueInformation.of(pair, surrogate.noise(level), maximum);
            }
            return Math.log(Math.max(Double.MIN_NORMAL, sum / maxima.length / costs.of(x, level)));
        };
    }

    /**
     * Second step after x was chosen on the exact level. Where levels are a chain, the variance of f_L that evaluating levels 0
     * to l at x removes, for squared cost,
     * <pre> sum_{j <= l} (prod_{i=j}^{L-1} rho_i)^2 s_dj^2(x) / (sum_{j <= l} c_j)^2 </pre>
     * (Meliani et al., AIAA 2019-3236); elsewhere what one observation of f_l(x) removes,
     * <pre> cov(f_l(x), f_L(x))^2 / (s_l^2(x) + noise_l) / c_l^2 </pre>
     */
    public static LevelAcquisition removedVariance(MultiFidelitySurrogate surrogate, EvaluationCost costs) {
        if (surrogate.chain().isEmpty()) {
            requireCorrelated(surrogate);
            return (x, level) -> {
                double[][] c = surrogate.joint(x, level, x, surrogate.exact()).covariance();
                double cost = costs.of(x, level);
                return c[0][1] * c[0][1] / (c[0][0] + surrogate.noise(level)) / (cost * cost);
            };
        }
        LevelChain chain = surrogate.chain().get();
        return (x, level) -> {
            double variance = 0;
            double cost = 0;
            for (int j = 0; j <= (int) Math.rint(level); j++) {
                double factor = chain.factor(j);
                variance += factor * factor * chain.ownVariance(x, j);
                cost += costs.of(x, j);
            }
            return variance / (cost * cost);
        };
    }

    static void requireCorrelated(MultiFidelitySurrogate surrogate) {
        Check.that(
                surrogate.correlated(),
                "surrogate",
                "without covariances between levels",
                "one with them for this acquisition, such as ar1 or recursive");
    }
}
