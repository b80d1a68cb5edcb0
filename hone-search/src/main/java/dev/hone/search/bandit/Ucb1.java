package dev.hone.search.bandit;

import dev.hone.core.Check;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;

/**
 * The arm of the least lower confidence bound (UCB1; Auer, Cesa-Bianchi, Fischer, "Finite-time analysis of the multiarmed
 * bandit problem", 2002), costs moved to [0, 1] between the least possible and the greatest seen:
 * <pre> mean_i - width sqrt(ln t / n_i) </pre>
 * Every arm is played once first. A pending play counts in n_i and t as one of mean cost, so that parallel plays spread.
 */
public final class Ucb1 implements Bandit {

    /** Options with the paper's defaults. {@code width}: sqrt(2) in UCB1, less is greedier. */
    public record Options(double width) {
        public Options {
            Check.positive("width", width);
        }

        public static Options defaults() {
            return new Options(Math.sqrt(2));
        }
    }

    private final Options options;
    private final ArmMeans means;

    Ucb1(int arms, OptionalDouble minCost, Options options) {
        this.options = options;
        means = new ArmMeans(arms, minCost);
    }

    public static Learner learner(Options options) {
        return new Learner("ucb", false, (arms, minCost) -> new Ucb1(arms, minCost, options));
    }

    /** Lower confidence bound of a mean cost in [0, 1] over {@code n} of {@code t} plays. */
    static double bound(double mean, double width, double t, double n) {
        return mean - width * Math.sqrt(Math.log(t) / n);
    }

    private int choose(int[] pending) {
        double t = means.costs().count();
        for (int plays : pending) {
            t += plays;
        }
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < means.arms(); i++) {
            double n = means.count(i) + pending[i];
            double mean = means.count(i) > 0 ? means.costs().normalised(means.mean(i)) : 0.5;
            double bound = n == 0 ? Double.NEGATIVE_INFINITY : bound(mean, options.width(), t, n);
            if (bound < least) {
                least = bound;
                best = i;
            }
        }
        return best;
    }

    @Override
    public int arms() {
        return means.arms();
    }

    @Override
    public double[] probabilities(double context) {
        return Draw.certain(choose(new int[arms()]), arms());
    }

    @Override
    public Play play(double context, int[] pending, RandomGenerator random) {
        return Play.given(choose(pending), context);
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
