package dev.hone.search.bandit;

import java.util.OptionalDouble;
import java.util.random.RandomGenerator;

/**
 * Golden-section search on a grid (Kiefer, "Sequential minimax search for a maximum", 1953) for costs that fall and then
 * rise along the arms, and instances that are alike: the two inner arms of a bracket are played once each, the bracket
 * loses the side of the worse one, and the arm that is left at the end is played for ever. About 1.44 log2 d plays decide;
 * nothing is learned from noise.
 */
public final class GoldenSection implements Bandit {

    private static final double SHARE = (Math.sqrt(5) - 1) / 2;

    private final ArmMeans means;

    GoldenSection(int arms, OptionalDouble minCost) {
        means = new ArmMeans(arms, minCost);
    }

    public static Learner learner() {
        return new Learner("golden-section", false, (arms, minCost) -> new GoldenSection(arms, minCost));
    }

    /** The arm that the search needs next, given what was played; where that is pending, the best known. */
    private int choose(int[] pending) {
        int low = 0;
        int high = arms() - 1;
        while (high > low) {
            int inner = (int) Math.round(SHARE * (high - low));
            int left = high - inner;
            int right = low + inner;
            if (left >= right) {
                left = (low + high) / 2;
                right = left + 1;
            }
            for (int arm : new int[] {left, right}) {
                if (means.count(arm) == 0) {
                    return pending[arm] == 0 || means.best() < 0 ? arm : means.best();
                }
            }
            if (means.mean(left) <= means.mean(right)) {
                high = right - 1;
            } else {
                low = left + 1;
            }
        }
        return low;
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

    /** The first cost of an arm counts, so that a decision once made stays. */
    @Override
    public void learn(Play play, double cost) {
        if (means.count(play.arm()) == 0) {
            means.add(play.arm(), cost);
        }
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
