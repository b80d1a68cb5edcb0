package dev.hone.search.fidelity;

import dev.hone.core.Check;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.IntParameter;
import dev.hone.core.space.Parameter;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.trial.Direction;
import dev.hone.search.fidelity.FidelitySearch.Setup;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Finds the best exact design for the least cost by choosing with every evaluation where to look and at which level (row 24;
 * Do and Zhang, Multi-fidelity Bayesian optimization in engineering design, arXiv 2311.13050).
 *
 * <p>After first points of every level, each iteration fits the surrogate and evaluates the point and level of greatest
 * acquisition. A level above the budget's rest is out, and so is a cheap one after which the exact level could not be paid any
 * more: what it taught could not be used. The last exact evaluation of {@code MF_KG} and {@code MF_MES}, which value only what is
 * learnt, is where the posterior mean is greatest. Where the exact level has had less than its least share of the cost, it is next. A
 * level whose posterior mean has a correlation below 0.3 in absolute value with the exact one's after 5 exact trials is not
 * informative; it is warned of and not evaluated as long as that is so. Costs that evaluations report replace the declared ones
 * by their running mean; failed evaluations cost, and never reach the surrogate. Immutable and thread-safe.
 *
 * @param levels from the cheapest to the truth
 */
public record MultiFidelityOptimization(
        SearchSpace space, List<FidelityLevel> levels, Direction direction, MultiFidelityOptions options) {

    public MultiFidelityOptimization {
        levels = List.copyOf(Check.notEmpty("levels", levels));
        if (options.surrogate() == MultiFidelityOptions.Surrogate.AUTO) {
            options = options.with(MultiFidelityOptions.Surrogate.AR1, options.acquisition());
        }
        Check.that(
                levels.stream().map(FidelityLevel::name).distinct().count() == levels.size(),
                "levels",
                levels,
                "different names");
        checkSpace(space);
        double before = -1;
        for (FidelityLevel level :
                options.surrogate() == MultiFidelityOptions.Surrogate.CONTINUOUS ? levels : List.<FidelityLevel>of()) {
            Check.that(
                    level.setting() > before,
                    "setting of level " + level.name(),
                    level.setting(),
                    "a number from 0 to 1 above that of the level before, for a continuous fidelity");
            before = level.setting();
        }
        Check.that(before == -1 || before == 1, "setting of the last level", before, "1, the truth");
        Check.that(
                options.biases().isEmpty() || options.biases().size() == levels.size() - 1,
                "biases",
                options.biases(),
                "one for each of the " + (levels.size() - 1) + " levels below the truth");
        Check.that(
                options.parents().isEmpty() || options.parents().size() == levels.size(),
                "parents",
                options.parents(),
                "a list for each of the " + levels.size() + " levels");
        Check.that(
                options.initial().isEmpty() || options.initial().size() == levels.size(),
                "initial",
                options.initial(),
                "a number for each of the " + levels.size() + " levels");
        List<Integer> first = initial(space, levels, options);
        double cost = 0;
        for (int l = 0; l < levels.size(); l++) {
            Check.that(
                    !options.nested() || l == 0 || first.get(l) <= first.get(l - 1),
                    "initial",
                    first,
                    "no more points of a level than of the one below, where points are nested");
            cost += first.get(l) * levels.get(l).cost();
        }
        Check.that(
                cost <= options.budget() + 1e-9,
                "budget",
                options.budget(),
                "at least " + cost + ", the cost of the first points " + first);
    }

    static void checkSpace(SearchSpace space) {
        for (Parameter parameter : space.parameters()) {
            Check.that(
                    (parameter instanceof FloatParameter || parameter instanceof IntParameter)
                            && parameter.condition().isEmpty(),
                    parameter.name(),
                    parameter,
                    "a float or an int without a condition");
        }
        Check.positive("parameters", space.parameters().size());
        Check.that(space.constraints().isEmpty(), "constraints", space.constraints(), "none");
    }

    private static List<Integer> initial(SearchSpace space, List<FidelityLevel> levels, MultiFidelityOptions options) {
        return FirstPoints.of(
                options.dimensions(space), new DeclaredLevels(levels), options, options.budget(), OptionalLong.empty());
    }

    /** First points of each level. */
    List<Integer> initial() {
        return initial(space, levels, options);
    }

    /** Spends the budget. The same seed and outcomes give the same trials. */
    public FidelityResult run(FidelityEvaluator evaluator, long seed) {
        Setup setup = new Setup(
                options.designs(space, seed),
                new DeclaredLevels(levels),
                initial(),
                options,
                1,
                Optional.empty(),
                options.budget(),
                seed);
        return new FidelityRun(setup, direction, (c, level) -> evaluator.evaluate(c, (int) level)).run();
    }
}
