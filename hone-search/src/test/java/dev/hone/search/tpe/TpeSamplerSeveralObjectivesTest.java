package dev.hone.search.tpe;

import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.trial.Objective;
import dev.hone.search.SamplerContract;
import java.util.List;

class TpeSamplerSeveralObjectivesTest extends SamplerContract {

    @Override
    protected OptimizerFactory<Configuration> factory(SearchSpace space) {
        return TpeSampler.over(space);
    }

    @Override
    protected List<Objective> objectives() {
        return List.of(Objective.minimize("wall"), Objective.maximize("throughput"));
    }
}
