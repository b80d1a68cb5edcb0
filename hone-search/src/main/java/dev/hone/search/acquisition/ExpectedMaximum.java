package dev.hone.search.acquisition;

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
        int n = intercepts.length;
        Integer[] order = new Integer[n];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.<Integer>comparingDouble(i -> slopes[i]).thenComparingDouble(i -> intercepts[i]));
        int[] kept = new int[n];
        double[] enters = new double[n];
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
        double gain = 0;
        for (int k = 1; k < count; k++) {
            double u = -Math.abs(enters[k]);
            gain += (slopes[kept[k]] - slopes[kept[k - 1]]) * Math.exp(Normal.logH(u));
        }
        return gain;
    }
}
