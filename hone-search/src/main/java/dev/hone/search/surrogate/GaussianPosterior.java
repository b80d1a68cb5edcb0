package dev.hone.search.surrogate;

import dev.hone.core.HoneException;
import dev.hone.search.kernel.Kernel;
import dev.hone.search.numeric.Cholesky;
import dev.hone.search.numeric.Normal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A {@link GaussianModel} given observations y of functionals F. With K = cov(F, F) + diag(noise) = L L^T, v = L^-1 (y - mu0(F))
 * and a = L^-T v, for functionals g and h:
 * <pre>
 *   mean(g)   = mu0(g) + cov(F, g)^T a
 *   cov(g, h) = k(g, h) - (L^-1 cov(F, g))^T (L^-1 cov(F, h))      (of the function, without noise)
 * </pre>
 * If K is numerically singular, jitter of 1e-10 times the greatest prior variance goes on the diagonal, ten times more until
 * the factorisation succeeds. For kernels of constant variance, what the posterior is depends, bit for bit, on the observations
 * and their order alone, not on how they were divided among calls of {@link #condition}. Immutable and thread-safe.
 */
public final class GaussianPosterior {

    private static final double FIRST_JITTER = 1e-10;
    /** Variances below this share of the prior's are taken for rounding. */
    static final double LEAST_VARIANCE = 1e-12;

    private final GaussianModel model;
    private final List<Observation> observations;
    private final Functionals functionals;
    private final Cholesky factor;
    private final double jitter;
    private final double[] whitened;
    private final double[] weights;

    private GaussianPosterior(
            GaussianModel model,
            List<Observation> observations,
            Functionals functionals,
            Cholesky factor,
            double jitter,
            double[] whitened) {
        this.model = model;
        this.observations = List.copyOf(observations);
        this.functionals = functionals;
        this.factor = factor;
        this.jitter = jitter;
        this.whitened = whitened;
        weights = whitened.clone();
        factor.solveUpper(weights);
    }

    static GaussianPosterior of(GaussianModel model, List<Observation> observations) {
        Functionals all = Functionals.of(observations);
        double jitter = 0;
        for (int attempt = 0; attempt < 12; attempt++) {
            Cholesky factor = new Cholesky(observations.size());
            if (extend(factor, model, all, observations, jitter)) {
                double[] whitened = whitened(model, factor, observations, new double[0]);
                return new GaussianPosterior(model, observations, all, factor, jitter, whitened);
            }
            double scale = observations.stream()
                    .mapToDouble(o -> o.what().covariance(model.kernel(), o.what()))
                    .max()
                    .orElse(1);
            jitter = jitter == 0 ? FIRST_JITTER * scale : 10 * jitter;
        }
        throw new HoneException("covariance of " + observations.size() + " observations is not positive definite, even"
                + " with " + jitter + " added to its diagonal: are all inputs and outcomes finite?");
    }

    /** Rows for {@code more}, the last of {@code all}; false if the matrix is then not positive definite. */
    private static boolean extend(
            Cholesky factor, GaussianModel model, Functionals all, List<Observation> more, double jitter) {
        int n = factor.size();
        double[] row = new double[n + more.size()];
        for (int i = 0; i < more.size(); i++) {
            LinearFunctional what = more.get(i).what();
            all.covariances(model.kernel(), what, n + i, row);
            row[n + i] = what.covariance(model.kernel(), what) + model.noiseOf(more.get(i)) + jitter;
            if (!factor.append(row)) {
                return false;
            }
        }
        return true;
    }

    /** v = {@code known}, continued for {@code more}: v_i = (y_i - mu0_i - sum_{j<i} L_ij v_j) / L_ii. */
    private static double[] whitened(GaussianModel model, Cholesky factor, List<Observation> more, double[] known) {
        int n = known.length;
        double[] v = Arrays.copyOf(known, n + more.size());
        for (int i = 0; i < more.size(); i++) {
            Observation o = more.get(i);
            double residual = o.value() - model.mean().mean(o.what()) - factor.multiplyRow(n + i, v);
            v[n + i] = residual / factor.get(n + i, n + i);
        }
        return v;
    }

    /** Given {@code more} as well; O(n^2 m), the factor of what was known before is kept. */
    public GaussianPosterior condition(List<Observation> more) {
        if (more.isEmpty()) {
            return this;
        }
        List<Observation> all = new ArrayList<>(observations);
        all.addAll(more);
        Functionals grown = functionals.with(more);
        Cholesky larger = factor.copy(grown.size());
        return extend(larger, model, grown, more, jitter)
                ? new GaussianPosterior(model, all, grown, larger, jitter, whitened(model, larger, more, whitened))
                : of(model, all);
    }

    /**
     * {@code draws} posteriors given joint draws of what {@code pending} observations will be, their noise included; the new
     * rows of the factor are computed once for all draws, which come in antithetic pairs. Where pending points repeat what is
     * known exactly their outcomes are no news, and all draws are their means but for the jitter.
     */
    public List<GaussianPosterior> fantasies(List<Observation> pending, int draws, RandomGenerator random) {
        if (pending.isEmpty()) {
            return List.of(this);
        }
        int n = observations.size();
        GaussianPosterior grown = condition(pending);
        List<GaussianPosterior> fantasies = new ArrayList<>();
        double[] normals = new double[pending.size()];
        for (int s = 0; s < draws; s++) {
            double[] v = grown.whitened.clone();
            List<Observation> all = new ArrayList<>(observations);
            for (int i = 0; i < normals.length; i++) {
                normals[i] = s % 2 == 0 ? random.nextGaussian() : -normals[i];
                v[n + i] = normals[i];
                Observation o = pending.get(i);
                // y = mu0 + L v, row by row
                all.add(o.withValue(model.mean().mean(o.what()) + grown.factor.multiplyRow(n + i, v)));
            }
            fantasies.add(new GaussianPosterior(model, all, grown.functionals, grown.factor, grown.jitter, v));
        }
        return fantasies;
    }

    public GaussianModel model() {
        return model;
    }

    public List<Observation> observations() {
        return observations;
    }

    public int size() {
        return observations.size();
    }

    /** a = K^-1 (y - mu0). */
    double[] weights() {
        return weights;
    }

    Functionals functionals() {
        return functionals;
    }

    Cholesky factor() {
        return factor;
    }

    double jitter() {
        return jitter;
    }

    /** log p(y). */
    public double logMarginalLikelihood() {
        double squares = 0;
        for (double v : whitened) {
            squares += v * v;
        }
        return -0.5 * (squares + factor.logDeterminant()) - size() * Normal.LOG_SQRT_2PI;
    }

    /** cov(F, g), the prior covariances of {@code g} with what was observed. */
    double[] covariances(LinearFunctional g) {
        double[] k = new double[size()];
        functionals.covariances(model.kernel(), g, k.length, k);
        return k;
    }

    /** L^-1 cov(F, g): posterior covariances are prior ones less inner products of these. */
    double[] whiten(LinearFunctional g) {
        double[] v = covariances(g);
        factor.solveLower(v);
        return v;
    }

    /** Posterior mean of what observation {@code i} is of: y_i - noise_i a_i, because K a = y - mu0. */
    public double observedMean(int i) {
        Observation o = observations.get(i);
        return o.value() - (model.noiseOf(o) + jitter) * weights[i];
    }

    public double mean(LinearFunctional g) {
        return model.mean().mean(g) + dot(covariances(g), weights);
    }

    public double covariance(LinearFunctional g, LinearFunctional h) {
        return g.covariance(model.kernel(), h) - dot(whiten(g), whiten(h));
    }

    /** Variance, at least a rounding error above 0. */
    public double variance(LinearFunctional g) {
        double[] v = whiten(g);
        double prior = g.covariance(model.kernel(), g);
        return Math.max(prior - dot(v, v), LEAST_VARIANCE * prior);
    }

    /** Means and covariances of several functionals. */
    public Joint joint(List<LinearFunctional> functionals) {
        int m = functionals.size();
        double[] mean = new double[m];
        double[][] white = new double[m][];
        double[][] covariance = new double[m][m];
        for (int i = 0; i < m; i++) {
            LinearFunctional g = functionals.get(i);
            white[i] = covariances(g);
            mean[i] = model.mean().mean(g) + dot(white[i], weights);
            factor.solveLower(white[i]);
            for (int j = 0; j <= i; j++) {
                covariance[i][j] = g.covariance(model.kernel(), functionals.get(j)) - dot(white[i], white[j]);
                covariance[j][i] = covariance[i][j];
            }
        }
        return new Joint(mean, covariance);
    }

    /** Mean and standard deviation of f(x) with their gradients. */
    public record Marginal(double mean, double sd, double[] meanGradient, double[] sdGradient) {}

    /** f(x); gradients are empty unless asked for. For many points {@link Marginals} does the same without new arrays. */
    public Marginal at(double[] x, boolean gradient) {
        Marginals at = new Marginals(List.of(this), x.length);
        at.at(x, gradient);
        double[] none = new double[0];
        return new Marginal(
                at.mean(0), at.sd(), gradient ? at.meanGradient(0) : none, gradient ? at.sdGradient() : none);
    }

    /** mean(f(x)) alone; overwrites its gradient unless it is null. O(n) kernel evaluations. */
    public double mean(double[] x, double[] gradient) {
        LinearFunctional g = LinearFunctional.value(x);
        double mean = model.mean().derivative(x, Kernel.NONE) + dot(covariances(g), weights);
        if (gradient != null) {
            Arrays.fill(gradient, 0);
            addSlopes(x, weights, gradient);
            int[] by = new int[1];
            for (int c = 0; c < gradient.length; c++) {
                by[0] = c;
                gradient[c] += model.mean().derivative(x, by);
            }
        }
        return mean;
    }

    /** out += sum_i coefficients_i d cov(F_i, f(x)) / dx. */
    private void addSlopes(double[] x, double[] coefficients, double[] out) {
        functionals.addSlopes(model.kernel(), x, new double[][] {coefficients}, new double[][] {out});
    }

    /** The posterior covariance of f(x) and {@code g}, differentiated by x while g stays. */
    public double[] covarianceGradient(double[] x, LinearFunctional g) {
        double[] solved = covariances(g);
        factor.solve(solved);
        for (int i = 0; i < solved.length; i++) {
            solved[i] = -solved[i];
        }
        double[] out = new double[x.length];
        g.covarianceGradient(model.kernel(), x, out);
        addSlopes(x, solved, out);
        return out;
    }

    /** With four running sums, because the order of one may not be changed and would wait on every addition. */
    static double dot(double[] a, double[] b) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = 0;
        for (; i + 3 < a.length; i += 4) {
            s0 += a[i] * b[i];
            s1 += a[i + 1] * b[i + 1];
            s2 += a[i + 2] * b[i + 2];
            s3 += a[i + 3] * b[i + 3];
        }
        for (; i < a.length; i++) {
            s0 += a[i] * b[i];
        }
        return (s0 + s1) + (s2 + s3);
    }
}
