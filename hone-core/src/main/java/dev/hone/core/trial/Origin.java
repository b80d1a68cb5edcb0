package dev.hone.core.trial;

/** Where a trial's candidate came from. Warm-start trials inform the optimizer and do not count towards budgets. */
public enum Origin {
    OPTIMIZER,
    USER,
    WARM_START
}
