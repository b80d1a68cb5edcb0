package dev.hone.core.study;

import dev.hone.core.Check;

/**
 * How many failed trials end a run: more than {@code count}, or more than {@code fraction} of the finished trials once
 * {@link #GRACE} have finished.
 */
public record FailureLimit(long count, double fraction) {

    /** Finished trials before the fraction is looked at. */
    public static final int GRACE = 10;

    public static final FailureLimit NONE = new FailureLimit(Long.MAX_VALUE, 1);

    public FailureLimit {
        Check.that(count >= 0, "max_failures", count, "a whole number of at least 0");
        Check.within("max_failures", fraction, 0, 1);
    }

    public static FailureLimit count(long count) {
        return new FailureLimit(count, 1);
    }

    public static FailureLimit fraction(double fraction) {
        return new FailureLimit(Long.MAX_VALUE, fraction);
    }

    /** Whether {@code failed} of {@code finished} trials are too many. */
    public boolean isExceeded(long failed, long finished) {
        return failed > count || finished >= GRACE && failed > fraction * finished;
    }
}
