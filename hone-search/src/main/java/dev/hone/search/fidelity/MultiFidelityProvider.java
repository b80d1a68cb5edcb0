package dev.hone.search.fidelity;

import dev.hone.core.InvalidFieldException;
import dev.hone.core.method.Method;
import dev.hone.core.method.Option;
import dev.hone.core.method.OptionValues;
import dev.hone.core.method.SamplerProvider;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.space.CategoricalParameter;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.IntParameter;
import dev.hone.core.space.Parameter;
import dev.hone.core.space.SearchSpace;
import dev.hone.search.bayes.EnvironmentNodes;
import dev.hone.search.bayes.EnvironmentOptions;
import dev.hone.search.fidelity.MultiFidelityOptions.Acquisition;
import dev.hone.search.fidelity.MultiFidelityOptions.Surrogate;
import dev.hone.search.kernel.Smoothness;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** The catalogue entry {@code multi-fidelity}. */
public final class MultiFidelityProvider implements SamplerProvider {

    private static final MultiFidelityOptions DEFAULTS = MultiFidelityOptions.defaults(1);

    private static final List<Option> OPTIONS = Stream.of(
                    List.of(
                            Option.choice(
                                    "surrogate",
                                    FidelityKind.name(Surrogate.AUTO),
                                    names(Surrogate.values()),
                                    "model of the fidelities; auto: ar1 for ordered levels, miso-kg for sources without order, continuous for a"
                                            + " float or an int"),
                            Option.choice(
                                    "acquisition",
                                    FidelityKind.name(DEFAULTS.acquisition()),
                                    names(Acquisition.values()),
                                    "what chooses point and fidelity; with several objectives augmented-ei; boca, cf-kg and ta-kg are made for a"
                                            + " float or an int"),
                            Option.choice(
                                    "fidelity_kernel",
                                    FidelityKind.name(DEFAULTS.fidelityKernel()),
                                    names(FidelityKernel.values()),
                                    "how values of a float or int fidelity belong together: smoothly, as shares of the data, by a bias that"
                                            + " vanishes at the truth, as times of training"),
                            Option.text(
                                            "parents",
                                            "",
                                            "with surrogate graph, the sources that each is made from, such as 'rig: simulation; lab:"
                                                    + " simulation, rig'; unset: all others are the truth's")
                                    .unset(),
                            Option.text(
                                            "biases",
                                            "",
                                            "with acquisition mf-gp-ucb, how much each level below the truth is off at most,"
                                                    + " in units of the objective, such as 'coarse: 0.5; medium: 0.1'; unset:"
                                                    + " learnt from exact trials")
                                    .unset(),
                            Option.flag(
                                    "trace_observations",
                                    DEFAULTS.traces(),
                                    "intermediate values of a trial are observations of the lower fidelities at which they were measured: with an"
                                            + " int such as epochs the step is the fidelity, with a float that has a step so many of those"),
                            Option.number(
                                            "initial_share",
                                            DEFAULTS.initialShare(),
                                            "of the budget of cost, or of trials, for the first points of the lower levels, before there is"
                                                    + " a model")
                                    .atLeast(0)
                                    .atMost(1),
                            Option.number(
                                            "min_exact_share",
                                            DEFAULTS.minExactShare(),
                                            "least share of the cost that goes to the truth")
                                    .atLeast(0)
                                    .atMost(1),
                            Option.flag(
                                    "nested",
                                    DEFAULTS.nested(),
                                    "every point is evaluated at all levels below its own too, the cheapest first; so with recursive"),
                            Option.choice(
                                    "cost_model",
                                    FidelityKind.name(DEFAULTS.costModel()),
                                    names(MultiFidelityOptions.CostModel.values()),
                                    "fixed: one cost for each level; learned: it depends on the point"),
                            Option.choice(
                                    "kernel",
                                    DEFAULTS.smoothness().name().toLowerCase(Locale.ROOT),
                                    Arrays.stream(Smoothness.values())
                                            .map(k -> k.name().toLowerCase(Locale.ROOT))
                                            .toList(),
                                    "covariance function"),
                            Option.flag(
                                    "trust_region",
                                    DEFAULTS.trustRegion(),
                                    "for many parameters: only a box around the best exact point is searched; its length halves after as many"
                                            + " exact trials without an improvement as there are parameters, at least 4, and doubles after 3"
                                            + " improvements in a row"),
                            Option.integer(
                                            "embedding",
                                            2,
                                            "for many parameters of which few matter: axes of a random embedding that is searched instead, each"
                                                    + " followed by several parameters; unset: all parameters")
                                    .atLeast(1)
                                    .unset(),
                            Option.number(
                                            "noise",
                                            1e-4,
                                            "variance of the noise, in squared standard deviations of the outcomes; unset: learnt")
                                    .atLeast(1e-12)
                                    .unset(),
                            Option.integer(
                                            "max_points",
                                            DEFAULTS.maxPoints(),
                                            "observations that a surrogate holds; beyond, half of every level's share are its"
                                                    + " best and half its most recent")
                                    .atLeast(50)),
                    EnvironmentOptions.declared(),
                    List.of(Option.number(
                                    "risk_aversion",
                                    1,
                                    "with an environment, how many standard deviations over its values the mean is to be away from;"
                                            + " unset: 0, the mean alone")
                            .atLeast(0)
                            .unset()))
            .flatMap(List::stream)
            .toList();

    private static List<String> names(Enum<?>[] values) {
        return Arrays.stream(values).map(FidelityKind::name).toList();
    }

    @Override
    public Method method() {
        return new Method(
                MultiFidelityBayesSampler.ID,
                Method.OPTIMIZER,
                "Bayesian optimization over levels of fidelity",
                "For an exact evaluation that is dear and cheaper ones that are biased: a coarse mesh, simple physics, part of"
                        + " the data, fewer epochs. The fidelity is an ordered choice, a choice of sources without order, or a"
                        + " number. Chooses for every trial where to look and at which fidelity, so that the best exact design is"
                        + " found for the least total cost. Needs the key 'fidelity' in the study, and is the only optimizer"
                        + " that chooses fidelities, with auto, which takes it there. Floats, ints and ordered choices without"
                        + " conditions; outcome constraints and several objectives. A level that tells little about the truth"
                        + " is found out after 5 exact trials, named and left alone.",
                "Do and Zhang: Multi-fidelity Bayesian optimization in engineering design, arXiv 2311.13050",
                "numbers and ordered choices",
                "one or more values at a chosen fidelity; constraints; costs",
                OPTIONS,
                """
                study: wing
                objectives: [{minimize: drag}]
                parameters:
                  span: {type: float, low: 5, high: 20}
                  ribs: {type: int, low: 3, high: 12}
                  mesh: {type: categorical, ordered: true, choices: [coarse, fine]}
                fidelity: {parameter: mesh, truth: fine, costs: {coarse: 0.1, fine: 1}}
                evaluator:
                  command: [./simulate, "{span}", "{ribs}", "--mesh={mesh}"]
                  directory: .
                  results: {drag: {json: /drag}}
                optimizer: {name: multi-fidelity, acquisition: augmented-ei}
                budget: {cost: 20}
                """,
                Optional.of("multi-fidelity"));
    }

    @Override
    public OptimizerFactory<Configuration> create(SearchSpace space, OptionValues options) {
        Surrogate surrogate = options.constant("surrogate", Surrogate.class);
        MultiFidelityOptions chosen = DEFAULTS.withSurrogate(Surrogate.AR1, options.flag("nested"))
                .with(surrogate, options.constant("acquisition", Acquisition.class))
                .withInitialShare(options.number("initial_share"))
                .withMinExactShare(options.number("min_exact_share"))
                .withFidelityKernel(options.constant("fidelity_kernel", FidelityKernel.class))
                .withTrustRegion(options.flag("trust_region"))
                .withMaxPoints(options.intValue("max_points"))
                .withEmbedding(options.intIfSet("embedding").orElse(0))
                .withTraces(options.flag("trace_observations"))
                .withCostModel(options.constant("cost_model", MultiFidelityOptions.CostModel.class))
                .withSmoothness(options.constant("kernel", Smoothness.class));
        MultiFidelityBayesSampler sampler = MultiFidelityBayesSampler.over(
                        space, options.isSet("noise") ? chosen.withNoise(options.number("noise")) : chosen)
                .withParents(options.isSet("parents") ? SourceGraph.parse(options.text("parents")) : Map.of())
                .withBiases(options.isSet("biases") ? LevelBiases.parse(options.text("biases")) : Map.of());
        return environment(space, options).map(sampler::withEnvironment).orElse(sampler);
    }

    private static Optional<Environment> environment(SearchSpace space, OptionValues options) {
        OptionalDouble aversion = options.numberIfSet("risk_aversion");
        if (!options.isSet("environment")) {
            EnvironmentOptions.refuseAll(options);
            if (aversion.isPresent()) {
                throw new InvalidFieldException("risk_aversion", "is given without environment, to which it belongs");
            }
            return Optional.empty();
        }
        String name = options.text("environment");
        Parameter parameter = space.parameter(name).orElse(null);
        EnvironmentNodes distribution;
        if (parameter instanceof FloatParameter || parameter instanceof IntParameter) {
            distribution = EnvironmentOptions.ofNumber(parameter, options);
        } else if (parameter instanceof CategoricalParameter choice && choice.ordered()) {
            distribution = EnvironmentOptions.ofOrdered(choice, options);
        } else {
            throw new InvalidFieldException(
                    "environment", "is '" + name + "', expected the name of a float, an int or an ordered choice");
        }
        return Optional.of(new Environment(name, distribution, aversion.orElse(0)));
    }
}
