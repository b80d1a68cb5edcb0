package dev.hone.search.fidelity;

/** Levels of which each is a multiple of the one below plus an own part, f_l = rho_l-1 f_l-1 + d_l. */
public interface LevelChain {

    /** prod_{i=level}^{L-1} rho_i: how much of f_level the truth contains. */
    double factor(int level);

    /** Posterior variance of d_level(x). */
    double ownVariance(double[] x, int level);
}
