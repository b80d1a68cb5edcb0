package dev.hone.claims.bench.optimizers;

import dev.hone.claims.problem.BenchmarkProblem;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.space.Configuration;
import dev.hone.core.study.Budget;
import dev.hone.core.study.Study;
import dev.hone.core.study.StudyBuilder;
import dev.hone.core.trial.Trial;
import java.util.List;

/**
 * The trials of one optimizer on one problem with one seed.
 *
 * @param trials fewer than planned if the optimizer ran out of points
 * @param millisPerTrial wall time of the whole loop over their number
 */
record TimedTrials(List<Trial<Configuration>> trials, double millisPerTrial) {

    TimedTrials {
        trials = List.copyOf(trials);
    }

    /** Runs; the trials depend on the arguments alone. */
    static TimedTrials of(
            BenchmarkProblem problem, OptimizerFactory<Configuration> optimizer, long seed, int plannedTrials) {
        StudyBuilder builder = Study.named(problem.name());
        problem.objectives().forEach(builder::objective);
        try (Study<Configuration> study = builder.seed(seed)
                .optimizer(optimizer)
                .plannedTrials(plannedTrials)
                .constrained(!problem.constraints().isEmpty())
                .create()) {
            long start = System.nanoTime();
            study.run((x, context) -> problem.evaluate(x, seed, context.number()), Budget.trials(plannedTrials));
            double millis = (System.nanoTime() - start) / 1e6;
            List<Trial<Configuration>> trials = study.trials();
            return new TimedTrials(trials, millis / Math.max(1, trials.size()));
        }
    }
}
