package dev.hone.core.trial;

/** Which way an objective improves. */
public enum Direction {
    MINIMIZE,
    MAXIMIZE;

    /** {@code value} with its sign turned so that less is better. */
    public double asLoss(double value) {
        return this == MINIMIZE ? value : -value;
    }

    public boolean better(double a, double b) {
        return asLoss(a) < asLoss(b);
    }
}
