package dev.hone.search.bandit;

import dev.hone.core.Check;
import java.util.random.RandomGenerator;

/** What learners are compared with: always the same distribution over arms, one arm or all alike. */
public final class ConstantArm implements Bandit {

    private final double[] probabilities;

    private ConstantArm(double[] probabilities) {
        this.probabilities = probabilities;
    }

    /** Always arm {@code arm}. */
    public static Learner fixed(int arm) {
        return new Learner("fixed", false, (arms, minCost) -> {
            Check.that(arm >= 0 && arm < arms, "arm", arm, "a whole number from 0 to " + (arms - 1));
            return new ConstantArm(Draw.certain(arm, arms));
        });
    }

    /** Any arm. */
    public static Learner uniform() {
        return new Learner("uniform", false, (arms, minCost) -> new ConstantArm(Draw.uniform(arms)));
    }

    @Override
    public int arms() {
        return probabilities.length;
    }

    @Override
    public double[] probabilities(double context) {
        return probabilities.clone();
    }

    @Override
    public Play play(double context, int[] pending, RandomGenerator random) {
        return Play.drawn(probabilities, context, random);
    }

    @Override
    public void learn(Play play, double cost) {}

    @Override
    public double[] state() {
        return new double[0];
    }

    @Override
    public void restore(double[] state) {}
}
