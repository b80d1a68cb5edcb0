package dev.hone.search.bandit;

import dev.hone.core.method.Method;
import dev.hone.core.method.Option;
import dev.hone.core.method.OptionValues;
import dev.hone.core.method.SamplerProvider;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.SearchSpace;
import java.util.List;

/** The catalogue entry {@code thompson}. */
public final class ThompsonProvider implements SamplerProvider {

    @Override
    public Method method() {
        return BanditMethods.method(
                "thompson",
                "Thompson sampling",
                "Plays the configuration that is best in a draw from the posterior of all means. For noisy values; spreads parallel trials by itself.",
                "Thompson: On the likelihood that one unknown probability exceeds another, Biometrika 1933; Chapelle and Li: An empirical evaluation of Thompson sampling, NeurIPS 2011",
                false,
                List.of(Option.choice(
                        "model",
                        "gaussian",
                        List.of("gaussian", "bernoulli"),
                        "what values look like: normal, or 0 and 1 and shares between")));
    }

    @Override
    public OptimizerFactory<Configuration> create(SearchSpace space, OptionValues options) {
        return BanditMethods.create(
                space,
                options,
                ThompsonSampling.learner(
                        new ThompsonSampling.Options(options.constant("model", ThompsonSampling.Model.class))));
    }
}
