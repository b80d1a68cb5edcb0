package dev.hone.claims.problem;

import dev.hone.core.space.CategoricalParameter;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.Parameter;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Objective;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Functions to minimise over a space. They take one coordinate a parameter: a number as it is, a choice as its index, an
 * inactive parameter as NaN.
 */
public sealed interface BenchmarkProblem permits TestProblem, FrontProblem {

    String name();

    SearchSpace space();

    /** All to be minimised. */
    List<Objective> objectives();

    /** Each satisfied when at most 0. */
    List<ToDoubleFunction<double[]>> constraints();

    /** What an optimizer is told; noise, if there is any, depends on {@code seed} and {@code trial} alone. */
    Evaluation evaluate(Configuration configuration, long seed, long trial);

    /** Whether all constraints are satisfied. */
    default boolean isFeasible(Configuration configuration) {
        double[] x = coordinates(configuration);
        return constraints().stream().allMatch(c -> c.applyAsDouble(x) <= 0);
    }

    /** The evaluation with the constraints at {@code x}, called g1, g2, ... */
    default Evaluation constrained(Evaluation evaluation, double[] x) {
        Evaluation all = evaluation;
        for (int i = 0; i < constraints().size(); i++) {
            all = all.withConstraint("g" + (i + 1), constraints().get(i).applyAsDouble(x));
        }
        return all;
    }

    /** One coordinate a parameter, in the order of the space. */
    default double[] coordinates(Configuration configuration) {
        return space().parameters().stream()
                .mapToDouble(p -> coordinate(p, configuration))
                .toArray();
    }

    private static double coordinate(Parameter parameter, Configuration configuration) {
        if (!configuration.isActive(parameter.name())) {
            return Double.NaN;
        }
        return parameter instanceof CategoricalParameter choice
                ? choice.choices().indexOf(configuration.get(parameter.name()))
                : configuration.getDouble(parameter.name());
    }
}
