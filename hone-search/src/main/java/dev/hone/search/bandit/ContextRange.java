package dev.hone.search.bandit;

import dev.hone.core.Check;
import dev.hone.core.HoneException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The interval [low, high] of contexts that a learner is made for. */
public record ContextRange(double low, double high) {

    private static final Logger LOG = LoggerFactory.getLogger(ContextRange.class);

    public ContextRange {
        Check.finite("context_low", low);
        Check.finite("context_high", high);
        Check.that(low < high && Double.isFinite(high - low), "context_low", low, "less than context_high, " + high);
    }

    /**
     * A context as u in [-1, 1]; one outside the range is moved to its nearer end.
     *
     * @throws HoneException if there is none
     */
    double unit(double context) {
        if (Double.isNaN(context)) {
            throw new HoneException("context: is missing, expected a number from " + low + " to " + high);
        }
        return 2 * (Math.min(high, Math.max(low, context)) - low) / (high - low) - 1;
    }

    void warnOutside(double context) {
        if (context < low || context > high) {
            LOG.warn("context {} is outside [{}, {}]; the nearer end is taken", context, low, high);
        }
    }
}
