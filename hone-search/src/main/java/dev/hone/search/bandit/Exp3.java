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

    private final WeightedCosts past;

    Exp3(int arms, OptionalDouble minCost) {
        past = new WeightedCosts(arms, minCost);
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
        return past.arms();
    }

    @Override
    public double[] probabilities(double context) {
        Costs costs = past.costs();
        double range = costs.count() == 0 ? 0 : costs.greatest() - costs.floor();
        double[] losses = past.excess();
        for (int i = 0; i < losses.length; i++) {
            losses[i] = range > 0 ? losses[i] / range : 0;
        }
        return probabilities(losses, costs.count() + 1);
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
