package dev.hone.search.bayes;

import dev.hone.core.space.Configuration;

/**
 * A configuration to use.
 *
 * @param mean of what is to be optimised there, in its unit
 * @param sd standard deviation of what is known about it, without the noise of one evaluation
 */
public record Recommendation(Configuration configuration, double mean, double sd) {}
