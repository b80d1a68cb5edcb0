package dev.hone.search.fidelity;

import dev.hone.core.Check;
import dev.hone.search.bayes.EnvironmentNodes;

/**
 * A parameter that will vary when a design is used. What is maximised over designs x is m(x) - k sd(x), mean and standard
 * deviation of the exact outcome over the values of the parameter; what is minimised is m(x) + k sd(x).
 *
 * @param parameter a float, an int or an ordered choice
 * @param distribution of its values
 * @param aversion k, at least 0; 0 is the mean
 */
public record Environment(String parameter, EnvironmentNodes distribution, double aversion) {

    public Environment {
        Check.notBlank("environment", parameter);
        Check.within("risk_aversion", aversion, 0, Double.MAX_VALUE);
    }
}
