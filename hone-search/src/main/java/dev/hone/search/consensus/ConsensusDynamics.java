package dev.hone.search.consensus;

import dev.hone.core.HoneException;
import java.util.List;

/**
 * The arithmetic of consensus-based optimization (Pinnau, Totzeck, Tse and Martin 2017; Carrillo, Jin, Li and Zhu, arXiv
 * 2103.15130 for its convergence; Riedl, 2211.12184 for memory and gradients).
 *
 * <pre>
 * w_i = exp(-alpha (E_i - min_j E_j)),   v = sum w_i V_i / sum w_i
 * isotropic:    V &lt;- V - lambda dt (V - v) + sigma sqrt(dt) min(||V - v||, M) B,      B ~ N(0, I_d)
 * anisotropic:  V_k &lt;- V_k - lambda dt (V_k - v_k) + sigma sqrt(dt) min(|V_k - v_k|, M) B_k
 * memory:       V &lt;- ... - lambda_2 dt (V - Y) + the same noise with sigma_2 and Y,   Y &lt;- Y + kappa dt S (V - Y),
 *               S = (1 + theta + tanh(beta (E(Y) - E(V)))) / 2
 * </pre>
 *
 * <p>Pure functions. Energies that are not finite have weight 0.
 */
public final class ConsensusDynamics {

    /** Doublings after which weights that are still even have no order to find. */
    private static final int DOUBLINGS = 200;

    private static final double LEAST_EFFECTIVE = 2;

    private ConsensusDynamics() {}

    /**
     * Weights of particles with the given energies, the best one's being 1.
     *
     * @throws HoneException if no energy is finite
     */
    public static double[] weights(double[] energies, double alpha) {
        double least = Double.POSITIVE_INFINITY;
        for (double energy : energies) {
            if (Double.isFinite(energy)) {
                least = Math.min(least, energy);
            }
        }
        if (least == Double.POSITIVE_INFINITY) {
            throw new HoneException("none of " + energies.length + " particles has a finite energy, so there is no"
                    + " consensus; start where the objective is defined");
        }
        double[] weights = new double[energies.length];
        for (int i = 0; i < energies.length; i++) {
            weights[i] = Double.isFinite(energies[i]) ? Math.exp(-alpha * (energies[i] - least)) : 0;
        }
        return weights;
    }

    /** The consensus point of {@code points}, [n][d], with {@code weights}, [n]; [d]. */
    public static double[] consensus(double[][] points, double[] weights) {
        double[] v = new double[points[0].length];
        double sum = 0;
        for (int i = 0; i < points.length; i++) {
            sum += weights[i];
            if (weights[i] > 0) {
                for (int k = 0; k < v.length; k++) {
                    v[k] += weights[i] * points[i][k];
                }
            }
        }
        for (int k = 0; k < v.length; k++) {
            v[k] /= sum;
        }
        return v;
    }

    /** The number of equal weights that would make as noisy a mean: (sum w)^2 / sum w^2. */
    public static double effectiveSampleSize(double[] weights) {
        double sum = 0;
        double squares = 0;
        for (double w : weights) {
            sum += w;
            squares += w * w;
        }
        return sum * sum / squares;
    }

    /**
     * {@code alpha}, at least 1, doubled until the effective sample size is below {@code share} of the particles, or
     * below 2 if that is more; {@code alpha} itself if the energies turn out to be equal.
     */
    public static double sharpened(double[] energies, double alpha, double share) {
        double goal = Math.max(LEAST_EFFECTIVE, share * energies.length);
        double result = Math.max(1, alpha);
        for (int i = 0; i < DOUBLINGS && effectiveSampleSize(weights(energies, result)) >= goal; i++) {
            result *= 2;
        }
        return effectiveSampleSize(weights(energies, result)) < goal ? result : Math.max(1, alpha);
    }

    /** Where a particle at {@code position} goes, given the consensus {@code v} and noise B, all [d]. */
    public static double[] step(double[] position, double[] v, ConsensusOptions options, double[] noise) {
        double[] next = position.clone();
        pull(next, position, v, options.lambda() * options.dt());
        spread(next, position, v, options.sigma() * Math.sqrt(options.dt()), options, noise);
        return next;
    }

    /** Adds the drift of {@code position} to its memory, and its noise; {@code next} is changed. */
    static void recall(double[] next, double[] position, double[] best, ConsensusOptions options, double[] noise) {
        ConsensusOptions.Memory memory = options.memory().orElseThrow();
        pull(next, position, best, memory.lambda2() * options.dt());
        spread(next, position, best, memory.sigma2() * Math.sqrt(options.dt()), options, noise);
    }

    private static void pull(double[] next, double[] position, double[] target, double rate) {
        for (int k = 0; k < next.length; k++) {
            next[k] -= rate * (position[k] - target[k]);
        }
    }

    private static void spread(
            double[] next, double[] position, double[] target, double scale, ConsensusOptions options, double[] noise) {
        double distance = Math.min(distance(position, target), options.truncation());
        boolean isotropic = options.diffusion() == Diffusion.ISOTROPIC;
        for (int k = 0; k < next.length; k++) {
            double size = isotropic ? distance : Math.min(Math.abs(position[k] - target[k]), options.truncation());
            next[k] += scale * size * noise[k];
        }
    }

    /** S: how much of a new position memory takes over; with infinite {@code beta} 1 if it is better, 0 if not. */
    public static double preference(double remembered, double current, double beta, double theta) {
        if (!Double.isFinite(current)) {
            return 0;
        }
        if (!Double.isFinite(remembered)) {
            return 1;
        }
        if (beta == Double.POSITIVE_INFINITY) {
            return current < remembered ? 1 : 0;
        }
        return (1 + theta + Math.tanh(beta * (remembered - current))) / 2;
    }

    /** Y + rate (V - Y). */
    static double[] towards(double[] y, double[] v, double rate) {
        double[] next = y.clone();
        pull(next, y, v, rate);
        return next;
    }

    /** {@code x} moved to the sphere of {@code radius} around {@code centre} if it is outside. */
    public static double[] toBall(double[] x, double[] centre, double radius) {
        double distance = distance(x, centre);
        return distance <= radius ? x : towards(centre, x, radius / distance);
    }

    /** {@code x} mirrored at the ends of [low, high] until it is inside. */
    public static double reflect(double x, double low, double high) {
        double width = high - low;
        if (width <= 0) {
            return low;
        }
        return Math.min(high, low + Math.abs(Math.IEEEremainder(x - low, 2 * width)));
    }

    /** sigma log2(e + 1) / log2(e + 2), after epoch e = 1, 2, ... */
    public static double cooled(double sigma, int epoch) {
        return sigma * Math.log(epoch + 1) / Math.log(epoch + 2);
    }

    /**
     * ceil(N min(max(1 - mu, (mu varNew + (1 - mu) varOld) / varOld), 1)), rounded up to a multiple of {@code batch}, at
     * least {@value ConsensusOptions#LEAST_PARTICLES} and never more than N.
     */
    public static int reduced(int particles, double before, double after, double mu, int batch) {
        if (mu == 0 || !(before > 0)) {
            return particles;
        }
        double factor = Math.min(1, Math.max(1 - mu, (mu * after + (1 - mu) * before) / before));
        // Rounding of the factor must not add a particle: 10 * 0.8 is 8.
        int count = (int) Math.ceil(particles * factor - 1e-9);
        count = Math.max(ConsensusOptions.LEAST_PARTICLES, (count + batch - 1) / batch * batch);
        return Math.min(particles, count);
    }

    /** Mean squared distance to the mean. */
    public static double variance(List<double[]> points) {
        int d = points.get(0).length;
        double variance = 0;
        for (int k = 0; k < d; k++) {
            double mean = 0;
            for (double[] x : points) {
                mean += x[k] / points.size();
            }
            for (double[] x : points) {
                variance += (x[k] - mean) * (x[k] - mean) / points.size();
            }
        }
        return variance;
    }

    static double distance(double[] a, double[] b) {
        double square = 0;
        for (int k = 0; k < a.length; k++) {
            square += (a[k] - b[k]) * (a[k] - b[k]);
        }
        return Math.sqrt(square);
    }
}
