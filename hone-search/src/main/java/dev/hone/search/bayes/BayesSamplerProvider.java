package dev.hone.search.bayes;

import dev.hone.core.InvalidFieldException;
import dev.hone.core.method.Method;
import dev.hone.core.method.Option;
import dev.hone.core.method.OptionValues;
import dev.hone.core.method.SamplerProvider;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.SearchSpace;
import dev.hone.search.kernel.Smoothness;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** The catalogue entry {@code bayes}. */
public final class BayesSamplerProvider implements SamplerProvider {

    private static final BayesSampler.Options DEFAULTS = BayesSampler.Options.defaults();

    private static final List<Option> OPTIONS = Stream.of(
                    List.of(
                            Option.choice(
                                    "acquisition",
                                    "auto",
                                    names(BayesSampler.Acquisition.values()),
                                    "what a proposal maximises; auto: noisy_ei, ei where noise is none, kg with environment or tasks"),
                            Option.choice(
                                    "knowledge",
                                    "gradient",
                                    names(BayesSampler.Knowledge.values()),
                                    "how kg is computed: exactly over some hundred points, by simulation with climbs, or by stochastic"
                                            + " gradient ascent ranked by simulation"),
                            Option.choice(
                                    "incumbent",
                                    "mean",
                                    names(BayesSampler.Incumbent.values()),
                                    "what ei and pi improve on: the greatest posterior mean among evaluated points, or the greatest outcome"
                                            + " observed, which is ad hoc under noise"),
                            Option.choice(
                                    "pes_constraints",
                                    "full",
                                    List.of("full", "simple"),
                                    "full: pes uses that slopes vanish and curvatures are negative at a maximum, with matern_52 and rbf"),
                            Option.choice(
                                    "kernel",
                                    "matern_52",
                                    names(Smoothness.values()),
                                    "covariance function; gradients that trials report are used by matern_52 and rbf"),
                            Option.choice(
                                    "hyperparameters",
                                    "map",
                                    names(BayesSampler.Hyperparameters.values()),
                                    "map: posterior mode; mle: greatest likelihood; bayes, nuts: the acquisition is averaged"
                                            + " over draws by slice sampling or by the No-U-turn sampler"),
                            Option.integer(
                                            "startup_trials",
                                            10,
                                            "space-filling trials before the first model; unset: 2 (axes + 1)")
                                    .atLeast(2)
                                    .unset(),
                            Option.choice(
                                    "noise",
                                    "infer",
                                    List.of("infer", "none"),
                                    "infer: one variance, or those that trials report; none: evaluations are exact"),
                            Option.number(
                                            "noise_variance",
                                            1,
                                            "variance of the noise where it is known; unset: by noise")
                                    .atLeast(0)
                                    .unset(),
                            Option.integer(
                                            "trend",
                                            0,
                                            "degree of the polynomial in the numeric axes that is the prior mean")
                                    .atLeast(0)
                                    .atMost(2),
                            Option.choice(
                                    "pending",
                                    "fantasies",
                                    names(BayesSampler.Pending.values()),
                                    "stands for outcomes of pending trials: joint draws, posterior means, or the least, mean or greatest"
                                            + " standardised gain so far"),
                            Option.choice(
                                    "batch",
                                    "sequential",
                                    names(BayesSampler.Batch.values()),
                                    "several proposals at once: one after the other, or by what they are worth all together (with ei and kg)"),
                            Option.integer(
                                            "fantasies",
                                            DEFAULTS.fantasies(),
                                            "joint draws of the outcomes of pending trials")
                                    .atLeast(1),
                            Option.number("beta", DEFAULTS.beta(), "ucb maximises mean + sqrt(beta) sd")
                                    .atLeast(1e-6),
                            Option.choice(
                                    "recommend",
                                    "evaluated",
                                    names(BayesSampler.Recommend.values()),
                                    "where the configuration to use is looked for; every trial's attribute 'recommendation' has it")),
                    EnvironmentOptions.declared(),
                    List.of(
                            Option.text(
                                            "task_parameter",
                                            "",
                                            "choice parameter that says which task or source of information is asked")
                                    .unset(),
                            Option.text(
                                            "target_task",
                                            "",
                                            "value of task_parameter that counts; unset: the sum over all")
                                    .unset(),
                            Option.text(
                                            "task_costs",
                                            "",
                                            "cost of an evaluation of each task, such as '1, 0.1'; unset: all 1")
                                    .unset(),
                            Option.integer(
                                            "task_rank",
                                            1,
                                            "how many independent ways there are in which tasks are alike")
                                    .atLeast(1)
                                    .unset(),
                            Option.integer(
                                            "max_points",
                                            DEFAULTS.maxPoints(),
                                            "trials the model holds: beyond, the best and far others")
                                    .atLeast(50),
                            Option.flag(
                                    "next_gradients",
                                    true,
                                    "kg counts the derivatives that the next trial will report, where half of the trials have"),
                            Option.flag(
                                    "warping",
                                    false,
                                    "bends each number before the kernel sees it, as much as the trials tell"),
                            Option.choice(
                                    "priors",
                                    "lognormal",
                                    names(BayesSampler.PriorFamily.values()),
                                    "of lengthscales, variances and noise, but for mle")))
            .flatMap(List::stream)
            .toList();

    private static List<String> names(Enum<?>[] values) {
        return Arrays.stream(values).map(v -> v.name().toLowerCase(Locale.ROOT)).toList();
    }

    @Override
    public Method method() {
        return new Method(
                "bayes",
                Method.OPTIMIZER,
                "Bayesian optimization with a choice of acquisitions",
                "For evaluations that take minutes or hours, up to about 20 axes and some hundreds of trials. Noisy expected"
                        + " improvement, expected improvement, knowledge gradient, entropy search in three forms, confidence bounds,"
                        + " probability of improvement or Thompson sampling under a Gaussian process; outcome constraints,"
                        + " pending trials by fantasies, gradients and variances that trials report, averages over an"
                        + " environment, tasks and sources of other costs, and a recommendation by posterior mean. gp"
                        + " proposes faster.",
                "Frazier: A tutorial on Bayesian optimization, arXiv 1807.02811",
                "numbers and choices",
                "one value; constraints; variances; gradients; failures",
                OPTIONS,
                """
                study: furnace
                objectives: [{maximize: strength}]
                parameters:
                  temperature: {type: float, low: 700, high: 1100}
                  minutes: {type: int, low: 10, high: 240, log: true}
                evaluator:
                  command: [java, -cp, target/classes, Furnace, "{temperature}", "{minutes}"]
                  results: {strength: {regex: 'strength=([0-9.]+)'}}
                optimizer: {name: bayes, acquisition: kg, hyperparameters: bayes}
                budget: {trials: 40}
                """,
                Optional.of("bayesian-optimization"));
    }

    @Override
    public OptimizerFactory<Configuration> create(SearchSpace space, OptionValues options) {
        if (options.isSet("noise_variance") && options.text("noise").equals("none")) {
            throw new InvalidFieldException(
                    "noise_variance",
                    "is given together with noise none, which says that it is 0; expected one of them");
        }
        OptionalDouble noise = options.isSet("noise_variance")
                ? OptionalDouble.of(options.number("noise_variance"))
                : options.text("noise").equals("none") ? OptionalDouble.of(0) : OptionalDouble.empty();
        return BayesSampler.over(
                space,
                new BayesSampler.Options(
                        options.constant("acquisition", BayesSampler.Acquisition.class),
                        options.constant("knowledge", BayesSampler.Knowledge.class),
                        options.text("pes_constraints").equals("full"),
                        options.constant("kernel", Smoothness.class),
                        options.constant("hyperparameters", BayesSampler.Hyperparameters.class),
                        options.intIfSet("startup_trials"),
                        noise,
                        options.intValue("trend"),
                        options.constant("pending", BayesSampler.Pending.class),
                        options.constant("batch", BayesSampler.Batch.class),
                        options.intValue("fantasies"),
                        options.number("beta"),
                        options.constant("recommend", BayesSampler.Recommend.class),
                        ContextOptions.context(space, options),
                        options.intValue("max_points"),
                        options.flag("next_gradients"),
                        options.flag("warping"),
                        options.constant("priors", BayesSampler.PriorFamily.class),
                        options.constant("incumbent", BayesSampler.Incumbent.class),
                        options.intIfSet("task_rank").orElse(1)));
    }
}
