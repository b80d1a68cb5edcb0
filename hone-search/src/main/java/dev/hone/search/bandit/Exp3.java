package dev.hone.search.bandit;

import java.util.OptionalDouble;
import java.util.random.RandomGenerator;

/**
 * Exponential weights over importance-weighted costs, anytime (Exp3; Auer, Cesa-Bianchi, Freund, Schapire, "The nonstochastic
 * multiarmed bandit problem", 2002; rate: Bubeck and Cesa-Bianchi, "Regret analysis of stochastic and nonstochastic
 * multi-armed bandit problems", 2012, theorem 3.1):
 * <pre> p_i proportional to exp(-eta_t sum of l / p_i(then)),   eta_t = sqrt(ln d / (t d)) </pre>
 * with costs l moved to [0, 1] between the least possible and the greatest seen. Plays that it did not draw are not learned
 * from.
 */
public final class Exp3 implements Bandit {

    private final Costs costs;
    /** Sums of cost / probability and of 1 / probability: the range of costs becomes known late. */
    private final double[] weighted;

    private final double[] weights;

    Exp3(int arms, OptionalDouble minCost) {
        costs = new Costs(minCost);
        weighted = new double[arms];
        weights = new double[arms];
    }

    public static Learner learner() {
        return new Learner("exp3", false, (arms, minCost) -> new Exp3(arms, minCost));
    }

    /** The distribution of round {@code t}, counted from 1, with importance-weighted losses in units of the greatest. */
    static double[] probabilities(double[] losses, long t) {
        double eta = Math.sqrt(Math.log(losses.length) / ((double) t * losses.length));
        double least = Double.POSITIVE_INFINITY;
        for (double loss : losses) {
            least = Math.min(least, loss);
        }
        double[] p = new double[losses.length];
        double sum = 0;
        for (int i = 0; i < p.length; i++) {
            p[i] = Math.exp(-eta * (losses[i] - least));
            sum += p[i];
        }
        for (int i = 0; i < p.length; i++) {
            p[i] /= sum;
        }
        return p;
    }

    @Override
    public int arms() {
        return weighted.length;
    }

    @Override
    public double[] probabilities(double context) {
        double[] losses = new double[weighted.length];
        double range = costs.count() == 0 ? 0 : costs.greatest() - costs.floor();
        for (int i = 0; i < losses.length; i++) {
            losses[i] = range > 0 ? (weighted[i] - costs.floor() * weights[i]) / range : 0;
        }
        return probabilities(losses, costs.count() + 1);
    }

    @Override
    public Play play(double context, int[] pending, RandomGenerator random) {
        double[] p = probabilities(context);
        int arm = Draw.from(p, random);
        return new Play(arm, p[arm], Double.NaN, context);
    }

    @Override
    public void learn(Play play, double cost) {
        if (play.isDrawn()) {
            costs.add(cost);
            weighted[play.arm()] += cost / play.probability();
            weights[play.arm()] += 1 / play.probability();
        }
    }

    @Override
    public double[] state() {
        int d = weighted.length;
        double[] state = new double[2 * d + Costs.SIZE];
        System.arraycopy(weighted, 0, state, 0, d);
        System.arraycopy(weights, 0, state, d, d);
        costs.write(state, 2 * d);
        return state;
    }

    @Override
    public void restore(double[] state) {
        int d = weighted.length;
        System.arraycopy(state, 0, weighted, 0, d);
        System.arraycopy(state, d, weights, 0, d);
        costs.read(state, 2 * d);
    }
}
