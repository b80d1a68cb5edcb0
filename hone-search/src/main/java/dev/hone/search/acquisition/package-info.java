/** Acquisition functions of Bayesian optimization: what one more evaluation is worth, with analytic gradients. */
package dev.hone.search.acquisition;
