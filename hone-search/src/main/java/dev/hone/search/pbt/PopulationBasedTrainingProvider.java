package dev.hone.search.pbt;

import dev.hone.core.method.Method;
import dev.hone.core.method.Option;
import dev.hone.core.method.OptionValues;
import dev.hone.core.method.SamplerProvider;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.SearchSpace;
import dev.hone.search.pbt.PopulationBasedTraining.Options;
import dev.hone.search.pbt.PopulationBasedTraining.Selection;
import java.util.List;
import java.util.Optional;

/** The catalogue entry {@code pbt}. */
public final class PopulationBasedTrainingProvider implements SamplerProvider {

    private static final Options DEFAULTS = Options.defaults();

    @Override
    public Method method() {
        return new Method(
                PopulationBasedTraining.ID,
                Method.OPTIMIZER,
                "Population based training",
                "Hyperparameters that change while a model trains: each trial is one interval of training of one member of a"
                        + " population. Members that are behind go on from the checkpoint of one that is ahead, with its"
                        + " hyperparameters changed a little. The evaluator keeps its checkpoint as an artifact and finds that"
                        + " of the trial it continues in the folder HONE_CONTINUES_FOLDER. Nobody waits for the others.",
                "Jaderberg et al.: Population based training of neural networks, arXiv 1711.09846",
                "numbers and choices",
                "one value; failures",
                List.of(
                        Option.integer(
                                        "population",
                                        DEFAULTS.population(),
                                        "members; more if more trials run at a time")
                                .atLeast(2)
                                .atMost(10_000),
                        Option.choice(
                                "selection",
                                "truncation",
                                List.of("truncation", "tournament"),
                                "who goes on from whom: the last quantile from the first, or the worse of two"),
                        Option.number("quantile", DEFAULTS.quantile(), "share of members that truncation replaces")
                                .atLeast(1e-6)
                                .atMost(0.5),
                        Option.number("shrink", DEFAULTS.shrink(), "factor below 1 that a number is multiplied by")
                                .atLeast(1e-6)
                                .atMost(0.999999),
                        Option.number("grow", DEFAULTS.grow(), "factor above 1 that a number is multiplied by")
                                .atLeast(1.000001)
                                .atMost(10),
                        Option.number("resample", DEFAULTS.resample(), "probability that a value is drawn anew instead")
                                .atLeast(0)
                                .atMost(1),
                        Option.flag(
                                "keep_all",
                                DEFAULTS.keepAll(),
                                "whether files of trials are kept that nobody will go on from")),
                """
                study: digits
                objectives: [{maximize: accuracy}]
                parameters:
                  rate: {type: float, low: 1.0e-5, high: 1, log: true}
                  dropout: {type: float, low: 0, high: 0.5}
                evaluator:
                  command: [python3, one_epoch.py]
                  results: {accuracy: {json: /accuracy}}
                optimizer: {name: pbt, population: 8}
                budget: {trials: 160}
                """,
                Optional.empty());
    }

    @Override
    public OptimizerFactory<Configuration> create(SearchSpace space, OptionValues options) {
        return PopulationBasedTraining.over(
                space,
                new Options(
                        options.intValue("population"),
                        options.constant("selection", Selection.class),
                        options.number("quantile"),
                        options.number("shrink"),
                        options.number("grow"),
                        options.number("resample"),
                        options.flag("keep_all")));
    }
}
