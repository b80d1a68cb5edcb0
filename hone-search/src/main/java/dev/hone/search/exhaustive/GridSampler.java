package dev.hone.search.exhaustive;

import dev.hone.core.Check;
import dev.hone.core.HoneException;
import dev.hone.core.optimize.Optimizer;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.optimize.Problem;
import dev.hone.core.space.CategoricalParameter;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.ConfigurationCodec;
import dev.hone.core.space.Enumeration;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.IntParameter;
import dev.hone.core.space.Parameter;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.trial.CandidateCodec;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Proposes every point of a grid, each once, then nothing more. A numeric parameter with more values than {@code points}
 * is reduced to that many, spaced evenly on its own scale (linear or logarithmic) from low to high, and the values that
 * conditions of other parameters mention; all others keep all their values.
 *
 * <p>Immutable and thread-safe.
 */
public final class GridSampler implements OptimizerFactory<Configuration> {

    private final SearchSpace space;
    private final Enumeration enumeration;
    private final boolean shuffle;

    private GridSampler(SearchSpace space, Enumeration enumeration, boolean shuffle) {
        this.space = space;
        this.enumeration = enumeration;
        this.shuffle = shuffle;
    }

    /**
     * @param points of a numeric axis, at least 2; empty: all values, which must be finitely many
     * @param shuffle whether in an order drawn from the study's seed
     * @throws HoneException if the grid is not finite
     */
    public static GridSampler over(SearchSpace space, OptionalInt points, boolean shuffle) {
        points.ifPresent(n -> Check.atLeast("points", n, 2));
        SearchSpace.Builder lattice = SearchSpace.builder();
        for (Parameter parameter : space.parameters()) {
            lattice.add(points.isPresent() ? coarse(space, parameter, points.getAsInt()) : parameter);
        }
        Enumeration enumeration = new Enumeration(lattice.build());
        Check.that(
                enumeration.size() < Long.MAX_VALUE,
                "parameters",
                "without a finite grid",
                points.isPresent() ? "fewer parameters or points" : "the option 'points' for numbers without a step");
        return new GridSampler(space, enumeration, shuffle);
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

    @Override
    public String id() {
        return "grid";
    }

    @Override
    public CandidateCodec<Configuration> codec() {
        return new ConfigurationCodec(space);
    }

    @Override
    public Optimizer<Configuration> create(Problem problem) {
        IndexOrder order = shuffle
                ? IndexOrder.shuffled(enumeration.size(), problem.seed())
                : IndexOrder.natural(enumeration.size());
        return new EachOnce(
                space, index -> space.configuration(enumeration.at(index).values()), order);
    }

    @Override
    public String explain(Problem problem) {
        return "a grid of " + enumeration.size() + " points, each once, constraints aside";
    }
}
