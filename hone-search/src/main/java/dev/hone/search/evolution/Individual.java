package dev.hone.search.evolution;

import dev.hone.core.pareto.Pareto;
import dev.hone.core.space.Configuration;
import dev.hone.search.population.Standing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/** A told trial in a population. */
record Individual(long number, Configuration configuration, Standing standing) {

    /**
     * Fronts of constrained domination, best first, the members of each by trial number: the Pareto fronts of the feasible,
     * then groups of equal violation, then pruned and failed ones (Deb et al. 2002, section VI).
     */
    static List<List<Individual>> fronts(List<Individual> all) {
        List<Individual> sorted = new ArrayList<>(all);
        sorted.sort(Comparator.comparingLong(Individual::number));
        List<Individual> feasible =
                sorted.stream().filter(i -> i.standing().isFeasible()).toList();
        int[] ranks = Pareto.ranks(losses(feasible));
        TreeMap<Integer, List<Individual>> byRank = new TreeMap<>();
        for (int i = 0; i < ranks.length; i++) {
            byRank.computeIfAbsent(ranks[i], r -> new ArrayList<>()).add(feasible.get(i));
        }
        List<List<Individual>> fronts = new ArrayList<>(byRank.values());
        List<Individual> rest = new ArrayList<>(sorted);
        rest.removeIf(i -> i.standing().isFeasible());
        Comparator<Individual> order = Comparator.comparingInt(
                        (Individual i) -> i.standing().tier())
                .thenComparingDouble(i -> i.standing().violation());
        rest.sort(order);
        Individual previous = null;
        for (Individual individual : rest) {
            if (previous == null || order.compare(previous, individual) != 0) {
                fronts.add(new ArrayList<>());
            }
            fronts.get(fronts.size() - 1).add(individual);
            previous = individual;
        }
        return fronts;
    }

    /** [n][m], of complete ones. */
    static double[][] losses(List<Individual> complete) {
        return complete.stream().map(i -> i.standing().losses()).toArray(double[][]::new);
    }
}
