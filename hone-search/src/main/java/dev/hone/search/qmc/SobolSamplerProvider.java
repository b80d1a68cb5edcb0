package dev.hone.search.qmc;

import dev.hone.core.method.Method;
import dev.hone.core.method.OptionValues;
import dev.hone.core.method.SamplerProvider;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.SearchSpace;

/** The catalogue entry {@code sobol}. */
public final class SobolSamplerProvider implements SamplerProvider {

    @Override
    public Method method() {
        return QmcMethod.of(
                QmcSampler.Sequence.SOBOL,
                "Scrambled Sobol' points",
                "Fills the space evenly, without learning from results: a better first look than random search, most even after 2^m trials. Up to 1000 axes.",
                "Sobol' 1967; Joe and Kuo: Constructing Sobol sequences with better two-dimensional projections, 2008; Owen 1995 (scrambling)");
    }

    @Override
    public OptimizerFactory<Configuration> create(SearchSpace space, OptionValues options) {
        return QmcSampler.over(space, QmcSampler.Sequence.SOBOL);
    }
}
