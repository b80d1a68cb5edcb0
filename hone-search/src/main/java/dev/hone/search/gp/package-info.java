/** Gaussian processes over mixed search spaces and Bayesian optimization with them. */
package dev.hone.search.gp;
