package dev.hone.search.acquisition;

import dev.hone.search.surrogate.GaussianPosterior;
import dev.hone.search.surrogate.LinearFunctional;
import dev.hone.search.surrogate.Observation;
import dev.hone.search.surrogate.Shifts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Log of the knowledge gradient over a continuous space by simulation: for each draw Z of the next observation, which is
 * mean(x) + q Z, the new posterior mean is maximised from the best of many points by a climb, and
 * <pre> KG(x) = mean over Z of max_x' mean'(x') - max_x' mean(x') </pre>
 * With x^ where the maximum for Z lies, its derivative is that of s(x^; x) Z with x^ held, by the envelope theorem; with
 * fixed draws this is the gradient of the average. Source: Frazier, arXiv 1807.02811, section 4.2; Wu and Frazier, NeurIPS
 * 2016. Not thread-safe.
 */
public final class SimulatedKnowledgeGradient implements PointAcquisition {

    private static final double LEAST = 1e-300;

    private final GaussianPosterior posterior;
    private final Function<double[], LinearFunctional> target;
    private final Peaks peaks;
    private final double noise;
    private final double[] normals;
    private final Shifts grid;
    private final double[] means;
    private final double best;

    /**
     * @param target what is to be maximised, as a functional at each point
     * @param noise variance of the noise of the next observation
     * @param normals draws of Z
     */
    public SimulatedKnowledgeGradient(
            GaussianPosterior posterior,
            Function<double[], LinearFunctional> target,
            Peaks peaks,
            double noise,
            double[] normals) {
        this.posterior = posterior;
        this.target = target;
        this.peaks = peaks;
        this.noise = noise;
        this.normals = normals;
        grid = new Shifts(posterior, peaks.points().stream().map(target).toList());
        means = grid.means();
        PointAcquisition now = mean(posterior);
        double greatest = Double.NEGATIVE_INFINITY;
        for (int i : largest(means, 5)) {
            greatest =
                    Math.max(greatest, now.value(peaks.climb(now, peaks.points().get(i)), null));
        }
        best = greatest;
    }

    private static int[] largest(double[] values, int count) {
        return IntStream.range(0, values.length)
                .boxed()
                .sorted((a, b) -> Double.compare(values[b], values[a]))
                .limit(count)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private PointAcquisition mean(GaussianPosterior of) {
        return (x, gradient) -> {
            LinearFunctional here = target.apply(x);
            for (int k : gradient == null ? new int[0] : peaks.axes()) {
                gradient[k] = of.mean(here.slope(k));
            }
            return of.mean(here);
        };
    }

    /** Where the mean is greatest after the observation mean(x) + q z. */
    private double[] peak(double[] shifts, double z, PointAcquisition after) {
        int start = 0;
        for (int i = 1; i < shifts.length; i++) {
            start = means[i] + shifts[i] * z > means[start] + shifts[start] * z ? i : start;
        }
        return peaks.climb(after, peaks.points().get(start));
    }

    private PointAcquisition after(double[] x, double mean, Shifts.At at, double z) {
        return mean(posterior.condition(List.of(Observation.of(x, mean + at.scale() * z, noise))));
    }

    @Override
    public double value(double[] x, double[] gradient) {
        Shifts.At at = grid.at(x, noise);
        double[] shifts = at.shifts();
        double mean = posterior.mean(x, null);
        double sum = 0;
        List<LinearFunctional> ends = new ArrayList<>();
        for (double z : normals) {
            PointAcquisition after = after(x, mean, at, z);
            double[] end = peak(shifts, z, after);
            sum += after.value(end, null);
            ends.add(target.apply(end));
        }
        double gain = Math.max(LEAST, sum / normals.length - best);
        if (gradient != null) {
            Arrays.fill(gradient, 0);
            double[] weights = new double[normals.length];
            for (int j = 0; j < weights.length; j++) {
                weights[j] = normals[j] / (normals.length * gain);
            }
            new Shifts(posterior, ends).at(x, noise).pullBack(weights, gradient);
        }
        return Math.log(gain);
    }

    /** An unbiased estimate of the gradient of KG (not of its logarithm) from one draw z. */
    public double[] stochasticGradient(double[] x, double z) {
        Shifts.At at = grid.at(x, noise);
        double[] end = peak(at.shifts(), z, after(x, posterior.mean(x, null), at, z));
        double[] gradient = new double[x.length];
        new Shifts(posterior, List.of(target.apply(end))).at(x, noise).pullBack(new double[] {z}, gradient);
        return gradient;
    }
}
