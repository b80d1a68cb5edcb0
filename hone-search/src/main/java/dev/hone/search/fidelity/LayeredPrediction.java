package dev.hone.search.fidelity;

import dev.hone.core.Seeds;
import dev.hone.search.numeric.Normal;
import dev.hone.search.surrogate.Joint;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Predictions of levels f_l(x) = g_l(x, f_l-1(x)) by pushing {@value #SAMPLES} samples through them; they are the same at every
 * point, one for each of as many strata of the normal distribution, in an order of its own for each level. With m_s, v_s the
 * moments of sample s,
 * <pre> mean = avg m_s,   var = avg (v_s + m_s^2) - mean^2 </pre>
 * Immutable and thread-safe.
 */
final class LayeredPrediction {

    /** Samples of a prediction. */
    static final int SAMPLES = 200;

    /** The middle of each stratum. */
    private static final double[] STRATA = IntStream.range(0, SAMPLES)
            .mapToDouble(s -> Normal.quantile((s + 0.5) / SAMPLES))
            .toArray();

    private final List<? extends Layer> layers;
    /** Standard normals, [level][sample]. */
    private final double[][] normals;

    /** A random function g_l. */
    interface Layer {

        /** Mean and variance at an input, x or (x, f_l-1). */
        double[] moments(double[] input);

        /** At two inputs. */
        Joint pair(double[] a, double[] b);
    }

    LayeredPrediction(List<? extends Layer> layers) {
        this.layers = List.copyOf(layers);
        normals = new double[layers.size()][];
        for (int l = 0; l < normals.length; l++) {
            normals[l] = STRATA.clone();
            double[] row = normals[l];
            RandomGenerator random = Seeds.stream(24, l);
            for (int s = SAMPLES - 1; s > 0; s--) {
                int other = random.nextInt(s + 1);
                double swapped = row[s];
                row[s] = row[other];
                row[other] = swapped;
            }
        }
    }

    int exact() {
        return layers.size() - 1;
    }

    static double[] with(double[] x, double value) {
        double[] point = Arrays.copyOf(x, x.length + 1);
        point[x.length] = value;
        return point;
    }

    double mean(double[] x, double level) {
        return marginal(x, (int) Math.rint(level), -1).mean()[1];
    }

    double variance(double[] x, double level) {
        return marginal(x, (int) Math.rint(level), -1).covariance()[1][1];
    }

    Joint joint(double[] x, double l, double[] y, double m) {
        int first = (int) Math.rint(l);
        int second = (int) Math.rint(m);
        if (!Arrays.equals(x, y)) {
            return across(x, first, y, second);
        }
        return first <= second ? marginal(x, second, first) : swapped(marginal(x, first, second));
    }

    private static Joint swapped(Joint pair) {
        double[][] c = pair.covariance();
        return new Joint(new double[] {pair.mean()[1], pair.mean()[0]}, new double[][] {
            {c[1][1], c[0][1]}, {c[0][1], c[0][0]}
        });
    }

    /** Moments of (f_lower(x), f_level(x)); lower -1 for the latter alone, lower = level for it twice. */
    private Joint marginal(double[] x, int level, int lower) {
        double[] sum = new double[5];
        double[] lowest = layers.get(0).moments(x);
        for (int s = 0; s < SAMPLES; s++) {
            double value = 0;
            double lowValue = 0;
            for (int l = 0; l <= level; l++) {
                double[] here = l == 0 ? lowest : layers.get(l).moments(with(x, value));
                value = here[0] + Math.sqrt(here[1]) * normals[l][s];
                if (l == level && lower == level) {
                    add(sum, here[0], here[1], here[0], here[1]);
                    sum[4] += here[1];
                } else if (l == level) {
                    add(sum, here[0], here[1], lowValue, 0);
                } else if (l == lower) {
                    lowValue = value;
                }
            }
        }
        if (lower == 0 && level > 0) {
            // known without samples
            sum[2] = SAMPLES * lowest[0];
            sum[3] = SAMPLES * (lowest[0] * lowest[0] + lowest[1]);
        }
        return moments(sum);
    }

    /** Sums of m, m^2 + v, n, n^2 + w and m n. */
    private static void add(double[] sum, double m, double v, double n, double w) {
        sum[0] += m;
        sum[1] += m * m + v;
        sum[2] += n;
        sum[3] += n * n + w;
        sum[4] += m * n;
    }

    private static Joint moments(double[] sum) {
        double m = sum[0] / SAMPLES;
        double n = sum[2] / SAMPLES;
        double across = sum[4] / SAMPLES - m * n;
        return new Joint(new double[] {n, m}, new double[][] {
            {Math.max(FidelityProcess.LEAST_VARIANCE, sum[3] / SAMPLES - n * n), across},
            {across, Math.max(FidelityProcess.LEAST_VARIANCE, sum[1] / SAMPLES - m * m)}
        });
    }

    /** At two points, which are drawn together at every level. */
    private Joint across(double[] x, int first, double[] y, int second) {
        double[] sum = new double[5];
        for (int s = 0; s < SAMPLES; s++) {
            double[] value = new double[2];
            double[] kept = new double[2];
            for (int l = 0; l <= Math.max(first, second); l++) {
                Joint here = layers.get(l).pair(l == 0 ? x : with(x, value[0]), l == 0 ? y : with(y, value[1]));
                double a = Math.sqrt(Math.max(FidelityProcess.LEAST_VARIANCE, here.covariance()[0][0]));
                double b = here.covariance()[0][1] / a;
                double c = Math.sqrt(Math.max(0, here.covariance()[1][1] - b * b));
                // another order of the same strata
                double other = normals[l][(s * 7 + 3) % SAMPLES];
                value = new double[] {here.mean()[0] + a * normals[l][s], here.mean()[1] + b * normals[l][s] + c * other
                };
                kept[0] = l == first ? value[0] : kept[0];
                kept[1] = l == second ? value[1] : kept[1];
            }
            add(sum, kept[1], 0, kept[0], 0);
        }
        return moments(sum);
    }
}
