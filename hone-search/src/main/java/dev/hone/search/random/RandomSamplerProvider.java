package dev.hone.search.random;

import dev.hone.core.method.Method;
import dev.hone.core.method.OptionValues;
import dev.hone.core.method.SamplerProvider;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.SearchSpace;
import java.util.List;
import java.util.Optional;

/** The catalogue entry {@code random}. */
public final class RandomSamplerProvider implements SamplerProvider {

    @Override
    public Method method() {
        return new Method(
                "random",
                Method.OPTIMIZER,
                "Random search",
                "Independent uniform draws that satisfy the known constraints. The baseline: anything else should beat it."
                        + " Good for many parallel evaluations and for a first look at a space.",
                "Bergstra and Bengio: Random search for hyper-parameter optimization, JMLR 2012",
                "numbers and choices",
                "none",
                List.of(),
                """
                study: heap
                objectives: [{minimize: wall_s}]
                parameters:
                  heap_mb: {type: int, low: 64, high: 1024, log: true}
                evaluator:
                  command: [java, "-Xmx{heap_mb}m", -cp, target/classes, Workload]
                  results: {wall_s: {measure: wall}}
                optimizer: random
                budget: {trials: 50}
                """,
                Optional.empty());
    }

    @Override
    public OptimizerFactory<Configuration> create(SearchSpace space, OptionValues options) {
        return RandomSampler.over(space);
    }
}
