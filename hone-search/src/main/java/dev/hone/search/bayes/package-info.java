/**
 * Bayesian optimization as Frazier's tutorial lays it out: {@link dev.hone.search.bayes.BayesSampler} and its choice of
 * acquisitions, over the processes of {@link dev.hone.search.surrogate}.
 */
package dev.hone.search.bayes;
