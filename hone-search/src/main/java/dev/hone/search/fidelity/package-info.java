/**
 * Bayesian optimization with several levels of fidelity (row 24; Do and Zhang, arXiv 2311.13050): an exact, dear evaluation and
 * cheaper, biased ones. Levels are numbered 0, 1, ..., the last one is the truth.
 *
 * <p>A {@link dev.hone.search.fidelity.MultiFidelitySurrogate} predicts all levels jointly, a {@link
 * dev.hone.search.fidelity.LevelAcquisition} says what an evaluation of a point at a level is worth, {@link
 * dev.hone.search.fidelity.MultiFidelityOptimization} is the loop that pays for them.
 */
package dev.hone.search.fidelity;
