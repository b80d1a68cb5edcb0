package dev.hone.search.consensus;

import java.util.function.ToDoubleFunction;

/** Derivatives without derivatives. */
final class Differences {

    private Differences() {}

    /** Central differences of step {@code h}, [d]. */
    static double[] gradient(ToDoubleFunction<double[]> f, double[] x, double h) {
        double[] gradient = new double[x.length];
        double[] y = x.clone();
        for (int k = 0; k < x.length; k++) {
            y[k] = x[k] + h;
            double above = f.applyAsDouble(y);
            y[k] = x[k] - h;
            gradient[k] = (above - f.applyAsDouble(y)) / (2 * h);
            y[k] = x[k];
        }
        return gradient;
    }
}
