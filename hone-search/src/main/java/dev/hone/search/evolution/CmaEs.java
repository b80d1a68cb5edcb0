package dev.hone.search.evolution;

import dev.hone.core.Check;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * Covariance matrix adaptation evolution strategy: the (mu/mu_w, lambda)-CMA-ES with active covariance update (Hansen, The
 * CMA Evolution Strategy: A Tutorial, 2016), and with a margin on discrete axes (Hamano et al., CMA-ES with Margin, GECCO
 * 2022). The search distribution and its update; ranking, bounds and restarts belong to the caller.
 *
 * <pre>
 * x_i  = m + sigma A y_i,    y_i = B D z_i ~ N(0, C)               A: diagonal, 1 on continuous axes
 * y_w  = sum over i &le; mu of w_i y_(i)
 * m   += sigma A y_w
 * p_s  = (1 - c_s) p_s + sqrt(c_s (2 - c_s) mu_eff) C^(-1/2) y_w
 * sigma *= exp( c_s / d_s (|p_s| / E|N(0, I)| - 1) )
 * p_c  = (1 - c_c) p_c + h sqrt(c_c (2 - c_c) mu_eff) y_w
 * C    = (1 + c_1 (1 - h) c_c (2 - c_c) - c_1 - c_mu sum w) C + c_1 p_c p_c' + c_mu sum over i &le; lambda of w_i' y_(i) y_(i)'
 * w_i' = w_i, or w_i n / |C^(-1/2) y_(i)|^2 where w_i &lt; 0
 * </pre>
 *
 * <p>A point that was not drawn from the current distribution may take part in an update; its length is limited as Hansen,
 * Injecting External Solutions Into CMA-ES (2011), advises: {@link #injected}. Not thread-safe.
 */
public final class CmaEs {

    /** Edges of the cell of a discrete axis that contains {@code u}: {low, high}, infinite for the outermost cells. */
    @FunctionalInterface
    public interface Axis {

        /** An axis without cells. */
        Axis CONTINUOUS = u -> new double[0];

        double[] cell(double u);
    }

    /** Beyond this ratio of eigenvalues arithmetic with doubles is noise. */
    private static final double CONDITION = 1e15;

    /** Steps below this underflow when squared. */
    private static final double LEAST_SIGMA = 1e-100;

    private final CmaWeights w;
    private final Axis[] axes;
    private final int n;
    private final double[] mean;
    private final double[] scale;
    private final double[] pathSigma;
    private final double[] pathC;
    private final double[][] c;
    private double[][] b;
    private double[] d;
    private double sigma;
    private int generation;
    private int decomposed;

    /**
     * @param mean [n], copied
     * @param sigma step size, above 0
     * @param populationSize lambda, at least 2
     * @param active whether the worse half of a generation shrinks the covariance in its directions
     * @param axes [n]
     */
    public CmaEs(double[] mean, double sigma, int populationSize, boolean active, Axis... axes) {
        this(mean, sigma, identity(mean.length), populationSize, active, axes);
    }

    /** As above, with {@code covariance}, [n][n] positive definite, copied. */
    public CmaEs(double[] mean, double sigma, double[][] covariance, int populationSize, boolean active, Axis... axes) {
        Check.positive("sigma", sigma);
        Check.that(axes.length == mean.length, "axes", axes.length, mean.length + " axes");
        this.n = mean.length;
        this.w = CmaWeights.of(n, populationSize, active);
        this.axes = axes.clone();
        this.mean = mean.clone();
        this.sigma = sigma;
        this.scale = new double[n];
        Arrays.fill(scale, 1);
        this.pathSigma = new double[n];
        this.pathC = new double[n];
        this.c = Arrays.stream(covariance).map(double[]::clone).toArray(double[][]::new);
        decompose();
        keepMargin();
    }

    /** The default lambda, 4 + floor(3 ln n). */
    public static int defaultPopulation(int dimensions) {
        return CmaWeights.defaultPopulation(dimensions);
    }

    public int populationSize() {
        return w.populationSize();
    }

    /** Weights of the better half, best first; their sum is 1. */
    public double[] parentWeights() {
        return Arrays.copyOf(w.weights(), w.parents());
    }

    public int dimensions() {
        return n;
    }

    /** Number of updates so far. */
    public int generation() {
        return generation;
    }

    public double[] mean() {
        return mean.clone();
    }

    public double sigma() {
        return sigma;
    }

    /** Standard deviation along axis {@code i}. */
    public double deviation(int i) {
        return sigma * scale[i] * Math.sqrt(c[i][i]);
    }

    /** Ratio of the longest to the shortest principal axis, squared. */
    public double condition() {
        double longest = 0;
        double shortest = Double.POSITIVE_INFINITY;
        for (double length : d) {
            longest = Math.max(longest, length);
            shortest = Math.min(shortest, length);
        }
        return longest * longest / (shortest * shortest);
    }

    /** A draw, [n]. */
    public double[] sample(RandomGenerator random) {
        double[] z = new double[n];
        for (int i = 0; i < n; i++) {
            z[i] = d[i] * random.nextGaussian();
        }
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            double y = 0;
            for (int j = 0; j < n; j++) {
                y += b[i][j] * z[j];
            }
            x[i] = mean[i] + sigma * scale[i] * y;
        }
        return x;
    }

    /** {@code x} drawn towards the mean until its Mahalanobis length is at most sqrt(n) + 2 n / (n + 2). */
    public double[] injected(double[] x) {
        double[] y = difference(x);
        double length = norm(whiten(y));
        double limit = Math.sqrt(n) + 2.0 * n / (n + 2);
        double factor = length > limit ? limit / length : 1;
        double[] result = new double[n];
        for (int i = 0; i < n; i++) {
            result[i] = mean[i] + factor * (x[i] - mean[i]);
        }
        return result;
    }

    /** Learns from a generation: lambda points, best first, [lambda][n]. */
    public void update(double[][] ranked) {
        Check.that(ranked.length == w.populationSize(), "ranked", ranked.length, w.populationSize() + " points");
        double[][] y = new double[ranked.length][];
        double[] step = new double[n];
        for (int i = 0; i < ranked.length; i++) {
            y[i] = difference(ranked[i]);
            for (int k = 0; k < n && i < w.parents(); k++) {
                step[k] += w.weights()[i] * y[i][k];
            }
        }
        double[] white = whiten(step);
        double paceSigma = Math.sqrt(w.cSigma() * (2 - w.cSigma()) * w.muEff());
        double paceC = Math.sqrt(w.cc() * (2 - w.cc()) * w.muEff());
        for (int k = 0; k < n; k++) {
            mean[k] += sigma * scale[k] * step[k];
            pathSigma[k] = (1 - w.cSigma()) * pathSigma[k] + paceSigma * white[k];
        }
        double length = norm(pathSigma);
        double warmUp = Math.sqrt(1 - Math.pow(1 - w.cSigma(), 2.0 * (generation + 1)));
        boolean h = length / warmUp < (1.4 + 2.0 / (n + 1)) * w.chiN();
        for (int k = 0; k < n; k++) {
            pathC[k] = (1 - w.cc()) * pathC[k] + (h ? paceC * step[k] : 0);
        }
        updateCovariance(y, h);
        sigma *= Math.exp(Math.min(1, w.cSigma() / w.dSigma() * (length / w.chiN() - 1)));
        sigma = Math.max(sigma, LEAST_SIGMA);
        generation++;
        // Decomposing costs n^3; C changes by c_1 + c_mu a generation (tutorial, section B.2).
        if (generation - decomposed > 1 / ((w.c1() + w.cMu()) * n * 10)) {
            decompose();
        }
        keepMargin();
    }

    private void updateCovariance(double[][] y, boolean h) {
        double sum = 0;
        double[] weights = new double[y.length];
        for (int i = 0; i < y.length; i++) {
            double weight = w.weights()[i];
            sum += weight;
            if (weight < 0) {
                double length = norm(whiten(y[i]));
                weight *= n / Math.max(length * length, 1e-12);
            }
            weights[i] = weight;
        }
        double stall = h ? 0 : w.c1() * w.cc() * (2 - w.cc());
        double keep = 1 + stall - w.c1() - w.cMu() * sum;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double rankMu = 0;
                for (int k = 0; k < y.length; k++) {
                    rankMu += weights[k] * y[k][i] * y[k][j];
                }
                c[i][j] = keep * c[i][j] + w.c1() * pathC[i] * pathC[j] + w.cMu() * rankMu;
                c[j][i] = c[i][j];
            }
        }
    }

    private void decompose() {
        EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(n, true, true);
        Check.that(eigen.decompose(new DMatrixRMaj(c)), "covariance", Arrays.deepToString(c), "a symmetric matrix");
        b = new double[n][n];
        d = new double[n];
        double largest = 0;
        for (int j = 0; j < n; j++) {
            largest = Math.max(largest, eigen.getEigenvalue(j).getReal());
        }
        double floor = Math.max(largest, Double.MIN_NORMAL) / CONDITION;
        boolean repaired = false;
        for (int j = 0; j < n; j++) {
            double value = eigen.getEigenvalue(j).getReal();
            repaired |= value < floor;
            d[j] = Math.sqrt(Math.max(value, floor));
            DMatrixRMaj vector = eigen.getEigenVector(j);
            for (int i = 0; i < n; i++) {
                b[i][j] = vector.get(i, 0);
            }
        }
        if (repaired) {
            recompose();
        }
        decomposed = generation;
    }

    /** C = B D^2 B', after rounding or negative weights left an eigenvalue too small to go on with. */
    private void recompose() {
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = 0;
                for (int k = 0; k < n; k++) {
                    sum += b[i][k] * d[k] * d[k] * b[j][k];
                }
                c[i][j] = sum;
                c[j][i] = sum;
            }
        }
    }

    /** Every neighbouring cell of a discrete axis keeps a probability of at least about 1 / (n lambda). */
    private void keepMargin() {
        double alpha = 1.0 / (n * (double) w.populationSize());
        for (int i = 0; i < n; i++) {
            double[] cell = axes[i].cell(mean[i]);
            if (cell.length == 2) {
                double[] moved = Margin.keep(mean[i], deviation(i), cell[0], cell[1], alpha);
                mean[i] = moved[0];
                scale[i] *= moved[1] / deviation(i);
            }
        }
    }

    private double[] difference(double[] x) {
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            y[i] = (x[i] - mean[i]) / (sigma * scale[i]);
        }
        return y;
    }

    /** C^(-1/2) y = B D^-1 B' y. */
    private double[] whiten(double[] y) {
        double[] white = new double[n];
        for (int j = 0; j < n; j++) {
            double projection = 0;
            for (int i = 0; i < n; i++) {
                projection += b[i][j] * y[i];
            }
            projection /= d[j];
            for (int i = 0; i < n; i++) {
                white[i] += b[i][j] * projection;
            }
        }
        return white;
    }

    private static double norm(double[] v) {
        double square = 0;
        for (double x : v) {
            square += x * x;
        }
        return Math.sqrt(square);
    }

    private static double[][] identity(int n) {
        double[][] matrix = new double[n][n];
        for (int i = 0; i < n; i++) {
            matrix[i][i] = 1;
        }
        return matrix;
    }
}
