package dev.hone.search.fidelity;

import java.util.List;
import java.util.stream.IntStream;

/** What an evaluation of each level is expected to cost: as declared until one was measured, then the mean of those measured. */
final class LevelCosts {

    private final List<FidelityLevel> levels;
    private final double[] sum;
    private final int[] count;

    LevelCosts(List<FidelityLevel> levels) {
        this.levels = levels;
        sum = new double[levels.size()];
        count = new int[levels.size()];
    }

    void measured(int level, double cost) {
        sum[level] += cost;
        count[level]++;
    }

    double of(int level) {
        return count[level] == 0 ? levels.get(level).cost() : sum[level] / count[level];
    }

    double[] all() {
        return IntStream.range(0, sum.length).mapToDouble(this::of).toArray();
    }
}
