package dev.hone.claims.bench.optimizers;

import dev.hone.claims.problem.TestProblem;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.space.Configuration;
import dev.hone.core.trial.Trial;
import java.util.ArrayList;
import java.util.List;

/**
 * One optimizer on one problem with one seed, and what came of it.
 *
 * @param evaluated trials that were run: fewer than planned if the optimizer ran out of points
 * @param steps how the regret went, where it changed
 * @param millisPerTrial wall time of the whole loop over {@code evaluated}
 */
public record Run(Key key, int evaluated, List<Step> steps, double millisPerTrial) {

    /**
     * What decides a run.
     *
     * @param optimizer label of the contender
     */
    public record Key(String problem, String optimizer, long seed, int trials) {}

    /**
     * From trial {@code trial} on, counted from 1, the regret is {@code regret}: the noiseless value of the best point so far,
     * judged by what was observed, above the minimum. Points that violate a constraint do not count.
     */
    public record Step(int trial, double regret) {}

    public Run {
        steps = List.copyOf(steps);
    }

    /** Regret after {@code trials}; infinite where no feasible point was found. */
    public double regretAt(double trials) {
        double regret = Double.POSITIVE_INFINITY;
        for (Step step : steps) {
            if (step.trial() > trials) {
                break;
            }
            regret = step.regret();
        }
        return regret;
    }

    /** Trials until the regret was first at most {@code target}; infinite if never. */
    public double trialsTo(double target) {
        for (Step step : steps) {
            if (step.regret() <= target) {
                return step.trial();
            }
        }
        return Double.POSITIVE_INFINITY;
    }

    /** Runs; the result depends on the key and the options of the optimizer alone, but for the time. */
    static Run of(TestProblem problem, OptimizerFactory<Configuration> optimizer, Key key) {
        TimedTrials timed = TimedTrials.of(problem, optimizer, key.seed(), key.trials());
        return new Run(key, timed.trials().size(), steps(problem, timed.trials()), timed.millisPerTrial());
    }

    private static List<Step> steps(TestProblem problem, List<Trial<Configuration>> trials) {
        List<Step> steps = new ArrayList<>();
        double best = Double.POSITIVE_INFINITY;
        for (Trial<Configuration> trial : trials) {
            if (trial.isFeasible() && trial.value() < best) {
                best = trial.value();
                double regret = Math.max(0, problem.value(trial.candidate()) - problem.minimum());
                steps.add(new Step((int) trial.number() + 1, regret));
            }
        }
        return steps;
    }
}
