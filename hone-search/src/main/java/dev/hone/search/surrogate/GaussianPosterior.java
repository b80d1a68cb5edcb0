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
 * If K is numerically singular, jitter of 1e-10 times its mean diagonal goes on the diagonal, ten times more until the
 * factorisation succeeds. Immutable and thread-safe.
 */
public final class GaussianPosterior {

    private static final double FIRST_JITTER = 1e-10;
    /** Variances below this share of the prior's are taken for rounding. */
    private static final double LEAST_VARIANCE = 1e-12;

    private final GaussianModel model;
    private final List<Observation> observations;
    private final Cholesky factor;
    private final double jitter;
    private final double[] whitened;
    private final double[] weights;

    private GaussianPosterior(
            GaussianModel model, List<Observation> observations, Cholesky factor, double jitter, double[] whitened) {
        this.model = model;
        this.observations = List.copyOf(observations);
        this.factor = factor;
        this.jitter = jitter;
        this.whitened = whitened;
        weights = whitened.clone();
        factor.solveUpper(weights);
    }

    static GaussianPosterior of(GaussianModel model, List<Observation> observations) {
        double jitter = 0;
        for (int attempt = 0; attempt < 12; attempt++) {
            GaussianPosterior empty =
                    new GaussianPosterior(model, List.of(), new Cholesky(observations.size()), jitter, new double[0]);
            Cholesky factor = empty.extended(observations);
            if (factor != null) {
                double[] whitened = empty.whitened(factor, observations);
                return new GaussianPosterior(model, observations, factor, jitter, whitened);
            }
            double scale = observations.stream()
                            .mapToDouble(o -> o.what().covariance(model.kernel(), o.what()))
                            .sum()
                    / observations.size();
            jitter = jitter == 0 ? FIRST_JITTER * scale : 10 * jitter;
        }
        throw new HoneException("covariance of " + observations.size() + " observations is not positive definite, even"
                + " with " + jitter + " added to its diagonal: are all inputs and outcomes finite?");
    }

    /** A copy of the factor with rows for {@code more}; null if it is then not positive definite. */
    private Cholesky extended(List<Observation> more) {
        int n = observations.size();
        Cholesky grown = factor.copy(n + more.size());
        double[] row = new double[n + more.size()];
        for (int i = 0; i < more.size(); i++) {
            LinearFunctional what = more.get(i).what();
            for (int j = 0; j < n + i; j++) {
                LinearFunctional other = (j < n ? observations.get(j) : more.get(j - n)).what();
                row[j] = what.covariance(model.kernel(), other);
            }
            row[n + i] = what.covariance(model.kernel(), what) + model.noiseOf(more.get(i)) + jitter;
            if (!grown.append(row)) {
                return null;
            }
        }
        return grown;
    }

    /** v of this posterior, continued for {@code more}: v_i = (y_i - mu0_i - sum_{j<i} L_ij v_j) / L_ii. */
    private double[] whitened(Cholesky grown, List<Observation> more) {
        int n = observations.size();
        double[] v = Arrays.copyOf(whitened, n + more.size());
        for (int i = 0; i < more.size(); i++) {
            Observation o = more.get(i);
            double residual = o.value() - model.mean().mean(o.what()) - grown.multiplyRow(n + i, v);
            v[n + i] = residual / grown.get(n + i, n + i);
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
        Cholesky grown = extended(more);
        return grown == null ? of(model, all) : new GaussianPosterior(model, all, grown, jitter, whitened(grown, more));
    }

    /**
     * Posteriors given joint draws of what {@code pending} observations will be, their noise included; the new rows of the
     * factor are computed once for all draws, which come in antithetic pairs.
     */
    public List<GaussianPosterior> fantasies(List<Observation> pending, int draws, RandomGenerator random) {
        if (pending.isEmpty()) {
            return List.of(this);
        }
        int n = observations.size();
        Cholesky grown = extended(pending);
        if (grown == null) {
            return withMeans(pending);
        }
        List<GaussianPosterior> fantasies = new ArrayList<>();
        double[] normals = new double[pending.size()];
        for (int s = 0; s < draws; s++) {
            double[] v = Arrays.copyOf(whitened, n + pending.size());
            List<Observation> all = new ArrayList<>(observations);
            for (int i = 0; i < normals.length; i++) {
                normals[i] = s % 2 == 0 ? random.nextGaussian() : -normals[i];
                v[n + i] = normals[i];
                Observation o = pending.get(i);
                // y = mu0 + L v, row by row
                all.add(o.withValue(model.mean().mean(o.what()) + grown.multiplyRow(n + i, v)));
            }
            fantasies.add(new GaussianPosterior(model, all, grown, jitter, v));
        }
        return fantasies;
    }

    /** Where pending points repeat what is known exactly, their outcomes are no news: they are their means. */
    private List<GaussianPosterior> withMeans(List<Observation> pending) {
        return List.of(
                condition(pending.stream().map(o -> o.withValue(mean(o.what()))).toList()));
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
        for (int i = 0; i < k.length; i++) {
            k[i] = observations.get(i).what().covariance(model.kernel(), g);
        }
        return k;
    }

    /** L^-1 cov(F, g): posterior covariances are prior ones less inner products of these. */
    double[] whiten(LinearFunctional g) {
        double[] v = covariances(g);
        factor.solveLower(v);
        return v;
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

    /** f(x); gradients are empty unless asked for. */
    public Marginal at(double[] x, boolean gradient) {
        LinearFunctional g = LinearFunctional.value(x);
        double[] k = covariances(g);
        double mean = model.mean().derivative(x, Kernel.NONE) + dot(k, weights);
        double[] solved = k.clone();
        factor.solveLower(solved);
        double prior = model.kernel().eval(x, x);
        double sd = Math.sqrt(Math.max(prior - dot(solved, solved), LEAST_VARIANCE * prior));
        if (!gradient) {
            return new Marginal(mean, sd, new double[0], new double[0]);
        }
        factor.solveUpper(solved);
        double[] meanGradient = new double[x.length];
        double[] sdGradient = new double[x.length];
        double[] part = new double[x.length];
        for (int i = 0; i < k.length; i++) {
            observations.get(i).what().covarianceGradient(model.kernel(), x, part);
            for (int c = 0; c < part.length; c++) {
                meanGradient[c] += weights[i] * part[c];
                sdGradient[c] -= solved[i] * part[c];
            }
        }
        // d/dx k(x, x) = 2 d/dx k(x, y) at y = x, by symmetry
        model.kernel().gradX(x, x, part);
        int[] by = new int[1];
        for (int c = 0; c < part.length; c++) {
            by[0] = c;
            meanGradient[c] += model.mean().derivative(x, by);
            sdGradient[c] = (sdGradient[c] + part[c]) / sd;
        }
        return new Marginal(mean, sd, meanGradient, sdGradient);
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
        double[] part = new double[x.length];
        for (int i = 0; i < coefficients.length; i++) {
            observations.get(i).what().covarianceGradient(model.kernel(), x, part);
            for (int c = 0; c < part.length; c++) {
                out[c] += coefficients[i] * part[c];
            }
        }
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

    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
