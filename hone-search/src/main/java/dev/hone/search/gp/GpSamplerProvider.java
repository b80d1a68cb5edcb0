package dev.hone.search.gp;

import dev.hone.core.method.Method;
import dev.hone.core.method.Option;
import dev.hone.core.method.OptionValues;
import dev.hone.core.method.SamplerProvider;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.SearchSpace;
import dev.hone.search.kernel.Smoothness;
import java.util.List;
import java.util.Optional;

/** The catalogue entry {@code gp}. */
public final class GpSamplerProvider implements SamplerProvider {

    private static final GpSampler.Options DEFAULTS = GpSampler.Options.defaults();

    private static final List<Option> OPTIONS = List.of(
            Option.integer(
                            "startup_trials",
                            20,
                            "space-filling trials before the first model; unset: 2 (axes + 1), from 5"
                                    + " to 20 and at most a quarter of the trials planned")
                    .atLeast(2)
                    .unset(),
            Option.choice(
                    "kernel",
                    "matern_52",
                    List.of("matern_52", "matern_32", "matern_12", "rbf"),
                    "covariance function: how smooth the objectives are"),
            Option.choice(
                    "noise",
                    "infer",
                    List.of("infer", "none"),
                    "infer: one variance per objective, or those that trials report; none: evaluations are exact"),
            Option.integer("fantasies", DEFAULTS.fantasies(), "joint draws of the outcomes of pending trials")
                    .atLeast(1),
            Option.integer(
                            "trust_region_above",
                            DEFAULTS.trustRegionAbove(),
                            "axes of the space above which one objective is searched in a trust region")
                    .atLeast(1),
            Option.integer(
                            "max_points",
                            DEFAULTS.maxPoints(),
                            "trials a model holds; beyond, the best half and the most recent others")
                    .atLeast(50),
            Option.flag(
                    "refine",
                    DEFAULTS.refine(),
                    "whether quadratics of the nearest trials take steps around the best one, in spaces of floats for"
                            + " one objective without noise"));

    @Override
    public Method method() {
        return new Method(
                "gp",
                Method.OPTIMIZER,
                "Bayesian optimization with Gaussian processes",
                "Proposes where log expected improvement is greatest under a Gaussian process of the results so far. For"
                        + " evaluations that take seconds or longer and up to a few thousand trials: numbers, choices,"
                        + " permutations and conditional parameters, noise, outcome constraints, failing trials, several"
                        + " objectives (log expected hypervolume improvement), parallel trials (fantasies), and a trust"
                        + " region above 20 axes.",
                "Jones, Schonlau, Welch: Efficient global optimization of expensive black-box functions, J. Global Optim."
                        + " 1998; Ament et al.: Unexpected improvements to expected improvement, NeurIPS 2023 (LogEI);"
                        + " Hvarfner, Hellsten, Nardi: Vanilla Bayesian optimization performs great in high dimensions,"
                        + " ICML 2024; Eriksson et al.: Scalable global optimization via local Bayesian optimization,"
                        + " NeurIPS 2019 (TuRBO); Daulton, Balandat, Bakshy: Differentiable expected hypervolume"
                        + " improvement, NeurIPS 2020",
                "numbers and choices",
                "one or more values; constraints; variances; failures",
                OPTIONS,
                """
                study: gc-flags
                objectives: [{minimize: wall_s}]
                parameters:
                  heap_mb: {type: int, low: 64, high: 1024, log: true}
                  gc: {type: categorical, choices: ["-XX:+UseSerialGC", "-XX:+UseParallelGC"]}
                evaluator:
                  command: [java, "{gc}", "-Xmx{heap_mb}m", -cp, target/classes, Workload]
                  results: {wall_s: {measure: wall}}
                optimizer: {name: gp, startup_trials: 10}
                budget: {trials: 60}
                """,
                Optional.empty());
    }

    @Override
    public OptimizerFactory<Configuration> create(SearchSpace space, OptionValues options) {
        return GpSampler.over(
                space,
                new GpSampler.Options(
                        options.intIfSet("startup_trials"),
                        options.constant("kernel", Smoothness.class),
                        options.constant("noise", GpSampler.Noise.class),
                        options.intValue("fantasies"),
                        options.intValue("trust_region_above"),
                        options.intValue("max_points"),
                        options.flag("refine")));
    }
}
