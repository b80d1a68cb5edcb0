package dev.hone.search.fidelity;

import java.util.Arrays;

/**
 * A point and how exactly it is evaluated.
 *
 * @param x point of the unit cube
 * @param fidelity as {@link MultiFidelitySurrogate} counts it
 */
public record FidelityPoint(double[] x, double fidelity) {

    static double[] coordinates(double[] x, double fidelity) {
        double[] point = Arrays.copyOf(x, x.length + 1);
        point[x.length] = fidelity;
        return point;
    }
}
