package dev.hone.search.bandit;

import dev.hone.core.method.Method;
import dev.hone.core.method.Option;
import dev.hone.core.method.OptionValues;
import dev.hone.core.method.SamplerProvider;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.SearchSpace;
import java.util.List;

/** The catalogue entry {@code cheb-cb}. */
public final class ChebCbProvider implements SamplerProvider {

    @Override
    public Method method() {
        return BanditMethods.method(
                "cheb-cb",
                "A contextual bandit with Chebyshev regressors",
                "Predicts the cost of every configuration as a smooth function of a number that describes each instance, and draws by the gaps between predictions. Beats the best fixed configuration where the best one depends on the instance.",
                "Khodak, Chow, Balcan, Talwalkar: Learning to relax, ICLR 2024; Foster and Rakhlin: Beyond UCB, ICML 2020",
                true,
                List.of(Option.integer("degree", 6, "Chebyshev polynomials")
                        .atLeast(1)
                        .atMost(30)));
    }

    @Override
    public OptimizerFactory<Configuration> create(SearchSpace space, OptionValues options) {
        return BanditMethods.create(
                space,
                options,
                ChebCb.learner(new ChebCb.Options(BanditMethods.range(options), options.intValue("degree"))));
    }
}
