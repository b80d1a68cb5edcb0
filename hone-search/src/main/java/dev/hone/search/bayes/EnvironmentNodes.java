package dev.hone.search.bayes;

import dev.hone.core.Check;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.space.CategoricalParameter;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.IntParameter;
import dev.hone.core.space.Parameter;
import dev.hone.search.numeric.GaussQuadrature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * A distribution of a number as values with weights, so that an expectation over it is a weighted sum: all values of an
 * integer with at most {@value #FEW}, otherwise nodes of Gauss quadrature.
 *
 * @param cube coordinates of the values in the unit cube
 * @param weights of the values; their sum is 1
 */
public record EnvironmentNodes(List<Double> cube, List<Double> weights) {

    private static final int FEW = 64;
    /** Standard deviations beyond which a normal density is left out where the range cuts it off. */
    private static final double TAIL = 6;

    /** Equally probable over the range of the parameter, in its own unit. */
    public static EnvironmentNodes uniform(Parameter parameter, int nodes) {
        if (isFew(parameter)) {
            return few(parameter, value -> 1);
        }
        double[] range = range(parameter);
        GaussQuadrature rule = GaussQuadrature.legendre(nodes);
        return of(parameter, stretched(rule.nodes(), range[0], range[1]), rule.weights());
    }

    /**
     * Normal, cut off at the ends of the range: Gauss-Hermite where all its nodes lie inside, otherwise Gauss-Legendre weighted
     * with the density.
     */
    public static EnvironmentNodes normal(Parameter parameter, double mean, double sd, int nodes) {
        double[] range = range(parameter);
        Check.within("environment_mean", mean, range[0], range[1]);
        Check.positive("environment_sd", sd);
        if (isFew(parameter)) {
            return few(parameter, value -> density(value, mean, sd));
        }
        GaussQuadrature hermite = GaussQuadrature.hermite(nodes);
        double reach = sd * hermite.nodes()[nodes - 1];
        if (mean - reach >= range[0] && mean + reach <= range[1]) {
            double[] values =
                    Arrays.stream(hermite.nodes()).map(z -> mean + sd * z).toArray();
            return of(parameter, values, hermite.weights());
        }
        GaussQuadrature legendre = GaussQuadrature.legendre(nodes);
        double low = Math.max(range[0], mean - TAIL * sd);
        double high = Math.min(range[1], mean + TAIL * sd);
        double[] values = stretched(legendre.nodes(), low, high);
        double[] weights = new double[nodes];
        Arrays.setAll(weights, i -> legendre.weights()[i] * density(values[i], mean, sd));
        return of(parameter, values, weights);
    }

    /** Samples of the environment with their weights. */
    public static EnvironmentNodes samples(Parameter parameter, double[] values, double[] weights) {
        for (double value : values) {
            double[] range = range(parameter);
            if (!(value >= range[0] && value <= range[1])) {
                throw new InvalidFieldException(
                        "environment_values",
                        "has " + value + ", expected numbers from " + range[0] + " to " + range[1] + ", the range of "
                                + parameter.name());
            }
        }
        checkWeights(weights);
        return of(parameter, values, weights);
    }

    private static void checkWeights(double[] weights) {
        for (double weight : weights) {
            if (!(weight >= 0)) {
                throw new InvalidFieldException(
                        "environment_weights", "has " + weight + ", expected numbers of at least 0");
            }
        }
    }

    /** Choices in order, of which the cube has a coordinate. */
    public static EnvironmentNodes ordered(CategoricalParameter choice, double... weights) {
        checkWeights(weights);
        List<Double> cube = new ArrayList<>();
        for (Object value : choice.choices()) {
            double[] point = new double[1];
            choice.encode(value, point, 0);
            cube.add(point[0]);
        }
        return of(cube, weights);
    }

    private static EnvironmentNodes few(Parameter parameter, DoubleUnaryOperator density) {
        int count = (int) parameter.cardinality();
        double[] values = new double[count];
        Arrays.setAll(values, i -> ((Number) parameter.valueAt(i)).doubleValue());
        return of(parameter, values, Arrays.stream(values).map(density).toArray());
    }

    private static boolean isFew(Parameter parameter) {
        return parameter.cardinality() <= FEW;
    }

    private static double density(double value, double mean, double sd) {
        double z = (value - mean) / sd;
        return Math.exp(-0.5 * z * z);
    }

    private static double[] stretched(double[] nodes, double low, double high) {
        return Arrays.stream(nodes)
                .map(z -> (low + high) / 2 + z * (high - low) / 2)
                .toArray();
    }

    static double[] range(Parameter parameter) {
        if (parameter instanceof FloatParameter f) {
            return new double[] {f.low(), f.high()};
        }
        IntParameter n = (IntParameter) parameter;
        return new double[] {n.low(), n.high()};
    }

    /** Values between two of a step go to the nearer one. */
    private static EnvironmentNodes of(Parameter parameter, double[] values, double[] weights) {
        return of(Arrays.stream(values).mapToObj(v -> coordinate(parameter, v)).toList(), weights);
    }

    private static EnvironmentNodes of(List<Double> coordinates, double[] weights) {
        double total = Arrays.stream(weights).sum();
        if (!(total > 0)) {
            throw new InvalidFieldException("environment_weights", "have the sum " + total + ", expected one above 0");
        }
        List<Double> cube = new ArrayList<>();
        List<Double> shares = new ArrayList<>();
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] > 0) {
                cube.add(coordinates.get(i));
                shares.add(weights[i] / total);
            }
        }
        return new EnvironmentNodes(cube, shares);
    }

    private static double coordinate(Parameter parameter, double value) {
        double[] cube = new double[1];
        if (parameter instanceof FloatParameter f && f.step() == 0) {
            f.encode(value, cube, 0);
        } else if (parameter instanceof FloatParameter f) {
            f.encode(f.low() + f.step() * Math.rint((value - f.low()) / f.step()), cube, 0);
        } else {
            IntParameter n = (IntParameter) parameter;
            n.encode(n.low() + n.step() * Math.round((value - n.low()) / n.step()), cube, 0);
        }
        return cube[0];
    }
}
