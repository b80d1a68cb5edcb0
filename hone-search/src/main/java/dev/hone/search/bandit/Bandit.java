package dev.hone.search.bandit;

import java.util.random.RandomGenerator;

/**
 * Chooses among arms and sees the cost of the chosen one alone; less is better. Between a play and its cost others may
 * happen. What a learner does is a function of the plays it was told, in their order, and of the generator's draws. Not
 * thread-safe.
 */
public interface Bandit {

    /** Number of arms, at least 2. */
    int arms();

    /**
     * The next arm.
     *
     * @param context of the instance; NaN if unknown, which contextual learners refuse
     * @param pending [arms] plays of each arm whose cost is still to come
     */
    Play play(double context, int[] pending, RandomGenerator random);

    /** Learns that a play cost {@code cost}, a finite number. */
    void learn(Play play, double cost);

    /** [arms] probabilities with which {@link #play} would draw in this context; empty where it has no closed form. */
    double[] probabilities(double context);

    /** All that was learned, in few numbers. */
    double[] state();

    /** Takes over from a learner of the same kind, options and arms. Called once, on a new instance. */
    void restore(double[] state);
}
