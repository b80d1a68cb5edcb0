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

/** The catalogue entry {@code brute-force}. */
public final class BruteForceSamplerProvider implements SamplerProvider {

    @Override
    public Method method() {
        return new Method(
                "brute-force",
                Method.OPTIMIZER,
                "Every configuration of a finite space",
                "Every configuration that satisfies the known constraints, each once; the study ends when they are used up. Conditional spaces are counted exactly.",
                "folklore",
                "numbers and choices",
                "none",
                List.of(Option.flag("shuffle", false, "in an order drawn from the study's seed")),
                """
                study: gc-flags
                objectives: [{minimize: wall_s}]
                parameters:
                  gc: {type: categorical, choices: ["-XX:+UseSerialGC", "-XX:+UseParallelGC"]}
                  heap_mb: {type: int, low: 128, high: 1024, step: 128}
                evaluator:
                  command: [java, "{gc}", "-Xmx{heap_mb}m", -cp, target/classes, Workload]
                  results: {wall_s: {measure: wall}}
                optimizer: {name: brute-force, shuffle: true}
                budget: {trials: 20}
                """,
                Optional.empty());
    }

    @Override
    public OptimizerFactory<Configuration> create(SearchSpace space, OptionValues options) {
        return BruteForceSampler.over(space, options.flag("shuffle"));
    }
}
