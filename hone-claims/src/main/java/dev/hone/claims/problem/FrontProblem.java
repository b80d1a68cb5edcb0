package dev.hone.claims.problem;

import dev.hone.core.Check;
import dev.hone.core.pareto.Hypervolume;
import dev.hone.core.pareto.ParetoArchive;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Objective;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Several functions to minimise at a time whose Pareto front is known. {@link FrontProblems} has them.
 *
 * @param functions the values of all objectives, [m]
 * @param constraints each satisfied when at most 0
 * @param reference point that bounds hypervolumes, [m]
 * @param volume hypervolume of the front up to the reference
 */
public record FrontProblem(
        String name,
        SearchSpace space,
        UnaryOperator<double[]> functions,
        List<ToDoubleFunction<double[]>> constraints,
        List<Double> reference,
        double volume)
        implements BenchmarkProblem {

    public FrontProblem {
        constraints = List.copyOf(constraints);
        reference = List.copyOf(reference);
        Check.positive("volume", volume);
    }

    @Override
    public List<Objective> objectives() {
        return IntStream.rangeClosed(1, reference.size())
                .mapToObj(i -> Objective.minimize("f" + i))
                .toList();
    }

    @Override
    public Evaluation evaluate(Configuration configuration, long seed, long trial) {
        double[] x = coordinates(configuration);
        return constrained(Evaluation.of(functions.apply(x)), x);
    }

    /**
     * The share of the front's hypervolume that is missing after each of the points in turn:
     * <pre> 1 - HV(feasible points so far) / HV(front) </pre>
     */
    public double[] regrets(List<Configuration> points) {
        double[] limit = reference.stream().mapToDouble(Double::doubleValue).toArray();
        ParetoArchive archive = new ParetoArchive();
        double[] regrets = new double[points.size()];
        double regret = 1;
        for (int i = 0; i < regrets.length; i++) {
            Configuration point = points.get(i);
            if (isFeasible(point)
                    && archive.add(i, functions.apply(coordinates(point))).kept()) {
                double[][] front = archive.entries().stream()
                        .map(ParetoArchive.Entry::losses)
                        .toArray(double[][]::new);
                regret = Math.max(0, 1 - Hypervolume.of(front, limit) / volume);
            }
            regrets[i] = regret;
        }
        return regrets;
    }
}
