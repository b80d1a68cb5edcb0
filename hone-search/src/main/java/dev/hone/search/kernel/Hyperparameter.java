package dev.hone.search.kernel;

/**
 * What one element of theta is: priors and bounds are chosen by kind, people read the name.
 *
 * @param name for people, such as {@code lengthscale 3}
 */
public record Hyperparameter(String name, Kind kind) {

    /** Kinds of hyperparameters; all but {@link #WEIGHT} are held as logarithms. */
    public enum Kind {
        /** Distance over which numbers stay alike. */
        LENGTHSCALE,
        /** Distance from one choice to another is 1: how much of the correlation that leaves. */
        CATEGORICAL_LENGTHSCALE,
        /** A prior variance. */
        VARIANCE,
        /** A real factor of either sign: of a task, or of one level of fidelity on the next. */
        WEIGHT,
        /** Exponent of an input warping. */
        WARP
    }
}
