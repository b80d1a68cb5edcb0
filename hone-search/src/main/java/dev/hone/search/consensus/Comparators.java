package dev.hone.search.consensus;

import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * What consensus-based optimization is compared with. Both follow a gradient; both return all positions, [steps + 1][d].
 */
public final class Comparators {

    private Comparators() {}

    /** Gradient descent, v &lt;- v - dt grad E(v). */
    public static double[][] gradientDescent(UnaryOperator<double[]> gradient, double[] start, double dt, int steps) {
        return descend(gradient, start, dt, 0, steps, null);
    }

    /** Annealed Langevin dynamics, v &lt;- v - dt grad E(v) + sigma / log(k + 1) sqrt(dt) B in step k = 1, 2, ... */
    public static double[][] langevin(
            UnaryOperator<double[]> gradient,
            double[] start,
            double dt,
            double sigma,
            int steps,
            RandomGenerator random) {
        return descend(gradient, start, dt, sigma, steps, random);
    }

    private static double[][] descend(
            UnaryOperator<double[]> gradient,
            double[] start,
            double dt,
            double sigma,
            int steps,
            RandomGenerator random) {
        double[][] way = new double[steps + 1][];
        way[0] = start.clone();
        for (int k = 1; k <= steps; k++) {
            double[] slope = gradient.apply(way[k - 1]);
            double scale = sigma / Math.log(k + 1) * Math.sqrt(dt);
            way[k] = way[k - 1].clone();
            for (int i = 0; i < start.length; i++) {
                way[k][i] -= dt * slope[i];
                way[k][i] += sigma > 0 ? scale * random.nextGaussian() : 0;
            }
        }
        return way;
    }
}
