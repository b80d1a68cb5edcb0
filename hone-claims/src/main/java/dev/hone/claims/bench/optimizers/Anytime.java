package dev.hone.claims.bench.optimizers;

import dev.hone.claims.problem.TestProblem;
import dev.hone.core.Seeds;
import dev.hone.core.space.Configuration;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;

/**
 * Arithmetic of anytime performance: how soon which share of targets is reached.
 *
 * <p>A run that reaches target j after t_j trials scores
 * <pre> A = 1/m sum_j (1 - ln(max(1, t_j)) / ln(n))   (0 for a target not reached within n trials) </pre>
 * which is the area under its empirical distribution of runtimes over the logarithm of trials, from 1 to n, scaled to [0, 1].
 * Source: Hansen et al., COCO: performance assessment, 2016.
 */
final class Anytime {

    /** How many targets a problem has. */
    static final int TARGETS = 51;

    private static final int RANDOM_POINTS = 1_000;
    private static final int MOST_DRAWS = 50_000;
    private static final int RESAMPLES = 1_000;
    private static final double LEVEL = 0.95;

    private Anytime() {}

    /** A number with its bootstrap confidence interval. */
    record Estimate(double value, double low, double high) {}

    /**
     * Targets of regret, from easy to hard. BBOB: 10^2, 10^1.8, ..., 10^-8, as published. Other problems: the median regret of
     * random feasible points times 10^0, 10^-0.1, ..., 10^-5, because their values have scales of their own.
     */
    static double[] targets(TestProblem problem) {
        boolean published = problem.name().startsWith("bbob-");
        double easiest = published ? 100 : medianOfRandom(problem);
        double decades = published ? 10 : 5;
        double[] targets = new double[TARGETS];
        for (int j = 0; j < TARGETS; j++) {
            targets[j] = easiest * Math.pow(10, -decades * j / (TARGETS - 1));
        }
        return targets;
    }

    private static double medianOfRandom(TestProblem problem) {
        RandomGenerator random = Seeds.stream(20_090_601);
        double[] regrets = new double[RANDOM_POINTS];
        int found = 0;
        for (int draw = 0; draw < MOST_DRAWS && found < RANDOM_POINTS; draw++) {
            Configuration x = problem.space().sample(random);
            if (problem.isFeasible(x)) {
                regrets[found++] = problem.value(x) - problem.minimum();
            }
        }
        if (found == 0) {
            throw new IllegalStateException("no random point of " + problem.name() + " is feasible");
        }
        return median(Arrays.copyOf(regrets, found));
    }

    /**
     * The score A of one run.
     *
     * @param unit trials that count as one: 1, or the number of dimensions
     * @param budget n, in units
     */
    static double area(Run run, double[] targets, double unit, double budget) {
        double sum = 0;
        for (double target : targets) {
            double units = Math.max(1, run.trialsTo(target) / unit);
            if (units <= budget) {
                sum += budget > 1 ? 1 - Math.log(units) / Math.log(budget) : 1;
            }
        }
        return sum / targets.length;
    }

    /** Share of the targets that the run has reached after {@code trials}. */
    static double reached(Run run, double[] targets, double trials) {
        return Arrays.stream(targets).filter(t -> run.trialsTo(t) <= trials).count() / (double) targets.length;
    }

    /** The middle value, or the mean of the two middle ones; infinite values are as good as others. */
    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double low = sorted[(sorted.length - 1) / 2];
        double high = sorted[sorted.length / 2];
        return low == high ? low : (low + high) / 2;
    }

    /**
     * The mean over problems of the mean over seeds, with an interval from resampling the seeds within each problem.
     *
     * @param values [problem][seed]
     */
    static Estimate mean(double[][] values) {
        return bootstrap(values, Anytime::meanOf);
    }

    /** The mean over problems of the mean over seeds; [problem][seed]. */
    static double meanOf(double[][] values) {
        return Arrays.stream(values)
                .mapToDouble(v -> Arrays.stream(v).average().orElse(0))
                .average()
                .orElse(0);
    }

    /** The median over all values, with an interval from resampling the seeds within each problem. */
    static Estimate median(double[][] values) {
        return bootstrap(
                values,
                sample -> median(
                        Arrays.stream(sample).flatMapToDouble(Arrays::stream).toArray()));
    }

    /** Percentile bootstrap; the same values give the same interval. */
    private static Estimate bootstrap(double[][] values, ToDoubleFunction<double[][]> statistic) {
        RandomGenerator random = Seeds.stream(RESAMPLES);
        double[] resampled = new double[RESAMPLES];
        for (int b = 0; b < RESAMPLES; b++) {
            double[][] sample = new double[values.length][];
            for (int p = 0; p < values.length; p++) {
                sample[p] = new double[values[p].length];
                for (int s = 0; s < sample[p].length; s++) {
                    sample[p][s] = values[p][random.nextInt(values[p].length)];
                }
            }
            resampled[b] = statistic.applyAsDouble(sample);
        }
        Arrays.sort(resampled);
        int tail = (int) Math.floor((1 - LEVEL) / 2 * RESAMPLES);
        return new Estimate(statistic.applyAsDouble(values), resampled[tail], resampled[RESAMPLES - 1 - tail]);
    }

    /**
     * Ranks from 1, the mean one where values are equal.
     *
     * @param values smaller is better
     */
    static double[] ranks(List<Double> values) {
        double[] ranks = new double[values.size()];
        for (int i = 0; i < ranks.length; i++) {
            int below = 0;
            int equal = 0;
            for (double other : values) {
                if (other < values.get(i)) {
                    below++;
                } else if (other == values.get(i)) {
                    equal++;
                }
            }
            ranks[i] = below + (equal + 1) / 2.0;
        }
        return ranks;
    }
}
