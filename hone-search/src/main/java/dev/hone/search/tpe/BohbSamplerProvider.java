package dev.hone.search.tpe;

import dev.hone.core.method.Method;
import dev.hone.core.method.Option;
import dev.hone.core.method.OptionValues;
import dev.hone.core.method.SamplerProvider;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.SearchSpace;
import java.util.List;
import java.util.Optional;

/** The catalogue entry {@code bohb}. */
public final class BohbSamplerProvider implements SamplerProvider {

    private static final BohbSampler.Options DEFAULTS = BohbSampler.Options.defaults();

    @Override
    public Method method() {
        return new Method(
                "bohb",
                Method.OPTIMIZER,
                "BOHB, a Parzen model at the largest budget that tells something",
                "Models the values at the largest step that enough trials have reached, so that it learns long before whole"
                        + " trials end. Use it with the pruner hyperband, for trainings and simulations that report as they go.",
                "Falkner, Klein, Hutter: BOHB, ICML 2018",
                "numbers and choices",
                "one value; intermediate values; failures",
                List.of(
                        Option.number("random_share", DEFAULTS.randomShare(), "share of proposals drawn at random")
                                .atLeast(0)
                                .atMost(1),
                        Option.number("gamma", DEFAULTS.gamma(), "share of trials that count as good")
                                .atLeast(0.001)
                                .atMost(0.999),
                        Option.integer("candidates", DEFAULTS.candidates(), "draws for each proposal")
                                .atLeast(1)),
                """
                study: training
                objectives: [{minimize: loss}]
                parameters:
                  rate: {type: float, low: 0.0001, high: 1, log: true}
                  layers: {type: int, low: 1, high: 8}
                evaluator:
                  command: [./train, "--rate={rate}", "--layers={layers}"]
                  directory: .
                  intermediate: {step: epoch, value: loss}
                optimizer: bohb
                pruner: {name: hyperband, min_resource: 1, max_resource: 27}
                budget: {trials: 100}
                """,
                Optional.empty());
    }

    @Override
    public OptimizerFactory<Configuration> create(SearchSpace space, OptionValues options) {
        return BohbSampler.over(
                space,
                new BohbSampler.Options(
                        options.number("random_share"), options.number("gamma"), options.intValue("candidates")));
    }
}
