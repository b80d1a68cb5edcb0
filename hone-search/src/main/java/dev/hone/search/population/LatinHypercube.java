package dev.hone.search.population;

import java.util.random.RandomGenerator;

/** A first look at the unit cube: along each axis, one point in each of n equal intervals (McKay, Beckman, Conover 1979). */
public final class LatinHypercube {

    private LatinHypercube() {}

    /** {@code n} points, [n][d]. */
    public static double[][] points(int n, int d, RandomGenerator random) {
        double[][] points = new double[n][d];
        for (int k = 0; k < d; k++) {
            for (int i = 0; i < n; i++) {
                int j = random.nextInt(i + 1);
                points[i][k] = points[j][k];
                points[j][k] = i;
            }
            for (int i = 0; i < n; i++) {
                points[i][k] = (points[i][k] + random.nextDouble()) / n;
            }
        }
        return points;
    }
}
