package dev.hone.claims.problem;

import dev.hone.core.space.Configuration;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.SearchSpace;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A function to minimise whose minimum is known. Definitions: Surjanovic and Bingham, Virtual Library of Simulation
 * Experiments.
 */
public record TestProblem(String name, SearchSpace space, ToDoubleFunction<double[]> function, double minimum) {

    /** The function's value at a configuration of the space. */
    public double value(Configuration configuration) {
        double[] x = space.parameters().stream()
                .mapToDouble(p -> configuration.getDouble(p.name()))
                .toArray();
        return function.applyAsDouble(x);
    }

    /** Branin-Hoo on [-5, 10] x [0, 15], three global minima of 0.397887. */
    public static TestProblem branin() {
        return new TestProblem(
                "Branin",
                SearchSpace.of(FloatParameter.linear("x1", -5, 10), FloatParameter.linear("x2", 0, 15)),
                x -> {
                    double b = 5.1 / (4 * Math.PI * Math.PI);
                    double bend = x[1] - b * x[0] * x[0] + 5 / Math.PI * x[0] - 6;
                    return bend * bend + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x[0]) + 10;
                },
                0.39788735772973816);
    }

    /** Hartmann-6 on [0, 1]^6, minimum -3.32237. */
    public static TestProblem hartmann6() {
        double[] alpha = {1.0, 1.2, 3.0, 3.2};
        double[][] a = {
            {10, 3, 17, 3.5, 1.7, 8},
            {0.05, 10, 17, 0.1, 8, 14},
            {3, 3.5, 1.7, 10, 17, 8},
            {17, 8, 0.05, 10, 0.1, 14}
        };
        double[][] p = {
            {0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886},
            {0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991},
            {0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.6650},
            {0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381}
        };
        return new TestProblem(
                "Hartmann-6",
                cube(6, 0, 1),
                x -> {
                    double sum = 0;
                    for (int i = 0; i < alpha.length; i++) {
                        double exponent = 0;
                        for (int j = 0; j < x.length; j++) {
                            double difference = x[j] - p[i][j];
                            exponent += a[i][j] * difference * difference;
                        }
                        sum -= alpha[i] * Math.exp(-exponent);
                    }
                    return sum;
                },
                -3.3223680114155147);
    }

    /** Levy function on [-10, 10]^d, minimum 0 at (1, ..., 1). */
    public static TestProblem levy(int dimensions) {
        return new TestProblem(
                "Levy-" + dimensions,
                cube(dimensions, -10, 10),
                x -> {
                    double first = Math.sin(Math.PI * w(x[0]));
                    double sum = first * first;
                    for (int i = 0; i < x.length - 1; i++) {
                        double wi = w(x[i]);
                        double sine = Math.sin(Math.PI * wi + 1);
                        sum += (wi - 1) * (wi - 1) * (1 + 10 * sine * sine);
                    }
                    double last = w(x[x.length - 1]);
                    double sine = Math.sin(2 * Math.PI * last);
                    return sum + (last - 1) * (last - 1) * (1 + sine * sine);
                },
                0);
    }

    private static double w(double x) {
        return 1 + (x - 1) / 4;
    }

    private static SearchSpace cube(int dimensions, double low, double high) {
        SearchSpace.Builder space = SearchSpace.builder();
        for (int i = 1; i <= dimensions; i++) {
            space.add(FloatParameter.linear("x" + i, low, high));
        }
        return space.build();
    }

    /** The problems of the first claims. */
    public static List<TestProblem> standard() {
        return List.of(branin(), hartmann6(), levy(10));
    }
}
