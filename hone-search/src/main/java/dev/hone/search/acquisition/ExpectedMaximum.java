package dev.hone.search.acquisition;

import dev.hone.search.numeric.Logs;
import dev.hone.search.numeric.Normal;
import java.util.Arrays;
import java.util.Comparator;

/**
 * h(a, b) = E[max_i (a_i + b_i Z)] - max_i a_i, Z standard normal, exactly: only lines on the upper envelope count, and
 * between neighbours of it with breakpoint c
 * <pre> h = sum_k (b_{k+1} - b_k) (phi(c_k) - |c_k| Phi(-|c_k|)) </pre>
 * O(n log n). Noisy expected improvement and the discrete knowledge gradient are this function of posterior means and of
 * how far one more observation moves them. Source: Frazier, Powell and Dayanik 2009; Frazier, arXiv 1807.02811.
 */
public final class ExpectedMaximum {

    private ExpectedMaximum() {}

    /** h(a, b); {@code intercepts} a and {@code slopes} b of equal length, at least 1. */
    public static double gain(double[] intercepts, double[] slopes) {
        return Math.exp(logGain(intercepts, slopes, null, null));
    }

    /**
     * log h(a, b), minus infinity where no line overtakes another. Unless they are null, {@code byIntercept} and {@code
     * bySlope} receive its derivatives: with A_k the interval of Z where line k is greatest,
     * <pre> dh/da_k = P(Z in A_k) - 1[a_k greatest],   dh/db_k = E[Z; Z in A_k] </pre>
     * each divided by h and computed from logarithms, so that neither vanishes where h underflows.
     */
    public static double logGain(double[] intercepts, double[] slopes, double[] byIntercept, double[] bySlope) {
        int n = intercepts.length;
        int[] kept = new int[n];
        double[] enters = new double[n];
        int count = envelope(intercepts, slopes, kept, enters);
        double[] logs = new double[Math.max(0, count - 1)];
        for (int k = 1; k < count; k++) {
            logs[k - 1] = Math.log(slopes[kept[k]] - slopes[kept[k - 1]]) + Normal.logH(-Math.abs(enters[k]));
        }
        double value = Logs.sumExp(logs, logs.length);
        if (byIntercept == null) {
            return value;
        }
        Arrays.fill(byIntercept, 0);
        Arrays.fill(bySlope, 0);
        if (value == Double.NEGATIVE_INFINITY) {
            return value;
        }
        int top = 0;
        while (top + 1 < count && enters[top + 1] <= 0) {
            top++;
        }
        for (int k = 0; k < count; k++) {
            double from = enters[k];
            double to = k + 1 < count ? enters[k + 1] : Double.POSITIVE_INFINITY;
            bySlope[kept[k]] = share(from, value) - share(to, value);
            if (k != top) {
                // the interval lies on one side of 0: mirror it to the left tail
                double near = k < top ? to : -from;
                double far = k < top ? from : -to;
                double log = Logs.differenceExp(logCdf(near), logCdf(far));
                byIntercept[kept[k]] = Math.exp(log - value);
                byIntercept[kept[top]] -= byIntercept[kept[k]];
            }
        }
        return value;
    }

    /** phi(z) / exp(logScale). */
    private static double share(double z, double logScale) {
        return Double.isInfinite(z) ? 0 : Math.exp(-0.5 * z * z - Normal.LOG_SQRT_2PI - logScale);
    }

    private static double logCdf(double z) {
        return z == Double.NEGATIVE_INFINITY ? z : Normal.logCdf(z);
    }

    /** Lines of the upper envelope by increasing slope, into {@code kept}, and where each enters it; returns their number. */
    private static int envelope(double[] intercepts, double[] slopes, int[] kept, double[] enters) {
        int n = intercepts.length;
        Integer[] order = new Integer[n];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.<Integer>comparingDouble(i -> slopes[i]).thenComparingDouble(i -> intercepts[i]));
        int count = 0;
        for (int index : order) {
            double from = Double.NEGATIVE_INFINITY;
            while (count > 0) {
                int last = kept[count - 1];
                if (slopes[last] == slopes[index]) {
                    count--;
                    continue;
                }
                from = (intercepts[last] - intercepts[index]) / (slopes[index] - slopes[last]);
                if (from > enters[count - 1]) {
                    break;
                }
                count--;
            }
            kept[count] = index;
            enters[count] = count == 0 ? Double.NEGATIVE_INFINITY : from;
            count++;
        }
        return count;
    }
}
