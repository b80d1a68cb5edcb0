package dev.hone.search.tpe;

import dev.hone.core.space.Configuration;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Objective;
import dev.hone.core.trial.Trial;
import dev.hone.core.trial.TrialState;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is remembered of a finished trial, and how good it is beside others.
 *
 * @param standing which of the classes below it belongs to; lower is better
 * @param losses of a complete trial, smaller better; empty otherwise
 * @param key order within the class: loss of the first objective, violation of constraints
 * @param step last step reached by a pruned trial
 * @param cube coordinates
 * @param order in which it was told
 */
record Observation(
        int standing, double[] losses, double key, long step, double[] cube, Configuration configuration, int order) {

    static final int FEASIBLE = 0;
    static final int PRUNED = 1;
    static final int INFEASIBLE = 2;
    static final int FAILED = 3;

    /** Best first; pruned trials that came further are better. */
    static final Comparator<Observation> BEST_FIRST = Comparator.comparingInt(Observation::standing)
            .thenComparing(Comparator.comparingLong(Observation::step).reversed())
            .thenComparingDouble(Observation::key)
            .thenComparingInt(Observation::order);

    static Observation of(Trial<Configuration> trial, List<Objective> objectives, double[] cube, int order) {
        Optional<Evaluation> evaluation = trial.evaluation();
        boolean violated = evaluation.map(e -> !e.isFeasible()).orElse(false);
        if (trial.state() == TrialState.FAILED) {
            return new Observation(FAILED, new double[0], 0, 0, cube, trial.candidate(), order);
        }
        if (violated) {
            double violation = evaluation.orElseThrow().violation();
            return new Observation(INFEASIBLE, new double[0], violation, 0, cube, trial.candidate(), order);
        }
        if (trial.state() == TrialState.COMPLETE) {
            double[] losses = new double[objectives.size()];
            for (int i = 0; i < losses.length; i++) {
                losses[i] = objectives.get(i).direction().asLoss(trial.values().get(i));
            }
            return new Observation(FEASIBLE, losses, losses[0], 0, cube, trial.candidate(), order);
        }
        Map.Entry<Long, Double> last = trial.intermediate().lastEntry();
        double value = last == null || !Double.isFinite(last.getValue())
                ? Double.POSITIVE_INFINITY
                : objectives.get(0).direction().asLoss(last.getValue());
        long step = last == null ? Long.MIN_VALUE : last.getKey();
        return new Observation(PRUNED, new double[0], value, step, cube, trial.candidate(), order);
    }
}
