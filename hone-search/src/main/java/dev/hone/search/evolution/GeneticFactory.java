package dev.hone.search.evolution;

import dev.hone.core.optimize.Optimizer;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.optimize.Problem;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.ConfigurationCodec;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.trial.CandidateCodec;
import java.util.function.Function;

/** What NSGA-II and NSGA-III are before they know their study. */
record GeneticFactory(String id, SearchSpace space, Function<Problem, GeneticSampler> sampler)
        implements OptimizerFactory<Configuration> {

    @Override
    public CandidateCodec<Configuration> codec() {
        return new ConfigurationCodec(space);
    }

    @Override
    public Optimizer<Configuration> create(Problem problem) {
        return sampler.apply(problem);
    }
}
