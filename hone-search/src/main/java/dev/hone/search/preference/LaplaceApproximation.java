package dev.hone.search.preference;

import dev.hone.search.kernel.Kernel;
import dev.hone.search.numeric.Cholesky;
import dev.hone.search.surrogate.GaussianModel;
import dev.hone.search.surrogate.GaussianPosterior;
import dev.hone.search.surrogate.LinearFunctional;
import dev.hone.search.surrogate.Observation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Posterior of a utility u ~ GP(0, k) given {@link Evidence}, as a normal around its mode (Laplace; Rasmussen and Williams,
 * Gaussian processes for machine learning, 2006, sections 3.4 and 5.5.1, with curvature W that is not diagonal). With
 * K = L L^T the covariance of the n points, A the P x n matrix of differences, z = A u, and u = L v:
 * <pre>
 *   psi(v)      = sum_k l_k(z_k) - 1/2 |v|^2                                      concave: Newton's method with halved steps
 *   W           = A^T diag(c) A,   c_k = -l_k''(z_k),   B = I + L^T W L,   S = (K^-1 + W)^-1 = L B^-1 L^T
 *   log q       = psi(v) - 1/2 log det B                                          at the mode
 *   d log q     = sum_ij dK_ij (1/2 a_i a_j - 1/2 R_ij + t_i a_j)
 *   a           = A^T l'(z),   R = W - W S W,   t = s - W S s,   s = 1/2 A^T (var(z_k) l_k'''(z_k))
 * </pre>
 * S is also the posterior of a linear model that observes each difference as z_k + l_k' / c_k with noise of variance 1 / c_k:
 * so all that a {@link GaussianPosterior} can do, it does for utilities.
 */
final class LaplaceApproximation {

    private static final int ITERATIONS = 100;
    private static final int HALVINGS = 40;
    private static final double ARMIJO = 1e-4;
    /** Of the squared length of a step in the metric of the curvature. */
    private static final double TOLERANCE = 1e-14;

    private static final double JITTER = 1e-8;
    /** A difference that is observed with less precision than this says nothing. */
    private static final double LEAST_PRECISION = 1e-8;

    private final Kernel kernel;
    private final Evidence evidence;
    private final int n;
    /** L, [n][i + 1]. */
    private final double[][] lower;
    /** A L, [P][n]. */
    private final double[][] differences;

    private final double[] v;
    /** z at the mode, [P]. */
    private double[] z;

    private double psi;
    /** Factor of B. */
    private Cholesky factor;

    private LaplaceApproximation(Kernel kernel, Evidence evidence) {
        this.kernel = kernel;
        this.evidence = evidence;
        n = evidence.points().size();
        lower = lower(kernel, evidence.points());
        differences = new double[evidence.duels().size()][n];
        for (int k = 0; k < differences.length; k++) {
            Duel duel = evidence.duels().get(k);
            System.arraycopy(lower[duel.better()], 0, differences[k], 0, duel.better() + 1);
            for (int i = 0; i <= duel.worse(); i++) {
                differences[k][i] -= lower[duel.worse()][i];
            }
        }
        v = new double[n];
        z = new double[differences.length];
        climb();
    }

    /** @throws dev.hone.core.HoneException if the covariance of the points is not finite */
    static LaplaceApproximation of(Kernel kernel, Evidence evidence) {
        return new LaplaceApproximation(kernel, evidence);
    }

    private static double[][] lower(Kernel kernel, List<double[]> points) {
        int n = points.size();
        double[] packed = new double[Cholesky.length(n)];
        double greatest = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                packed[i * (i + 1) / 2 + j] = kernel.eval(points.get(i), points.get(j));
            }
            greatest = Math.max(greatest, packed[i * (i + 1) / 2 + i]);
        }
        for (int i = 0; i < n; i++) {
            packed[i * (i + 1) / 2 + i] += JITTER * greatest;
        }
        Cholesky cholesky = Cholesky.factor(packed, n, JITTER * greatest);
        double[][] lower = new double[n][];
        for (int i = 0; i < n; i++) {
            lower[i] = new double[i + 1];
            for (int j = 0; j <= i; j++) {
                lower[i][j] = cholesky.get(i, j);
            }
        }
        return lower;
    }

    // --- the mode

    private void climb() {
        psi = psi(v, z);
        for (int iteration = 0; iteration < ITERATIONS; iteration++) {
            factor = curvature();
            double[] gradient = gradient();
            double[] step = gradient.clone();
            factor.solve(step);
            double slope = dot(gradient, step);
            if (!(slope > TOLERANCE) || !search(step, slope)) {
                return;
            }
        }
        factor = curvature();
    }

    /** Takes the first of the step, its half, its quarter and so on that gains enough; false if none does. */
    private boolean search(double[] step, double slope) {
        double[] next = new double[n];
        double[] nextZ = new double[z.length];
        double share = 1;
        for (int halving = 0; halving < HALVINGS; halving++) {
            for (int i = 0; i < n; i++) {
                next[i] = v[i] + share * step[i];
            }
            double value = psi(next, nextZ);
            if (value >= psi + ARMIJO * share * slope) {
                System.arraycopy(next, 0, v, 0, n);
                z = nextZ;
                psi = value;
                return true;
            }
            share /= 2;
        }
        return false;
    }

    private double psi(double[] at, double[] into) {
        double sum = -0.5 * dot(at, at);
        for (int k = 0; k < into.length; k++) {
            into[k] = dot(differences[k], at);
            sum += evidence.duels().get(k).logLikelihood(into[k]);
        }
        return sum;
    }

    /** L^T A^T l' - v. */
    private double[] gradient() {
        double[] gradient = new double[n];
        for (int k = 0; k < z.length; k++) {
            double slope = evidence.duels().get(k).slope(z[k]);
            for (int i = 0; i < n; i++) {
                gradient[i] += slope * differences[k][i];
            }
        }
        for (int i = 0; i < n; i++) {
            gradient[i] -= v[i];
        }
        return gradient;
    }

    /** Factor of B = I + sum_k c_k d_k d_k^T, d_k row k of A L. */
    private Cholesky curvature() {
        double[] packed = new double[Cholesky.length(n)];
        for (int k = 0; k < z.length; k++) {
            double[] row = differences[k];
            double c = evidence.duels().get(k).curvature(z[k]);
            for (int i = 0; i < n; i++) {
                double scaled = c * row[i];
                int from = i * (i + 1) / 2;
                for (int j = 0; scaled != 0 && j <= i; j++) {
                    packed[from + j] += scaled * row[j];
                }
            }
        }
        for (int i = 0; i < n; i++) {
            packed[i * (i + 1) / 2 + i] += 1;
        }
        return Cholesky.factor(packed, n, JITTER);
    }

    // --- results

    /** Utilities of the points at the mode, in units of the noise of a comparison. [n] */
    double[] mode() {
        double[] u = new double[n];
        for (int i = 0; i < n; i++) {
            u[i] = dot(lower[i], v);
        }
        return u;
    }

    /** log q(evidence). */
    double logEvidence() {
        return psi - 0.5 * factor.logDeterminant();
    }

    /** Adds the derivatives of {@link #logEvidence} by the kernel's theta. */
    void addGradient(double[] gradient) {
        double[][] white = new double[n][];
        for (int i = 0; i < n; i++) {
            white[i] = Arrays.copyOf(lower[i], n);
            factor.solveLower(white[i]);
        }
        int count = z.length;
        double[] a = new double[n];
        double[] s = new double[n];
        double[] c = new double[count];
        double[][] spread = new double[n][n];
        double[][] w = new double[n][n];
        for (int k = 0; k < count; k++) {
            Duel duel = evidence.duels().get(k);
            int i = duel.better();
            int j = duel.worse();
            c[k] = duel.curvature(z[k]);
            double variance = 0;
            for (int m = 0; m < n; m++) {
                double difference = white[i][m] - white[j][m];
                variance += difference * difference;
                spread[i][m] += c[k] * difference;
                spread[j][m] -= c[k] * difference;
            }
            w[i][i] += c[k];
            w[j][j] += c[k];
            w[i][j] -= c[k];
            w[j][i] -= c[k];
            double slope = duel.slope(z[k]);
            a[i] += slope;
            a[j] -= slope;
            double third = 0.5 * variance * duel.third(z[k]);
            s[i] += third;
            s[j] -= third;
        }
        // S s in two halves: S = V V^T with rows of V white; spread = W V
        double[] half = new double[n];
        for (int i = 0; i < n; i++) {
            for (int m = 0; m < n; m++) {
                half[m] += white[i][m] * s[i];
            }
        }
        double[] t = new double[n];
        for (int i = 0; i < n; i++) {
            t[i] = s[i] - dot(spread[i], half);
        }
        double[] part = new double[kernel.parameters()];
        List<double[]> points = evidence.points();
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double r = w[i][j] - dot(spread[i], spread[j]);
                double weight = a[i] * a[j] - r + t[i] * a[j] + t[j] * a[i];
                kernel.gradTheta(points.get(i), points.get(j), part);
                double share = i == j ? 0.5 * weight : weight;
                for (int p = 0; p < part.length; p++) {
                    gradient[p] += share * part[p];
                }
            }
        }
    }

    /** The normal around the mode, over the whole space. */
    GaussianPosterior posterior() {
        List<Observation> observations = new ArrayList<>();
        for (int k = 0; k < z.length; k++) {
            Duel duel = evidence.duels().get(k);
            double c = duel.curvature(z[k]);
            if (c > LEAST_PRECISION) {
                LinearFunctional difference = LinearFunctional.value(
                                evidence.points().get(duel.better()))
                        .plus(-1, LinearFunctional.value(evidence.points().get(duel.worse())));
                observations.add(new Observation(difference, z[k] + duel.slope(z[k]) / c, 1 / c, 0));
            }
        }
        return GaussianModel.of(kernel, 1).given(observations);
    }

    /** Over the elements of the shorter one, {@code a}. */
    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
