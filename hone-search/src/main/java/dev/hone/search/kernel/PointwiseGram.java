package dev.hone.search.kernel;

import java.util.Arrays;

/** A {@link Gram} of any kernel, pair by pair. */
final class PointwiseGram implements Gram {

    private final Points points;
    private final double[] part;
    private Kernel kernel;

    PointwiseGram(Kernel kernel, Points points) {
        this.kernel = kernel;
        this.points = points;
        part = new double[kernel.parameters()];
    }

    @Override
    public void fill(double[] theta, int from, double[] out) {
        kernel = kernel.with(Arrays.copyOfRange(theta, from, from + part.length));
        int at = 0;
        for (int i = 0; i < points.size(); i++) {
            for (int j = 0; j <= i; j++) {
                out[at++] = kernel.eval(points.row(i), points.row(j));
            }
        }
    }

    @Override
    public void addGradient(double[] weights, double[] gradient, int from) {
        int at = 0;
        for (int i = 0; i < points.size(); i++) {
            for (int j = 0; j <= i; j++) {
                double weight = weights[at++];
                kernel.gradTheta(points.row(i), points.row(j), part);
                for (int t = 0; t < part.length; t++) {
                    gradient[from + t] += weight * part[t];
                }
            }
        }
    }
}
