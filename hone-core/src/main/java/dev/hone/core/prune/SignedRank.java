package dev.hone.core.prune;

import java.util.Comparator;
import java.util.stream.IntStream;
import org.hipparchus.special.Erf;

/**
 * One-sided Wilcoxon signed-rank test. Ranks of |d_i| are averaged over ties; zeros are ranked and then left out (Pratt).
 * Given the ranks, under the null every sign is a fair coin, so the distribution of W+ = sum of ranks of positive d_i is
 * exact, ties or not, by convolution over doubled ranks; above {@value #EXACT} differences the normal approximation with
 * the exact variance sum r_i^2 / 4 and continuity correction is used.
 */
final class SignedRank {

    private static final int EXACT = 200;

    private SignedRank() {}

    /** P(W+ &ge; observed): small when {@code differences} lie above 0. 1 if all are zero. */
    static double greater(double[] differences) {
        int n = differences.length;
        int[] order = IntStream.range(0, n)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> Math.abs(differences[i])))
                .mapToInt(Integer::intValue)
                .toArray();
        int[] doubledRanks = new int[n];
        for (int from = 0; from < n; ) {
            int to = from;
            while (to < n && Math.abs(differences[order[to]]) == Math.abs(differences[order[from]])) {
                to++;
            }
            for (int i = from; i < to; i++) {
                doubledRanks[order[i]] = differences[order[i]] == 0 ? 0 : from + to + 1;
            }
            from = to;
        }
        int observed = 0;
        for (int i = 0; i < n; i++) {
            observed += differences[i] > 0 ? doubledRanks[i] : 0;
        }
        return n <= EXACT ? exact(doubledRanks, observed) : approximate(doubledRanks, observed);
    }

    private static double exact(int[] ranks, int observed) {
        int total = IntStream.of(ranks).sum();
        double[] probability = new double[total + 1];
        probability[0] = 1;
        int reach = 0;
        for (int rank : ranks) {
            if (rank == 0) {
                continue;
            }
            reach += rank;
            for (int sum = reach; sum >= 0; sum--) {
                probability[sum] = (probability[sum] + (sum >= rank ? probability[sum - rank] : 0)) / 2;
            }
        }
        double tail = 0;
        for (int sum = total; sum >= observed; sum--) {
            tail += probability[sum];
        }
        return Math.min(1, tail);
    }

    private static double approximate(int[] doubledRanks, int observed) {
        double mean = 0;
        double variance = 0;
        for (int rank : doubledRanks) {
            mean += rank / 4.0;
            variance += rank / 2.0 * (rank / 2.0) / 4;
        }
        if (variance == 0) {
            return 1;
        }
        double z = (observed / 2.0 - mean - 0.5) / Math.sqrt(variance);
        return Erf.erfc(z / Math.sqrt(2)) / 2;
    }
}
