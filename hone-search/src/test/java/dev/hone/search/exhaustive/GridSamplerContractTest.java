package dev.hone.search.exhaustive;

import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.SearchSpace;
import dev.hone.search.SamplerContract;
import java.util.OptionalInt;

class GridSamplerContractTest extends SamplerContract {

    @Override
    protected OptimizerFactory<Configuration> factory(SearchSpace space) {
        return GridSampler.over(space, OptionalInt.of(4), true);
    }
}
