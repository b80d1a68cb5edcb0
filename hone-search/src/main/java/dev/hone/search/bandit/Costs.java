package dev.hone.search.bandit;

import java.util.OptionalDouble;

/** What is known about the scale of costs: how many were seen, their sum, least and greatest. Not thread-safe. */
final class Costs {

    /** Numbers in {@link #write}. */
    static final int SIZE = 4;

    private final OptionalDouble minCost;
    private long count;
    private double sum;
    private double least = Double.POSITIVE_INFINITY;
    private double greatest = Double.NEGATIVE_INFINITY;

    Costs(OptionalDouble minCost) {
        this.minCost = minCost;
    }

    void add(double cost) {
        count++;
        sum += cost;
        least = Math.min(least, cost);
        greatest = Math.max(greatest, cost);
    }

    long count() {
        return count;
    }

    double least() {
        return least;
    }

    double greatest() {
        return greatest;
    }

    /** Least possible cost, or else the least seen; NaN before there is any. */
    double floor() {
        return minCost.orElse(count == 0 ? Double.NaN : least);
    }

    /** Mean cost above the floor; 1 where that is not positive. */
    double meanExcess() {
        double mean = count == 0 ? 0 : sum / count - floor();
        return mean > 0 ? mean : 1;
    }

    /** {@code cost} moved to [0, 1] between the floor and the greatest seen; 0 where these are equal. */
    double normalised(double cost) {
        double range = greatest - floor();
        return range > 0 ? (cost - floor()) / range : 0;
    }

    void write(double[] state, int at) {
        state[at] = count;
        state[at + 1] = sum;
        state[at + 2] = least;
        state[at + 3] = greatest;
    }

    void read(double[] state, int at) {
        count = (long) state[at];
        sum = state[at + 1];
        least = state[at + 2];
        greatest = state[at + 3];
    }
}
