package dev.hone.search.bandit;

import java.util.OptionalDouble;
import java.util.random.RandomGenerator;

/**
 * Follow the regularised leader with the Tsallis entropy of order 1/2, anytime (Zimmert and Seldin, "Tsallis-INF", JMLR
 * 2021; for solver parameters: Khodak, Chow, Balcan, Talwalkar, "Learning to relax", ICLR 2024, row 28). Near optimal
 * whether instances are random or chosen by an adversary.
 * <pre>
 * p_i = 4 (eta (k_i / s - z))^-2,   eta = 2 / sqrt(t),   z such that sum p = 1
 * k_i = sum over plays of i of (cost - minCost) / p_i(then),   s = mean cost - minCost (1 where not positive)
 * </pre>
 * Its expected cost over T instances exceeds that of the best arm by at most O(K sqrt(d T)), d arms, K the greatest cost.
 *
 * <p>Plays that it did not draw are not learned from: nobody knows their probability.
 */
public final class TsallisInf implements Bandit {

    private static final int NEWTON_STEPS = 60;

    private final WeightedCosts past;

    TsallisInf(int arms, OptionalDouble minCost) {
        past = new WeightedCosts(arms, minCost);
    }

    public static Learner learner() {
        return new Learner("tsallis-inf", false, (arms, minCost) -> new TsallisInf(arms, minCost));
    }

    /**
     * The distribution of round {@code t}, counted from 1, with importance-weighted losses {@code k} in units of {@code
     * scale}. Newton's iteration starts at min k / scale - 2 / eta, where the sum of p is at least 1; the sum grows and is
     * convex in z there, so z falls monotonically to the root. z is kept relative to min k / scale, which may be great.
     */
    static double[] probabilities(double[] k, double scale, long t) {
        double eta = 2 / Math.sqrt(t);
        double least = Double.POSITIVE_INFINITY;
        for (double value : k) {
            least = Math.min(least, value / scale);
        }
        double[] p = new double[k.length];
        double z = -2 / eta;
        double sum = 0;
        for (int step = 0; step < NEWTON_STEPS; step++) {
            sum = 0;
            double slope = 0;
            for (int i = 0; i < p.length; i++) {
                double root = 2 / (eta * (k[i] / scale - least - z));
                p[i] = root * root;
                sum += p[i];
                slope += p[i] * root;
            }
            double next = z - (sum - 1) / (eta * slope);
            if (!(next < z)) {
                break;
            }
            z = next;
        }
        for (int i = 0; i < p.length; i++) {
            p[i] /= sum;
        }
        return p;
    }

    @Override
    public int arms() {
        return past.arms();
    }

    @Override
    public double[] probabilities(double context) {
        return probabilities(
                past.excess(), past.costs().meanExcess(), past.costs().count() + 1);
    }

    @Override
    public Play play(double context, int[] pending, RandomGenerator random) {
        return Play.drawn(probabilities(context), context, random);
    }

    @Override
    public void learn(Play play, double cost) {
        past.learn(play, cost);
    }

    @Override
    public double[] state() {
        return past.state();
    }

    @Override
    public void restore(double[] state) {
        past.restore(state);
    }
}
