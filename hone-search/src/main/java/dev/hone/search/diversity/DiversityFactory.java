package dev.hone.search.diversity;

import dev.hone.core.HoneException;
import dev.hone.core.optimize.Optimizer;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.optimize.Problem;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.ConfigurationCodec;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.trial.CandidateCodec;
import java.util.function.Function;

/** A quality-diversity search before it knows its study. */
record DiversityFactory(String id, SearchSpace space, Function<Problem, Optimizer<Configuration>> optimizer)
        implements OptimizerFactory<Configuration> {

    @Override
    public CandidateCodec<Configuration> codec() {
        return new ConfigurationCodec(space);
    }

    @Override
    public Optimizer<Configuration> create(Problem problem) {
        if (problem.objectives().size() > 1) {
            throw new HoneException(id + " improves one objective, and this study has "
                    + problem.objectives().size() + "; measure what tells solutions apart as metrics, or use nsga2");
        }
        return optimizer.apply(problem);
    }
}
