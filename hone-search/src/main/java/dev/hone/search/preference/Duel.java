package dev.hone.search.preference;

import dev.hone.core.Check;
import dev.hone.search.numeric.Normal;

/**
 * Evidence about the utilities of two points, in units in which a comparison has noise of variance 1 (Thurstone 1927; Chu and
 * Ghahramani, "Preference learning with Gaussian processes", ICML 2005). With z = u(better) - u(worse):
 * <pre> l(z) = weight (won log Phi(z) + (1 - won) log Phi(-z)) </pre>
 * It is concave. Where {@code won} is 1/2 it is greatest at z = 0: that is a tie.
 *
 * @param better index of a point
 * @param worse index of another point
 * @param won share of the game that the better one won, 1/2 to 1
 * @param weight games that this counts for
 */
record Duel(int better, int worse, double won, double weight) {

    Duel {
        Check.that(better != worse, "duel", better, "two different points");
        Check.within("won", won, 0.5, 1);
        Check.positive("weight", weight);
    }

    /** l(z). */
    double logLikelihood(double z) {
        double lost = won < 1 ? (1 - won) * Normal.logCdf(-z) : 0;
        return weight * (won * Normal.logCdf(z) + lost);
    }

    /** l'(z). */
    double slope(double z) {
        double lost = won < 1 ? (1 - won) * Normal.logCdfSlope(-z) : 0;
        return weight * (won * Normal.logCdfSlope(z) - lost);
    }

    /** -l''(z), not negative. */
    double curvature(double z) {
        double lost = won < 1 ? (1 - won) * bend(-z) : 0;
        return weight * (won * bend(z) + lost);
    }

    /** l'''(z). */
    double third(double z) {
        double lost = won < 1 ? (1 - won) * jerk(-z) : 0;
        return weight * (won * jerk(z) - lost);
    }

    /** -(log Phi)'' = r (z + r), r = phi(z) / Phi(z). */
    private static double bend(double z) {
        double r = Normal.logCdfSlope(z);
        return Math.max(0, r * (z + r));
    }

    /** (log Phi)''' = r ((z + r) (z + 2 r) - 1). */
    private static double jerk(double z) {
        double r = Normal.logCdfSlope(z);
        return r * ((z + r) * (z + 2 * r) - 1);
    }
}
