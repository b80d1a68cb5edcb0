package dev.hone.search.numeric;

/** Sums and differences of numbers that are held as logarithms. */
public final class Logs {

    private Logs() {}

    /** log sum_i exp(x_i) over the first {@code n}; -infinity for none. */
    public static double sumExp(double[] x, int n) {
        double max = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            max = Math.max(max, x[i]);
        }
        if (Double.isInfinite(max)) {
            return max;
        }
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += Math.exp(x[i] - max);
        }
        return max + Math.log(sum);
    }

    public static double sumExp(double... x) {
        return sumExp(x, x.length);
    }

    /** log(exp(a) - exp(b)) for a at least b; -infinity where they are equal. */
    public static double differenceExp(double a, double b) {
        return b == Double.NEGATIVE_INFINITY ? a : a + log1mExp(b - a);
    }

    /** log(1 - exp(x)) for x at most 0 (Maechler's split at -log 2 keeps both ends accurate). */
    public static double log1mExp(double x) {
        return x > -0.6931471805599453 ? Math.log(-Math.expm1(x)) : Math.log1p(-Math.exp(x));
    }
}
