package dev.hone.core.trial;

/** Life of a trial: queued, running, then one of the three ends. A trial whose worker died goes back to queued. */
public enum TrialState {
    QUEUED,
    RUNNING,
    COMPLETE,
    PRUNED,
    FAILED;

    public boolean isFinished() {
        return this == COMPLETE || this == PRUNED || this == FAILED;
    }
}
