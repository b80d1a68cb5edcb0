package dev.hone.search.evolution;

import dev.hone.core.method.Method;
import dev.hone.core.method.Option;
import dev.hone.core.method.OptionValues;
import dev.hone.core.method.SamplerProvider;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.SearchSpace;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Catalogue entry of {@link DifferentialEvolution}. */
public final class DifferentialEvolutionProvider implements SamplerProvider {

    @Override
    public Method method() {
        DifferentialEvolution.Options defaults = DifferentialEvolution.Options.defaults();
        List<String> strategies = Arrays.stream(DifferentialEvolution.Strategy.values())
                .map(DifferentialEvolution.Strategy::id)
                .toList();
        return new Method(
                DifferentialEvolution.ID,
                Method.OPTIMIZER,
                "Differential evolution",
                "Mixes points with differences of others, so that its steps take the scale of the population; L-SHADE by"
                        + " default. For one objective over numbers with many local minima, and thousands of trials.",
                "Storn, Price, Differential Evolution, J. Global Optimization 1997; Tanabe, Fukunaga, L-SHADE, CEC 2014",
                "numbers",
                "one value; constraints",
                List.of(
                        Option.integer(
                                        "population_size",
                                        0,
                                        "N at the start, from 5; 0 for 10 an axis, from 20 to 200.")
                                .atLeast(0)
                                .atMost(100_000),
                        Option.choice(
                                "strategy",
                                defaults.strategy().id(),
                                strategies,
                                "L-SHADE, or the classic with fixed F and CR."),
                        Option.number("factor", defaults.factor(), "F of rand-1.")
                                .atLeast(1e-6)
                                .atMost(2),
                        Option.number("crossover", defaults.crossover(), "CR of rand-1.")
                                .atLeast(0)
                                .atMost(1),
                        Option.number("best", defaults.best(), "Share of the population that leads in L-SHADE.")
                                .atLeast(1e-6)
                                .atMost(1),
                        Option.number("archive", defaults.archive(), "Points that gave way, in units of N, in L-SHADE.")
                                .atLeast(0)
                                .atMost(100),
                        Option.flag("shrink", defaults.shrink(), "Shrink N to 4 by the planned end in L-SHADE.")),
                "optimizer: {name: de, population_size: 30}",
                Optional.empty());
    }

    @Override
    public OptimizerFactory<Configuration> create(SearchSpace space, OptionValues options) {
        return DifferentialEvolution.over(
                space,
                new DifferentialEvolution.Options(
                        options.intValue("population_size"),
                        DifferentialEvolution.Strategy.of(options.text("strategy")),
                        options.number("factor"),
                        options.number("crossover"),
                        options.number("best"),
                        options.number("archive"),
                        options.flag("shrink")));
    }
}
