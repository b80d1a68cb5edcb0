package dev.hone.server.chart;

import dev.hone.core.space.CategoricalParameter;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.Parameter;
import dev.hone.core.space.SearchSpace;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Configurations that differ from one in some parameters only. */
final class Grid {

    private Grid() {}

    /**
     * Values of a parameter from end to end: all choices, all of at most {@code count} numbers, or {@code count} of them,
     * evenly spaced on the parameter's scale.
     */
    static List<Object> values(Parameter parameter, int count) {
        List<Object> values = new ArrayList<>();
        if (parameter instanceof CategoricalParameter || parameter.cardinality() <= count) {
            for (long i = 0; i < parameter.cardinality(); i++) {
                values.add(parameter.valueAt(i));
            }
            return values;
        }
        Set<Object> distinct = new LinkedHashSet<>();
        double[] cube = new double[parameter.dimensions()];
        for (int i = 0; i < count; i++) {
            cube[0] = i / (count - 1.0);
            distinct.add(parameter.decode(cube, 0));
        }
        values.addAll(distinct);
        return values;
    }

    /**
     * {@code base} with some parameters at other values; what these make active is at the middle of its range.
     *
     * @return empty if one of the parameters is inactive then, or a known constraint is violated
     */
    static Optional<Configuration> moved(
            SearchSpace space, Configuration base, List<Parameter> parameters, List<Object> values) {
        double[] cube = space.encode(base);
        for (int i = 0; i < parameters.size(); i++) {
            Parameter parameter = parameters.get(i);
            parameter.encode(
                    values.get(i), cube, space.offset(space.parameters().indexOf(parameter)));
        }
        Configuration moved = space.decode(cube);
        boolean active = parameters.stream().allMatch(p -> moved.isActive(p.name()));
        return active && space.isFeasible(moved) ? Optional.of(moved) : Optional.empty();
    }
}
