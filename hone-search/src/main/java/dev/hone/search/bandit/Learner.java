package dev.hone.search.bandit;

import dev.hone.core.Check;
import java.util.OptionalDouble;

/**
 * A kind of {@link Bandit} with its options, not yet bound to arms. Immutable and thread-safe.
 *
 * @param id its name in the catalogue, such as {@code tsallis-inf}
 * @param contextual whether it needs a number that describes each instance
 * @param maker makes one that knows nothing yet
 */
public record Learner(String id, boolean contextual, Maker maker) {

    /** Makes a bandit; see {@link Learner#create}. */
    @FunctionalInterface
    public interface Maker {
        Bandit make(int arms, OptionalDouble minCost);
    }

    /**
     * A learner that knows nothing yet.
     *
     * @param arms at least 2
     * @param minCost least possible cost; empty: the least seen so far
     */
    public Bandit create(int arms, OptionalDouble minCost) {
        Check.that(arms >= 2, "grid", arms + " value(s)", "at least 2 to choose among");
        minCost.ifPresent(c -> Check.finite("min_cost", c));
        return maker.make(arms, minCost);
    }
}
