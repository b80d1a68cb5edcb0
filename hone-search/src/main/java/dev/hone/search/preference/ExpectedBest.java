package dev.hone.search.preference;

import dev.hone.search.acquisition.PointAcquisition;
import dev.hone.search.numeric.Cholesky;
import dev.hone.search.numeric.Normal;
import dev.hone.search.surrogate.Companions;
import dev.hone.search.surrogate.GaussianPosterior;
import dev.hone.search.surrogate.Joint;
import dev.hone.search.surrogate.LinearFunctional;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The expected utility of the best of some points, as a function of the last of them, x:
 * <pre> E[max(floor, u(y_1), ..., u(y_m), u(x))] </pre>
 * Without a floor it is EUBO, the expected utility of the best option (Lin et al., "Preference exploration for efficient
 * Bayesian optimization with multiple outcomes", AISTATS 2022), for more than two points qEUBO (Astudillo et al., "qEUBO: a
 * decision-theoretic acquisition function for preferential Bayesian optimization", AISTATS 2023). With a floor it is that plus
 * the expected improvement on it.
 *
 * <p>Of two points, with s^2 = var(u(x) - u(y)), delta = mean(x) - mean(y), h(t) = phi(t) + t Phi(t):
 * <pre> mean(y) + s h(delta / s) </pre>
 * Of more, only u(y) is drawn, in antithetic pairs; given a draw z with greatest M, u(x) is normal with mean
 * m_z = mean(x) + c^T C^-1 (z - mean(y)) and variance s^2 = var(x) - c^T C^-1 c, and its part is exact:
 * <pre> mean over z of M_z + s h((m_z - M_z) / s) </pre>
 * Immutable but for scratch; not thread-safe.
 */
final class ExpectedBest implements PointAcquisition {

    private static final double LEAST = 1e-10;

    private final GaussianPosterior posterior;
    private final int count;
    private final Companions others;
    /** C^-1 (z - mean(y)) of each draw, [draws][m]. */
    private final double[][] weights;
    /** M of each draw. */
    private final double[] greatest;

    private final Cholesky factor;
    /** Of the only other point, or the floor. */
    private final double onlyMean;

    private final double onlyVariance;

    /**
     * @param others y
     * @param floor minus infinity for none
     * @param draws at least 1
     */
    ExpectedBest(GaussianPosterior posterior, List<double[]> others, double floor, int draws, RandomGenerator random) {
        this.posterior = posterior;
        List<LinearFunctional> values =
                others.stream().map(LinearFunctional::value).toList();
        this.others = new Companions(posterior, values);
        count = values.size();
        boolean closed = count == 0 || count == 1 && floor == Double.NEGATIVE_INFINITY;
        Joint joint = posterior.joint(values);
        factor = closed ? new Cholesky(0) : joint.factor();
        onlyMean = count == 1 ? joint.mean()[0] : floor;
        onlyVariance = count == 1 ? joint.covariance()[0][0] : 0;
        weights = new double[closed ? 0 : draws][];
        greatest = new double[weights.length];
        double[] normals = new double[count];
        for (int s = 0; s < weights.length; s++) {
            for (int i = 0; i < count; i++) {
                normals[i] = s % 2 == 0 ? random.nextGaussian() : -normals[i];
            }
            double[] drawn = joint.draw(factor, normals);
            greatest[s] = floor;
            for (double u : drawn) {
                greatest[s] = Math.max(greatest[s], u);
            }
            // C^-1 (z - mean) = R^-T normals, C = R R^T
            weights[s] = normals.clone();
            factor.solveUpper(weights[s]);
        }
    }

    @Override
    public double value(double[] x, double[] gradient) {
        if (count == 0 && onlyMean == Double.NEGATIVE_INFINITY) {
            return posterior.mean(x, gradient);
        }
        GaussianPosterior.Marginal at = posterior.at(x, gradient != null);
        if (weights.length > 0) {
            return drawn(x, at, gradient);
        }
        double variance = at.sd() * at.sd();
        double sdOfDifference =
                count == 0 ? at.sd() : deviation(variance + onlyVariance - 2 * others.covariances(x)[0], variance);
        double t = (at.mean() - onlyMean) / sdOfDifference;
        if (gradient != null) {
            double[] slope = count == 0 ? new double[x.length] : others.gradients(x)[0];
            for (int c = 0; c < gradient.length; c++) {
                double byDeviation = (at.sd() * at.sdGradient()[c] - slope[c]) / sdOfDifference;
                gradient[c] = Normal.cdf(t) * at.meanGradient()[c] + Normal.pdf(t) * byDeviation;
            }
        }
        return onlyMean + sdOfDifference * gain(t);
    }

    private double drawn(double[] x, GaussianPosterior.Marginal at, double[] gradient) {
        double[] covariance = others.covariances(x);
        double[] solved = covariance.clone();
        factor.solve(solved);
        double variance = at.sd() * at.sd();
        double s = deviation(variance - dot(covariance, solved), variance);
        double value = 0;
        double byMean = 0;
        double byDeviation = 0;
        double[] byCovariance = new double[count];
        for (int d = 0; d < weights.length; d++) {
            double t = (at.mean() + dot(covariance, weights[d]) - greatest[d]) / s;
            value += greatest[d] + s * gain(t);
            double cdf = Normal.cdf(t);
            byMean += cdf;
            byDeviation += Normal.pdf(t);
            for (int j = 0; j < count; j++) {
                byCovariance[j] += cdf * weights[d][j];
            }
        }
        int draws = weights.length;
        if (gradient != null) {
            for (int c = 0; c < gradient.length; c++) {
                gradient[c] = (byMean * at.meanGradient()[c] + byDeviation * at.sd() * at.sdGradient()[c] / s) / draws;
            }
            double[][] slopes = others.gradients(x);
            for (int j = 0; j < count; j++) {
                for (int c = 0; c < gradient.length; c++) {
                    gradient[c] += (byCovariance[j] - byDeviation * solved[j] / s) * slopes[j][c] / draws;
                }
            }
        }
        return value / draws;
    }

    /** h(t). */
    private static double gain(double t) {
        return t > -1 ? Normal.pdf(t) + t * Normal.cdf(t) : Math.exp(Normal.logH(t));
    }

    private static double deviation(double variance, double scale) {
        return Math.sqrt(Math.max(variance, Math.max(LEAST * scale, Double.MIN_NORMAL)));
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** The standard deviation of the difference of u(x) from the one of {@code others} that it differs least from. */
    static PointAcquisition leastKnownDifference(GaussianPosterior posterior, List<double[]> others) {
        List<LinearFunctional> all =
                others.stream().map(LinearFunctional::value).toList();
        Companions companions = new Companions(posterior, all);
        double[] variances = all.stream().mapToDouble(posterior::variance).toArray();
        return (x, gradient) -> {
            GaussianPosterior.Marginal at = posterior.at(x, gradient != null);
            double[] covariances = companions.covariances(x);
            double variance = at.sd() * at.sd();
            int least = -1;
            double square = Double.POSITIVE_INFINITY;
            for (int j = 0; j < variances.length; j++) {
                double difference = variance + variances[j] - 2 * covariances[j];
                if (difference < square) {
                    square = difference;
                    least = j;
                }
            }
            double sd = least < 0 ? at.sd() : deviation(square, variance);
            if (gradient != null) {
                double[] slope = least < 0 ? new double[x.length] : companions.gradients(x)[least];
                Arrays.setAll(gradient, c -> (at.sd() * at.sdGradient()[c] - slope[c]) / sd);
            }
            return sd;
        };
    }
}
