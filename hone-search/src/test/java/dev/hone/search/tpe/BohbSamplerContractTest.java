package dev.hone.search.tpe;

import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.SearchSpace;
import dev.hone.search.SamplerContract;

class BohbSamplerContractTest extends SamplerContract {

    @Override
    protected OptimizerFactory<Configuration> factory(SearchSpace space) {
        return BohbSampler.over(space, BohbSampler.Options.defaults());
    }
}
