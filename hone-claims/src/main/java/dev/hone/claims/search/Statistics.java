package dev.hone.claims.search;

import dev.hone.core.Check;
import java.util.Arrays;
import org.hipparchus.distribution.discrete.BinomialDistribution;
import org.hipparchus.stat.descriptive.rank.Percentile;
import org.hipparchus.stat.inference.WilcoxonSignedRankTest;

/** Statistics of repeated runs. */
final class Statistics {

    private Statistics() {}

    static double median(double[] values) {
        return new Percentile(50).evaluate(values);
    }

    /**
     * Where the median of the population lies with a probability of at least 95%: the k-th least and the k-th greatest value, k
     * the greatest number with P(B &lt; k) at most 2.5%, B binomial of n trials with probability 1/2.
     *
     * @param values at least 6
     */
    static double[] medianInterval(double[] values) {
        int n = values.length;
        Check.atLeast("values", n, 6);
        BinomialDistribution below = new BinomialDistribution(n, 0.5);
        int k = 1;
        while (below.cumulativeProbability(k) <= 0.025) {
            k++;
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return new double[] {sorted[k - 1], sorted[n - k]};
    }

    /**
     * One-sided p-value of the paired Wilcoxon signed-rank test (exact up to 30 pairs) that {@code a} tends to be less
     * than {@code b}; 1 where all pairs are equal.
     */
    static double less(double[] a, double[] b) {
        if (Arrays.equals(a, b)) {
            return 1;
        }
        WilcoxonSignedRankTest test = new WilcoxonSignedRankTest();
        double twoSided = test.wilcoxonSignedRankTest(a, b, a.length <= 30);
        double[] differences = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            differences[i] = b[i] - a[i];
        }
        return positiveRankSum(differences) * 4 >= (double) a.length * (a.length + 1) ? twoSided / 2 : 1 - twoSided / 2;
    }

    /** Sum of the ranks of the positive differences; ties share their mean rank. */
    static double positiveRankSum(double[] differences) {
        double sum = 0;
        for (double d : differences) {
            if (d > 0) {
                double below = 0;
                double equal = 0;
                for (double other : differences) {
                    if (Math.abs(other) < Math.abs(d)) {
                        below++;
                    } else if (Math.abs(other) == Math.abs(d)) {
                        equal++;
                    }
                }
                sum += below + (equal + 1) / 2;
            }
        }
        return sum;
    }
}
