package dev.hone.search.surrogate;

import java.util.List;

/**
 * How the posterior means of chosen functionals T_i move with one more observation. All move along one standard normal Z:
 * <pre> mean'(T_i) = mean(T_i) + s_i Z,   s_i = S(T_i, f(x)) / q,   q = sqrt(S(f(x), f(x)) + noise) </pre>
 * with S the posterior covariance. The factors L^-1 cov(F, T_i) are computed once. Not thread-safe.
 */
public final class Shifts {

    private final GaussianPosterior posterior;
    private final List<LinearFunctional> targets;
    private final Functionals together;
    private final double[] means;
    private final double[][] white;

    public Shifts(GaussianPosterior posterior, List<LinearFunctional> targets) {
        this.posterior = posterior;
        this.targets = List.copyOf(targets);
        together = Functionals.ofAll(targets);
        means = new double[targets.size()];
        white = new double[targets.size()][];
        for (int i = 0; i < means.length; i++) {
            means[i] = posterior.mean(targets.get(i));
            white[i] = posterior.whiten(targets.get(i));
        }
    }

    /** Posterior means of the targets. */
    public double[] means() {
        return means.clone();
    }

    /** One more observation of f at x with variance {@code noise}. */
    public At at(double[] x, double noise) {
        return new At(x, noise);
    }

    /** The observation of one point. */
    public final class At {

        private final double[] x;
        private final double[] solved;
        private final double[] covariances;
        private final double variance;
        private final double scale;

        private At(double[] x, double noise) {
            this.x = x;
            LinearFunctional here = LinearFunctional.value(x);
            solved = posterior.whiten(here);
            double prior = here.covariance(posterior.model().kernel(), here);
            variance = Math.max(prior - GaussianPosterior.dot(solved, solved), 1e-12 * prior);
            scale = Math.sqrt(variance + noise);
            covariances = new double[targets.size()];
            together.covariances(posterior.model().kernel(), x, covariances);
            for (int i = 0; i < covariances.length; i++) {
                covariances[i] -= GaussianPosterior.dot(white[i], solved);
            }
        }

        /** s_i. */
        public double[] shifts() {
            double[] s = new double[covariances.length];
            for (int i = 0; i < s.length; i++) {
                s[i] = covariances[i] / scale;
            }
            return s;
        }

        /** S(f(x), f(x)). */
        public double variance() {
            return variance;
        }

        /** q. */
        public double scale() {
            return scale;
        }

        /** dS(f(x), f(x))/dx = 2 (d/dx k(x, .) at x - (K^-1 cov(F, f(x)))^T d/dx cov(F, f(x))). */
        public double[] varianceGradient() {
            double[] out = new double[x.length];
            posterior.model().kernel().gradX(x, x, out);
            double[] a = solved.clone();
            posterior.factor().solveUpper(a);
            subtract(a, out);
            for (int c = 0; c < out.length; c++) {
                out[c] *= 2;
            }
            return out;
        }

        /** Adds the gradient by x of sum_i weights_i s_i to {@code out}. */
        public void pullBack(double[] weights, double[] out) {
            double[] byCovariance = new double[x.length];
            double[] mixed = new double[posterior.size()];
            double along = 0;
            for (int i = 0; i < weights.length; i++) {
                if (weights[i] == 0) {
                    continue;
                }
                along += weights[i] * covariances[i];
                for (int k = 0; k < mixed.length; k++) {
                    mixed[k] += weights[i] * white[i][k];
                }
            }
            together.addSlopes(posterior.model().kernel(), x, new double[][] {weights}, new double[][] {byCovariance});
            posterior.factor().solveUpper(mixed);
            subtract(mixed, byCovariance);
            double[] byVariance = varianceGradient();
            for (int c = 0; c < out.length; c++) {
                out[c] += byCovariance[c] / scale - along * byVariance[c] / (2 * scale * scale * scale);
            }
        }

        private void subtract(double[] a, double[] out) {
            double[] product = new double[out.length];
            posterior.functionals().addSlopes(posterior.model().kernel(), x, new double[][] {a}, new double[][] {product
            });
            for (int c = 0; c < out.length; c++) {
                out[c] -= product[c];
            }
        }
    }
}
