package dev.hone.search.tpe;

import dev.hone.core.pareto.Hypervolume;
import dev.hone.core.pareto.Pareto;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The best observations and the others.
 *
 * @param below the best, in the order in which they were told
 * @param belowWeights of their kernels
 * @param above the others, in the order in which they were told
 */
record Split(List<Observation> below, double[] belowWeights, List<Observation> above) {

    /** Below which share of the largest hypervolume contribution none counts. */
    private static final double LEAST_WEIGHT = 0.01;

    /**
     * One objective: the {@code count} best by {@link Observation#BEST_FIRST}. Several: feasible complete trials by rank of
     * non-domination, the last front that fits only in part by greedy hypervolume; weights of the best proportional to
     * their hypervolume contribution (Ozaki et al., "Multiobjective tree-structured Parzen estimator", JAIR 2022).
     *
     * @param bestFirst sorted by {@link Observation#BEST_FIRST}
     * @param ranked whether the best of one objective weigh by their {@link #ranks} rather than by their {@link #ages}
     */
    static Split of(List<Observation> bestFirst, int count, boolean severalObjectives, boolean ranked) {
        List<Observation> below = new ArrayList<>(
                severalObjectives ? front(bestFirst, count) : bestFirst.subList(0, Math.min(count, bestFirst.size())));
        below.sort(Comparator.comparingInt(Observation::order));
        boolean[] chosen = new boolean
                [bestFirst.stream().mapToInt(Observation::order).max().orElse(-1) + 1];
        below.forEach(o -> chosen[o.order()] = true);
        Observation[] told = new Observation[chosen.length];
        bestFirst.forEach(o -> told[o.order()] = o);
        List<Observation> above = new ArrayList<>();
        for (int i = 0; i < told.length; i++) {
            if (told[i] != null && !chosen[i]) {
                above.add(told[i]);
            }
        }
        double[] weights = severalObjectives ? contributions(below) : ranked ? ranks(below) : ages(below.size());
        return new Split(below, weights, above);
    }

    /**
     * The better ones count more: ln(n + 1) - ln r for the r-th of n, scaled so that their sum is n. They fall like the
     * weights of parents in an evolution strategy.
     */
    static double[] ranks(List<Observation> below) {
        int n = below.size();
        Integer[] best = new Integer[n];
        Arrays.setAll(best, i -> i);
        Arrays.sort(best, Comparator.comparing(below::get, Observation.BEST_FIRST));
        double[] weights = new double[n];
        double sum = 0;
        for (int rank = 1; rank <= n; rank++) {
            double weight = Math.log(n + 1.0) - Math.log(rank);
            weights[best[rank - 1]] = weight;
            sum += weight;
        }
        for (int i = 0; i < n; i++) {
            weights[i] *= n / sum;
        }
        return weights;
    }

    /** Old trials count less: 1 for the latest 25, falling linearly to 1/n at the first (Bergstra et al. 2013). */
    static double[] ages(int n) {
        double[] weights = new double[n];
        Arrays.fill(weights, 1);
        int old = n - 25;
        for (int i = 0; i < old; i++) {
            weights[i] = old == 1 ? 1.0 / n : 1.0 / n + i * (1 - 1.0 / n) / (old - 1);
        }
        return weights;
    }

    private static List<Observation> front(List<Observation> bestFirst, int count) {
        List<Observation> feasible = bestFirst.stream()
                .filter(o -> o.standing() == Observation.FEASIBLE)
                .toList();
        if (feasible.size() <= count) {
            return bestFirst.subList(0, Math.min(count, bestFirst.size()));
        }
        double[][] losses = feasible.stream().map(Observation::losses).toArray(double[][]::new);
        int[] ranks = Pareto.ranks(losses);
        List<Observation> taken = new ArrayList<>();
        for (int rank = 0; taken.size() < count; rank++) {
            List<Observation> front = new ArrayList<>();
            for (int i = 0; i < ranks.length; i++) {
                if (ranks[i] == rank) {
                    front.add(feasible.get(i));
                }
            }
            int room = count - taken.size();
            if (front.size() <= room) {
                taken.addAll(front);
                continue;
            }
            double[][] values = front.stream().map(Observation::losses).toArray(double[][]::new);
            for (int i : Hypervolume.select(values, reference(values), room)) {
                taken.add(front.get(i));
            }
        }
        return taken;
    }

    /**
     * In proportion to the hypervolume that each adds, scaled so that their sum is their number: the prior kernel then weighs
     * as much as one of them, however few add most. Those that are not feasible weigh 1.
     */
    static double[] contributions(List<Observation> below) {
        double[] weights = new double[below.size()];
        Arrays.fill(weights, 1);
        int[] feasible = java.util.stream.IntStream.range(0, weights.length)
                .filter(i -> below.get(i).standing() == Observation.FEASIBLE)
                .toArray();
        if (feasible.length < 2) {
            return weights;
        }
        double[][] losses =
                Arrays.stream(feasible).mapToObj(i -> below.get(i).losses()).toArray(double[][]::new);
        double[] contributions = Hypervolume.contributions(losses, reference(losses));
        double least = LEAST_WEIGHT * Arrays.stream(contributions).max().orElse(0);
        double sum = 0;
        for (int i = 0; i < contributions.length; i++) {
            contributions[i] = Math.max(least, contributions[i]);
            sum += contributions[i];
        }
        for (int i = 0; i < feasible.length; i++) {
            weights[feasible[i]] = sum > 0 ? contributions[i] * feasible.length / sum : 1;
        }
        return weights;
    }

    /** A tenth of the range beyond the worst loss in every place, so that extreme points contribute as well. */
    private static double[] reference(double[][] losses) {
        double[] reference = new double[losses[0].length];
        for (int k = 0; k < reference.length; k++) {
            double low = Double.POSITIVE_INFINITY;
            double high = Double.NEGATIVE_INFINITY;
            for (double[] point : losses) {
                low = Math.min(low, point[k]);
                high = Math.max(high, point[k]);
            }
            reference[k] = high + Math.max(0.1 * (high - low), 1e-12 * Math.max(1, Math.abs(high)));
        }
        return reference;
    }
}
