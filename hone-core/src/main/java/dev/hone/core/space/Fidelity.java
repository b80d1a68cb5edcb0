package dev.hone.core.space;

import dev.hone.core.Check;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.Nearest;
import dev.hone.core.trial.Evaluation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * That one parameter of a space says how exactly a configuration is evaluated, and what that costs: a coarse mesh or a fine
 * one, part of the data or all. What is wanted is the best configuration at the truth, its dearest and exact value; evaluations
 * at its other values inform the search and are never a result ({@link Evaluation#isEligible}). Immutable.
 *
 * @param parameter a choice that is always active and that nothing else depends on
 * @param levels from the one farthest from the truth to the truth
 */
public record Fidelity(String parameter, List<Level> levels) {

    /**
     * A value of the parameter.
     *
     * @param value as the parameter holds it
     * @param cost expected of one evaluation, in any unit that all levels and the budget share
     */
    public record Level(Object value, double cost) {

        /** The value as text. */
        public String name() {
            return String.valueOf(value);
        }
    }

    public Fidelity {
        levels = List.copyOf(levels);
    }

    /**
     * The levels of an ordered choice of {@code space}.
     *
     * @param truth its first or last value
     * @param costs of every value, by its text
     * @throws InvalidFieldException with field {@code parameter}, {@code truth} or {@code costs}
     */
    public static Fidelity ordered(SearchSpace space, String parameter, Object truth, Map<String, Double> costs) {
        CategoricalParameter choice = choice(space, parameter);
        Check.that(
                choice.ordered(),
                "parameter",
                "'" + parameter + "', a choice without order",
                "one with 'ordered: true', its choices from the coarsest to the truth");
        Object exact = canonical(choice, truth);
        List<Level> levels = levels(choice, costs);
        int at = choice.choices().indexOf(exact);
        Check.that(
                at == 0 || at == levels.size() - 1,
                "truth",
                "'" + truth + "', in the middle of " + choice.choices(),
                "the first or the last choice");
        if (at == 0) {
            Collections.reverse(levels);
        }
        return new Fidelity(parameter, levels);
    }

    private static CategoricalParameter choice(SearchSpace space, String name) {
        List<String> names = space.parameters().stream().map(Parameter::name).toList();
        Parameter parameter = space.parameter(name)
                .orElseThrow(() -> new InvalidFieldException(
                        "parameter", "is '" + name + "'" + hint(name, names) + "one of the parameters " + names));
        if (!(parameter instanceof CategoricalParameter choice)) {
            throw new InvalidFieldException(
                    "parameter", "is '" + name + "', which is no choice, expected a categorical parameter");
        }
        Check.that(
                choice.choices().size() > 1,
                "parameter",
                "'" + name + "' with one choice",
                "a truth and at least one level below it");
        Check.that(
                choice.condition().isEmpty(),
                "parameter",
                "'" + name + "', which is active under a condition only",
                "one that is always active");
        for (Parameter other : space.parameters()) {
            Check.that(
                    other.condition().filter(c -> c.parent().equals(name)).isEmpty(),
                    "parameter",
                    "'" + name + "', on which '" + other.name() + "' depends",
                    "one that no condition names: a configuration is to be the same at every level");
        }
        for (KnownConstraint constraint : space.constraints()) {
            Check.that(
                    !constraint.variables().contains(name),
                    "parameter",
                    "'" + name + "', which the constraint '" + constraint + "' mentions",
                    "one that no constraint names: a configuration is to be allowed at every level or at none");
        }
        return choice;
    }

    private static Object canonical(CategoricalParameter choice, Object truth) {
        try {
            return choice.canonical(truth);
        } catch (InvalidFieldException e) {
            List<String> texts = choice.choices().stream().map(String::valueOf).toList();
            throw new InvalidFieldException(
                    "truth", "is '" + truth + "'" + hint(String.valueOf(truth), texts) + "one of " + choice.choices());
        }
    }

    private static List<Level> levels(CategoricalParameter choice, Map<String, Double> costs) {
        Map<String, Double> left = new HashMap<>(costs);
        List<String> names = choice.choices().stream().map(String::valueOf).toList();
        List<Level> levels = new ArrayList<>();
        for (Object value : choice.choices()) {
            Double cost = left.remove(String.valueOf(value));
            if (cost == null) {
                throw new InvalidFieldException(
                        "costs", "has no '" + value + "', expected a cost for each of " + names);
            }
            levels.add(new Level(value, Check.positive("costs." + value, cost)));
        }
        left.keySet().stream().sorted().findFirst().ifPresent(name -> {
            throw new InvalidFieldException(
                    "costs." + name, "is no level of '" + choice.name() + "'" + hint(name, names) + "one of " + names);
        });
        return levels;
    }

    private static String hint(String name, List<String> valid) {
        String hint = Nearest.hint(name, valid);
        return hint.isEmpty() ? ", expected " : hint + " Expected ";
    }

    /** The level that is the truth. */
    public Level truth() {
        return levels.get(levels.size() - 1);
    }

    /** Position in {@link #levels} of the level at which {@code configuration} is. */
    public int level(Configuration configuration) {
        Object value = configuration.get(parameter);
        for (int l = 0; l < levels.size(); l++) {
            if (levels.get(l).value().equals(value)) {
                return l;
            }
        }
        throw new InvalidFieldException(parameter, "is '" + value + "', expected one of " + levels);
    }

    public boolean isExact(Configuration configuration) {
        return level(configuration) == levels.size() - 1;
    }

    /** The evaluation of {@code configuration} marked with its level, and with the level's cost if it reports none. */
    public Evaluation applied(Configuration configuration, Evaluation evaluation) {
        Level level = levels.get(level(configuration));
        Evaluation priced = evaluation.cost() > 0 ? evaluation : evaluation.withCost(level.cost());
        return priced.withFidelity(level.equals(truth()) ? Optional.empty() : Optional.of(label(level)));
    }

    /**
     * Why nothing more is worth starting within a limit of cost: an evaluation at the truth would exceed it.
     *
     * @param spent on trials that have finished
     * @param running configurations that are being evaluated
     */
    public Optional<String> spent(double spent, double limit, List<Configuration> running) {
        double all = spent + running.stream().mapToDouble(this::cost).sum();
        return all + truth().cost() <= limit + 1e-9
                ? Optional.empty()
                : Optional.of("after a cost of " + Math.round(all * 1e6) / 1e6 + " the limit of " + limit
                        + " leaves too little for a trial at '" + truth().name() + "'");
    }

    private double cost(Configuration configuration) {
        return levels.get(level(configuration)).cost();
    }

    private String label(Level level) {
        return level.value() instanceof String text ? text : parameter + "=" + level.value();
    }

    /** What somebody should know before it is used, for people. */
    public List<String> warnings() {
        boolean equal = levels.stream().allMatch(l -> l.cost() == truth().cost());
        return equal
                ? List.of("all levels of '" + parameter + "' cost the same: the exact one alone would do")
                : List.of();
    }
}
