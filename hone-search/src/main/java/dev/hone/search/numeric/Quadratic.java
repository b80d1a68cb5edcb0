package dev.hone.search.numeric;

import java.util.Arrays;

/** c + g'z + z'Hz / 2 with a symmetric H. Immutable as long as its arrays are left alone. */
public record Quadratic(double c, double[] g, double[][] h) {

    private static final BoxLbfgs.Options DESCENT = new BoxLbfgs.Options(200, 1e-12, 1e-15, 10);

    public double value(double[] z) {
        double sum = c;
        for (int k = 0; k < z.length; k++) {
            sum += z[k] * (g[k] + dot(h[k], z) / 2);
        }
        return sum;
    }

    public boolean isFinite() {
        return Double.isFinite(c + Arrays.stream(g).sum())
                && Arrays.stream(h)
                        .allMatch(row -> Double.isFinite(Arrays.stream(row).sum()));
    }

    /**
     * A minimum over the box [low, high], which contains 0: the lower of two descents, from 0 and from the corner downhill. In
     * units of the box and of the greatest coefficient, so that neither a small box nor a small slope ends them early.
     */
    public double[] minimum(double[] low, double[] high) {
        int n = g.length;
        double[] width = new double[n];
        for (int k = 0; k < n; k++) {
            width[k] = Math.max(high[k] - low[k], Double.MIN_NORMAL);
        }
        double greatest = Double.MIN_NORMAL;
        double[] slope = new double[n];
        double[][] curvature = new double[n][n];
        for (int k = 0; k < n; k++) {
            slope[k] = width[k] * g[k];
            greatest = Math.max(greatest, Math.abs(slope[k]));
            for (int l = 0; l < n; l++) {
                curvature[k][l] = width[k] * width[l] * h[k][l];
                greatest = Math.max(greatest, Math.abs(curvature[k][l]));
            }
        }
        double unit = greatest;
        BoxLbfgs.Differentiable f = (t, gradient) -> {
            double sum = 0;
            for (int k = 0; k < n; k++) {
                double turned = dot(curvature[k], t);
                gradient[k] = (slope[k] + turned) / unit;
                sum += t[k] * (slope[k] + turned / 2) / unit;
            }
            return sum;
        };
        double[] floor = new double[n];
        double[] ceiling = new double[n];
        double[] corner = new double[n];
        for (int k = 0; k < n; k++) {
            floor[k] = low[k] / width[k];
            ceiling[k] = high[k] / width[k];
            corner[k] = g[k] > 0 ? floor[k] : ceiling[k];
        }
        BoxLbfgs.Result inner = BoxLbfgs.minimize(f, new double[n], floor, ceiling, DESCENT);
        BoxLbfgs.Result outer = BoxLbfgs.minimize(f, corner, floor, ceiling, DESCENT);
        double[] z = (outer.value() < inner.value() ? outer : inner).x().clone();
        for (int k = 0; k < n; k++) {
            z[k] = Math.min(high[k], Math.max(low[k], z[k] * width[k]));
        }
        return z;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += a[k] * b[k];
        }
        return sum;
    }
}
