package dev.hone.search.evolution;

import dev.hone.core.method.Method;
import dev.hone.core.method.Option;
import dev.hone.core.method.OptionValues;
import dev.hone.core.method.SamplerProvider;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.SearchSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Catalogue entry of {@link NsgaIIISampler}. */
public final class NsgaIIIProvider implements SamplerProvider {

    private static final NsgaIIISampler.Options DEFAULTS = NsgaIIISampler.Options.defaults();

    @Override
    public Method method() {
        return new Method(
                "nsga3",
                Method.OPTIMIZER,
                "Non-dominated sorting genetic algorithm III",
                "For three and more objectives over any space, with hundreds of cheap trials or more: reference directions keep"
                        + " the front spread.",
                "Deb, Jain, An Evolutionary Many-Objective Optimization Algorithm Using Reference-Point-Based Nondominated"
                        + " Sorting, IEEE TEC 2014",
                "numbers, choices and orders",
                "one or more values; constraints",
                options(),
                "optimizer: {name: nsga3, population_size: 40}",
                Optional.empty());
    }

    private static List<Option> options() {
        List<Option> options = new ArrayList<>();
        options.add(Option.integer(
                        "population_size",
                        DEFAULTS.populationSize(),
                        "Trials a generation; 0 for as many as reference points.")
                .atLeast(0));
        options.addAll(DEFAULTS.variation().catalogue());
        options.add(Option.integer(
                        "divisions",
                        DEFAULTS.divisions(),
                        "Of each axis of the reference simplex; 0 for at most as many points as trials a generation, or 100.")
                .atLeast(0));
        return options;
    }

    @Override
    public OptimizerFactory<Configuration> create(SearchSpace space, OptionValues options) {
        return NsgaIIISampler.over(
                space,
                new NsgaIIISampler.Options(
                        options.intValue("population_size"),
                        VariationOptions.of(options),
                        options.intValue("divisions")));
    }
}
