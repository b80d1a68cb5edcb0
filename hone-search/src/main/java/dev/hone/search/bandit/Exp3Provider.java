package dev.hone.search.bandit;

import dev.hone.core.method.Method;
import dev.hone.core.method.OptionValues;
import dev.hone.core.method.SamplerProvider;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.SearchSpace;
import java.util.List;

/** The catalogue entry {@code exp3}. */
public final class Exp3Provider implements SamplerProvider {

    @Override
    public Method method() {
        return BanditMethods.method(
                "exp3",
                "Exp3, exponential weights",
                "Draws with weights that fall exponentially in the importance-weighted costs. For costs that may drift; tsallis-inf does the same with less regret.",
                "Auer, Cesa-Bianchi, Freund, Schapire: The nonstochastic multiarmed bandit problem, SIAM J. Comput. 2002",
                false,
                List.of());
    }

    @Override
    public OptimizerFactory<Configuration> create(SearchSpace space, OptionValues options) {
        return BanditMethods.create(space, options, Exp3.learner());
    }
}
