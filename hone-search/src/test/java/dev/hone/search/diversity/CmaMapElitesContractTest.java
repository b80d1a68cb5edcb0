package dev.hone.search.diversity;

import dev.hone.core.method.MethodCatalogue;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.SearchSpace;
import dev.hone.search.SamplerContract;
import java.util.Map;
import java.util.Set;

class CmaMapElitesContractTest extends SamplerContract {

    @Override
    protected OptimizerFactory<Configuration> factory(SearchSpace space) {
        return MethodCatalogue.load().sampler("optimizer", "cma-me", space, Map.of("descriptors", "m:0:1:4"));
    }

    /** Others have unordered choices, or nothing to move along. */
    @Override
    protected boolean supports(String name, SearchSpace space) {
        return Set.of("numbers", "constrained").contains(name);
    }
}
