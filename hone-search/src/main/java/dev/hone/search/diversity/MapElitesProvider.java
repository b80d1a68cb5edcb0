package dev.hone.search.diversity;

import dev.hone.core.InvalidFieldException;
import dev.hone.core.method.Method;
import dev.hone.core.method.Option;
import dev.hone.core.method.OptionValues;
import dev.hone.core.method.SamplerProvider;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.SearchSpace;
import dev.hone.search.evolution.VariationOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Catalogue entry of {@link MapElites}. */
public final class MapElitesProvider implements SamplerProvider {

    @Override
    public Method method() {
        MapElites.Options defaults = MapElites.Options.of(List.of(new Descriptor("any", 0, 1, 1)));
        List<Option> options = new ArrayList<>(List.of(
                descriptors(),
                Option.integer("startup_trials", defaults.startup(), "Random trials to start with.")
                        .atLeast(1)
                        .atMost(1_000_000),
                Option.number("iso", defaults.iso(), "Step of real numbers in all directions, in ranges.")
                        .atLeast(0)
                        .atMost(1),
                Option.number("line", defaults.line(), "Step of real numbers towards another elite, in distances.")
                        .atLeast(0)
                        .atMost(10)));
        options.addAll(defaults.variation().catalogue());
        return new Method(
                MapElites.ID,
                Method.OPTIMIZER,
                "MAP-Elites",
                "Finds the best solution of each kind, kinds being cells of a grid over measured metrics. For one objective and"
                        + " any space, when a map of good and different solutions is worth more than one; thousands of trials.",
                "Mouret, Clune, Illuminating Search Spaces by Mapping Elites, arXiv 1504.04909; Vassiliades, Mouret, Discovering"
                        + " the Elite Hypervolume by Leveraging Interspecies Correlation, GECCO 2018",
                "numbers, choices, conditions and orders",
                "one value; metrics; constraints",
                options,
                "optimizer: {name: map-elites, descriptors: 'size_mb:0:50:10, colours:1:9:8'}",
                Optional.empty());
    }

    static Option descriptors() {
        return Option.text("descriptors", "", "Metrics that tell solutions apart: " + Descriptor.SYNTAX + ".")
                .unset();
    }

    static List<Descriptor> descriptors(OptionValues options) {
        if (!options.isSet("descriptors")) {
            throw new InvalidFieldException("descriptors", "is missing, expected " + Descriptor.SYNTAX);
        }
        return Descriptor.parse(options.text("descriptors"));
    }

    @Override
    public OptimizerFactory<Configuration> create(SearchSpace space, OptionValues options) {
        return MapElites.over(
                space,
                new MapElites.Options(
                        descriptors(options),
                        options.intValue("startup_trials"),
                        options.number("iso"),
                        options.number("line"),
                        VariationOptions.of(options)));
    }
}
