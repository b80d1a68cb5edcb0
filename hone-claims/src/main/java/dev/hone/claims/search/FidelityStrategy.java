package dev.hone.claims.search;

import dev.hone.claims.problem.TestProblem;
import dev.hone.claims.problem.TestProblem.Cheaper;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.Nearest;
import dev.hone.core.method.MethodCatalogue;
import dev.hone.core.space.Configuration;
import dev.hone.core.study.Budget;
import dev.hone.core.study.Study;
import dev.hone.core.trial.Direction;
import dev.hone.core.trial.Evaluation;
import dev.hone.search.fidelity.FidelityEvaluator.Outcome;
import dev.hone.search.fidelity.FidelityLevel;
import dev.hone.search.fidelity.MultiFidelityOptimization;
import dev.hone.search.fidelity.MultiFidelityOptions;
import dev.hone.search.fidelity.MultiFidelityOptions.Acquisition;
import dev.hone.search.fidelity.MultiFidelityOptions.Surrogate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * How {@link FidelityBenchmark} spends a cost: {@code gp} on exact evaluations alone, {@code exact} likewise with the default
 * surrogate and acquisition of multi-fidelity optimization, or on both levels with a surrogate and an acquisition.
 */
record FidelityStrategy(String name) {

    private static final String PEER = "gp";
    private static final String EXACT = "exact";
    private static final MultiFidelityOptions DEFAULTS = MultiFidelityOptions.defaults(1);
    /** Surrogates of a continuous fidelity, and what is trained anew for seconds before every evaluation. */
    private static final Set<Surrogate> LEFT_OUT = EnumSet.of(Surrogate.AUTO, Surrogate.CONTINUOUS, Surrogate.DEEP_GP);

    /** The baselines, each surrogate with the default acquisition, and the default surrogate with each acquisition. */
    static List<String> names() {
        Set<String> names = new LinkedHashSet<>(List.of(PEER, EXACT));
        names.add(name(DEFAULTS.surrogate(), DEFAULTS.acquisition()));
        for (Surrogate surrogate : EnumSet.complementOf(EnumSet.copyOf(LEFT_OUT))) {
            // without covariances between levels the default acquisition has nothing to go by
            names.add(name(
                    surrogate, surrogate.serves(DEFAULTS.acquisition()) ? DEFAULTS.acquisition() : Acquisition.VF_EI));
        }
        for (Acquisition acquisition : Acquisition.values()) {
            if (DEFAULTS.surrogate().serves(acquisition)) {
                names.add(name(DEFAULTS.surrogate(), acquisition));
            }
        }
        return List.copyOf(names);
    }

    private static String name(Surrogate surrogate, Acquisition acquisition) {
        return constant(surrogate) + ":" + constant(acquisition);
    }

    private static String constant(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static FidelityStrategy named(String name) {
        if (!name.equals(PEER) && !name.equals(EXACT)) {
            options(name, 1);
        }
        return new FidelityStrategy(name);
    }

    /** The options of {@code SURROGATE:ACQUISITION}. */
    private static MultiFidelityOptions options(String name, double budget) {
        String[] parts = name.split(":", 2);
        for (Surrogate surrogate : Surrogate.values()) {
            for (Acquisition acquisition : Acquisition.values()) {
                if (parts.length == 2
                        && constant(surrogate).equals(parts[0])
                        && constant(acquisition).equals(parts[1])) {
                    return MultiFidelityOptions.defaults(budget).with(surrogate, acquisition);
                }
            }
        }
        throw new InvalidFieldException(
                "strategies",
                "has '" + name + "'" + Nearest.hint(name, names()) + ", expected gp, exact or SURROGATE:ACQUISITION,"
                        + " such as " + name(DEFAULTS.surrogate(), DEFAULTS.acquisition()));
    }

    /** Regret of the best exact evaluation when {@code cost} is spent; rounding below the minimum is 0. */
    double regret(TestProblem problem, double cost, long seed) {
        double best = name.equals(PEER) ? byPeer(problem, cost, seed) : byLevels(problem, cost, seed);
        return Math.max(0, best - problem.minimum());
    }

    private double byPeer(TestProblem problem, double cost, long seed) {
        int trials = (int) cost;
        try (Study<Configuration> study = Study.named(problem.name())
                .minimize("value")
                .seed(seed)
                .optimizer(MethodCatalogue.load().sampler("optimizer", PEER, problem.space(), Map.of()))
                .plannedTrials(trials)
                .create()) {
            study.run(c -> Evaluation.of(problem.value(c)), Budget.trials(trials));
            return study.best().value();
        }
    }

    private double byLevels(TestProblem problem, double cost, long seed) {
        boolean alone = name.equals(EXACT);
        MultiFidelityOptions options = alone ? MultiFidelityOptions.defaults(cost) : options(name, cost);
        Cheaper cheaper = problem.cheaper().get(0);
        List<FidelityLevel> levels = new ArrayList<>();
        if (!alone) {
            levels.add(new FidelityLevel(cheaper.name(), cheaper.cost()));
        }
        levels.add(new FidelityLevel(EXACT, 1));
        return new MultiFidelityOptimization(problem.space(), levels, Direction.MINIMIZE, options)
                .run(
                        (configuration, level) -> Outcome.of(
                                level == levels.size() - 1
                                        ? problem.value(configuration)
                                        : cheaper.function().applyAsDouble(problem.coordinates(configuration))),
                        seed)
                .best()
                .value();
    }
}
