package dev.hone.search.qmc;

import dev.hone.core.method.Method;
import dev.hone.core.method.OptionValues;
import dev.hone.core.method.SamplerProvider;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.SearchSpace;
import java.util.List;
import java.util.Optional;

/** The catalogue entry {@code sobol}. */
public final class SobolSamplerProvider implements SamplerProvider {

    @Override
    public Method method() {
        return new Method(
                "sobol",
                Method.OPTIMIZER,
                "Scrambled Sobol' points",
                "Fills the space evenly, without learning from results: a better first look than random search, most even after 2^m trials. Up to 1000 axes.",
                "Sobol' 1967; Joe and Kuo: Constructing Sobol sequences with better two-dimensional projections, 2008; Owen 1995 (scrambling)",
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
                optimizer: sobol
                budget: {trials: 64}
                """,
                Optional.empty());
    }

    @Override
    public OptimizerFactory<Configuration> create(SearchSpace space, OptionValues options) {
        return QmcSampler.over(space, QmcSampler.Sequence.SOBOL);
    }
}
