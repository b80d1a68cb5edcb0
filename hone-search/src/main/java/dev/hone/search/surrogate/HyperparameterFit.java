package dev.hone.search.surrogate;

import dev.hone.search.numeric.BoxLbfgs;
import dev.hone.search.numeric.Cholesky;
import dev.hone.search.numeric.CholeskyInverse;
import dev.hone.search.numeric.Normal;
import dev.hone.search.numeric.SliceSampler;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

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

    private final GaussianModel template;
    private final List<Density> priors;
    private final List<Observation> observations;
    private final int n;
    private final double[] matrix;
    private final CholeskyInverse inverse;

    public HyperparameterFit(GaussianModel template, Priors priors, List<Observation> observations) {
        this(template, priors.of(template), observations);
    }

    /** @param priors one for each element of the template's theta */
    public HyperparameterFit(GaussianModel template, List<Density> priors, List<Observation> observations) {
        this.template = template;
        this.priors = List.copyOf(priors);
        this.observations = List.copyOf(observations);
        n = observations.size();
        matrix = new double[Cholesky.length(n)];
        inverse = new CholeskyInverse(n);
    }

    /** log p(y | theta) alone; adds its gradient unless it is null. NaN if K is singular. */
    double logLikelihood(double[] theta, double[] gradient) {
        GaussianModel model = template.with(theta);
        for (int i = 0; i < n; i++) {
            LinearFunctional what = observations.get(i).what();
            for (int j = 0; j <= i; j++) {
                matrix[i * (i + 1) / 2 + j] =
                        what.covariance(model.kernel(), observations.get(j).what());
            }
            matrix[i * (i + 1) / 2 + i] += model.noiseOf(observations.get(i));
        }
        if (!inverse.compute(matrix)) {
            return Double.NaN;
        }
        double[] r = new double[n];
        for (int i = 0; i < n; i++) {
            r[i] = observations.get(i).value()
                    - model.mean().mean(observations.get(i).what());
        }
        double[] a = r.clone();
        inverse.solve(a);
        if (gradient != null) {
            addGradient(model, a, gradient);
        }
        return -0.5 * (GaussianPosterior.dot(r, a) + inverse.logDeterminant()) - n * Normal.LOG_SQRT_2PI;
    }

    private void addGradient(GaussianModel model, double[] a, double[] gradient) {
        int k = model.kernel().parameters();
        double[] part = new double[k];
        double[] sum = new double[k];
        for (int i = 0; i < n; i++) {
            Observation o = observations.get(i);
            double[] row = inverse.inverseRow(i);
            for (int j = 0; j <= i; j++) {
                Arrays.fill(sum, 0);
                o.what().addThetaGradient(model.kernel(), observations.get(j).what(), part, sum);
                double weight = (i == j ? 0.5 : 1) * (a[i] * a[j] - row[j]);
                for (int t = 0; t < k; t++) {
                    gradient[t] += weight * sum[t];
                }
            }
            if (Double.isNaN(o.noise())) {
                gradient[k + o.group()] += 0.5 * (a[i] * a[i] - row[i]) * model.noise()[o.group()];
            }
            for (int m = 0; m < model.mean().size(); m++) {
                gradient[k + model.noise().length + m] += a[i] * model.mean().basis(m, o.what());
            }
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
        double[] low = priors.stream().mapToDouble(Density::low).toArray();
        double[] high = priors.stream().mapToDouble(Density::high).toArray();
        List<double[]> starts = new ArrayList<>();
        starts.add(template.theta());
        if (draws > 0) {
            starts.add(priors.stream().mapToDouble(Density::mode).toArray());
        }
        for (int s = 1; s < draws; s++) {
            starts.add(priors.stream().mapToDouble(p -> p.draw(random)).toArray());
        }
        BoxLbfgs.Differentiable objective = (theta, gradient) -> {
            double value = value(theta, gradient);
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] = -gradient[i];
            }
            return -value;
        };
        BoxLbfgs.Options options = new BoxLbfgs.Options(iterations, 1e-4, 1e-8, 8);
        BoxLbfgs.Result best = null;
        for (double[] start : starts) {
            BoxLbfgs.Result end = BoxLbfgs.minimize(objective, start, low, high, options);
            if (Double.isFinite(end.value()) && (best == null || end.value() < best.value())) {
                best = end;
            }
        }
        return best == null ? template : template.with(best.x());
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
        double[] theta = template.theta();
        for (int i = 0; i < theta.length; i++) {
            theta[i] = Math.min(priors.get(i).high(), Math.max(priors.get(i).low(), theta[i]));
        }
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
}
