package dev.hone.search.bandit;

import java.util.random.RandomGenerator;

/**
 * An arm that was chosen, with what its learner has to know again when the cost arrives, possibly much later.
 *
 * @param arm from 0
 * @param probability with which it was drawn; NaN where the learner has none, or somebody else chose
 * @param prediction cost that the learner expected; NaN where it expects nothing
 * @param context number that described the instance; NaN if nothing did
 */
public record Play(int arm, double probability, double prediction, double context) {

    /** An arm that somebody else chose. */
    public static Play given(int arm, double context) {
        return new Play(arm, Double.NaN, Double.NaN, context);
    }

    /** An arm drawn with probabilities {@code p}, without a prediction. */
    static Play drawn(double[] p, double context, RandomGenerator random) {
        int arm = Draw.from(p, random);
        return new Play(arm, p[arm], Double.NaN, context);
    }

    /** Whether a learner drew it at random, so that 1 / probability is an unbiased weight. */
    public boolean isDrawn() {
        return probability > 0;
    }
}
