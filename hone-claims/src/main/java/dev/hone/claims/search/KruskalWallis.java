package dev.hone.claims.search;

import java.util.Arrays;
import org.hipparchus.special.Gamma;

/** The Kruskal-Wallis test: whether several independent samples come from one distribution. */
final class KruskalWallis {

    private KruskalWallis() {}

    /**
     * p-value by the chi-square approximation with k - 1 degrees of freedom, corrected for ties
     * <pre> H = (12 / (N (N + 1)) * sum over samples of R^2 / n - 3 (N + 1)) / (1 - sum over ties of (t^3 - t) / (N^3 - N)) </pre>
     * with the rank sums R. 1 where all values are equal.
     */
    static double p(double[]... samples) {
        double[] all = Arrays.stream(samples).flatMapToDouble(Arrays::stream).toArray();
        double n = all.length;
        double ties = 0;
        for (double x : all) {
            double equal = Arrays.stream(all).filter(y -> y == x).count();
            ties += equal * equal - 1;
        }
        double correction = 1 - ties / (n * n * n - n);
        if (correction <= 0) {
            return 1;
        }
        double sum = 0;
        for (double[] sample : samples) {
            double ranks = Arrays.stream(sample).map(x -> rank(x, all)).sum();
            sum += ranks * ranks / sample.length;
        }
        double h = (12 / (n * (n + 1)) * sum - 3 * (n + 1)) / correction;
        return Gamma.regularizedGammaQ((samples.length - 1) / 2.0, Math.max(0, h) / 2);
    }

    /** From 1; ties share their mean rank. */
    private static double rank(double x, double[] all) {
        double less = 0;
        double equal = 0;
        for (double y : all) {
            less += y < x ? 1 : 0;
            equal += y == x ? 1 : 0;
        }
        return less + (equal + 1) / 2;
    }
}
