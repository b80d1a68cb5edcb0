package dev.hone.search.local;

import dev.hone.core.HoneException;
import dev.hone.core.optimize.Optimizer;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.optimize.Problem;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.ConfigurationCodec;
import dev.hone.core.trial.CandidateCodec;
import dev.hone.search.population.NumberAxes;
import java.util.function.Function;

/** A local search before it knows its study. */
record LocalFactory(String id, NumberAxes axes, Function<Problem, Optimizer<Configuration>> optimizer)
        implements OptimizerFactory<Configuration> {

    @Override
    public CandidateCodec<Configuration> codec() {
        return new ConfigurationCodec(axes.space());
    }

    @Override
    public Optimizer<Configuration> create(Problem problem) {
        if (problem.objectives().size() > 1) {
            throw new HoneException(id + " improves one objective, and this study has "
                    + problem.objectives().size() + "; use nsga2, tpe or gp");
        }
        return optimizer.apply(problem);
    }
}
