package dev.hone.search.auto;

import dev.hone.core.method.Method;
import dev.hone.core.method.OptionValues;
import dev.hone.core.method.SamplerProvider;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.SearchSpace;
import java.util.List;
import java.util.Optional;

/** The catalogue entry {@code auto}. */
public final class AutoSamplerProvider implements SamplerProvider {

    @Override
    public Method method() {
        return new Method(
                "auto",
                Method.OPTIMIZER,
                "A search method chosen for the problem",
                "Tries everything where few configurations exist; otherwise a Gaussian process for numeric spaces of up to 20"
                        + " axes and 500 trials, and for choices and conditions up to 100 trials; CMA-ES from 1000 trials,"
                        + " or 300 where all numbers are continuous, TPE for other choices and conditions, NSGA-II and"
                        + " NSGA-III for several objectives with many trials, multi-fidelity where the study has a"
                        + " fidelity. Says what it chose and why.",
                "none: a choice among the other methods",
                "numbers and choices",
                "one or more values; constraints",
                List.of(),
                """
                study: heap
                objectives: [{minimize: wall_s}]
                parameters:
                  heap_mb: {type: int, low: 64, high: 1024, log: true}
                evaluator:
                  command: [java, "-Xmx{heap_mb}m", -cp, target/classes, Workload]
                  results: {wall_s: {measure: wall}}
                optimizer: auto
                budget: {trials: 50}
                """,
                Optional.empty());
    }

    @Override
    public OptimizerFactory<Configuration> create(SearchSpace space, OptionValues options) {
        return AutoSampler.over(space);
    }
}
