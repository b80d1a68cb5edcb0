package dev.hone.search.bayes;

import dev.hone.search.acquisition.PointAcquisition;
import java.util.List;

/**
 * A mean to be maximised where probabilities are not below their bounds: beyond a bound it falls so steeply that its maximum is
 * not there (an exact penalty). The penalty begins a little inside, so that a climb ends inside. Not thread-safe.
 */
record BoundedMean(PointAcquisition mean, List<Bound> bounds) implements PointAcquisition {

    /** Standard deviations of the outcome for each unit of log probability. */
    private static final double STEEPNESS = 100;

    private static final double INSIDE = 0.01;

    /** @param logProbability with gradient, at least the logarithm of {@code least} */
    record Bound(PointAcquisition logProbability, double least) {}

    boolean holds(double[] x) {
        return bounds.stream().allMatch(b -> b.logProbability().value(x, null) >= Math.log(b.least()));
    }

    @Override
    public double value(double[] x, double[] gradient) {
        double value = mean.value(x, gradient);
        double[] slope = gradient == null ? null : new double[gradient.length];
        for (Bound bound : bounds) {
            double lacking =
                    Math.log(bound.least() + INSIDE) - bound.logProbability().value(x, slope);
            if (lacking > 0) {
                value -= STEEPNESS * lacking;
                for (int c = 0; slope != null && c < slope.length; c++) {
                    gradient[c] += STEEPNESS * slope[c];
                }
            }
        }
        return value;
    }
}
