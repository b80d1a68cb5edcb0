package dev.hone.search.exhaustive;

import dev.hone.core.method.Method;
import dev.hone.core.method.Option;
import dev.hone.core.method.OptionValues;
import dev.hone.core.method.SamplerProvider;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.SearchSpace;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The catalogue entry {@code grid}. */
public final class GridSamplerProvider implements SamplerProvider {

    @Override
    public Method method() {
        return new Method(
                "grid",
                Method.OPTIMIZER,
                "Grid search",
                "All points of a grid, each once; the study ends when they are used up.",
                "folklore",
                "numbers and choices",
                "none",
                List.of(
                        Option.integer("points", 5, "values of a numeric parameter with more; unset: all")
                                .atLeast(2)
                                .unset(),
                        Option.flag("shuffle", false, "in an order drawn from the study's seed")),
                """
                study: gc-flags
                objectives: [{minimize: wall_s}]
                parameters:
                  gc: {type: categorical, choices: ["-XX:+UseSerialGC", "-XX:+UseParallelGC"]}
                  heap_mb: {type: int, low: 128, high: 1024, log: true}
                evaluator:
                  command: [java, "{gc}", "-Xmx{heap_mb}m", -cp, target/classes, Workload]
                  results: {wall_s: {measure: wall}}
                optimizer: {name: grid, points: 5, shuffle: true}
                budget: {trials: 20}
                """,
                Optional.empty());
    }

    @Override
    public OptimizerFactory<Configuration> create(SearchSpace space, OptionValues options) {
        OptionalInt points = options.intIfSet("points");
        return GridSampler.over(space, points, options.flag("shuffle"));
    }
}
