package dev.hone.search.qmc;

import dev.hone.core.method.Method;
import dev.hone.core.method.OptionValues;
import dev.hone.core.method.SamplerProvider;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.SearchSpace;

/** The catalogue entry {@code halton}. */
public final class HaltonSamplerProvider implements SamplerProvider {

    @Override
    public Method method() {
        return QmcMethod.of(
                QmcSampler.Sequence.HALTON,
                "Scrambled Halton points",
                "Fills the space evenly, without learning from results and after any number of trials. Best with few axes.",
                "Halton 1960; Owen: A randomized Halton algorithm in R, 2017");
    }

    @Override
    public OptimizerFactory<Configuration> create(SearchSpace space, OptionValues options) {
        return QmcSampler.over(space, QmcSampler.Sequence.HALTON);
    }
}
