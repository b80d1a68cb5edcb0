package dev.hone.search.bandit;

import dev.hone.core.HoneException;
import java.util.random.RandomGenerator;

/**
 * Plays the arm that is best in a draw from the posterior of all arms' means (Thompson 1933; Chapelle and Li, "An empirical
 * evaluation of Thompson sampling", NeurIPS 2011).
 *
 * <p>{@code GAUSSIAN}: costs of an arm are normal with unknown mean and variance under the conjugate normal-inverse-gamma
 * prior with one pseudo-play of the mean and variance of all costs, so
 * <pre>
 * mean_i ~ m + sqrt(b / (a (n + 1))) * Student(2a),   m = (M + sum) / (n + 1),   a = 1 + n / 2,
 * b = V + ss / 2 + n (M - mean)^2 / (2 (n + 1))
 * </pre>
 * with n, sum, mean and ss (squared deviations) of the arm, M and V mean and variance over all arms. {@code BERNOULLI}:
 * costs are 0 or 1, or shares between, under the prior Beta(1, 1).
 */
public final class ThompsonSampling implements Bandit {

    /** What costs of an arm look like. */
    public enum Model {
        GAUSSIAN,
        BERNOULLI
    }

    /** Options. */
    public record Options(Model model) {
        public static Options defaults() {
            return new Options(Model.GAUSSIAN);
        }
    }

    private final Options options;
    /** Per arm: number, mean, sum of squared deviations (Welford). */
    private final double[][] moments;

    ThompsonSampling(int arms, Options options) {
        this.options = options;
        moments = new double[arms][3];
    }

    public static Learner learner(Options options) {
        return new Learner("thompson", false, (arms, minCost) -> new ThompsonSampling(arms, options));
    }

    /**
     * Parameters (location, scale, degrees of freedom) of the Student distribution of an arm's mean.
     *
     * @param n plays, {@code mean} and {@code squares} (sum of squared deviations) of the arm
     * @param priorMean M
     * @param priorVariance V
     */
    static double[] posterior(double n, double mean, double squares, double priorMean, double priorVariance) {
        double location = (priorMean + n * mean) / (n + 1);
        double a = 1 + n / 2;
        double difference = priorMean - mean;
        double b = priorVariance + squares / 2 + n * difference * difference / (2 * (n + 1));
        return new double[] {location, Math.sqrt(b / (a * (n + 1))), 2 * a};
    }

    private double draw(int arm, double[] pooled, RandomGenerator random) {
        double[] m = moments[arm];
        if (options.model() == Model.BERNOULLI) {
            double losses = gamma(1 + m[0] * m[1], random);
            return losses / (losses + gamma(1 + m[0] * (1 - m[1]), random));
        }
        double[] student = posterior(m[0], m[1], m[2], pooled[1], pooled[2] / pooled[0]);
        double chiSquared = 2 * gamma(student[2] / 2, random);
        return student[0] + student[1] * random.nextGaussian() / Math.sqrt(chiSquared / student[2]);
    }

    /** Gamma(shape, 1) for shape &ge; 1 by Marsaglia and Tsang, "A simple method for generating gamma variables", 2000. */
    private static double gamma(double shape, RandomGenerator random) {
        double d = shape - 1.0 / 3;
        double c = 1 / Math.sqrt(9 * d);
        while (true) {
            double x = random.nextGaussian();
            double v = Math.pow(1 + c * x, 3);
            if (v > 0 && Math.log(1 - random.nextDouble()) < x * x / 2 + d - d * v + d * Math.log(v)) {
                return d * v;
            }
        }
    }

    /** Number, mean and squared deviations over all arms. */
    private double[] pooled() {
        double[] all = new double[3];
        for (double[] m : moments) {
            if (m[0] > 0) {
                double n = all[0] + m[0];
                double difference = m[1] - all[1];
                all[2] += m[2] + difference * difference * all[0] * m[0] / n;
                all[1] += difference * m[0] / n;
                all[0] = n;
            }
        }
        return all;
    }

    @Override
    public int arms() {
        return moments.length;
    }

    @Override
    public double[] probabilities(double context) {
        return new double[0];
    }

    @Override
    public Play play(double context, int[] pending, RandomGenerator random) {
        double[] pooled = pooled();
        if (pooled[0] == 0) {
            return Play.given(random.nextInt(arms()), context);
        }
        int best = 0;
        int ties = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < moments.length; i++) {
            double draw = draw(i, pooled, random);
            // while all costs were equal the posterior has no width, and every arm is as good as the others
            ties = draw < least ? 1 : draw == least ? ties + 1 : ties;
            if (draw < least || draw == least && random.nextInt(ties) == 0) {
                least = draw;
                best = i;
            }
        }
        return Play.given(best, context);
    }

    @Override
    public void learn(Play play, double cost) {
        if (options.model() == Model.BERNOULLI && !(cost >= 0 && cost <= 1)) {
            throw new HoneException("a cost of " + cost
                    + " is not one of the model 'bernoulli', which takes 0 to 1; use the model 'gaussian'");
        }
        double[] m = moments[play.arm()];
        m[0]++;
        double difference = cost - m[1];
        m[1] += difference / m[0];
        m[2] += difference * (cost - m[1]);
    }

    @Override
    public double[] state() {
        double[] state = new double[3 * moments.length];
        for (int i = 0; i < moments.length; i++) {
            System.arraycopy(moments[i], 0, state, 3 * i, 3);
        }
        return state;
    }

    @Override
    public void restore(double[] state) {
        for (int i = 0; i < moments.length; i++) {
            System.arraycopy(state, 3 * i, moments[i], 0, 3);
        }
    }
}
