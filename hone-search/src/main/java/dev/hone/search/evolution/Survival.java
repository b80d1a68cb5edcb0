package dev.hone.search.evolution;

import dev.hone.core.pareto.Pareto;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Who of a population lives on. */
@FunctionalInterface
interface Survival {

    /**
     * {@code size} of {@code all}, or all if there are fewer, best first: an earlier one wins a tournament against a later
     * one unless the method has no preference among them.
     */
    Selected select(List<Individual> all, int size, RandomGenerator random);

    /** {@code fitness}: less is better, per survivor. */
    record Selected(List<Individual> survivors, double[] fitness) {}

    /** NSGA-II: whole fronts, and of the one that does not fit the least crowded (Deb et al. 2002). */
    static Selected crowding(List<Individual> all, int size, RandomGenerator random) {
        List<Individual> survivors = new ArrayList<>();
        List<Double> fitness = new ArrayList<>();
        int rank = 0;
        for (List<Individual> front : Individual.fronts(all)) {
            double[] distance = front.get(0).standing().isFeasible()
                    ? Pareto.crowding(Individual.losses(front))
                    : new double[front.size()];
            List<Integer> order = IntStream.range(0, front.size())
                    .boxed()
                    .sorted(Comparator.comparingDouble((Integer i) -> -distance[i]))
                    .toList();
            for (int i : order) {
                if (survivors.size() < size) {
                    survivors.add(front.get(i));
                    // Within a rank a larger distance is better: 1 / (2 + distance) is in [0, 1/2].
                    fitness.add(rank + 1 / (2 + distance[i]));
                }
            }
            rank++;
        }
        return new Selected(
                survivors, fitness.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
