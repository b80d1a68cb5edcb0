package dev.hone.search.diversity;

import dev.hone.core.method.Method;
import dev.hone.core.method.Option;
import dev.hone.core.method.OptionValues;
import dev.hone.core.method.SamplerProvider;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.SearchSpace;
import java.util.List;
import java.util.Optional;

/** Catalogue entry of {@link CmaMapElites}. */
public final class CmaMapElitesProvider implements SamplerProvider {

    @Override
    public Method method() {
        CmaMapElites.Options defaults = CmaMapElites.Options.of(List.of(new Descriptor("any", 0, 1, 1)));
        return new Method(
                CmaMapElites.ID,
                Method.OPTIMIZER,
                "CMA-ME, MAP-Elites by evolution strategies",
                "Finds the best solution of each kind like map-elites, with several covariance matrix adaptations that go where"
                        + " the map grows or improves. For one objective over numbers, and thousands of trials.",
                "Fontaine, Togelius, Nikolaidis, Hoover, Covariance Matrix Adaptation for the Rapid Illumination of Behavior"
                        + " Space, GECCO 2020",
                "numbers",
                "one value; metrics; constraints",
                List.of(
                        MapElitesProvider.descriptors(),
                        Option.integer("emitters", defaults.emitters(), "Evolution strategies that take turns.")
                                .atLeast(1)
                                .atMost(10_000),
                        Option.integer("population_size", 0, "Trials a generation of each; 0 for 4 + 3 ln(axes).")
                                .atLeast(0)
                                .atMost(100_000),
                        Option.number("sigma", defaults.sigma(), "Initial step, in ranges.")
                                .atLeast(1e-6)
                                .atMost(10)),
                "optimizer: {name: cma-me, descriptors: 'size_mb:0:50:10, colours:1:9:8'}",
                Optional.empty());
    }

    @Override
    public OptimizerFactory<Configuration> create(SearchSpace space, OptionValues options) {
        return CmaMapElites.over(
                space,
                new CmaMapElites.Options(
                        MapElitesProvider.descriptors(options),
                        options.intValue("emitters"),
                        options.intValue("population_size"),
                        options.number("sigma")));
    }
}
