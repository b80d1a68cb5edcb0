package dev.hone.core.space;

import dev.hone.core.Check;
import dev.hone.core.InvalidFieldException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A fidelity that is a choice: levels from the one farthest from the truth to the truth, or sources without order, the truth
 * last. Immutable.
 *
 * @param ordered whether each level is closer to the truth than those before
 */
public record FidelityLevels(String parameter, List<Level> levels, boolean ordered) implements Fidelity {

    /**
     * A value of the parameter.
     *
     * @param value as the parameter holds it
     * @param cost expected of one evaluation, in any unit that all levels and the budget share
     */
    public record Level(Object value, double cost) {

        /** The value as text. */
        public String name() {
            return Fidelity.name(value);
        }
    }

    public FidelityLevels {
        levels = List.copyOf(levels);
    }

    static FidelityLevels ordered(SearchSpace space, String parameter, Object truth, Map<String, Double> costs) {
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
        return new FidelityLevels(parameter, levels, true);
    }

    static FidelityLevels sources(SearchSpace space, String parameter, Object truth, Map<String, Double> costs) {
        CategoricalParameter choice = choice(space, parameter);
        Check.that(
                !choice.ordered(),
                "parameter",
                "'" + parameter + "', a choice with order",
                "one without 'ordered: true'");
        Object exact = canonical(choice, truth);
        List<Level> levels = levels(choice, costs);
        levels.add(levels.remove(choice.choices().indexOf(exact)));
        return new FidelityLevels(parameter, levels, false);
    }

    private static CategoricalParameter choice(SearchSpace space, String name) {
        if (Fidelity.independent(space, name) instanceof CategoricalParameter choice) {
            return choice;
        }
        throw new InvalidFieldException(
                "parameter", "is '" + name + "', which is no choice, expected a categorical parameter");
    }

    private static Object canonical(CategoricalParameter choice, Object truth) {
        try {
            return choice.canonical(truth);
        } catch (InvalidFieldException e) {
            List<String> texts = choice.choices().stream().map(String::valueOf).toList();
            throw new InvalidFieldException(
                    "truth",
                    "is '" + truth + "'" + Fidelity.hint(String.valueOf(truth), texts) + "one of " + choice.choices());
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
                    "costs." + name,
                    "is no level of '" + choice.name() + "'" + Fidelity.hint(name, names) + "one of " + names);
        });
        return levels;
    }

    @Override
    public Object truth() {
        return levels.get(levels.size() - 1).value();
    }

    @Override
    public double cost(Object value) {
        return levels.get((int) position(value)).cost();
    }

    @Override
    public Object at(double position) {
        return levels.get((int) position).value();
    }

    @Override
    public double position(Object value) {
        for (int l = 0; l < levels.size(); l++) {
            if (levels.get(l).value().equals(value)) {
                return l;
            }
        }
        throw new InvalidFieldException(parameter, "is '" + value + "', expected one of " + levels);
    }

    @Override
    public List<String> warnings() {
        double exact = cost(truth());
        return levels.stream().allMatch(l -> l.cost() == exact)
                ? List.of("all levels of '" + parameter + "' cost the same: the exact one alone would do")
                : List.of();
    }
}
