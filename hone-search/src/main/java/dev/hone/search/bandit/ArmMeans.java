package dev.hone.search.bandit;

import java.util.OptionalDouble;

/** Number and sum of the costs of each arm. Not thread-safe. */
final class ArmMeans {

    private final double[] counts;
    private final double[] sums;
    private final Costs costs;

    ArmMeans(int arms, OptionalDouble minCost) {
        counts = new double[arms];
        sums = new double[arms];
        costs = new Costs(minCost);
    }

    void add(int arm, double cost) {
        counts[arm]++;
        sums[arm] += cost;
        costs.add(cost);
    }

    int arms() {
        return counts.length;
    }

    double count(int arm) {
        return counts[arm];
    }

    /** Mean cost of an arm that was played. */
    double mean(int arm) {
        return sums[arm] / counts[arm];
    }

    Costs costs() {
        return costs;
    }

    /** The played arm of least mean cost, the first of several; -1 before any play. */
    int best() {
        int best = -1;
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0 && (best < 0 || mean(i) < mean(best))) {
                best = i;
            }
        }
        return best;
    }

    double[] state() {
        double[] state = new double[2 * counts.length + Costs.SIZE];
        System.arraycopy(counts, 0, state, 0, counts.length);
        System.arraycopy(sums, 0, state, counts.length, counts.length);
        costs.write(state, 2 * counts.length);
        return state;
    }

    void restore(double[] state) {
        System.arraycopy(state, 0, counts, 0, counts.length);
        System.arraycopy(state, counts.length, sums, 0, counts.length);
        costs.read(state, 2 * counts.length);
    }
}
