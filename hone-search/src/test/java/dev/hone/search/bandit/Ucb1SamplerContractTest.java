package dev.hone.search.bandit;

import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.SearchSpace;
import dev.hone.search.SamplerContract;
import java.util.OptionalDouble;

class Ucb1SamplerContractTest extends SamplerContract {

    @Override
    protected OptimizerFactory<Configuration> factory(SearchSpace space) {
        return BanditSampler.over(
                space,
                Ucb1.learner(Ucb1.Options.defaults()),
                new BanditSampler.Options(3, OptionalDouble.empty(), OptionalDouble.empty(), "context"));
    }

    @Override
    protected boolean supports(String name, SearchSpace space) {
        return !name.equals("one value");
    }
}
