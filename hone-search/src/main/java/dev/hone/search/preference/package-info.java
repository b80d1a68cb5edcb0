/** Preferential Bayesian optimization: a latent utility learned from comparisons, and the next candidates to compare. */
package dev.hone.search.preference;
