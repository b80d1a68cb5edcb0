package dev.hone.search.fidelity;

import dev.hone.search.kernel.Smoothness;
import dev.hone.search.kernel.StationaryKernel;
import dev.hone.search.surrogate.Density;
import dev.hone.search.surrogate.GaussianModel;
import dev.hone.search.surrogate.GaussianPosterior;
import dev.hone.search.surrogate.HyperparameterFit;
import dev.hone.search.surrogate.LinearFunctional;
import dev.hone.search.surrogate.Observation;
import dev.hone.search.surrogate.PolynomialMean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Costs that depend on the point: log c_l(x) is a Gaussian process of its own at each level, about the mean of what was paid
 * there, and the cost expected is exp(m + s^2 / 2), that of the log-normal. A level with fewer than {@value #LEAST} costs has
 * those that are given. Immutable and thread-safe.
 */
public final class LearnedCost implements EvaluationCost {

    /** Costs of a level from which a process is learned. */
    static final int LEAST = 3;

    private static final int ITERATIONS = 40;
    private static final double START_NOISE = 1e-3;

    /**
     * What was paid.
     *
     * @param x point of the unit cube
     * @param cost above 0
     */
    public record Paid(double[] x, int level, double cost) {}

    private final List<GaussianPosterior> levels;
    private final double[] middle;
    private final EvaluationCost fallback;

    private LearnedCost(List<GaussianPosterior> levels, double[] middle, EvaluationCost fallback) {
        this.levels = levels;
        this.middle = middle;
        this.fallback = fallback;
    }

    /**
     * @param levels their number
     * @param fallback of levels with too few costs
     */
    public static LearnedCost fit(
            int levels, List<Paid> paid, EvaluationCost fallback, Smoothness smoothness, RandomGenerator random) {
        List<GaussianPosterior> processes = new ArrayList<>();
        double[] middle = new double[levels];
        for (int l = 0; l < levels; l++) {
            int level = l;
            List<Paid> here = paid.stream().filter(p -> p.level() == level).toList();
            double mean =
                    here.stream().mapToDouble(p -> Math.log(p.cost())).average().orElse(0);
            middle[l] = mean;
            List<Observation> observations = here.stream()
                    .map(p -> Observation.of(p.x(), Math.log(p.cost()) - mean))
                    .toList();
            processes.add(here.size() < LEAST ? null : process(observations, smoothness, random));
        }
        return new LearnedCost(processes, middle, fallback);
    }

    private static GaussianPosterior process(
            List<Observation> observations, Smoothness smoothness, RandomGenerator random) {
        int d = observations.get(0).what().terms().get(0).point().length;
        double[] lengthscales = new double[d];
        Arrays.fill(lengthscales, 0.5);
        double scale = Math.max(
                1e-6,
                observations.stream()
                        .mapToDouble(o -> o.value() * o.value())
                        .average()
                        .orElseThrow());
        GaussianModel start = new GaussianModel(
                StationaryKernel.ard(smoothness, lengthscales).scaled(scale),
                PolynomialMean.constant(0),
                new double[] {START_NOISE * scale});
        List<Density> priors = new ArrayList<>();
        priors.add(Density.normal(Math.log(scale), 1));
        for (int c = 0; c < d; c++) {
            priors.add(Density.normal(Math.log(0.5), 0.8).within(Math.log(1e-2), Math.log(1e2)));
        }
        priors.add(Density.normal(Math.log(START_NOISE * scale), 1.5));
        priors.add(Density.fixed(0));
        return new HyperparameterFit(start, priors, observations)
                .mode(1, ITERATIONS, random)
                .given(observations);
    }

    @Override
    public double of(double[] x, double fidelity) {
        int level = (int) Math.rint(fidelity);
        GaussianPosterior process = levels.get(level);
        if (process == null) {
            return fallback.of(x, fidelity);
        }
        LinearFunctional here = LinearFunctional.value(x);
        return Math.exp(middle[level] + process.mean(here) + 0.5 * process.variance(here));
    }
}
