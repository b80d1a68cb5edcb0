package dev.hone.search.surrogate;

import dev.hone.search.kernel.Kernel;
import dev.hone.search.numeric.Cholesky;
import dev.hone.search.numeric.CholeskyGradient;
import java.util.Arrays;
import java.util.List;

/**
 * How posterior means move with several more observations at once, of functionals M_1, ..., M_m: the values of a batch, or a
 * value together with its derivatives. With C C^T = S(M, M) + diag(noise), S the posterior covariance, and Z ~ N(0, I_m),
 * <pre> mean'(T) = mean(T) + s(T) . Z,   s(T) = C^-1 S(M, T),   S'(T, T) = S(T, T) - s(T) . s(T) </pre>
 * for every functional T. {@link Shifts} is the case m = 1. Not thread-safe.
 */
public final class JointShifts {

    private final GaussianPosterior posterior;
    private final List<LinearFunctional> measured;
    private final Cholesky factor;
    /** L^-1 cov(F, M_i). */
    private final double[][] white;
    /** K^-1 cov(F, M_i). */
    private final double[][] solved;

    /** @param noise variance of the noise of each observation */
    public JointShifts(GaussianPosterior posterior, List<LinearFunctional> measured, double[] noise) {
        this.posterior = posterior;
        this.measured = List.copyOf(measured);
        int m = measured.size();
        white = new double[m][];
        solved = new double[m][];
        double[][] covariance = new double[m][m];
        for (int i = 0; i < m; i++) {
            white[i] = posterior.whiten(measured.get(i));
            solved[i] = white[i].clone();
            posterior.factor().solveUpper(solved[i]);
            for (int j = 0; j <= i; j++) {
                covariance[i][j] = measured.get(i).covariance(kernel(), measured.get(j))
                        - GaussianPosterior.dot(white[i], white[j]);
                covariance[j][i] = covariance[i][j];
            }
            covariance[i][i] += noise[i];
        }
        factor = new Joint(new double[m], covariance).factor();
    }

    private Kernel kernel() {
        return posterior.model().kernel();
    }

    /** m. */
    public int size() {
        return measured.size();
    }

    /** s(T). */
    public double[] shift(LinearFunctional target) {
        return shift(target, posterior.covariances(target));
    }

    private double[] shift(LinearFunctional target, double[] k) {
        double[] s = new double[size()];
        for (int i = 0; i < s.length; i++) {
            s[i] = measured.get(i).covariance(kernel(), target) - GaussianPosterior.dot(solved[i], k);
        }
        factor.solveLower(s);
        return s;
    }

    /** s(T_k) of every row of {@code targets}, whose factors are known. */
    public double[][] shifts(Targets targets) {
        double[][] all = new double[targets.functionals.size()][];
        for (int k = 0; k < all.length; k++) {
            double[] s = new double[size()];
            for (int i = 0; i < s.length; i++) {
                s[i] = measured.get(i).covariance(kernel(), targets.functionals.get(k))
                        - GaussianPosterior.dot(white[i], targets.white[k]);
            }
            factor.solveLower(s);
            all[k] = s;
        }
        return all;
    }

    /** The posterior means after the observations that {@code z} stands for. */
    public Moved moved(double[] z) {
        double[] w = z.clone();
        factor.solveUpper(w);
        double[] weights = posterior.weights().clone();
        for (int i = 0; i < w.length; i++) {
            for (int k = 0; k < weights.length; k++) {
                weights[k] -= w[i] * solved[i][k];
            }
        }
        return new Moved(w, weights);
    }

    /** mean' for one z, in O(n + m) covariances: mu0(T) + cov(F, T)^T (a - K^-1 cov(F, M) w) + k(T, M) w, w = C^-T z. */
    public final class Moved {

        private final double[] w;
        private final double[] weights;

        private Moved(double[] w, double[] weights) {
            this.w = w;
            this.weights = weights;
        }

        public double mean(LinearFunctional target) {
            double mean = posterior.model().mean().mean(target)
                    + GaussianPosterior.dot(posterior.covariances(target), weights);
            for (int i = 0; i < w.length; i++) {
                mean += w[i] * measured.get(i).covariance(kernel(), target);
            }
            return mean;
        }

        /** Writes the derivatives of mean'(T) by the coordinates {@code axes} of all points of T; leaves others alone. */
        public void gradient(LinearFunctional target, int[] axes, double[] out) {
            if (!target.isValue()) {
                for (int c : axes) {
                    out[c] = mean(target.slope(c));
                }
                return;
            }
            double[] x = target.point();
            double[] sum = new double[x.length];
            double[] part = new double[x.length];
            for (int k = 0; k < weights.length; k++) {
                add(posterior.observations().get(k).what(), weights[k], x, part, sum);
            }
            for (int i = 0; i < w.length; i++) {
                add(measured.get(i), w[i], x, part, sum);
            }
            int[] by = new int[1];
            for (int c : axes) {
                by[0] = c;
                out[c] = sum[c] + posterior.model().mean().derivative(x, by);
            }
        }

        private void add(LinearFunctional what, double weight, double[] x, double[] part, double[] sum) {
            what.covarianceGradient(kernel(), x, part);
            for (int c = 0; c < part.length; c++) {
                sum[c] += weight * part[c];
            }
        }
    }

    /**
     * Derivatives of sum_k weights_k . s(T_k) by what the observations are made of, T held.
     *
     * @param weights [target][m]
     */
    public Slopes pullBack(List<LinearFunctional> targets, double[][] weights) {
        int m = size();
        double[][] byFactor = new double[m][m];
        double[][] byTarget = new double[targets.size()][];
        double[][] covariances = new double[byTarget.length][];
        for (int k = 0; k < byTarget.length; k++) {
            covariances[k] = posterior.covariances(targets.get(k));
            double[] s = shift(targets.get(k), covariances[k]);
            byTarget[k] = weights[k].clone();
            factor.solveUpper(byTarget[k]);
            // d(w . C^-1 b) = (C^-T w) . db - (C^-T w)^T dC s
            for (int i = 0; i < m; i++) {
                for (int j = 0; j <= i; j++) {
                    byFactor[i][j] -= byTarget[k][i] * s[j];
                }
            }
        }
        double[][] byCovariance = new double[m][m];
        CholeskyGradient.pullBack(factor, byFactor, byCovariance);
        double[][] mixed = new double[m][];
        for (int i = 0; i < m; i++) {
            double[] mix = new double[posterior.size()];
            for (int k = 0; k < byTarget.length; k++) {
                addScaled(byTarget[k][i], covariances[k], mix);
            }
            posterior.factor().solve(mix);
            for (int j = 0; j < m; j++) {
                addScaled(2 * byCovariance[i][j], solved[j], mix);
            }
            mixed[i] = mix;
        }
        return new Slopes(targets, byTarget, byCovariance, mixed);
    }

    private static void addScaled(double factor, double[] what, double[] to) {
        for (int i = 0; i < to.length; i++) {
            to[i] += factor * what[i];
        }
    }

    /** Derivatives by the observed functionals. */
    public final class Slopes {

        private final List<LinearFunctional> targets;
        private final double[][] byTarget;
        private final double[][] byCovariance;
        /** K^-1 cov(F, what M_i is multiplied with), [i]. */
        private final double[][] mixed;

        private Slopes(List<LinearFunctional> targets, double[][] byTarget, double[][] byCovariance, double[][] mixed) {
            this.targets = targets;
            this.byTarget = byTarget;
            this.byCovariance = byCovariance;
            this.mixed = mixed;
        }

        /**
         * Adds the derivatives by the coordinates {@code axes} of the point of observation {@code i} to {@code out}, whose
         * position {@code from} is coordinate 0: S(dM_i/dx_c, 2 sum_j A_ij M_j + sum_k (C^-T w_k)_i T_k), A the derivative by
         * S(M, M).
         */
        public void addTo(int i, int[] axes, double[] out, int from) {
            for (int c : axes) {
                LinearFunctional slope = measured.get(i).slope(c);
                double sum = -GaussianPosterior.dot(posterior.covariances(slope), mixed[i]);
                for (int j = 0; j < measured.size(); j++) {
                    sum += 2 * byCovariance[i][j] * slope.covariance(kernel(), measured.get(j));
                }
                for (int k = 0; k < byTarget.length; k++) {
                    if (byTarget[k][i] != 0) {
                        sum += byTarget[k][i] * slope.covariance(kernel(), targets.get(k));
                    }
                }
                out[from + c] += sum;
            }
        }
    }

    /** Functionals whose means many measurements move, with L^-1 cov(F, T) of each. */
    public static final class Targets {

        private final List<LinearFunctional> functionals;
        private final double[][] white;

        public Targets(GaussianPosterior posterior, List<LinearFunctional> functionals) {
            this.functionals = List.copyOf(functionals);
            white = new double[functionals.size()][];
            Arrays.setAll(white, k -> posterior.whiten(functionals.get(k)));
        }
    }
}
