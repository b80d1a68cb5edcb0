package dev.hone.search.annealing;

import dev.hone.core.method.MethodCatalogue;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.SearchSpace;
import dev.hone.search.SamplerContract;
import java.util.Map;

class SimulatedAnnealingContractTest extends SamplerContract {

    @Override
    protected OptimizerFactory<Configuration> factory(SearchSpace space) {
        return MethodCatalogue.load().sampler("optimizer", "annealing", space, Map.of("startup_trials", 4));
    }
}
