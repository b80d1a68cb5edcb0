package dev.hone.search.fidelity;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** How many points of each level are evaluated before there is a model. */
final class FirstPoints {

    /** More for each axis tell a model little and cost it much time. */
    private static final int MOST_PER_AXIS = 30;
    /** Points of a lower level for each exact one where no budget says how many can be paid. */
    private static final int UNPAID = 5;

    /** Fidelities over which a cost is averaged. */
    private static final int AVERAGED = 50;

    private FirstPoints() {}

    /**
     * What the options say, or max(2, d) at the truth and at each other level as many as its equal share of the initial share
     * of the budget pays for, at least as many as at the truth and at most 30 d. Of a continuous fidelity everything below the
     * truth counts as one level.
     *
     * @param budget total cost, infinite if it is not limited
     * @param trials total number, of which the share is taken where the cost is not limited
     */
    static List<Integer> of(
            int dimensions, Fidelities fidelities, MultiFidelityOptions options, double budget, OptionalLong trials) {
        if (!options.initial().isEmpty()) {
            return options.initial();
        }
        int exact = Math.max(2, dimensions);
        List<Double> lower = lower(fidelities);
        int levels = lower.size() + 1;
        double share = options.initialShare() * budget / levels;
        List<Integer> points = new ArrayList<>();
        for (double cost : lower) {
            double planned = trials.isPresent() ? options.initialShare() * trials.getAsLong() / levels : UNPAID * exact;
            double paid = Double.isInfinite(budget) ? planned : share / cost;
            int wanted = Math.max(exact, (int) Math.min(MOST_PER_AXIS * dimensions, paid));
            points.add(
                    options.nested() && !points.isEmpty() ? Math.min(wanted, points.get(points.size() - 1)) : wanted);
        }
        points.add(exact);
        return points;
    }

    /** What a first point of each level below the truth costs, of a continuous fidelity on average. */
    private static List<Double> lower(Fidelities fidelities) {
        if (fidelities instanceof DeclaredLevels declared) {
            return declared.levels().subList(0, declared.levels().size() - 1).stream()
                    .map(FidelityLevel::cost)
                    .toList();
        }
        double sum = 0;
        for (int i = 0; i < AVERAGED; i++) {
            double share = (i + 0.5) / AVERAGED;
            sum += fidelities.cost(fidelities.nearest(share * share));
        }
        return List.of(sum / AVERAGED);
    }

    /** What all first points cost. */
    static double cost(List<Integer> first, Fidelities fidelities) {
        List<Double> lower = lower(fidelities);
        double cost = first.get(lower.size()) * fidelities.cost(fidelities.exact());
        for (int l = 0; l < lower.size(); l++) {
            cost += first.get(l) * lower.get(l);
        }
        return cost;
    }
}
