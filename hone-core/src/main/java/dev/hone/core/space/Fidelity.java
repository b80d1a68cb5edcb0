package dev.hone.core.space;

import dev.hone.core.Check;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.Nearest;
import dev.hone.core.trial.Evaluation;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * That one parameter of a space says how exactly a configuration is evaluated, and what that costs: a coarse mesh or a fine
 * one, part of the data or all. What is wanted is the best configuration at the truth, its exact value; evaluations at its
 * other values inform the search and are never a result ({@link Evaluation#isEligible}). The parameter is always active, and
 * nothing else depends on it. Immutable.
 */
public sealed interface Fidelity permits FidelityLevels, FidelityRange {

    /**
     * The levels of an ordered choice of {@code space}.
     *
     * @param truth its first or last value
     * @param costs of every value, by its text
     * @throws InvalidFieldException with field {@code parameter}, {@code truth} or {@code costs}
     */
    static FidelityLevels ordered(SearchSpace space, String parameter, Object truth, Map<String, Double> costs) {
        return FidelityLevels.ordered(space, parameter, truth, costs);
    }

    /**
     * The values of a choice without order: sources of information about the truth of which none is above another.
     *
     * @param truth any of its values
     * @param costs of every value, by its text
     * @throws InvalidFieldException with field {@code parameter}, {@code truth} or {@code costs}
     */
    static FidelityLevels sources(SearchSpace space, String parameter, Object truth, Map<String, Double> costs) {
        return FidelityLevels.sources(space, parameter, truth, costs);
    }

    /**
     * The range of a float or an int.
     *
     * @param truth its low or high end; empty: the high one
     * @param cost of one evaluation as an expression over the parameter, such as {@code 0.05 + 0.95 * mesh}
     * @throws InvalidFieldException with field {@code parameter}, {@code truth} or {@code cost}
     */
    static FidelityRange range(SearchSpace space, String parameter, Optional<Object> truth, String cost) {
        return FidelityRange.of(space, parameter, truth, cost);
    }

    /** Its name. */
    String parameter();

    /** The value that is exact. */
    Object truth();

    /** The number of a value: its position among levels or sources, from 0; of a range its place from 0 to 1. The truth has the greatest. */
    double position(Object value);

    /** The value at a position, of a range the nearest one. */
    Object at(double position);

    /** What one evaluation at {@code value} is expected to cost, in any unit that all values and the budget share. */
    double cost(Object value);

    /** What somebody should know before it is used, for people. */
    List<String> warnings();

    default boolean isExact(Configuration configuration) {
        return truth().equals(configuration.get(parameter()));
    }

    /** The evaluation of {@code configuration} marked with its fidelity, and with the expected cost if it reports none. */
    default Evaluation applied(Configuration configuration, Evaluation evaluation) {
        Evaluation priced = evaluation.cost() > 0 ? evaluation : evaluation.withCost(cost(configuration));
        return priced.withFidelity(
                isExact(configuration) ? Optional.empty() : Optional.of(label(configuration.get(parameter()))));
    }

    /**
     * Why nothing more is worth starting within a limit of cost: an evaluation at the truth would exceed it.
     *
     * @param spent on trials that have finished
     * @param running configurations that are being evaluated
     */
    default Optional<String> spent(double spent, double limit, List<Configuration> running) {
        double all = spent + running.stream().mapToDouble(this::cost).sum();
        return all + cost(truth()) <= limit + 1e-9
                ? Optional.empty()
                : Optional.of("after a cost of " + Math.round(all * 1e6) / 1e6 + " the limit of " + limit
                        + " leaves too little for a trial at '" + name(truth()) + "'");
    }

    private double cost(Configuration configuration) {
        return cost(configuration.get(parameter()));
    }

    /** A value as people tell it from others, of numbers with the parameter's name. */
    default String label(Object value) {
        return value instanceof String text ? text : parameter() + "=" + name(value);
    }

    /** A value as people read it: of reals four digits. */
    static String name(Object value) {
        return value instanceof Double number
                ? new BigDecimal(number)
                        .round(new MathContext(4))
                        .stripTrailingZeros()
                        .toPlainString()
                : String.valueOf(value);
    }

    /** The parameter, if it may be a fidelity. */
    static Parameter independent(SearchSpace space, String name) {
        List<String> names = space.parameters().stream().map(Parameter::name).toList();
        Parameter parameter = space.parameter(name)
                .orElseThrow(() -> new InvalidFieldException(
                        "parameter", "is '" + name + "'" + hint(name, names) + "one of the parameters " + names));
        Check.that(
                parameter.cardinality() > 1,
                "parameter",
                "'" + name + "' with one value",
                "a truth and at least one value below it");
        Check.that(
                parameter.condition().isEmpty(),
                "parameter",
                "'" + name + "', which is active under a condition only",
                "one that is always active");
        for (Parameter other : space.parameters()) {
            Check.that(
                    other.condition().filter(c -> c.parent().equals(name)).isEmpty(),
                    "parameter",
                    "'" + name + "', on which '" + other.name() + "' depends",
                    "one that no condition names: a configuration is to be the same at every fidelity");
        }
        for (KnownConstraint constraint : space.constraints()) {
            Check.that(
                    !constraint.variables().contains(name),
                    "parameter",
                    "'" + name + "', which the constraint '" + constraint + "' mentions",
                    "one that no constraint names: a configuration is to be allowed at every fidelity or at none");
        }
        return parameter;
    }

    /** What leads from a wrong name to the valid ones. */
    static String hint(String name, List<String> valid) {
        String hint = Nearest.hint(name, valid);
        return hint.isEmpty() ? ", expected " : hint + " Expected ";
    }
}
