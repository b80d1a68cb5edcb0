package dev.hone.claims.problem;

import dev.hone.core.Seeds;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Objective;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A function to minimise whose minimum is known. {@link TestProblems} is the catalogue.
 *
 * @param function the value, without noise
 * @param minimum the least value of a feasible configuration
 * @param constraints each satisfied when at most 0
 * @param noise standard deviation of the normal noise that {@link #evaluate} adds
 * @param cheaper approximations of the function, the best first
 */
public record TestProblem(
        String name,
        SearchSpace space,
        ToDoubleFunction<double[]> function,
        double minimum,
        List<ToDoubleFunction<double[]>> constraints,
        double noise,
        List<Cheaper> cheaper)
        implements BenchmarkProblem {

    /**
     * A function that approximates a problem's.
     *
     * @param cost of one evaluation, that of the problem's own function being 1
     */
    public record Cheaper(String name, double cost, ToDoubleFunction<double[]> function) {}

    public TestProblem {
        constraints = List.copyOf(constraints);
        cheaper = List.copyOf(cheaper);
    }

    public TestProblem(String name, SearchSpace space, ToDoubleFunction<double[]> function, double minimum) {
        this(name, space, function, minimum, List.of(), 0, List.of());
    }

    TestProblem constrained(List<ToDoubleFunction<double[]>> more) {
        return new TestProblem(name, space, function, minimum, more, noise, cheaper);
    }

    TestProblem approximated(String how, double cost, ToDoubleFunction<double[]> by) {
        return new TestProblem(name, space, function, minimum, constraints, noise, List.of(new Cheaper(how, cost, by)));
    }

    /** The same problem seen through noise of this standard deviation, called {@code NAME-noisy}. */
    TestProblem noisy(double deviation) {
        return new TestProblem(name + "-noisy", space, function, minimum, constraints, deviation, cheaper);
    }

    /** The function's value at a configuration of the space, without noise. */
    public double value(Configuration configuration) {
        return function.applyAsDouble(coordinates(configuration));
    }

    @Override
    public List<Objective> objectives() {
        return List.of(Objective.minimize("value"));
    }

    /** What an optimizer is told: the value, with noise that depends on {@code seed} and {@code trial} alone, and the constraints. */
    @Override
    public Evaluation evaluate(Configuration configuration, long seed, long trial) {
        double[] x = coordinates(configuration);
        double value = function.applyAsDouble(x);
        if (noise > 0) {
            value += noise * Seeds.stream(seed, trial).nextGaussian();
        }
        return constrained(Evaluation.of(value), x);
    }

    /** Branin-Hoo on [-5, 10] x [0, 15], three global minima of 0.397887. */
    public static TestProblem branin() {
        return new TestProblem(
                "Branin",
                SearchSpace.of(FloatParameter.linear("x1", -5, 10), FloatParameter.linear("x2", 0, 15)),
                TestFunctions::branin,
                0.39788735772973816);
    }

    /** Hartmann-3 on [0, 1]^3, minimum -3.86278. */
    public static TestProblem hartmann3() {
        return new TestProblem("Hartmann-3", cube(3, 0, 1), TestFunctions::hartmann3, -3.86277978733266)
                .approximated("other weights", 0.1, TestFunctions::approximateHartmann3);
    }

    /** Hartmann-6 on [0, 1]^6, minimum -3.32237. */
    public static TestProblem hartmann6() {
        return new TestProblem("Hartmann-6", cube(6, 0, 1), TestFunctions::hartmann6, -3.3223680114155147);
    }

    /** Levy function on [-10, 10]^d, minimum 0 at (1, ..., 1). */
    public static TestProblem levy(int dimensions) {
        return new TestProblem("Levy-" + dimensions, cube(dimensions, -10, 10), TestFunctions::levy, 0);
    }

    /** Ackley function on [-32.768, 32.768]^d, minimum 0 at the origin. */
    public static TestProblem ackley(int dimensions) {
        return new TestProblem("Ackley-" + dimensions, cube(dimensions, -32.768, 32.768), TestFunctions::ackley, 0);
    }

    /** Rosenbrock function on [-5, 10]^d, minimum 0 at (1, ..., 1). */
    public static TestProblem rosenbrock(int dimensions) {
        return new TestProblem("Rosenbrock-" + dimensions, cube(dimensions, -5, 10), TestFunctions::rosenbrock, 0);
    }

    /** Rastrigin function on [-5.12, 5.12]^d, minimum 0 at the origin. */
    public static TestProblem rastrigin(int dimensions) {
        return new TestProblem("Rastrigin-" + dimensions, cube(dimensions, -5.12, 5.12), TestFunctions::rastrigin, 0);
    }

    static SearchSpace cube(int dimensions, double low, double high) {
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
