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

/** Catalogue entry of {@link NsgaIISampler}. */
public final class NsgaIIProvider implements SamplerProvider {

    private static final NsgaIISampler.Options DEFAULTS = NsgaIISampler.Options.defaults();

    @Override
    public Method method() {
        return new Method(
                "nsga2",
                Method.OPTIMIZER,
                "Non-dominated sorting genetic algorithm II",
                "For two or three objectives over any space, with hundreds of cheap trials or more; with one objective a plain"
                        + " genetic algorithm. Has operators for orders.",
                "Deb, Pratap, Agarwal, Meyarivan, A Fast and Elitist Multiobjective Genetic Algorithm: NSGA-II, IEEE TEC 2002",
                "numbers, choices and orders",
                "one or more values; constraints",
                options(),
                "optimizer: {name: nsga2, population_size: 40}",
                Optional.empty());
    }

    private static List<Option> options() {
        List<Option> options = new ArrayList<>();
        options.add(Option.integer("population_size", DEFAULTS.populationSize(), "Trials a generation.")
                .atLeast(2));
        options.addAll(DEFAULTS.variation().catalogue());
        return options;
    }

    @Override
    public OptimizerFactory<Configuration> create(SearchSpace space, OptionValues options) {
        return NsgaIISampler.over(
                space, new NsgaIISampler.Options(options.intValue("population_size"), VariationOptions.of(options)));
    }
}
