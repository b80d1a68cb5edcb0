package dev.hone.search.qmc;

import dev.hone.core.method.Method;
import dev.hone.core.method.OptionValues;
import dev.hone.core.method.SamplerProvider;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.SearchSpace;
import java.util.List;
import java.util.Optional;

/** The catalogue entry {@code halton}. */
public final class HaltonSamplerProvider implements SamplerProvider {

    @Override
    public Method method() {
        return new Method(
                "halton",
                Method.OPTIMIZER,
                "Scrambled Halton points",
                "Fills the space evenly, without learning from results and after any number of trials. Best with few axes.",
                "Halton 1960; Owen: A randomized Halton algorithm in R, 2017",
                "numbers and choices",
                "none",
                List.of(),
                """
                study: heap
                objectives: [{minimize: wall_s}]
                parameters:
                  heap_mb: {type: int, low: 64, high: 1024, log: true}
                  young_mb: {type: int, low: 8, high: 64}
                evaluator:
                  command: [java, "-Xmx{heap_mb}m", "-Xmn{young_mb}m", -cp, target/classes, Workload]
                  results: {wall_s: {measure: wall}}
                optimizer: halton
                budget: {trials: 64}
                """,
                Optional.empty());
    }

    @Override
    public OptimizerFactory<Configuration> create(SearchSpace space, OptionValues options) {
        return QmcSampler.over(space, QmcSampler.Sequence.HALTON);
    }
}
