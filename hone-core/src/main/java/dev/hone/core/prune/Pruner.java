package dev.hone.core.prune;

/** Decides from intermediate values whether a running trial is worth finishing. Immutable and thread-safe. */
@FunctionalInterface
public interface Pruner {

    /** Never prunes. */
    Pruner NONE = progress -> false;

    /** Whether the trial should stop now; asked after each report. */
    boolean shouldPrune(Progress progress);
}
