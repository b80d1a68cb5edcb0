package dev.hone.search.tpe;

import dev.hone.core.method.Method;
import dev.hone.core.method.Option;
import dev.hone.core.method.OptionValues;
import dev.hone.core.method.SamplerProvider;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.SearchSpace;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The catalogue entry {@code tpe}. */
public final class TpeSamplerProvider implements SamplerProvider {

    private static final TpeSampler.Options DEFAULTS = TpeSampler.Options.defaults();

    private static final List<Option> OPTIONS = List.of(
            Option.integer("startup_trials", DEFAULTS.startupTrials(), "random trials before the first model")
                    .atLeast(1),
            Option.integer("candidates", DEFAULTS.candidates(), "draws from the good density for each proposal")
                    .atLeast(1),
            Option.number("gamma", DEFAULTS.gamma(), "share of trials that count as good")
                    .atLeast(0.001)
                    .atMost(0.999),
            Option.integer("max_best", DEFAULTS.maxBest(), "how many trials count as good at most")
                    .atLeast(1),
            Option.number("prior_weight", DEFAULTS.priorWeight(), "weight of the prior kernel against one trial")
                    .atLeast(1e-9),
            Option.flag(
                    "rank_weights",
                    DEFAULTS.rankWeights(),
                    "of the good trials of one objective the better ones count more"),
            Option.choice(
                    "bandwidth",
                    DEFAULTS.bandwidth().name().toLowerCase(Locale.ROOT),
                    List.of("rate", "scott", "neighbours"),
                    "width of kernels: rate is 0.2 n^(-1/(d+4)); scott also follows the deviation of the trials, of"
                            + " several objectives on each axis; neighbours gives each its own, the greater gap to those beside it"),
            Option.number("bandwidth_factor", DEFAULTS.bandwidthFactor(), "times the width that the rule gives")
                    .atLeast(0.01)
                    .atMost(100),
            Option.number("clip", DEFAULTS.clip(), "no kernel among n narrower than max(0.01, (2 + n)^-clip)")
                    .atLeast(0.01)
                    .atMost(100),
            Option.flag("multivariate", DEFAULTS.multivariate(), "model parameters jointly"),
            Option.flag("constant_liar", DEFAULTS.constantLiar(), "count pending trials among the others"));

    @Override
    public Method method() {
        return new Method(
                "tpe",
                Method.OPTIMIZER,
                "Tree-structured Parzen estimator",
                "Models where good and where other trials lie and proposes where the first outweighs the second. For"
                        + " conditional, mixed and large spaces, hundreds to thousands of trials, pruning, failing trials,"
                        + " outcome constraints, several objectives and parallel trials.",
                "Bergstra et al.: Algorithms for hyper-parameter optimization, NeurIPS 2011; Bergstra, Yamins, Cox: Making a"
                        + " science of model search, ICML 2013; Watanabe: Tree-structured Parzen estimator, 2023; Ozaki et"
                        + " al.: Multiobjective tree-structured Parzen estimator, JAIR 2022",
                "numbers and choices",
                "one or more values; constraints; intermediate values; failures",
                OPTIONS,
                """
                study: gc-flags
                objectives: [{minimize: wall_s}]
                parameters:
                  gc: {type: categorical, choices: ["-XX:+UseSerialGC", "-XX:+UseParallelGC"]}
                  threads: {type: int, low: 1, high: 4, when: {gc: ["-XX:+UseParallelGC"]}}
                evaluator:
                  command: [java, "{gc}", "-XX:ParallelGCThreads={threads}", -cp, target/classes, Workload]
                  results: {wall_s: {measure: wall}}
                optimizer: {name: tpe, startup_trials: 10}
                budget: {trials: 60}
                """,
                Optional.empty());
    }

    @Override
    public OptimizerFactory<Configuration> create(SearchSpace space, OptionValues options) {
        return TpeSampler.over(
                space,
                new TpeSampler.Options(
                        options.intValue("startup_trials"),
                        options.intValue("candidates"),
                        options.number("gamma"),
                        options.intValue("max_best"),
                        options.number("prior_weight"),
                        options.flag("rank_weights"),
                        options.constant("bandwidth", TpeSampler.Bandwidth.class),
                        options.number("bandwidth_factor"),
                        options.number("clip"),
                        options.flag("multivariate"),
                        options.flag("constant_liar")));
    }
}
