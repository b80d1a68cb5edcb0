package dev.hone.search.bayes;

import dev.hone.core.method.MethodCatalogue;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.SearchSpace;
import dev.hone.search.SamplerContract;
import java.util.Map;

/** With few modelled proposals, which are dear, but enough for pending trials, refits and restarts between them. */
class BayesSamplerContractTest extends SamplerContract {

    @Override
    protected OptimizerFactory<Configuration> factory(SearchSpace space) {
        return MethodCatalogue.load()
                .sampler("optimizer", "bayes", space, Map.of("startup_trials", 27, "fantasies", 2));
    }
}
