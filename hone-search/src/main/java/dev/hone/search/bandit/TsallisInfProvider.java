package dev.hone.search.bandit;

import dev.hone.core.method.Method;
import dev.hone.core.method.OptionValues;
import dev.hone.core.method.SamplerProvider;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.SearchSpace;
import java.util.List;

/** The catalogue entry {@code tsallis-inf}. */
public final class TsallisInfProvider implements SamplerProvider {

    @Override
    public Method method() {
        return BanditMethods.method(
                "tsallis-inf",
                "Tsallis-INF, a bandit for random and for hostile costs",
                "Learns which of finitely many configurations is best on average over a sequence of trials that differ, such as systems to solve or requests to serve, and plays it more and more often. Near optimal whether costs are random or drift.",
                "Zimmert and Seldin: Tsallis-INF, JMLR 2021; Khodak, Chow, Balcan, Talwalkar: Learning to relax, ICLR 2024",
                false,
                List.of());
    }

    @Override
    public OptimizerFactory<Configuration> create(SearchSpace space, OptionValues options) {
        return BanditMethods.create(space, options, TsallisInf.learner());
    }
}
