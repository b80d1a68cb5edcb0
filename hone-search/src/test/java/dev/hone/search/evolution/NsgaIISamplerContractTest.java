package dev.hone.search.evolution;

import dev.hone.core.method.MethodCatalogue;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.trial.Objective;
import dev.hone.search.SamplerContract;
import java.util.List;
import java.util.Map;

class NsgaIISamplerContractTest extends SamplerContract {

    @Override
    protected OptimizerFactory<Configuration> factory(SearchSpace space) {
        return MethodCatalogue.load().sampler("optimizer", "nsga2", space, Map.of("population_size", 6));
    }

    @Override
    protected List<Objective> objectives() {
        return List.of(Objective.minimize("a"), Objective.minimize("b"));
    }
}
