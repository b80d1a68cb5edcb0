package dev.hone.search.population;

import dev.hone.core.HoneException;
import dev.hone.core.space.CategoricalParameter;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.IntParameter;
import dev.hone.core.space.Parameter;
import dev.hone.core.space.PermutationParameter;
import dev.hone.core.space.SearchSpace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * The axes of a space's unit cube along which one can move: floats, ints, steps and ordered choices that have more than one
 * value. Points are in [0, 1]^d. Immutable and thread-safe.
 */
public final class NumberAxes {

    private final SearchSpace space;
    private final List<Parameter> parameters = new ArrayList<>();
    private final List<Integer> positions = new ArrayList<>();

    private NumberAxes(SearchSpace space) {
        this.space = space;
    }

    /**
     * @param optimizer its id, for the error
     * @throws HoneException naming a parameter without order, or if there is no axis
     */
    public static NumberAxes of(String optimizer, SearchSpace space) {
        NumberAxes axes = new NumberAxes(space);
        for (int i = 0; i < space.parameters().size(); i++) {
            Parameter parameter = space.parameters().get(i);
            if (parameter.cardinality() == 1) {
                continue;
            }
            boolean unordered = parameter instanceof CategoricalParameter choice && !choice.ordered();
            if (unordered || parameter instanceof PermutationParameter) {
                throw new HoneException(optimizer + " moves along numbers, and parameter '" + parameter.name() + "' is "
                        + (unordered ? "an unordered choice" : "a permutation")
                        + "; use tpe, annealing or nsga2, or declare the choice as ordered if it is");
            }
            axes.parameters.add(parameter);
            axes.positions.add(space.offset(i));
        }
        if (axes.parameters.isEmpty()) {
            throw new HoneException(optimizer + " moves along numbers, and no parameter of this space has more than one"
                    + " value; use brute-force");
        }
        return axes;
    }

    public SearchSpace space() {
        return space;
    }

    /** d. */
    public int size() {
        return positions.size();
    }

    /** The configuration at {@code point}, [d]; coordinates beyond [0, 1] count as the bound. */
    public Configuration decode(double[] point) {
        double[] cube = new double[space.dimensions()];
        Arrays.fill(cube, 0.5);
        for (int i = 0; i < point.length; i++) {
            cube[positions.get(i)] = Math.min(1, Math.max(0, point[i]));
        }
        return space.decode(cube);
    }

    /** Where {@code configuration} is, [d]. */
    public double[] point(Configuration configuration) {
        double[] cube = space.encode(configuration);
        return positions.stream().mapToDouble(i -> cube[i]).toArray();
    }

    /** Whether the known constraints of the space hold at {@code point}. */
    public boolean allows(double[] point) {
        return space.constraints().isEmpty() || space.isFeasible(decode(point));
    }

    /** A uniform draw among the points that the known constraints allow. */
    public double[] sample(RandomGenerator random) {
        return point(space.sample(random));
    }

    /**
     * Derivatives by the coordinates of points, [d], from {@code derivatives} by parameters; 0 for what has none. An ordered
     * choice has no derivative.
     */
    public double[] gradient(Configuration configuration, Map<String, Double> derivatives) {
        double[] gradient = new double[parameters.size()];
        for (int i = 0; i < gradient.length; i++) {
            Parameter parameter = parameters.get(i);
            Double slope = derivatives.get(parameter.name());
            if (slope != null && configuration.isActive(parameter.name())) {
                gradient[i] = slope * scale(parameter, configuration);
            }
        }
        return gradient;
    }

    /** Derivative of the value by the coordinate. */
    private static double scale(Parameter parameter, Configuration configuration) {
        if (parameter instanceof FloatParameter real) {
            if (real.log()) {
                return configuration.getDouble(real.name()) * Math.log(real.high() / real.low());
            }
            return real.step() > 0 ? real.step() * real.cardinality() : real.high() - real.low();
        }
        if (parameter instanceof IntParameter whole) {
            return whole.log()
                    ? configuration.getLong(whole.name()) * Math.log((whole.high() + 0.5) / (whole.low() - 0.5))
                    : (double) whole.step() * whole.cardinality();
        }
        return 0;
    }
}
