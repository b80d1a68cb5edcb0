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

    private FirstPoints() {}

    /**
     * What the options say, or max(2, d) at the truth and at each other level as many as its equal share of the initial share
     * of the budget pays for, at least as many as at the truth and at most 30 d.
     *
     * @param budget total cost, infinite if it is not limited
     * @param trials total number, of which the share is taken where the cost is not limited
     */
    static List<Integer> of(
            int dimensions,
            List<FidelityLevel> levels,
            MultiFidelityOptions options,
            double budget,
            OptionalLong trials) {
        if (!options.initial().isEmpty()) {
            return options.initial();
        }
        int exact = Math.max(2, dimensions);
        double share = options.initialShare() * budget / levels.size();
        List<Integer> points = new ArrayList<>();
        for (FidelityLevel level : levels.subList(0, levels.size() - 1)) {
            double planned =
                    trials.isPresent() ? options.initialShare() * trials.getAsLong() / levels.size() : UNPAID * exact;
            double paid = Double.isInfinite(budget) ? planned : share / level.cost();
            int wanted = Math.max(exact, (int) Math.min(MOST_PER_AXIS * dimensions, paid));
            points.add(
                    options.nested() && !points.isEmpty() ? Math.min(wanted, points.get(points.size() - 1)) : wanted);
        }
        points.add(exact);
        return points;
    }
}
