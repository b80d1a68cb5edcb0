package dev.hone.search.diversity;

import dev.hone.core.method.MethodCatalogue;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.SearchSpace;
import dev.hone.search.SamplerContract;
import java.util.Map;

class MapElitesContractTest extends SamplerContract {

    @Override
    protected OptimizerFactory<Configuration> factory(SearchSpace space) {
        return MethodCatalogue.load().sampler("optimizer", "map-elites", space, Map.of("descriptors", "m:0:1:4"));
    }
}
