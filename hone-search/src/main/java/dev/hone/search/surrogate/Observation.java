package dev.hone.search.surrogate;

import dev.hone.core.Check;

/**
 * What was observed: {@code value} = what(f) + noise.
 *
 * @param noise variance of the noise where it is known, NaN where it is that of the group
 * @param group of observations that share an unknown variance: 0 for values, others for derivatives, tasks, levels
 */
public record Observation(LinearFunctional what, double value, double noise, int group) {

    public Observation {
        Check.finite("observation", value);
        Check.that(!(noise < 0), "noise", noise, "a variance of at least 0, or NaN for that of its group");
    }

    /** f(x) with noise of group 0. */
    public static Observation of(double[] x, double value) {
        return new Observation(LinearFunctional.value(x), value, Double.NaN, 0);
    }

    /** f(x) with known noise. */
    public static Observation of(double[] x, double value, double noise) {
        return new Observation(LinearFunctional.value(x), value, noise, 0);
    }

    public Observation withValue(double other) {
        return new Observation(what, other, noise, group);
    }
}
