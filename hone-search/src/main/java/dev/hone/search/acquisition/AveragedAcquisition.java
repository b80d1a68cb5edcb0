package dev.hone.search.acquisition;

import dev.hone.search.numeric.Logs;
import java.util.Arrays;
import java.util.List;

/**
 * The average of acquisitions: over fantasies of what is pending, over draws of hyperparameters. Where the parts are
 * logarithms it is the logarithm of the average, log (1/m) sum_i exp(value_i). Not thread-safe.
 */
public final class AveragedAcquisition implements PointAcquisition {

    private final List<PointAcquisition> parts;
    private final boolean logarithms;

    public AveragedAcquisition(List<PointAcquisition> parts, boolean logarithms) {
        this.parts = List.copyOf(parts);
        this.logarithms = logarithms;
    }

    @Override
    public double value(double[] x, double[] gradient) {
        int m = parts.size();
        if (m == 1) {
            return parts.get(0).value(x, gradient);
        }
        double[] values = new double[m];
        double[][] gradients = gradient == null ? null : new double[m][gradient.length];
        for (int i = 0; i < m; i++) {
            values[i] = parts.get(i).value(x, gradient == null ? null : gradients[i]);
        }
        double total =
                logarithms ? Logs.sumExp(values, m) : Arrays.stream(values).sum();
        if (gradient != null) {
            Arrays.fill(gradient, 0);
            for (int i = 0; i < m; i++) {
                double share = !logarithms ? 1.0 / m : Double.isFinite(total) ? Math.exp(values[i] - total) : 0;
                for (int c = 0; c < gradient.length; c++) {
                    gradient[c] += share * gradients[i][c];
                }
            }
        }
        return logarithms ? total - Math.log(m) : total / m;
    }
}
