package dev.hone.search.bayes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.HoneException;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.Seeds;
import dev.hone.core.method.MethodCatalogue;
import dev.hone.core.optimize.Ask;
import dev.hone.core.optimize.Optimizer;
import dev.hone.core.optimize.Problem;
import dev.hone.core.space.CategoricalParameter;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.IntParameter;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Objective;
import dev.hone.core.trial.Trial;
import dev.hone.search.acquisition.FunctionalAcquisition;
import dev.hone.search.acquisition.MarginalAcquisition;
import dev.hone.search.kernel.Smoothness;
import dev.hone.search.kernel.StationaryKernel;
import dev.hone.search.surrogate.GaussianModel;
import dev.hone.search.surrogate.GaussianPosterior;
import dev.hone.search.surrogate.LinearFunctional;
import dev.hone.search.surrogate.Observation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Averages over an environment: its distributions, two-step expected improvement, and runs. */
class EnvironmentTest {

    private static final FloatParameter WIND = FloatParameter.linear("wind", -1, 3);
    private static final Problem MINIMISE = Problem.of(5, Objective.minimize("loss"));
    private static final SearchSpace SPACE = SearchSpace.builder()
            .add(FloatParameter.linear("x", 0, 1))
            .add(WIND)
            .add(IntParameter.linear("n", 0, 4))
            .add(CategoricalParameter.of("w", "dry", "wet"))
            .build();

    /** The expectation of f over the nodes, f of the value in its own unit. */
    private static double expectation(EnvironmentNodes nodes, FloatParameter parameter, DoubleUnaryOperator f) {
        double sum = 0;
        for (int i = 0; i < nodes.cube().size(); i++) {
            double value = parameter.decode(new double[] {nodes.cube().get(i)}, 0);
            sum += nodes.weights().get(i) * f.applyAsDouble(value);
        }
        return sum;
    }

    @Test
    void expectationsOverNumbersAreIntegrals() {
        // mean of e^-w over [-1, 3]
        double uniform = (Math.exp(1) - Math.exp(-3)) / 4;
        assertThat(expectation(EnvironmentNodes.uniform(WIND, 8), WIND, w -> Math.exp(-w)))
                .isCloseTo(uniform, within(1e-10));
        // e^(-m + s^2 / 2)
        assertThat(expectation(EnvironmentNodes.normal(WIND, 1, .3, 8), WIND, w -> Math.exp(-w)))
                .isCloseTo(Math.exp(-1 + .045), within(1e-12));
        // a log scale is averaged in the parameter's own unit
        FloatParameter log = FloatParameter.log("p", 1, 100);
        assertThat(expectation(EnvironmentNodes.uniform(log, 8), log, p -> p)).isCloseTo(50.5, within(1e-9));
        // cut off at both ends: the mean stays in the middle, the variance shrinks to that of a normal on [-1, 1] sd
        double variance = expectation(EnvironmentNodes.normal(WIND, 1, 2, 12), WIND, w -> (w - 1) * (w - 1));
        assertThat(variance).isCloseTo(4 * .29112509, within(1e-6));
        EnvironmentNodes samples = EnvironmentNodes.samples(WIND, new double[] {0, 2}, new double[] {1, 3});
        assertThat(expectation(samples, WIND, w -> w)).isCloseTo(1.5, within(1e-12));
    }

    @Test
    void fewWholeNumbersAreAveragedOneByOne() {
        IntParameter n = IntParameter.linear("n", 0, 4);
        EnvironmentNodes uniform = EnvironmentNodes.uniform(n, 2);
        assertThat(uniform.weights()).containsExactly(.2, .2, .2, .2, .2);
        assertThat(uniform.cube()).containsExactly(.1, .3, .5, .7, .9);
        EnvironmentNodes normal = EnvironmentNodes.normal(n, 2, 1, 2);
        assertThat(normal.weights().get(1) / normal.weights().get(2)).isCloseTo(Math.exp(-.5), within(1e-12));
    }

    private static GaussianPosterior plane() {
        RandomGenerator random = Seeds.stream(4);
        List<Observation> data = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            data.add(Observation.of(new double[] {random.nextDouble(), random.nextDouble()}, random.nextGaussian()));
        }
        return GaussianModel.of(
                        StationaryKernel.ard(Smoothness.MATERN_52, .3, .5).scaled(1.4), .2)
                .given(data);
    }

    private static final Goal AVERAGE = new Goal(
            new int[] {1}, new double[][] {{.1}, {.4}, {.9}}, new double[] {.2, .5, .3}, new double[] {1, 1, 1});

    @Test
    void theIntegratedImprovementHasItsSlopeAndIgnoresTheCondition() {
        FunctionalAcquisition acquisition = new FunctionalAcquisition(
                plane(), AVERAGE::at, AVERAGE.coordinates(), MarginalAcquisition.logExpectedImprovement(.4));
        double[] gradient = new double[2];
        double value = acquisition.value(new double[] {.31, .62}, gradient);
        double slope = (acquisition.value(new double[] {.31 + 1e-6, .62}, null)
                        - acquisition.value(new double[] {.31 - 1e-6, .62}, null))
                / 2e-6;
        assertThat(gradient[0]).isCloseTo(slope, within(1e-6));
        assertThat(gradient[1]).isZero();
        assertThat(acquisition.value(new double[] {.31, .05}, null)).isEqualTo(value);
        assertThat(new FunctionalAcquisition(
                                plane(),
                                LinearFunctional::value,
                                new int[0],
                                MarginalAcquisition.logExpectedImprovement(.4))
                        .value(new double[] {.31, .62}, null))
                .isCloseTo(
                        new MarginalAcquisition(plane(), MarginalAcquisition.logExpectedImprovement(.4))
                                .value(new double[] {.31, .62}, null),
                        within(1e-9));
    }

    @Test
    void theConditionIsTheOneThatLeavesLeastVariance() {
        GaussianPosterior posterior = plane();
        ConditionChoice choice = new ConditionChoice(AVERAGE, List.of(posterior));
        List<double[]> ranked = choice.ranked(new double[] {.31, .62}, true);
        LinearFunctional target = AVERAGE.at(new double[] {.31, 0});
        double before = 0;
        for (double[] point : ranked) {
            assertThat(point[0]).isEqualTo(.31);
            double after =
                    posterior.condition(List.of(Observation.of(point, 0))).variance(target);
            assertThat(posterior.variance(target) - after).isCloseTo(choice.reduction(point), within(1e-9));
            assertThat(after).isGreaterThanOrEqualTo(before - 1e-12);
            before = after;
        }
        assertThat(ranked).hasSize(3 + 65);
    }

    private static List<Trial<Configuration>> run(
            BayesSampler sampler, int count, Function<Configuration, Evaluation> evaluator) {
        Optimizer<Configuration> optimizer = sampler.create(MINIMISE);
        List<Trial<Configuration>> trials = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Configuration next =
                    optimizer.ask(new Ask<>(1, i, List.of())).get(0).candidate();
            trials.add(BayesSamplerTest.trial(i, next, evaluator.apply(next)));
            optimizer.tell(List.of(trials.get(i)));
        }
        return trials;
    }

    private static BayesSampler sampler(SearchSpace space, Map<String, ?> options) {
        return (BayesSampler) MethodCatalogue.load().sampler("optimizer", "bayes", space, options);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ei", "kg"})
    void anAverageOverANumberIsMinimised(String acquisition) {
        SearchSpace space = SearchSpace.of(FloatParameter.linear("x", 0, 1), FloatParameter.linear("wind", 0, 1));
        // E over wind of (x - wind^2)^2 is least at x = E wind^2 = 1/3, where it is var wind^2 = 4/45
        BayesSampler sampler = sampler(
                space,
                Map.of(
                        "environment",
                        "wind",
                        "environment_nodes",
                        4,
                        "acquisition",
                        acquisition,
                        "knowledge",
                        "discrete",
                        "recommend",
                        "everywhere",
                        "noise",
                        "none"));
        List<Trial<Configuration>> trials = run(sampler, 14, c -> {
            double gap = c.getDouble("x") - c.getDouble("wind") * c.getDouble("wind");
            return Evaluation.of(gap * gap);
        });
        Recommendation found = sampler.recommend(MINIMISE, trials).orElseThrow();
        assertThat(found.configuration().getDouble("x")).isCloseTo(1 / 3.0, within(.03));
        assertThat(found.mean()).isCloseTo(4 / 45.0, within(.01));
    }

    @Test
    void aChoiceIsAveragedByImprovementInTwoSteps() {
        SearchSpace space =
                SearchSpace.of(FloatParameter.linear("x", 0, 1), CategoricalParameter.of("w", "dry", "wet"));
        BayesSampler sampler = sampler(
                space,
                Map.of(
                        "environment",
                        "w",
                        "environment_weights",
                        "0.25, 0.75",
                        "acquisition",
                        "ei",
                        "recommend",
                        "everywhere"));
        List<Trial<Configuration>> trials = run(sampler, 14, c -> {
            double gap = c.getDouble("x") - (c.get("w").equals("dry") ? .2 : .8);
            return Evaluation.of(gap * gap);
        });
        Recommendation found = sampler.recommend(MINIMISE, trials).orElseThrow();
        assertThat(found.configuration().getDouble("x")).isCloseTo(.65, within(.05));
        // both conditions are looked at, the heavier one at least as often
        long wet = trials.stream()
                .skip(6)
                .filter(t -> t.candidate().get("w").equals("wet"))
                .count();
        assertThat(wet).isBetween(3L, 7L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ei", "kg"})
    void aChoiceInOrderIsAveragedToo(String acquisition) {
        SearchSpace space = SearchSpace.of(
                FloatParameter.linear("x", 0, 1), CategoricalParameter.ordered("load", "low", "middle", "high"));
        BayesSampler sampler = sampler(
                space,
                Map.of(
                        "environment",
                        "load",
                        "environment_weights",
                        "0.25, 0.25, 0.5",
                        "acquisition",
                        acquisition,
                        "knowledge",
                        "discrete",
                        "recommend",
                        "everywhere",
                        "noise",
                        "none"));
        Map<String, Double> at = Map.of("low", .2, "middle", .4, "high", .7);
        List<Trial<Configuration>> trials = run(sampler, 14, c -> {
            double gap = c.getDouble("x") - at.get(c.get("load"));
            return Evaluation.of(gap * gap);
        });
        Recommendation found = sampler.recommend(MINIMISE, trials).orElseThrow();
        assertThat(found.configuration().getDouble("x")).isCloseTo(.5, within(.03));
        assertThat(found.mean()).isCloseTo(.25 * .09 + .25 * .01 + .5 * .04, within(.01));
    }

    @Test
    void whatIsNoDistributionIsRefused() {
        refused(Map.of("environment", "w", "environment_values", "1, 2"), "environment_values");
        refused(Map.of("environment", "w", "environment_distribution", "normal"), "environment_distribution");
        refused(
                Map.of("environment", "wind", "environment_values", "0, 7"),
                "has 7.0, expected numbers from -1.0 to 3.0");
        refused(
                Map.of("environment", "wind", "environment_values", "0, 2", "environment_weights", "1"),
                "has 1 numbers, expected 2");
        refused(
                Map.of("environment", "wind", "environment_values", "0, 2", "environment_weights", "1, -1"),
                "at least 0");
        refused(Map.of("environment", "wind", "environment_weights", "1, 2"), "environment_values");
        refused(Map.of("environment", "wind", "environment_mean", 1), "environment_distribution normal");
        refused(
                Map.of("environment", "wind", "environment_distribution", "normal", "environment_mean", 9),
                "environment_mean");
        refused(
                Map.of("environment", "wind", "environment_distribution", "normal", "environment_sd", -1),
                "environment_sd");
        refused(Map.of("environment_values", "1"), "without environment");
        refused(Map.of("environment", "w", "acquisition", "mes"), "Use acquisition kg, or ei");
        refused(Map.of("environment", "w", "acquisition", "ei", "batch", "joint"), "two steps");
        refused(Map.of("task_parameter", "wind"), "task_parameter");
    }

    private static void refused(Map<String, ?> options, String reason) {
        assertThatThrownBy(() -> MethodCatalogue.load().sampler("optimizer", "bayes", SPACE, options))
                .isInstanceOfAny(HoneException.class, InvalidFieldException.class)
                .hasMessageContaining(reason);
    }
}
