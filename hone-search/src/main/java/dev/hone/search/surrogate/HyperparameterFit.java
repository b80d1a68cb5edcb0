package dev.hone.search.surrogate;

import dev.hone.search.kernel.Gram;
import dev.hone.search.numeric.BoxLbfgs;
import dev.hone.search.numeric.Cholesky;
import dev.hone.search.numeric.CholeskyInverse;
import dev.hone.search.numeric.NoUTurnSampler;
import dev.hone.search.numeric.Normal;
import dev.hone.search.numeric.SliceSampler;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * The hyperparameters theta of a {@link GaussianModel} given observations: their posterior density, its mode, draws from it.
 * With K = cov(F, F) + diag(noise), r = y - mu0(F) and a = K^-1 r:
 * <pre>
 *   log p(y | theta) = -1/2 r^T a - sum_i log L_ii - n/2 log 2 pi
 *   d/dtheta         = 1/2 tr((a a^T - K^-1) dK/dtheta)  for kernel and noise,   basis_j(F)^T a  for coefficient j
 * </pre>
 * A numerically singular K counts as an impossible theta. Not thread-safe.
 */
public final class HyperparameterFit {

    /** Longest trajectories have 2^6 steps: a posterior that needs more is not worth them to an average over its draws. */
    private static final int MAX_DEPTH = 6;

    private static final double ACCEPTANCE = 0.8;

    private final GaussianModel template;
    private final List<Density> priors;
    private final int n;
    /** Number of hyperparameters of the kernel, where those of the noise begin. */
    private final int noiseAt;
    /** Where those of the mean begin. */
    private final int meanAt;

    private final Gram gram;
    private final double[] y;
    private final double[] knownNoise;
    private final int[] group;
    /** Basis functions of the prior mean at each observation, [function][observation]. */
    private final double[][] basis;

    private final double[] matrix;
    private final double[] contraction;
    private final CholeskyInverse inverse;

    public HyperparameterFit(GaussianModel template, Priors priors, List<Observation> observations) {
        this(template, priors.of(template), observations);
    }

    /** @param priors one for each element of the template's theta */
    public HyperparameterFit(GaussianModel template, List<Density> priors, List<Observation> observations) {
        this.template = template;
        this.priors = List.copyOf(priors);
        n = observations.size();
        noiseAt = template.kernel().parameters();
        meanAt = noiseAt + template.noise().length;
        gram = Functionals.of(observations).gram(template.kernel());
        y = observations.stream().mapToDouble(Observation::value).toArray();
        knownNoise = observations.stream().mapToDouble(Observation::noise).toArray();
        group = observations.stream().mapToInt(Observation::group).toArray();
        basis = new double[template.mean().size()][n];
        for (int m = 0; m < basis.length; m++) {
            for (int i = 0; i < n; i++) {
                basis[m][i] = template.mean().basis(m, observations.get(i).what());
            }
        }
        matrix = new double[Cholesky.length(n)];
        contraction = new double[Cholesky.length(n)];
        inverse = new CholeskyInverse(n);
    }

    /** log p(y | theta) alone; adds its gradient unless it is null. NaN if K is singular. */
    double logLikelihood(double[] theta, double[] gradient) {
        gram.fill(theta, 0, matrix);
        for (int i = 0; i < n; i++) {
            boolean unknown = Double.isNaN(knownNoise[i]);
            matrix[i * (i + 1) / 2 + i] += unknown ? Math.exp(theta[noiseAt + group[i]]) : knownNoise[i];
        }
        if (!(gradient == null ? inverse.factor(matrix) : inverse.compute(matrix))) {
            return Double.NaN;
        }
        double[] r = y.clone();
        for (int m = 0; m < basis.length; m++) {
            double coefficient = theta[meanAt + m];
            for (int i = 0; i < n; i++) {
                r[i] -= coefficient * basis[m][i];
            }
        }
        double fit;
        if (gradient == null) {
            fit = inverse.quadratic(r);
        } else {
            double[] a = r.clone();
            inverse.solve(a);
            addGradient(theta, a, gradient);
            fit = GaussianPosterior.dot(r, a);
        }
        return -0.5 * (fit + inverse.logDeterminant()) - n * Normal.LOG_SQRT_2PI;
    }

    private void addGradient(double[] theta, double[] a, double[] gradient) {
        for (int i = 0; i < n; i++) {
            double[] row = inverse.inverseRow(i);
            int at = i * (i + 1) / 2;
            for (int j = 0; j < i; j++) {
                contraction[at + j] = a[i] * a[j] - row[j];
            }
            double diagonal = 0.5 * (a[i] * a[i] - row[i]);
            contraction[at + i] = diagonal;
            if (Double.isNaN(knownNoise[i])) {
                gradient[noiseAt + group[i]] += diagonal * Math.exp(theta[noiseAt + group[i]]);
            }
        }
        gram.addGradient(contraction, gradient, 0);
        for (int m = 0; m < basis.length; m++) {
            gradient[meanAt + m] += GaussianPosterior.dot(a, basis[m]);
        }
    }

    /** Logarithm of prior times likelihood, up to a constant; overwrites the gradient unless it is null. */
    public double value(double[] theta, double[] gradient) {
        double prior = 0;
        for (int i = 0; i < theta.length; i++) {
            prior += priors.get(i).log(theta[i]);
            if (gradient != null) {
                gradient[i] = priors.get(i).slope(theta[i]);
            }
        }
        return prior == Double.NEGATIVE_INFINITY ? prior : prior + logLikelihood(theta, gradient);
    }

    /**
     * The mode, by L-BFGS from the template's theta, from the priors' modes and from {@code draws} draws of the priors.
     */
    public GaussianModel mode(int draws, int iterations, RandomGenerator random) {
        List<double[]> starts = new ArrayList<>();
        starts.add(template.theta());
        if (draws > 0) {
            starts.add(priors.stream().mapToDouble(Density::mode).toArray());
        }
        for (int s = 1; s < draws; s++) {
            starts.add(priors.stream().mapToDouble(p -> p.draw(random)).toArray());
        }
        return mode(starts, new BoxLbfgs.Options(iterations, 1e-4, 1e-8, 8)).orElse(template);
    }

    /** The best end of descents from {@code starts}, values of theta; empty if K is singular wherever they led. */
    public Optional<GaussianModel> mode(List<double[]> starts, BoxLbfgs.Options options) {
        double[] low = priors.stream().mapToDouble(Density::low).toArray();
        double[] high = priors.stream().mapToDouble(Density::high).toArray();
        BoxLbfgs.Differentiable objective = (theta, gradient) -> {
            double value = value(theta, gradient);
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] = -gradient[i];
            }
            return -value;
        };
        BoxLbfgs.Result best = null;
        for (double[] start : starts) {
            BoxLbfgs.Result end = BoxLbfgs.minimize(objective, start, low, high, options);
            if (Double.isFinite(end.value()) && (best == null || end.value() < best.value())) {
                best = end;
            }
        }
        return best == null ? Optional.empty() : Optional.of(template.with(best.x()));
    }

    /**
     * Draws from the posterior by univariate slice sampling with width 1, starting at the template.
     *
     * @param burnIn sweeps over all hyperparameters before the first draw
     * @param keep draws
     * @param thin sweeps from one draw to the next
     */
    public List<GaussianModel> sample(int burnIn, int keep, int thin, RandomGenerator random) {
        List<GaussianModel> drawn = new ArrayList<>();
        double[] theta = within(template.theta());
        boolean[] moving = new boolean[theta.length];
        for (int i = 0; i < moving.length; i++) {
            moving[i] = !priors.get(i).isFixed();
        }
        SliceSampler sampler = new SliceSampler(t -> value(t, null), moving, random);
        sampler.sweeps(theta, burnIn);
        for (int s = 0; s < keep; s++) {
            drawn.add(template.with(theta));
            sampler.sweeps(theta, thin);
        }
        return drawn;
    }

    /** Within the priors' bounds. */
    private double[] within(double[] theta) {
        for (int i = 0; i < theta.length; i++) {
            theta[i] = Math.min(priors.get(i).high(), Math.max(priors.get(i).low(), theta[i]));
        }
        return theta;
    }

    /**
     * Draws from the posterior by a {@link NoUTurnSampler}, starting at the template or, where that is impossible, at the
     * priors' modes.
     *
     * @param warmUp trajectories before the first draw
     * @param keep draws
     * @param thin trajectories from one draw to the next
     */
    public List<GaussianModel> trajectories(int warmUp, int keep, int thin, RandomGenerator random) {
        double[] theta = within(template.theta());
        if (!Double.isFinite(value(theta, null))) {
            theta = priors.stream().mapToDouble(Density::mode).toArray();
        }
        int[] moving = IntStream.range(0, theta.length)
                .filter(i -> !priors.get(i).isFixed())
                .toArray();
        double[] all = theta;
        double[] slopes = new double[theta.length];
        NoUTurnSampler.LogDensity density = (x, gradient) -> {
            scatter(x, moving, all);
            double value = value(all, slopes);
            for (int k = 0; k < moving.length; k++) {
                gradient[k] = slopes[moving[k]];
            }
            return value;
        };
        double[] start = Arrays.stream(moving).mapToDouble(i -> all[i]).toArray();
        NoUTurnSampler.Options options = new NoUTurnSampler.Options(warmUp, MAX_DEPTH, ACCEPTANCE);
        NoUTurnSampler sampler = new NoUTurnSampler(density, start, options, random);
        List<GaussianModel> drawn = new ArrayList<>();
        for (int s = 0; s < keep; s++) {
            double[] draw = start;
            for (int t = 0; t < thin; t++) {
                draw = sampler.next();
            }
            scatter(draw, moving, all);
            drawn.add(template.with(all));
        }
        return drawn;
    }

    private static void scatter(double[] x, int[] moving, double[] all) {
        for (int k = 0; k < moving.length; k++) {
            all[moving[k]] = x[k];
        }
    }
}
