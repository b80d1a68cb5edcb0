package dev.hone.search.kernel;

/** Derivatives of kernels that read one coordinate. */
final class OneCoordinate {

    private OneCoordinate() {}

    /** How often a derivative is taken by {@code coordinate}; -1 if it is taken by another, where it is 0. */
    static int order(int[] by, int coordinate) {
        for (int c : by) {
            if (c != coordinate) {
                return -1;
            }
        }
        return by.length;
    }

    /** n (n - 1) ... (n - k + 1), 1 for k = 0. */
    static double falling(double n, int k) {
        double product = 1;
        for (int i = 0; i < k; i++) {
            product *= n - i;
        }
        return product;
    }

    /** The {@code order}th derivative of t^power. */
    static double power(double t, int power, int order) {
        return order > power ? 0 : falling(power, order) * Math.pow(t, power - order);
    }
}
