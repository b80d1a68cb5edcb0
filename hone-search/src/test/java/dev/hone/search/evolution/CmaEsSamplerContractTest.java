package dev.hone.search.evolution;

import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.SearchSpace;
import dev.hone.search.SamplerContract;

class CmaEsSamplerContractTest extends SamplerContract {

    @Override
    protected OptimizerFactory<Configuration> factory(SearchSpace space) {
        return CmaEsSampler.over(space, new CmaEsSampler.Options(5, 0.2, true, true, true));
    }

    /** Without an axis to move along, cmaes refuses. */
    @Override
    protected boolean supports(String name, SearchSpace space) {
        return !name.equals("one value");
    }
}
