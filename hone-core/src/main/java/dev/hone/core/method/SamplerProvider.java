package dev.hone.core.method;

import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.SearchSpace;

/** A method that proposes configurations of a search space; found through {@link java.util.ServiceLoader}. */
public interface SamplerProvider {

    Method method();

    /**
     * @param options checked against {@link Method#options()}
     * @throws dev.hone.core.HoneException if the space is not one this method can search
     */
    OptimizerFactory<Configuration> create(SearchSpace space, OptionValues options);
}
