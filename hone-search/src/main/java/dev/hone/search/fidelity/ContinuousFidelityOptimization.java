package dev.hone.search.fidelity;

import dev.hone.core.Check;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.trial.Direction;
import dev.hone.search.fidelity.FidelitySearch.Setup;
import dev.hone.search.fidelity.MultiFidelityOptions.Acquisition;
import dev.hone.search.fidelity.MultiFidelityOptions.Surrogate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.DoubleUnaryOperator;

/**
 * {@link MultiFidelityOptimization} with a fidelity s from 0 to 1, the truth, of which every value may be chosen: the share of
 * the data, the length of a training. First points are spread over all fidelities, the cheaper the more, and at the truth. What
 * costs more than half of the truth is not chosen below it. Immutable and thread-safe as far as {@code cost} is.
 *
 * @param cost expected of one evaluation at s, in any unit that it shares with the budget
 * @param options with {@link Surrogate#CONTINUOUS}, or {@link Surrogate#AUTO} for it; {@code initial} are the first points below
 *     the truth and at it
 */
public record ContinuousFidelityOptimization(
        SearchSpace space, DoubleUnaryOperator cost, Direction direction, MultiFidelityOptions options) {

    /** Fidelities at which the cost is tried before it is used. */
    private static final int PROBES = 64;

    public ContinuousFidelityOptimization {
        MultiFidelityOptimization.checkSpace(space);
        if (options.surrogate() == Surrogate.AUTO) {
            options = options.with(Surrogate.CONTINUOUS, options.acquisition());
        }
        Check.that(options.surrogate() == Surrogate.CONTINUOUS, "surrogate", options.surrogate(), "CONTINUOUS");
        Check.that(
                options.acquisition() != Acquisition.MF_GP_UCB && options.acquisition() != Acquisition.TA_KG,
                "acquisition",
                options.acquisition(),
                "neither MF_GP_UCB, which climbs from level to level, nor TA_KG, which needs traces");
        Check.that(!options.nested(), "nested", true, "false: no fidelity is below another");
        Check.that(
                options.initial().isEmpty() || options.initial().size() == 2,
                "initial",
                options.initial(),
                "a number of points below the truth and one at it");
        for (int i = 0; i <= PROBES; i++) {
            double s = (double) i / PROBES;
            Check.positive("cost at fidelity " + s, cost.applyAsDouble(s));
        }
        Continuum fidelities = Continuum.all(cost);
        List<Integer> first = first(space, fidelities, options);
        double paid = FirstPoints.cost(first, fidelities);
        Check.that(
                paid <= options.budget() + 1e-9,
                "budget",
                options.budget(),
                "at least " + paid + ", the cost of the first points " + first);
    }

    private static List<Integer> first(SearchSpace space, Continuum fidelities, MultiFidelityOptions options) {
        return FirstPoints.of(options.dimensions(space), fidelities, options, options.budget(), OptionalLong.empty());
    }

    /** Spends the budget. The same seed and outcomes give the same trials. */
    public FidelityResult run(RangeEvaluator evaluator, long seed) {
        Continuum fidelities = Continuum.all(cost);
        Setup setup = new Setup(
                options.designs(space, seed),
                fidelities,
                first(space, fidelities, options),
                options,
                1,
                Optional.empty(),
                options.budget(),
                seed);
        return new FidelityRun(setup, direction, evaluator).run();
    }
}
