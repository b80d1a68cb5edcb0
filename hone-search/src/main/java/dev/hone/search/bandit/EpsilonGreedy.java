package dev.hone.search.bandit;

import dev.hone.core.Check;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;

/**
 * The arm of the least mean cost, and with probability {@code epsilon} any arm. Arms are played once first, in an order
 * drawn at random.
 */
public final class EpsilonGreedy implements Bandit {

    /** Options; the default is common practice. */
    public record Options(double epsilon) {
        public Options {
            Check.within("epsilon", epsilon, 0, 1);
        }

        public static Options defaults() {
            return new Options(0.1);
        }
    }

    private final Options options;
    private final ArmMeans means;

    EpsilonGreedy(int arms, OptionalDouble minCost, Options options) {
        this.options = options;
        means = new ArmMeans(arms, minCost);
    }

    public static Learner learner(Options options) {
        return new Learner("epsilon-greedy", false, (arms, minCost) -> new EpsilonGreedy(arms, minCost, options));
    }

    private double[] probabilities(int[] pending) {
        int d = arms();
        double[] p = new double[d];
        int unplayed = 0;
        for (int i = 0; i < d; i++) {
            p[i] = means.count(i) + pending[i] == 0 ? 1 : 0;
            unplayed += (int) p[i];
        }
        int best = means.best();
        for (int i = 0; i < d; i++) {
            if (unplayed > 0) {
                p[i] /= unplayed;
            } else if (best < 0) {
                p[i] = 1.0 / d;
            } else {
                p[i] = options.epsilon() / d + (i == best ? 1 - options.epsilon() : 0);
            }
        }
        return p;
    }

    @Override
    public int arms() {
        return means.arms();
    }

    @Override
    public double[] probabilities(double context) {
        return probabilities(new int[arms()]);
    }

    @Override
    public Play play(double context, int[] pending, RandomGenerator random) {
        return Play.drawn(probabilities(pending), context, random);
    }

    @Override
    public void learn(Play play, double cost) {
        means.add(play.arm(), cost);
    }

    @Override
    public double[] state() {
        return means.state();
    }

    @Override
    public void restore(double[] state) {
        means.restore(state);
    }
}
