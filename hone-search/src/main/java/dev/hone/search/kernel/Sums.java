package dev.hone.search.kernel;

/** Sums with four running parts, because the order of one floating-point sum may not be changed and would wait on every addition. */
final class Sums {

    private Sums() {}

    static double of(double[] a) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = 0;
        for (; i + 3 < a.length; i += 4) {
            s0 += a[i];
            s1 += a[i + 1];
            s2 += a[i + 2];
            s3 += a[i + 3];
        }
        for (; i < a.length; i++) {
            s0 += a[i];
        }
        return (s0 + s1) + (s2 + s3);
    }

    /** sum over i &lt; n of weights_i (column_i - at). */
    static double differences(double[] weights, double[] column, double at, int n) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = 0;
        for (; i + 3 < n; i += 4) {
            s0 += weights[i] * (column[i] - at);
            s1 += weights[i + 1] * (column[i + 1] - at);
            s2 += weights[i + 2] * (column[i + 2] - at);
            s3 += weights[i + 3] * (column[i + 3] - at);
        }
        for (; i < n; i++) {
            s0 += weights[i] * (column[i] - at);
        }
        return (s0 + s1) + (s2 + s3);
    }
}
