package dev.hone.search.acquisition;

/**
 * The logarithm of an acquisition that is a worth of at least 0, such as information in nats, so that it can be multiplied with
 * probabilities as logarithms. What is 0 or, by the error of an estimate, less is as good as nothing, 1e-300. Not thread-safe.
 */
public record LogarithmicAcquisition(PointAcquisition worth) implements PointAcquisition {

    private static final double LEAST = 1e-300;

    @Override
    public double value(double[] x, double[] gradient) {
        double value = worth.value(x, gradient);
        for (int c = 0; gradient != null && c < gradient.length; c++) {
            gradient[c] = value > LEAST ? gradient[c] / value : 0;
        }
        return Double.isNaN(value) ? value : Math.log(Math.max(LEAST, value));
    }
}
