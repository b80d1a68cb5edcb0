package dev.hone.search.programming;

import java.nio.DoubleBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;

/**
 * How varied a generation is, and how its members chose.
 *
 * @param generation from 0
 * @param bestLoss least loss so far
 * @param uniqueTrees distinct solutions as a share of the population
 * @param uniqueOutputs distinct output vectors, rounded to 1e-6, as a share of the population; NaN if outputs are unknown
 * @param meanDistance mean structural distance over 200 random pairs of solutions
 * @param fitnessEntropy entropy in nats of the finite losses in 20 equal bins
 * @param matingGini Gini index of how often each of the previous generation bred, 0 if all did alike; NaN for generation 0
 * @param chosenDistance mean distance of a partner's solution to its chooser's ideal; NaN for generation 0
 * @param randomDistance the same for a random individual in the partner's place
 */
public record Diversity(
        int generation,
        double bestLoss,
        double uniqueTrees,
        double uniqueOutputs,
        double meanDistance,
        double solutionSize,
        double solutionDepth,
        double idealSize,
        double idealDepth,
        double fitnessEntropy,
        double matingGini,
        double chosenDistance,
        double randomDistance) {

    private static final int PAIRS = 200;
    private static final int BINS = 20;
    private static final double GRAIN = 1e-6;

    /** Distance to the chosen partner over that to a random one: below 1 where ideals have a say. */
    public double preferenceStrength() {
        return chosenDistance / randomDistance;
    }

    static Diversity of(
            int generation,
            List<Mate<Tree>> population,
            Optional<Function<Tree, double[]>> outputs,
            Courtship courtship,
            RandomGenerator random) {
        List<Tree> solutions = population.stream().map(Mate::solution).toList();
        List<Tree> ideals = population.stream().map(Mate::ideal).toList();
        double[] losses = population.stream().mapToDouble(Mate::loss).toArray();
        double n = population.size();
        return new Diversity(
                generation,
                Arrays.stream(losses).min().orElseThrow(),
                new HashSet<>(solutions).size() / n,
                outputs.map(f -> distinct(solutions, f) / n).orElse(Double.NaN),
                meanDistance(solutions, random),
                mean(solutions, Tree::size),
                mean(solutions, Tree::depth),
                mean(ideals, Tree::size),
                mean(ideals, Tree::depth),
                entropy(losses),
                courtship.gini(),
                courtship.chosen(),
                courtship.random());
    }

    /** Distances to ideals seen while a generation was bred, and how often each of its parents bred. */
    record Courtship(double chosen, double random, double gini) {
        static final Courtship NONE = new Courtship(Double.NaN, Double.NaN, Double.NaN);
    }

    private static int distinct(List<Tree> trees, Function<Tree, double[]> outputs) {
        Set<DoubleBuffer> distinct = new HashSet<>();
        trees.forEach(t -> distinct.add(rounded(outputs.apply(t))));
        return distinct.size();
    }

    private static DoubleBuffer rounded(double[] outputs) {
        // Adding 0 makes -0 and 0 the same output.
        return DoubleBuffer.wrap(
                Arrays.stream(outputs).map(v -> Math.rint(v / GRAIN) + 0.0).toArray());
    }

    private static double meanDistance(List<Tree> trees, RandomGenerator random) {
        double sum = 0;
        for (int i = 0; i < PAIRS; i++) {
            int a = random.nextInt(trees.size());
            int b = (a + 1 + random.nextInt(trees.size() - 1)) % trees.size();
            sum += TreeDistance.structural(trees.get(a), trees.get(b));
        }
        return sum / PAIRS;
    }

    private static double mean(List<Tree> trees, ToIntFunction<Tree> measure) {
        return trees.stream().mapToInt(measure).average().orElseThrow();
    }

    /** -sum p ln p over 20 equal bins between the least and the greatest finite value; 0 where there is one value. */
    static double entropy(double[] losses) {
        double[] finite = Arrays.stream(losses).filter(Double::isFinite).toArray();
        double low = Arrays.stream(finite).min().orElse(0);
        double width = (Arrays.stream(finite).max().orElse(0) - low) / BINS;
        if (width == 0) {
            return 0;
        }
        int[] counts = new int[BINS];
        for (double loss : finite) {
            counts[Math.min(BINS - 1, (int) ((loss - low) / width))]++;
        }
        return Arrays.stream(counts)
                .filter(c -> c > 0)
                .mapToDouble(c -> (double) c / finite.length)
                .map(p -> -p * Math.log(p))
                .sum();
    }

    /** Gini index of counts: 2 sum_i i x_(i) / (n sum x) - (n + 1) / n, with x sorted and i from 1. */
    static double gini(int[] counts) {
        int[] sorted = counts.clone();
        Arrays.sort(sorted);
        double total = 0;
        double weighted = 0;
        for (int i = 0; i < sorted.length; i++) {
            total += sorted[i];
            weighted += (i + 1.0) * sorted[i];
        }
        double n = sorted.length;
        return total == 0 ? 0 : 2 * weighted / (n * total) - (n + 1) / n;
    }
}
