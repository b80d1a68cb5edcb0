package dev.hone.search.acquisition;

import dev.hone.search.numeric.Cholesky;
import dev.hone.search.numeric.GaussQuadrature;
import dev.hone.search.surrogate.GaussianPosterior;
import dev.hone.search.surrogate.Joint;
import dev.hone.search.surrogate.LinearFunctional;
import dev.hone.search.surrogate.Shifts;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Entropy search: how much an observation at x is expected to tell about where the maximum lies, over a set U of
 * representers,
 * <pre> ES(x) = H(p_max) - sum_k w_k H(p_max | Z = z_k) </pre>
 * with p_max counted over joint draws f of the posterior at U. An observation whose standardised value is z_k moves each
 * draw to f - s(U; x) g + s(U; x) z_k, g being the standardised value of f(x) + noise in that draw (Matheron's rule); z_k and
 * w_k are the 10 nodes of the Gauss-Hermite rule, the draws are the same for every x. Steps in x: the gradient is 0 wherever
 * there is one. Source: Hennig and Schuler, JMLR 2012, in the form of Frazier, arXiv 1807.02811, section 4.3. Not
 * thread-safe.
 */
public final class EntropySearch implements PointAcquisition {

    private static final GaussQuadrature RULE = GaussQuadrature.hermite(10);

    private final Shifts shifts;
    private final double noise;
    private final Cholesky factor;
    /** Standard normals of the draws, [draw][representer]. */
    private final double[][] normals;
    /** The same draws at the representers. */
    private final double[][] values;
    /** Standard normals of what an observation adds, [draw]. */
    private final double[] residuals;

    private final double entropy;

    /**
     * @param representers U
     * @param noise variance of the noise of the next observation
     */
    public EntropySearch(
            GaussianPosterior posterior, List<double[]> representers, double noise, int draws, RandomGenerator random) {
        List<LinearFunctional> targets =
                representers.stream().map(LinearFunctional::value).toList();
        this.noise = noise;
        shifts = new Shifts(posterior, targets);
        Joint joint = posterior.joint(targets);
        factor = joint.factor();
        normals = new double[draws][representers.size()];
        values = new double[draws][];
        residuals = new double[draws];
        int[] counts = new int[representers.size()];
        for (int d = 0; d < draws; d++) {
            Arrays.setAll(normals[d], i -> random.nextGaussian());
            residuals[d] = random.nextGaussian();
            values[d] = joint.draw(factor, normals[d]);
            counts[argmax(values[d], new double[counts.length], 0)]++;
        }
        entropy = entropy(counts, draws);
    }

    /** Position of the greatest of values + move shifts. */
    private static int argmax(double[] values, double[] shifts, double move) {
        int best = 0;
        double greatest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < values.length; i++) {
            double value = values[i] + shifts[i] * move;
            if (value > greatest) {
                best = i;
                greatest = value;
            }
        }
        return best;
    }

    /** -sum p log p of counts out of {@code total}, in nats. */
    static double entropy(int[] counts, int total) {
        double sum = 0;
        for (int count : counts) {
            double p = (double) count / total;
            sum -= count == 0 ? 0 : p * Math.log(p);
        }
        return sum;
    }

    /** H(p_max). */
    public double entropy() {
        return entropy;
    }

    @Override
    public double value(double[] x, double[] gradient) {
        if (gradient != null) {
            Arrays.fill(gradient, 0);
        }
        Shifts.At at = shifts.at(x, noise);
        double[] s = at.shifts();
        double q = at.scale();
        double[] v = s.clone();
        for (int i = 0; i < v.length; i++) {
            v[i] *= q;
        }
        factor.solveLower(v);
        double explained = 0;
        for (double element : v) {
            explained += element * element;
        }
        double rest = Math.sqrt(Math.max(0, at.variance() - explained) + noise);
        double[] standardised = new double[normals.length];
        for (int d = 0; d < normals.length; d++) {
            double sum = rest * residuals[d];
            for (int i = 0; i < v.length; i++) {
                sum += v[i] * normals[d][i];
            }
            standardised[d] = sum / q;
        }
        double expected = 0;
        for (int k = 0; k < RULE.nodes().length; k++) {
            expected += RULE.weights()[k] * given(s, standardised, RULE.nodes()[k]);
        }
        return entropy - expected;
    }

    private double given(double[] s, double[] standardised, double z) {
        int[] counts = new int[s.length];
        for (int d = 0; d < values.length; d++) {
            counts[argmax(values[d], s, z - standardised[d])]++;
        }
        return entropy(counts, values.length);
    }
}
