package dev.hone.search.bandit;

import dev.hone.core.method.Method;
import dev.hone.core.method.Option;
import dev.hone.core.method.OptionValues;
import dev.hone.core.method.SamplerProvider;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.SearchSpace;
import java.util.List;

/** The catalogue entry {@code tsallis-inf-cb}. */
public final class BinnedTsallisInfProvider implements SamplerProvider {

    @Override
    public Method method() {
        return BanditMethods.method(
                "tsallis-inf-cb",
                "Tsallis-INF for each bin of a context",
                "Cuts the range of a number that describes each instance into bins and learns the best configuration of each.",
                "Khodak, Chow, Balcan, Talwalkar: Learning to relax, ICLR 2024",
                true,
                List.of(Option.integer("bins", 5, "bins of equal width").atLeast(1)));
    }

    @Override
    public OptimizerFactory<Configuration> create(SearchSpace space, OptionValues options) {
        return BanditMethods.create(
                space,
                options,
                BinnedTsallisInf.learner(
                        new BinnedTsallisInf.Options(BanditMethods.range(options), options.intValue("bins"))));
    }
}
