package dev.hone.search.consensus;

/** How the distance of a particle to the consensus scales its noise. */
public enum Diffusion {
    /** Every coordinate by the Euclidean distance. */
    ISOTROPIC,
    /** Each coordinate by its own distance, so that the condition for consensus does not depend on the dimension. */
    ANISOTROPIC
}
