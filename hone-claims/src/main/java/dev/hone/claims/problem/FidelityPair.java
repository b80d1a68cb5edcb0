package dev.hone.claims.problem;

import dev.hone.core.space.Configuration;
import dev.hone.core.space.SearchSpace;
import java.util.function.ToDoubleFunction;

/**
 * A function of the unit cube to maximise and a cheap approximation of it.
 *
 * @param maximum of {@code exact}
 */
public record FidelityPair(
        String name,
        SearchSpace space,
        ToDoubleFunction<double[]> exact,
        ToDoubleFunction<double[]> low,
        double maximum) {

    /** Hartmann-3 with its sign changed; approximated as {@link TestProblem#hartmann3}. */
    public static FidelityPair hartmann3() {
        return new FidelityPair(
                "Hartmann-3",
                TestProblem.cube(3, 0, 1),
                x -> -TestFunctions.hartmann3(x),
                x -> -TestFunctions.approximateHartmann3(x),
                3.86277978733266);
    }

    /** f = -Branin / 50 on the unit square, approximated by 0.7 f + 0.3 sin(3 x1) x2 - 0.2. */
    public static FidelityPair branin() {
        ToDoubleFunction<double[]> exact = x -> -TestFunctions.branin(new double[] {15 * x[0] - 5, 15 * x[1]}) / 50;
        return new FidelityPair(
                "Branin",
                TestProblem.cube(2, 0, 1),
                exact,
                x -> 0.7 * exact.applyAsDouble(x) + 0.3 * Math.sin(3 * x[0]) * x[1] - 0.2,
                -0.39788735772973816 / 50);
    }

    /** With an approximation that says nothing: -low(1 - x reversed). */
    public FidelityPair misled() {
        return new FidelityPair(
                name + " misled",
                space,
                exact,
                x -> {
                    double[] turned = new double[x.length];
                    for (int i = 0; i < x.length; i++) {
                        turned[i] = 1 - x[x.length - 1 - i];
                    }
                    return -low.applyAsDouble(turned);
                },
                maximum);
    }

    public double[] coordinates(Configuration configuration) {
        return space.parameters().stream()
                .mapToDouble(p -> configuration.getDouble(p.name()))
                .toArray();
    }
}
