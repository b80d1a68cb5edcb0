package dev.hone.search.fidelity;

import dev.hone.search.acquisition.LogExpectedImprovement;
import dev.hone.search.numeric.Cholesky;
import dev.hone.search.numeric.GaussQuadrature;
import dev.hone.search.surrogate.Joint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleFunction;

/** What an evaluation is worth by what comes after it. */
public final class LookaheadAcquisitions {

    /** Outcomes that an expectation looks at. */
    static final GaussQuadrature OUTCOMES = GaussQuadrature.hermite(5);

    private LookaheadAcquisitions() {}

    /**
     * Two steps: the improvement by this evaluation, which only the truth has, plus the best augmented EI after it, expected
     * over its outcome by 5 nodes, for cost:
     * <pre> (1[l = L] EI_L(x) + E_y max over (x', l') of a(x', l' | y)) / c_l </pre>
     * The outcome moves means by s y, s = cov(., f_l(x)) / sqrt(s_l^2 + noise_l), and takes s s^T off covariances, so that no
     * model is fitted. f* after y is its greatest mean of the truth at the best point and x, if x is evaluated exactly.
     *
     * @param best the best point evaluated exactly
     * @param next points that may be evaluated next
     * @param fidelities at which
     */
    public static LevelAcquisition twoSteps(
            MultiFidelitySurrogate surrogate,
            double[] best,
            EvaluationCost costs,
            List<double[]> next,
            double[] fidelities) {
        LevelAcquisitions.requireCorrelated(surrogate);
        double exact = surrogate.exact();
        List<FidelityPoint> targets = new ArrayList<>();
        List<Joint> pairs = new ArrayList<>();
        for (double[] x : next) {
            targets.add(new FidelityPoint(x, exact));
            for (double l : fidelities) {
                targets.add(new FidelityPoint(x, l));
                pairs.add(surrogate.joint(x, l, x, exact));
            }
        }
        targets.add(new FidelityPoint(best, exact));
        double bestMean = surrogate.mean(best, exact);
        MultiFidelitySurrogate.MeanShifts shifts = surrogate.shifts(targets);
        int stride = 1 + fidelities.length;
        return (x, level) -> {
            double[] s = shifts.at(x, level);
            Joint here = surrogate.joint(x, level, x, exact);
            double sd = Math.sqrt(here.covariance()[1][1]);
            double own = here.covariance()[0][1] / Math.sqrt(here.covariance()[0][0] + surrogate.noise(level));
            double worth = level == exact ? improvement(here.mean()[1], sd, bestMean) : 0;
            for (int k = 0; k < OUTCOMES.nodes().length; k++) {
                double z = OUTCOMES.nodes()[k];
                double reached = bestMean + s[s.length - 1] * z;
                if (level == exact) {
                    reached = Math.max(reached, here.mean()[1] + own * z);
                }
                double greatest = 0;
                for (int i = 0; i < next.size(); i++) {
                    double sExact = s[i * stride];
                    for (int j = 0; j < fidelities.length; j++) {
                        Joint pair = pairs.get(i * fidelities.length + j);
                        double sLevel = s[i * stride + 1 + j];
                        double mean = pair.mean()[1] + sExact * z;
                        double varExact = least(pair.covariance()[1][1] - sExact * sExact);
                        double varLevel = least(pair.covariance()[0][0] - sLevel * sLevel);
                        double covariance = pair.covariance()[0][1] - sLevel * sExact;
                        double correlation = Math.min(1, Math.abs(covariance) / Math.sqrt(varExact * varLevel));
                        double l = fidelities[j];
                        double value = improvement(mean, Math.sqrt(varExact), reached)
                                * LevelAcquisitions.augmentation(
                                        correlation,
                                        LevelAcquisitions.dearness(costs, next.get(i), exact, l),
                                        varLevel,
                                        surrogate.noise(l));
                        greatest = Math.max(greatest, value);
                    }
                }
                worth += OUTCOMES.weights()[k] * greatest;
            }
            return Math.log(Math.max(Double.MIN_NORMAL, worth / costs.of(x, level)));
        };
    }

    private static double least(double variance) {
        return Math.max(FidelityProcess.LEAST_VARIANCE, variance);
    }

    private static double improvement(double mean, double sd, double best) {
        return Math.exp(LogExpectedImprovement.value(-mean, sd, -best));
    }

    /**
     * Knowledge gradient of an evaluation that tells of lower fidelities for nothing, {@code ta-kg}: with observations o_j of
     * f_{t_j}(x), t the trace of s, V = cov(o) + noise = C C^T and Z standard normal,
     * <pre> (E max_i (mu_i + (cov(T_i, o) C^-T Z)) - max_i mu_i) / c(x, s) </pre>
     * over given draws of Z (Wu et al., UAI 2019).
     *
     * @param targets where the maximum of the truth's mean is looked for
     * @param trace the fidelities that an evaluation tells of, its own among them
     * @param draws of Z, [draw], each as long as the longest trace; antithetic ones add no noise of first order
     */
    public static LevelAcquisition traceKnowledgeGradient(
            MultiFidelitySurrogate surrogate,
            List<double[]> targets,
            EvaluationCost costs,
            DoubleFunction<double[]> trace,
            double[][] draws) {
        LevelAcquisitions.requireCorrelated(surrogate);
        double[] means = targets.stream()
                .mapToDouble(t -> surrogate.mean(t, surrogate.exact()))
                .toArray();
        double before = Arrays.stream(means).max().orElseThrow();
        MultiFidelitySurrogate.MeanShifts shifts = surrogate.shifts(surrogate.truth(targets));
        return (x, fidelity) -> {
            double[] told = trace.apply(fidelity);
            int m = told.length;
            double[] packed = new double[Cholesky.length(m)];
            double[][] moved = new double[means.length][m];
            for (int j = 0; j < m; j++) {
                double here = told[j];
                for (int k = 0; k < j; k++) {
                    packed[j * (j + 1) / 2 + k] =
                            surrogate.joint(x, here, x, told[k]).covariance()[0][1];
                }
                double variance = surrogate.variance(x, here) + surrogate.noise(here);
                packed[j * (j + 1) / 2 + j] = variance;
                double[] s = shifts.at(x, here);
                for (int i = 0; i < s.length; i++) {
                    moved[i][j] = s[i] * Math.sqrt(variance);
                }
            }
            Cholesky factor = Cholesky.factor(packed, m, 1e-10);
            for (double[] row : moved) {
                factor.solveLower(row);
            }
            double sum = 0;
            for (double[] z : draws) {
                double greatest = Double.NEGATIVE_INFINITY;
                for (int i = 0; i < means.length; i++) {
                    double value = means[i];
                    for (int j = 0; j < m; j++) {
                        value += moved[i][j] * z[j];
                    }
                    greatest = Math.max(greatest, value);
                }
                sum += greatest - before;
            }
            return Math.log(Math.max(Double.MIN_NORMAL, sum / draws.length / costs.of(x, fidelity)));
        };
    }
}
