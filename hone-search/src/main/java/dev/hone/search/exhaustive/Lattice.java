package dev.hone.search.exhaustive;

import dev.hone.core.Check;
import dev.hone.core.space.CategoricalParameter;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.Enumeration;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.IntParameter;
import dev.hone.core.space.Parameter;
import dev.hone.core.space.SearchSpace;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A finite grid over a space. A numeric parameter with more values than {@code points} is reduced to that many, spaced
 * evenly on its own scale (linear or logarithmic) from low to high, and the values that conditions of other parameters
 * mention; all others keep all their values. Known constraints are not applied. Immutable.
 */
public final class Lattice {

    private final SearchSpace space;
    private final Enumeration enumeration;

    private Lattice(SearchSpace space, Enumeration enumeration) {
        this.space = space;
        this.enumeration = enumeration;
    }

    /**
     * @param points of a numeric axis, at least 2; empty: all values, which must be finitely many
     * @throws dev.hone.core.HoneException if the grid is not finite
     */
    public static Lattice of(SearchSpace space, OptionalInt points) {
        points.ifPresent(n -> Check.atLeast("points", n, 2));
        SearchSpace.Builder coarse = SearchSpace.builder();
        for (Parameter parameter : space.parameters()) {
            coarse.add(points.isPresent() ? coarse(space, parameter, points.getAsInt()) : parameter);
        }
        Enumeration enumeration = new Enumeration(coarse.build());
        Check.that(
                enumeration.size() < Long.MAX_VALUE,
                "parameters",
                "without a finite grid",
                points.isPresent() ? "fewer parameters or points" : "the option 'points' for numbers without a step");
        return new Lattice(space, enumeration);
    }

    private static Parameter coarse(SearchSpace space, Parameter parameter, int points) {
        boolean numeric = parameter instanceof FloatParameter || parameter instanceof IntParameter;
        if (!numeric || parameter.cardinality() <= points) {
            return parameter;
        }
        Set<Object> values = new LinkedHashSet<>();
        for (int i = 0; i < points; i++) {
            values.add(parameter.decode(new double[] {i / (points - 1.0)}, 0));
        }
        for (Parameter child : space.parameters()) {
            child.condition()
                    .filter(c -> c.parent().equals(parameter.name()))
                    .ifPresent(c -> values.addAll(c.values()));
        }
        return new CategoricalParameter(parameter.name(), List.copyOf(values), true, parameter.condition());
    }

    /** Number of points. */
    public long size() {
        return enumeration.size();
    }

    /** The point at {@code index}, 0 &le; index &lt; {@link #size()}; it may violate known constraints. */
    public Configuration at(long index) {
        return space.configuration(enumeration.at(index).values());
    }
}
