package dev.hone.claims.bench;

import dev.hone.claims.problem.BenchmarkProblem;
import dev.hone.claims.problem.TestProblem;
import dev.hone.core.method.MethodCatalogue;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.optimize.Problem;
import dev.hone.core.space.CategoricalParameter;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.Fidelity;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.Parameter;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Instance;
import dev.hone.core.trial.Objective;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.LongFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * An optimizer with something to do that is as large as wanted.
 *
 * @param at once how many candidates are asked for
 * @param loss by which results are told and screens are ranked
 * @param instance what the trial with a number is about
 */
record LatencySubject(
        OptimizerFactory<Configuration> factory,
        Problem problem,
        SearchSpace space,
        int atOnce,
        ToDoubleFunction<Configuration> loss,
        Result evaluation,
        LongFunction<Instance> instance) {

    private static final Objective LOSS = Objective.minimize("loss");
    private static final int SCREEN = 4;
    /** Cost of an approximation, and its relative error. */
    private static final double TENTH = 0.1;

    /** Result of a configuration in the trial with a number. */
    @FunctionalInterface
    interface Result {
        Evaluation of(Configuration configuration, long trial);
    }

    /**
     * Levy's function in {@code size} dimensions with what the optimizer needs besides, or as many choices for one that learns
     * which of finitely many is best.
     */
    static LatencySubject of(String optimizer, int size) {
        TestProblem levy = TestProblem.levy(size);
        return switch (optimizer) {
            case "ucb", "exp3", "thompson", "epsilon-greedy", "tsallis-inf" -> arms(optimizer, size, Map.of());
            case "cheb-cb", "tsallis-inf-cb" -> arms(optimizer, size, Map.of("context_low", 0.0, "context_high", 1.0));
            case "map-elites", "cma-me" -> {
                Map<String, Object> options = Map.of("descriptors", "first:-10:10:20, second:-10:10:20");
                yield of(
                        optimizer,
                        levy.space(),
                        options,
                        levy::value,
                        (c, trial) -> Evaluation.of(levy.value(c))
                                .withMetrics(Map.of("first", c.getDouble("x1"), "second", c.getDouble("x2"))));
            }
            case "multi-fidelity" -> fidelities(levy);
            case "preference-bo" -> {
                OptimizerFactory<Configuration> factory =
                        sampler(optimizer, levy.space(), Map.of("points", (long) SCREEN));
                Problem problem = new Problem(List.of(), 1, OptionalLong.empty(), 1, false);
                yield new LatencySubject(
                        factory,
                        problem,
                        levy.space(),
                        SCREEN,
                        levy::value,
                        (c, trial) -> Evaluation.of(),
                        trial -> Instance.NONE);
            }
            default -> of(levy, sampler(optimizer, levy.space(), Map.of()));
        };
    }

    static LatencySubject of(BenchmarkProblem problem, OptimizerFactory<Configuration> factory) {
        return new LatencySubject(
                factory,
                Problem.of(1, problem.objectives().toArray(Objective[]::new)),
                problem.space(),
                1,
                c -> problem.evaluate(c, 1, 0).values().get(0),
                (c, trial) -> problem.evaluate(c, 1, trial),
                trial -> Instance.NONE);
    }

    private static LatencySubject of(
            String optimizer,
            SearchSpace space,
            Map<String, ?> options,
            ToDoubleFunction<Configuration> loss,
            Result evaluation) {
        return new LatencySubject(
                sampler(optimizer, space, options),
                Problem.of(1, LOSS),
                space,
                1,
                loss,
                evaluation,
                trial -> Instance.NONE);
    }

    /** Costs between 1 and 2 that depend on the arm, for instances that are all alike or differ by a number. */
    private static LatencySubject arms(String optimizer, int count, Map<String, ?> options) {
        List<String> choices =
                IntStream.range(0, count).mapToObj(i -> "arm" + i).toList();
        SearchSpace space = SearchSpace.of(CategoricalParameter.of("arm", choices.toArray()));
        ToDoubleFunction<Configuration> cost = c -> 1 + (double) choices.indexOf(c.getString("arm")) / count;
        LongFunction<Instance> instance =
                options.isEmpty() ? n -> Instance.NONE : n -> Instance.of("context", (n % 100) / 100.0);
        return new LatencySubject(
                sampler(optimizer, space, options),
                Problem.of(1, LOSS).about(options.isEmpty() ? Optional.empty() : Optional.of(instance)),
                space,
                1,
                cost,
                (c, trial) -> Evaluation.of(cost.applyAsDouble(c)),
                instance);
    }

    /** Levy's function and one that is a tenth off, for a tenth of the cost. */
    private static LatencySubject fidelities(TestProblem levy) {
        SearchSpace.Builder builder = SearchSpace.builder();
        for (Parameter parameter : levy.space().parameters()) {
            FloatParameter axis = (FloatParameter) parameter;
            builder.add(FloatParameter.linear(axis.name(), axis.low(), axis.high()));
        }
        SearchSpace space = builder.add(CategoricalParameter.ordered("mesh", "coarse", "fine"))
                .build();
        Fidelity fidelity = Fidelity.ordered(space, "mesh", "fine", Map.of("coarse", TENTH, "fine", 1.0));
        ToDoubleFunction<Configuration> loss =
                c -> levy.value(c) * (c.getString("mesh").equals("fine") ? 1 : 1 + TENTH);
        return new LatencySubject(
                sampler("multi-fidelity", space, Map.of()),
                Problem.of(1, LOSS).with(Optional.of(fidelity), OptionalDouble.empty()),
                space,
                1,
                loss,
                (c, trial) -> fidelity.applied(c, Evaluation.of(loss.applyAsDouble(c))),
                trial -> Instance.NONE);
    }

    private static OptimizerFactory<Configuration> sampler(String id, SearchSpace space, Map<String, ?> options) {
        return MethodCatalogue.load().sampler("optimizer", id, space, options);
    }
}
