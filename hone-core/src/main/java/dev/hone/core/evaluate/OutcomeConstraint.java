package dev.hone.core.evaluate;

import dev.hone.core.Check;
import dev.hone.core.HoneException;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Objective;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A bound on a measured number. It becomes {@link Evaluation#constraints}: metric - max, or min - metric, satisfied when at
 * most 0.
 *
 * @param metric name of a metric or objective
 * @param max largest value that is allowed
 * @param min smallest value that is allowed
 */
public record OutcomeConstraint(String metric, OptionalDouble max, OptionalDouble min) {

    public OutcomeConstraint {
        Check.notBlank("metric", metric);
        Check.that(max.isPresent() || min.isPresent(), "outcome_constraints." + metric, "no bound", "max or min");
        max.ifPresent(bound -> Check.finite("max", bound));
        min.ifPresent(bound -> Check.finite("min", bound));
        if (max.isPresent() && min.isPresent()) {
            Check.that(
                    min.getAsDouble() <= max.getAsDouble(),
                    "min",
                    min.getAsDouble(),
                    "at most max, which is " + max.getAsDouble());
        }
    }

    public static OutcomeConstraint atMost(String metric, double max) {
        return new OutcomeConstraint(metric, OptionalDouble.of(max), OptionalDouble.empty());
    }

    public static OutcomeConstraint atLeast(String metric, double min) {
        return new OutcomeConstraint(metric, OptionalDouble.empty(), OptionalDouble.of(min));
    }

    /**
     * An evaluator that adds {@code constraints} to what {@code evaluator} returns.
     *
     * @param objectives in the study's order, so that a constraint may bound an objective that comes by position
     */
    public static <C> Evaluator<C> around(
            Evaluator<C> evaluator, List<OutcomeConstraint> constraints, List<Objective> objectives) {
        if (constraints.isEmpty()) {
            return evaluator;
        }
        List<OutcomeConstraint> bounds = List.copyOf(constraints);
        return (candidate, context) -> applied(evaluator.evaluate(candidate, context), bounds, objectives);
    }

    /**
     * The evaluation with {@code constraints} added.
     *
     * @param objectives in the study's order
     * @throws HoneException if a bounded number was not measured
     */
    public static Evaluation applied(
            Evaluation evaluation, List<OutcomeConstraint> constraints, List<Objective> objectives) {
        Map<String, Double> measured = new LinkedHashMap<>(evaluation.metrics());
        for (int i = 0; i < Math.min(objectives.size(), evaluation.values().size()); i++) {
            measured.put(objectives.get(i).name(), evaluation.values().get(i));
        }
        Evaluation constrained = evaluation;
        for (OutcomeConstraint bound : constraints) {
            constrained = bound.apply(constrained, measured);
        }
        return constrained;
    }

    private Evaluation apply(Evaluation evaluation, Map<String, Double> measured) {
        Double value = measured.get(metric);
        if (value == null) {
            throw new HoneException(
                    "no value for the outcome constraint on '" + metric + "', reported were " + measured.keySet());
        }
        Evaluation constrained = evaluation;
        if (max.isPresent()) {
            constrained = constrained.withConstraint(metric + " <= " + max.getAsDouble(), value - max.getAsDouble());
        }
        if (min.isPresent()) {
            constrained = constrained.withConstraint(metric + " >= " + min.getAsDouble(), min.getAsDouble() - value);
        }
        return constrained;
    }
}
