package dev.hone.search.kernel;

import dev.hone.core.Check;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Every source is the same latent process of Gaussian covariance N(x - x'; 0, Lambda_0), smoothed by a Gaussian of its own, a_l
 * N(.; 0, Lambda_l):
 * <pre> k((x, l), (x', m)) = a_l a_m N(x - x'; 0, Lambda_l + Lambda_m + Lambda_0) </pre>
 * with diagonal Lambda (Alvarez and Lawrence, JMLR 12, 2011). x are coordinates 0, ..., d - 1, the source is coordinate d.
 * theta: a, then log Lambda_l source by source, then log Lambda_0.
 *
 * @param amplitudes a, [source]
 * @param smoothing Lambda_l, [source][d]
 * @param latent Lambda_0, [d]
 */
public record ConvolvedKernel(double[] amplitudes, double[][] smoothing, double[] latent) implements Kernel {

    public ConvolvedKernel {
        Check.that(
                amplitudes.length == smoothing.length && amplitudes.length > 0,
                "smoothing",
                smoothing.length + " sources",
                "as many as amplitudes, at least one");
        for (double[] l : smoothing) {
            Check.that(l.length == latent.length, "smoothing", l.length, latent.length + " variances for each source");
            for (double v : l) {
                Check.positive("smoothing", v);
            }
        }
        for (double v : latent) {
            Check.positive("latent", v);
        }
    }

    private int source(double[] x) {
        int source = (int) Math.rint(x[latent.length]);
        Check.that(
                source >= 0 && source < amplitudes.length,
                "source",
                x[latent.length],
                "a whole number below " + amplitudes.length);
        return source;
    }

    /** Lambda_l + Lambda_m + Lambda_0. */
    private double[] variances(int l, int m) {
        double[] sum = latent.clone();
        for (int c = 0; c < sum.length; c++) {
            sum[c] += smoothing[l][c] + smoothing[m][c];
        }
        return sum;
    }

    private static StationaryKernel gaussian(double[] variances) {
        return StationaryKernel.ard(
                Smoothness.RBF, Arrays.stream(variances).map(Math::sqrt).toArray());
    }

    /** N(0; 0, Lambda). */
    private static double peak(double[] variances) {
        double product = 1;
        for (double v : variances) {
            product /= Math.sqrt(2 * Math.PI * v);
        }
        return product;
    }

    @Override
    public double derivative(double[] x, int[] byX, double[] y, int[] byY) {
        int l = source(x);
        int m = source(y);
        double[] variances = variances(l, m);
        return amplitudes[l]
                * amplitudes[m]
                * peak(variances)
                * gaussian(variances).derivative(x, byX, y, byY);
    }

    @Override
    public void thetaDerivative(double[] x, int[] byX, double[] y, int[] byY, double[] out, int from) {
        Arrays.fill(out, from, from + parameters(), 0);
        int n = amplitudes.length;
        int d = latent.length;
        int l = source(x);
        int m = source(y);
        double[] variances = variances(l, m);
        StationaryKernel shape = gaussian(variances);
        double peak = peak(variances);
        double value = peak * shape.derivative(x, byX, y, byY);
        out[from + l] += amplitudes[m] * value;
        out[from + m] += amplitudes[l] * value;
        double[] byLength = new double[d];
        shape.thetaDerivative(x, byX, y, byY, byLength, 0);
        double scale = amplitudes[l] * amplitudes[m];
        for (int c = 0; c < d; c++) {
            // by the logarithm of the sum: its root is the lengthscale, and 1 / root the factor of the peak
            double slope = scale * 0.5 * (peak * byLength[c] - value) / variances[c];
            out[from + n + l * d + c] += slope * smoothing[l][c];
            out[from + n + m * d + c] += slope * smoothing[m][c];
            out[from + n + n * d + c] += slope * latent[c];
        }
    }

    /** a_l exp(-w^T Lambda_l w / 2) sqrt2 cos(w . x + b) times sqrt(N(0; 0, Lambda_0)), w ~ N(0, Lambda_0^-1). */
    @Override
    public RandomFeature feature(RandomGenerator random) {
        double phase = 2 * Math.PI * random.nextDouble();
        double scale = Math.sqrt(2 * peak(latent));
        double[] omega = new double[latent.length];
        double[] weights = amplitudes.clone();
        for (int c = 0; c < omega.length; c++) {
            omega[c] = random.nextGaussian() / Math.sqrt(latent[c]);
            for (int l = 0; l < weights.length; l++) {
                weights[l] *= Math.exp(-0.5 * omega[c] * omega[c] * smoothing[l][c]);
            }
        }
        return (x, gradient) -> {
            double angle = phase;
            for (int c = 0; c < omega.length; c++) {
                angle += omega[c] * x[c];
            }
            double weight = scale * weights[source(x)];
            if (gradient != null) {
                Arrays.fill(gradient, 0);
                for (int c = 0; c < omega.length; c++) {
                    gradient[c] = -weight * Math.sin(angle) * omega[c];
                }
            }
            return weight * Math.cos(angle);
        };
    }

    @Override
    public int parameters() {
        return amplitudes.length * (1 + latent.length) + latent.length;
    }

    @Override
    public List<Hyperparameter> hyperparameters() {
        List<Hyperparameter> all = new ArrayList<>();
        for (int l = 0; l < amplitudes.length; l++) {
            all.add(new Hyperparameter("amplitude " + l, Hyperparameter.Kind.WEIGHT));
        }
        for (int i = 0; i < amplitudes.length * latent.length; i++) {
            all.add(new Hyperparameter(
                    "smoothing " + i / latent.length + "," + i % latent.length, Hyperparameter.Kind.LENGTHSCALE));
        }
        for (int c = 0; c < latent.length; c++) {
            all.add(new Hyperparameter("latent " + c, Hyperparameter.Kind.LENGTHSCALE));
        }
        return all;
    }

    @Override
    public double[] theta() {
        double[] theta = Arrays.copyOf(amplitudes, parameters());
        int at = amplitudes.length;
        for (double[] l : smoothing) {
            for (double v : l) {
                theta[at++] = Math.log(v);
            }
        }
        for (double v : latent) {
            theta[at++] = Math.log(v);
        }
        return theta;
    }

    @Override
    public Kernel with(double[] theta) {
        int n = amplitudes.length;
        int d = latent.length;
        double[] positive = Arrays.stream(theta).skip(n).map(Math::exp).toArray();
        double[][] smooth = new double[n][];
        for (int l = 0; l < n; l++) {
            smooth[l] = Arrays.copyOfRange(positive, l * d, (l + 1) * d);
        }
        return new ConvolvedKernel(Arrays.copyOf(theta, n), smooth, Arrays.copyOfRange(positive, n * d, (n + 1) * d));
    }
}
