package dev.hone.search.population;

import dev.hone.core.optimize.Optimizer;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.optimize.Problem;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.ConfigurationCodec;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.trial.CandidateCodec;
import java.util.function.Function;

/**
 * An optimizer of one objective before it knows its study.
 *
 * @param instead what to do in a study with several objectives
 * @param explanation for people, given what is known about the study; it may be empty
 */
public record SingleObjectiveFactory(
        String id,
        SearchSpace space,
        String instead,
        Function<Problem, String> explanation,
        Function<Problem, Optimizer<Configuration>> optimizer)
        implements OptimizerFactory<Configuration> {

    /** For a study with several objectives. */
    static final String INSTEAD = "use nsga2, tpe or gp";

    public SingleObjectiveFactory(String id, SearchSpace space, Function<Problem, Optimizer<Configuration>> optimizer) {
        this(id, space, INSTEAD, problem -> "", optimizer);
    }

    @Override
    public CandidateCodec<Configuration> codec() {
        return new ConfigurationCodec(space);
    }

    @Override
    public Optimizer<Configuration> create(Problem problem) {
        problem.checkOneObjective(id, instead);
        return optimizer.apply(problem);
    }

    @Override
    public String explain(Problem problem) {
        return explanation.apply(problem);
    }
}
