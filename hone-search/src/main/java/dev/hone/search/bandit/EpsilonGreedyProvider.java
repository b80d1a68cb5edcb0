package dev.hone.search.bandit;

import dev.hone.core.method.Method;
import dev.hone.core.method.Option;
import dev.hone.core.method.OptionValues;
import dev.hone.core.method.SamplerProvider;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.SearchSpace;
import java.util.List;

/** The catalogue entry {@code epsilon-greedy}. */
public final class EpsilonGreedyProvider implements SamplerProvider {

    @Override
    public Method method() {
        return BanditMethods.method(
                "epsilon-greedy",
                "The best so far, and now and then another",
                "Plays the configuration of the least mean value, and with probability epsilon any. A baseline for the other bandits.",
                "folklore",
                false,
                List.of(Option.number(
                                "epsilon", EpsilonGreedy.Options.defaults().epsilon(), "share of trials that explore")
                        .atLeast(0)
                        .atMost(1)));
    }

    @Override
    public OptimizerFactory<Configuration> create(SearchSpace space, OptionValues options) {
        return BanditMethods.create(
                space, options, EpsilonGreedy.learner(new EpsilonGreedy.Options(options.number("epsilon"))));
    }
}
