package dev.hone.search.bayes;

import dev.hone.core.Check;
import dev.hone.core.HoneException;
import dev.hone.core.space.CategoricalParameter;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.IntParameter;
import dev.hone.core.space.Parameter;
import dev.hone.core.space.SearchSpace;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * A parameter that says under which condition an evaluation is made, rather than what is tried: an environment that will vary,
 * a task, or a source of information of its own cost and bias. The goal is the sum of the outcome over its values, weighted.
 *
 * @param parameter a choice, or an environment that is a number or a choice in order
 * @param nodes of a number or a choice in order, coordinates in the cube of the values that are averaged over ({@link EnvironmentNodes}); none of a choice without order
 * @param weights of its values in the goal; an expectation over an environment has them sum to 1, one target task has weight 1
 *     and the others 0
 * @param costs of an evaluation under each value
 * @param tasks whether values share a coregionalisation kernel, learned, rather than one correlation for all pairs
 */
public record Context(String parameter, List<Double> nodes, List<Double> weights, List<Double> costs, boolean tasks) {

    public Context {
        Check.notBlank("parameter", parameter);
        nodes = List.copyOf(nodes);
        weights = List.copyOf(weights);
        costs = List.copyOf(costs);
        costs.forEach(cost -> Check.positive("costs", cost));
        Check.that(
                weights.stream().allMatch(Double::isFinite) && weights.stream().anyMatch(w -> w != 0),
                "weights",
                weights,
                "finite numbers, one of them not 0");
        Check.that(!tasks || nodes.isEmpty(), "tasks", parameter, "a choice");
    }

    /** An environment with the given probabilities. */
    public static Context environment(String parameter, double... probabilities) {
        return new Context(
                parameter,
                List.of(),
                Arrays.stream(probabilities).boxed().toList(),
                Arrays.stream(probabilities).mapToObj(p -> 1.0).toList(),
                false);
    }

    /** An environment that is a number or an ordered choice, averaged over nodes of the cube. */
    static Context number(String parameter, EnvironmentNodes nodes) {
        return new Context(
                parameter,
                nodes.cube(),
                nodes.weights(),
                Collections.nCopies(nodes.cube().size(), 1.0),
                false);
    }

    boolean isNumber() {
        return !nodes.isEmpty();
    }

    /** Tasks or sources of which one is the target. */
    public static Context target(String parameter, int target, double... costs) {
        Double[] weights = new Double[costs.length];
        Arrays.fill(weights, 0.0);
        weights[target] = 1.0;
        return new Context(
                parameter,
                List.of(),
                List.of(weights),
                Arrays.stream(costs).boxed().toList(),
                true);
    }

    void check(SearchSpace space) {
        Parameter found = space.parameter(parameter)
                .orElseThrow(() -> new HoneException("goal: '" + parameter + "' is not a parameter of the space"));
        if (isNumber()) {
            boolean number = found instanceof FloatParameter
                    || found instanceof IntParameter
                    || found instanceof CategoricalParameter c && c.ordered();
            if (!number || found.condition().isPresent()) {
                throw new HoneException("goal: parameter '" + parameter
                        + "' must be a number or an ordered choice, without a condition");
            }
            Check.that(
                    weights.size() == nodes.size(),
                    "weights",
                    weights,
                    "one for each of the " + nodes.size() + " nodes");
            Check.that(costs.size() == nodes.size(), "costs", costs, "one for each of the " + nodes.size() + " nodes");
            return;
        }
        if (!(found instanceof CategoricalParameter choice)
                || choice.ordered()
                || choice.condition().isPresent()) {
            throw new HoneException("goal: parameter '" + parameter
                    + "' must be a categorical one with unordered choices and without a condition");
        }
        int values = choice.choices().size();
        Check.that(weights.size() == values, "weights", weights, "one for each of the " + values + " choices");
        Check.that(costs.size() == values, "costs", costs, "one for each of the " + values + " choices");
    }

    /** Coordinate of the parameter in the embedding. */
    int coordinate(SearchSpace space) {
        for (int i = 0; i < space.parameters().size(); i++) {
            if (space.parameters().get(i).name().equals(parameter)) {
                return space.offset(i);
            }
        }
        throw new IllegalStateException(parameter);
    }

    Goal goal(SearchSpace space) {
        int coordinate = coordinate(space);
        double[][] settings = new double[weights.size()][1];
        for (int k = 0; k < settings.length; k++) {
            settings[k][0] = isNumber() ? nodes.get(k) : k;
        }
        return new Goal(
                new int[] {coordinate},
                settings,
                weights.stream().mapToDouble(Double::doubleValue).toArray(),
                costs.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
