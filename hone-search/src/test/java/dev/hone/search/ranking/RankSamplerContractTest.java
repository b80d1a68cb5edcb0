package dev.hone.search.ranking;

import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.SearchSpace;
import dev.hone.search.SamplerContract;

class RankSamplerContractTest extends SamplerContract {

    @Override
    protected OptimizerFactory<Configuration> factory(SearchSpace space) {
        return RankSampler.over(space);
    }

    @Override
    protected boolean supports(String name, SearchSpace space) {
        return name.equals("numbers") || name.equals("constrained");
    }
}
