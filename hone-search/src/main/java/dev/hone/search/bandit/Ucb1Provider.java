package dev.hone.search.bandit;

import dev.hone.core.method.Method;
import dev.hone.core.method.Option;
import dev.hone.core.method.OptionValues;
import dev.hone.core.method.SamplerProvider;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.SearchSpace;
import java.util.List;

/** The catalogue entry {@code ucb}. */
public final class Ucb1Provider implements SamplerProvider {

    @Override
    public Method method() {
        return BanditMethods.method(
                "ucb",
                "UCB1, optimism about what was tried little",
                "Plays the configuration of the least lower confidence bound. For noisy values whose mean does not drift.",
                "Auer, Cesa-Bianchi, Fischer: Finite-time analysis of the multiarmed bandit problem, Machine Learning 2002",
                false,
                List.of(Option.number("width", Ucb1.Options.defaults().width(), "width of the bounds; less is greedier")
                        .atLeast(1e-9)));
    }

    @Override
    public OptimizerFactory<Configuration> create(SearchSpace space, OptionValues options) {
        return BanditMethods.create(space, options, Ucb1.learner(new Ucb1.Options(options.number("width"))));
    }
}
