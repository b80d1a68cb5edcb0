package dev.hone.search.fidelity;

/**
 * The fidelities among which a search chooses, as numbers: levels and sources are 0, 1, ..., L, a continuous one is s in [0,
 * 1]. The greatest is the truth.
 */
sealed interface Fidelities permits DeclaredLevels, Continuum {

    /** The truth: L or 1. */
    double exact();

    /** What one evaluation was declared to cost. */
    double cost(double fidelity);

    /** Fidelities of the same group cost what was declared times the same factor. */
    int group(double fidelity);

    /** The fidelity that there is nearest to a number. */
    double nearest(double fidelity);

    /** Those that are compared with the truth, from the farthest to the truth. */
    double[] compared();

    /** As people know it. */
    String name(double fidelity);
}
