package dev.hone.search.fidelity;

import dev.hone.search.acquisition.LogHypervolumeImprovement;
import dev.hone.search.fidelity.FidelityModel.Fitted;
import dev.hone.search.numeric.Normal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What an evaluation is worth, from the surrogates of all outputs: an acquisition of {@link LevelAcquisitions} for one
 * objective, with outcome constraints
 * <pre> a(x, l) prod_i P(g_i(x) at most 0 at the truth),   |corr(f_l, f_L)| replaced by the least over all outputs </pre>
 * the second in those acquisitions that have it as a factor; for several objectives the expected hypervolume improvement at the
 * truth in place of the expected improvement, times least correlation and c_L / c_l. Before anything feasible is known at the
 * truth, the probability takes the place of the improvement. Not thread-safe.
 *
 * @param objectives to be maximised
 * @param constraints satisfied when at most 0
 * @param evaluated points with values of the truth
 * @param eligible those that may be a result as far as the surrogates know
 * @param prices of evaluations
 */
record FidelityCriterion(
        List<Fitted> objectives,
        List<Fitted> constraints,
        List<double[]> evaluated,
        List<double[]> eligible,
        EvaluationCost prices) {

    /** Reference point of the hypervolume beyond the worst of the front, in its ranges. */
    private static final double BEYOND = 0.1;

    static FidelityCriterion of(
            List<Fitted> objectives, List<Fitted> constraints, List<double[]> evaluated, EvaluationCost prices) {
        FidelityCriterion all = new FidelityCriterion(objectives, constraints, evaluated, evaluated, prices);
        List<double[]> eligible =
                evaluated.stream().filter(all::isExpectedFeasible).toList();
        return new FidelityCriterion(objectives, constraints, evaluated, eligible, prices);
    }

    /** The same as if {@code x} had been evaluated exactly with the value that is expected. */
    FidelityCriterion with(double[] x) {
        List<double[]> more = new ArrayList<>(evaluated);
        more.add(x);
        return of(objectives, constraints, more, prices);
    }

    private MultiFidelitySurrogate first() {
        return objectives.get(0).surrogate();
    }

    private boolean isExpectedFeasible(double[] x) {
        return constraints.stream()
                .allMatch(c -> c.surrogate().mean(x, c.surrogate().exact()) <= c.exact(0));
    }

    /** log prod P(g_i(x) at most 0 at the truth); 0 without constraints. */
    double logFeasible(double[] x) {
        double sum = 0;
        for (Fitted c : constraints) {
            double exact = c.surrogate().exact();
            double sd = Math.sqrt(c.surrogate().variance(x, exact));
            sum += Normal.logCdf((c.exact(0) - c.surrogate().mean(x, exact)) / sd);
        }
        return sum;
    }

    /** Where to start from: of the eligible points the one of greatest posterior mean, else the most probably feasible. */
    double[] incumbent() {
        List<double[]> points = eligible.isEmpty() ? evaluated : eligible;
        double[] best = points.get(0);
        double greatest = Double.NEGATIVE_INFINITY;
        for (double[] x : points) {
            double value = eligible.isEmpty() ? logFeasible(x) : first().mean(x, first().exact());
            if (value > greatest) {
                best = x;
                greatest = value;
            }
        }
        return best;
    }

    /** The plan of an acquisition, {@link #discount} left out. */
    FidelityPlan plan(MultiFidelityOptions.Acquisition kind, AcquisitionInput input) {
        if (eligible.isEmpty()) {
            return new FidelityPlan(first(), this::logTeaching, Optional.empty());
        }
        if (objectives.size() > 1) {
            LevelAcquisition improvement = hypervolume();
            return new FidelityPlan(
                    first(), (x, level) -> improvement.value(x, level) + logTeaching(x, level), Optional.empty());
        }
        return FidelityPlan.of(kind, input);
    }

    /** What constraints take from the worth of an evaluation. */
    double discount(MultiFidelityOptions.Acquisition kind, double[] x, double level) {
        if (constraints.isEmpty()) {
            return 0;
        }
        boolean replaced =
                kind == MultiFidelityOptions.Acquisition.AUGMENTED_EI && objectives.size() == 1 && !eligible.isEmpty();
        return logFeasible(x)
                + (replaced
                        ? Math.log(leastCorrelation(x, level)) - Math.log(Math.abs(first().correlation(x, level)))
                        : 0);
    }

    private double leastCorrelation(double[] x, double level) {
        double least = 1;
        for (List<Fitted> outputs : List.of(objectives, constraints)) {
            for (Fitted output : outputs) {
                least = Math.min(least, Math.abs(output.surrogate().correlation(x, level)));
            }
        }
        return least;
    }

    /** log of least correlation, dearness and what is left to learn, as in {@link LevelAcquisitions#augmentation}. */
    private double logTeaching(double[] x, double level) {
        return Math.log(LevelAcquisitions.augmentation(
                leastCorrelation(x, level),
                LevelAcquisitions.dearness(prices, x, first().exact(), level),
                first().variance(x, level),
                first().noise(level)));
    }

    private LevelAcquisition hypervolume() {
        int m = objectives.size();
        double[][] losses = eligible.stream().map(this::expectedLosses).toArray(double[][]::new);
        double[][] front = LogHypervolumeImprovement.front(losses);
        double[] reference = new double[m];
        for (int j = 0; j < m; j++) {
            int objective = j;
            double worst =
                    Arrays.stream(front).mapToDouble(p -> p[objective]).max().orElseThrow();
            double best =
                    Arrays.stream(front).mapToDouble(p -> p[objective]).min().orElseThrow();
            reference[j] = worst + BEYOND * (worst > best ? worst - best : 1);
        }
        LogHypervolumeImprovement improvement = new LogHypervolumeImprovement(front, reference);
        double[] byMean = new double[m];
        double[] bySd = new double[m];
        return (x, level) -> improvement.value(expectedLosses(x), sds(x), byMean, bySd);
    }

    private double[] expectedLosses(double[] x) {
        return objectives.stream()
                .mapToDouble(o -> -o.surrogate().mean(x, o.surrogate().exact()))
                .toArray();
    }

    private double[] sds(double[] x) {
        return objectives.stream()
                .mapToDouble(
                        o -> Math.sqrt(o.surrogate().variance(x, o.surrogate().exact())))
                .toArray();
    }

    /** All outputs: objectives, then constraints. */
    List<Fitted> outputs() {
        List<Fitted> all = new ArrayList<>(objectives);
        all.addAll(constraints);
        return all;
    }
}
