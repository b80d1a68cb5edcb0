package dev.hone.search.bandit;

import java.util.OptionalDouble;

/**
 * Importance-weighted costs of arms: an estimate, right on average, of what every arm would have cost in all rounds, from the
 * costs of the arms that were drawn. Plays that were not drawn are not learned from: nobody knows their probability. Not
 * thread-safe.
 */
final class WeightedCosts {

    private final Costs costs;
    /** Sums of cost / probability and of 1 / probability, so that the least cost may become known late. */
    private final double[] weighted;

    private final double[] weights;

    WeightedCosts(int arms, OptionalDouble minCost) {
        costs = new Costs(minCost);
        weighted = new double[arms];
        weights = new double[arms];
    }

    int arms() {
        return weighted.length;
    }

    /** What is known about the costs of the plays learned from. */
    Costs costs() {
        return costs;
    }

    /** Sum over plays of each arm of (cost - least cost) / probability. [arms] */
    double[] excess() {
        double floor = costs.count() == 0 ? 0 : costs.floor();
        double[] excess = new double[weighted.length];
        for (int i = 0; i < excess.length; i++) {
            excess[i] = weighted[i] - floor * weights[i];
        }
        return excess;
    }

    void learn(Play play, double cost) {
        if (play.isDrawn()) {
            costs.add(cost);
            weighted[play.arm()] += cost / play.probability();
            weights[play.arm()] += 1 / play.probability();
        }
    }

    double[] state() {
        int d = weighted.length;
        double[] state = new double[2 * d + Costs.SIZE];
        System.arraycopy(weighted, 0, state, 0, d);
        System.arraycopy(weights, 0, state, d, d);
        costs.write(state, 2 * d);
        return state;
    }

    void restore(double[] state) {
        int d = weighted.length;
        System.arraycopy(state, 0, weighted, 0, d);
        System.arraycopy(state, d, weights, 0, d);
        costs.read(state, 2 * d);
    }
}
