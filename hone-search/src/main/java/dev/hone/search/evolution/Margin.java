package dev.hone.search.evolution;

import dev.hone.search.numeric.Normal;

/**
 * The margin of Hamano et al. (CMA-ES with Margin: Lower-Bounding Marginal Probability for Mixed-Integer Black-Box
 * Optimization, GECCO 2022), for one axis with marginal N(mean, deviation^2): probabilities of leaving the mean's cell are
 * kept above a bound, so that a discrete axis cannot freeze.
 */
final class Margin {

    private Margin() {}

    /**
     * {mean, deviation} with P(x &lt; low) and P(x &gt; high) of at least alpha / 2 each, to first order, or at least alpha
     * on the one side that an outermost cell has. {@code low} and {@code high} are the edges of the mean's cell.
     */
    static double[] keep(double mean, double deviation, double low, double high, double alpha) {
        if (low == Double.NEGATIVE_INFINITY && high == Double.POSITIVE_INFINITY) {
            return new double[] {mean, deviation};
        }
        if (low == Double.NEGATIVE_INFINITY) {
            return new double[] {Math.max(mean, high - deviation * quantile(alpha)), deviation};
        }
        if (high == Double.POSITIVE_INFINITY) {
            return new double[] {Math.min(mean, low + deviation * quantile(alpha)), deviation};
        }
        double below = tail((mean - low) / deviation);
        double above = tail((high - mean) / deviation);
        if (below >= alpha / 2 && above >= alpha / 2) {
            return new double[] {mean, deviation};
        }
        double raisedBelow = Math.max(alpha / 2, below);
        double raisedAbove = Math.max(alpha / 2, above);
        double inside = 1 - below - above;
        double total = raisedBelow + raisedAbove + inside;
        double shrink = (1 - total) / (total - 1.5 * alpha);
        double zBelow = quantile(raisedBelow + shrink * (raisedBelow - alpha / 2));
        double zAbove = quantile(raisedAbove + shrink * (raisedAbove - alpha / 2));
        double wider = (high - low) / (zBelow + zAbove);
        return new double[] {low + zBelow * wider, wider};
    }

    /** P(Z &gt; z). */
    static double tail(double z) {
        return Normal.cdf(-z);
    }

    /** z with P(Z &gt; z) = p. */
    static double quantile(double p) {
        return -Normal.quantile(p);
    }
}
