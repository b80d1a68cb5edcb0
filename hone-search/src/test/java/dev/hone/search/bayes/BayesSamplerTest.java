package dev.hone.search.bayes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.HoneException;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.Json;
import dev.hone.core.Seeds;
import dev.hone.core.method.MethodCatalogue;
import dev.hone.core.optimize.Ask;
import dev.hone.core.optimize.Optimizer;
import dev.hone.core.optimize.Problem;
import dev.hone.core.space.CategoricalParameter;
import dev.hone.core.space.Condition;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Objective;
import dev.hone.core.trial.Origin;
import dev.hone.core.trial.Trial;
import dev.hone.core.trial.TrialState;
import dev.hone.search.acquisition.BatchExpectedImprovement;
import dev.hone.search.bayes.BayesSampler.Acquisition;
import dev.hone.search.bayes.BayesSampler.Options;
import dev.hone.search.gp.History;
import dev.hone.search.kernel.Smoothness;
import dev.hone.search.kernel.StationaryKernel;
import dev.hone.search.qmc.QuasiNormal;
import dev.hone.search.qmc.Sobol;
import dev.hone.search.surrogate.GaussianModel;
import dev.hone.search.surrogate.HyperparameterFit;
import dev.hone.search.surrogate.Observation;
import dev.hone.search.surrogate.Priors;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BayesSamplerTest {

    private static final SearchSpace LINE = SearchSpace.of(FloatParameter.linear("x", -2, 3));
    private static final Problem MAXIMISE = Problem.of(11, Objective.maximize("y"));

    static Trial<Configuration> trial(long number, Configuration configuration, Evaluation evaluation) {
        return new Trial<>(
                number,
                evaluation == null ? TrialState.FAILED : TrialState.COMPLETE,
                configuration,
                Origin.OPTIMIZER,
                1,
                Optional.empty(),
                Optional.ofNullable(evaluation),
                Optional.empty(),
                new TreeMap<>(),
                Map.of(),
                List.of(),
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty(),
                number + 1);
    }

    private static List<Trial<Configuration>> run(
            BayesSampler sampler, Problem problem, int count, Function<Configuration, Evaluation> evaluator) {
        Optimizer<Configuration> optimizer = sampler.create(problem);
        List<Trial<Configuration>> trials = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Configuration next =
                    optimizer.ask(new Ask<>(1, i, List.of())).get(0).candidate();
            trials.add(trial(i, next, evaluator.apply(next)));
            optimizer.tell(List.of(trials.get(i)));
        }
        return trials;
    }

    private static double best(List<Trial<Configuration>> trials) {
        return trials.stream()
                .filter(Trial::isFeasible)
                .mapToDouble(Trial::value)
                .max()
                .orElseThrow();
    }

    /** Greatest at x = 1.3, where it is 2; a lesser hill at -1. */
    private static double hills(double x) {
        return 2 * Math.exp(-4 * (x - 1.3) * (x - 1.3)) + Math.exp(-3 * (x + 1) * (x + 1));
    }

    @ParameterizedTest
    @EnumSource(value = Acquisition.class, mode = EnumSource.Mode.EXCLUDE, names = "THOMPSON")
    void everyAcquisitionFindsTheHigherHill(Acquisition acquisition) {
        // probability of improvement stays where it is nearly certain of a little
        assertThat(bestOfHills(acquisition, MAXIMISE)).isGreaterThan(acquisition == Acquisition.PI ? .98 : 1.98);
    }

    @Test
    void mostDrawnFunctionsFindTheHigherHill() {
        double[] found = IntStream.rangeClosed(1, 7)
                .mapToDouble(seed -> bestOfHills(Acquisition.THOMPSON, Problem.of(seed, Objective.maximize("y"))))
                .sorted()
                .toArray();
        assertThat(found[3]).isGreaterThan(1.98);
    }

    private static double bestOfHills(Acquisition acquisition, Problem problem) {
        BayesSampler sampler =
                BayesSampler.over(LINE, Options.defaults().withNoise(0).withAcquisition(acquisition));
        return best(run(sampler, problem, 16, c -> Evaluation.of(hills(c.getDouble("x")))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"map", "mle", "bayes", "nuts"})
    void hyperparametersAreFoundInEveryWay(String how) {
        BayesSampler sampler = (BayesSampler) MethodCatalogue.load()
                .sampler(
                        "optimizer",
                        "bayes",
                        LINE,
                        Map.of("hyperparameters", how, "trend", 1, "recommend", "everywhere", "noise_variance", 1e-6));
        List<Trial<Configuration>> trials = run(sampler, MAXIMISE, 13, c -> Evaluation.of(hills(c.getDouble("x"))));
        Recommendation found = sampler.recommend(MAXIMISE, trials).orElseThrow();
        assertThat(found.configuration().getDouble("x")).isCloseTo(1.3, within(.05));
        assertThat(found.mean()).isCloseTo(2, within(.05));
        assertThat(found.sd()).isBetween(0.0, .1);
    }

    @Test
    void aLuckyValueIsNotRecommended() {
        List<Trial<Configuration>> trials = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            double x = -2 + 5 * i / 39.0;
            double noise = i == 3 ? 3 : .3 * Math.sin(37.7 * i);
            trials.add(trial(i, LINE.configuration(Map.of("x", x)), Evaluation.of(hills(x) + noise)));
        }
        Recommendation found =
                BayesSampler.over(LINE).recommend(MAXIMISE, trials).orElseThrow();
        assertThat(found.configuration().getDouble("x")).isCloseTo(1.3, within(.35));
        assertThat(trials.get(3).value()).isEqualTo(best(trials));
    }

    @Test
    void proposalsSayWhatIsRecommended() {
        Optimizer<Configuration> optimizer = BayesSampler.over(LINE).create(MAXIMISE);
        for (int i = 0; i < 5; i++) {
            Configuration c = LINE.configuration(Map.of("x", -2 + i * 1.2));
            optimizer.tell(List.of(trial(i, c, Evaluation.of(hills(c.getDouble("x"))))));
        }
        var said = optimizer.ask(new Ask<>(1, 5, List.of())).get(0).attributes();
        assertThat(Json.parse(said.get("recommendation"))
                        .get("configuration")
                        .get("x")
                        .asDouble())
                .isBetween(-2.0, 3.0);
        assertThat(Json.parse(said.get("model")).properties())
                .extracting(Map.Entry::getKey)
                .containsExactly("variance", "lengthscale x", "noise variance");
    }

    @Test
    void variancesThatTrialsReportAreTheNoiseOfTheModel() {
        Optimizer<Configuration> optimizer = BayesSampler.over(LINE).create(MAXIMISE);
        for (int i = 0; i < 6; i++) {
            Configuration c = LINE.configuration(Map.of("x", -2 + i));
            Evaluation evaluation = Evaluation.of(hills(c.getDouble("x"))).withVariances(List.of(.05 + .02 * i));
            optimizer.tell(List.of(trial(i, c, evaluation)));
        }
        String model =
                optimizer.ask(new Ask<>(1, 6, List.of())).get(0).attributes().get("model");
        assertThat(Json.parse(model).get("noise variance").asDouble()).isCloseTo(.1, within(1e-9));
    }

    @Test
    void aStateOfOtherOptionsIsFoundAnew() {
        BayesSampler plain = BayesSampler.over(LINE);
        List<Trial<Configuration>> trials = run(plain, MAXIMISE, 7, c -> Evaluation.of(hills(c.getDouble("x"))));
        Optimizer<Configuration> before = plain.create(MAXIMISE);
        before.tell(trials);
        before.ask(new Ask<>(1, 7, List.of()));
        Optimizer<Configuration> after = MethodCatalogue.load()
                .sampler("optimizer", "bayes", LINE, Map.of("warping", true, "trend", 1))
                .create(MAXIMISE);
        after.restore(before.state(), trials);
        Map<String, String> said = after.ask(new Ask<>(1, 7, List.of())).get(0).attributes();
        assertThat(Json.parse(said.get("model")).has("warping x a")).isTrue();
    }

    @Test
    void theModelIsSaidForEverySpace() {
        SearchSpace space = SearchSpace.builder()
                .add(FloatParameter.linear("x", 0, 1))
                .add(CategoricalParameter.of("kind", "a", "b"))
                .add(FloatParameter.linear("only b", 0, 1).when(Condition.on("kind", "b")))
                .add(CategoricalParameter.of("w", "dry", "wet"))
                .build();
        Optimizer<Configuration> optimizer = MethodCatalogue.load()
                .sampler(
                        "optimizer",
                        "bayes",
                        space,
                        Map.of("task_parameter", "w", "task_rank", 2, "knowledge", "discrete"))
                .create(MAXIMISE);
        for (int i = 0; i < 11; i++) {
            Configuration c = space.sample(Seeds.stream(4, i));
            optimizer.tell(List.of(trial(i, c, Evaluation.of(c.getDouble("x")))));
        }
        String model =
                optimizer.ask(new Ask<>(1, 11, List.of())).get(0).attributes().get("model");
        assertThat(Json.parse(model).properties())
                .extracting(Map.Entry::getKey)
                .contains(
                        "lengthscale x",
                        "lengthscale only b",
                        "lengthscale kind",
                        "weight 0,0",
                        "weight 1,1",
                        "own variance 1")
                .doesNotContain("lengthscale w");
    }

    @Test
    void constraintsAreLearned() {
        Function<Configuration, Evaluation> evaluator =
                c -> Evaluation.of(hills(c.getDouble("x"))).withConstraint("right", c.getDouble("x") - .5);
        BayesSampler sampler = BayesSampler.over(LINE, Options.defaults().withNoise(0));
        List<Trial<Configuration>> trials = run(sampler, MAXIMISE, 18, evaluator);
        // the hill at -1 is the best that is allowed
        assertThat(best(trials)).isGreaterThan(.98);
        assertThat(sampler.recommend(MAXIMISE, trials)
                        .orElseThrow()
                        .configuration()
                        .getDouble("x"))
                .isCloseTo(-1, within(.1));
    }

    @Test
    void whatIsRecommendedEverywhereKeepsConstraintsAndSucceeds() {
        BayesSampler sampler = (BayesSampler) MethodCatalogue.load()
                .sampler("optimizer", "bayes", LINE, Map.of("recommend", "everywhere", "noise", "none"));
        List<Trial<Configuration>> bounded = new ArrayList<>();
        List<Trial<Configuration>> failing = new ArrayList<>();
        for (int i = 0; i < 14; i++) {
            double x = -1.9 + .35 * i;
            Configuration c = LINE.configuration(Map.of("x", x));
            bounded.add(trial(i, c, Evaluation.of(hills(x)).withConstraint("right", x - .93)));
            failing.add(trial(i, c, x > .93 ? null : Evaluation.of(hills(x))));
        }
        // the slope of the hill at 1.3 rises beyond what is allowed
        Recommendation allowed = sampler.recommend(MAXIMISE, bounded).orElseThrow();
        assertThat(allowed.configuration().getDouble("x")).isBetween(.9, .93);
        assertThat(allowed.mean()).isCloseTo(hills(.93), within(.12));
        Recommendation sound = sampler.recommend(MAXIMISE, failing).orElseThrow();
        assertThat(sound.configuration().getDouble("x")).isLessThan(1.1);
    }

    @Test
    void whereNothingIsFeasibleTheLikeliestIsRecommended() {
        for (String where : List.of("evaluated", "everywhere")) {
            BayesSampler sampler = (BayesSampler)
                    MethodCatalogue.load().sampler("optimizer", "bayes", LINE, Map.of("recommend", where));
            List<Trial<Configuration>> trials = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                double x = -2 + .5 * i;
                trials.add(trial(
                        i,
                        LINE.configuration(Map.of("x", x)),
                        Evaluation.of(hills(x)).withConstraint("narrow", .5 + Math.abs(x))));
            }
            Recommendation least = sampler.recommend(MAXIMISE, trials).orElseThrow();
            assertThat(least.configuration().getDouble("x")).isCloseTo(0, within(1e-9));
        }
    }

    @Test
    void failuresAreAvoidedThoughTheyTellNoValue() {
        List<Trial<Configuration>> trials = run(
                BayesSampler.over(LINE),
                Problem.of(3, Objective.minimize("y")),
                24,
                c -> c.getDouble("x") < -1 ? null : Evaluation.of(c.getDouble("x")));
        // the best is at the edge, which only the failures show
        assertThat(trials.stream()
                        .filter(Trial::isComplete)
                        .mapToDouble(Trial::value)
                        .min()
                        .orElseThrow())
                .isLessThan(-.95);
    }

    @Test
    void pendingTrialsAreNotAskedForAgain() {
        for (BayesSampler.Pending pending : BayesSampler.Pending.values()) {
            BayesSampler sampler = (BayesSampler) MethodCatalogue.load()
                    .sampler(
                            "optimizer",
                            "bayes",
                            LINE,
                            Map.of("pending", pending.name().toLowerCase(Locale.ROOT)));
            Optimizer<Configuration> optimizer = sampler.create(MAXIMISE);
            for (int i = 0; i < 6; i++) {
                Configuration c = LINE.configuration(Map.of("x", -2 + i));
                optimizer.tell(List.of(trial(i, c, Evaluation.of(hills(c.getDouble("x"))))));
            }
            List<Double> batch = optimizer.ask(new Ask<>(3, 6, List.of())).stream()
                    .map(p -> p.candidate().getDouble("x"))
                    .toList();
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j < i; j++) {
                    assertThat(Math.abs(batch.get(i) - batch.get(j)))
                            .as(pending.name())
                            .isGreaterThan(.02);
                }
            }
        }
    }

    @Test
    void aBatchIsWorthMoreTogetherThanOneAfterTheOther() {
        List<Trial<Configuration>> told = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Configuration c = LINE.configuration(Map.of("x", -2 + i * .9));
            told.add(trial(i, c, Evaluation.of(hills(c.getDouble("x")))));
        }
        List<List<Double>> batches = new ArrayList<>();
        for (String how : List.of("sequential", "joint")) {
            Optimizer<Configuration> optimizer = MethodCatalogue.load()
                    .sampler("optimizer", "bayes", LINE, Map.of("acquisition", "ei", "noise", "none", "batch", how))
                    .create(MAXIMISE);
            optimizer.tell(told);
            batches.add(optimizer.ask(new Ask<>(3, 6, List.of())).stream()
                    .map(p -> p.candidate().getDouble("x"))
                    .toList());
        }
        assertThat(batches.get(1)).isNotEqualTo(batches.get(0));
        assertThat(improvement(told, batches.get(1))).isGreaterThan(improvement(told, batches.get(0)));
    }

    /** q-EI of a batch under a process like that of the sampler. */
    private static double improvement(List<Trial<Configuration>> told, List<Double> batch) {
        List<Observation> data = told.stream()
                .map(t -> Observation.of(new double[] {(t.candidate().getDouble("x") + 2) / 5}, t.value(), 1e-8))
                .toList();
        GaussianModel model = GaussianModel.of(StationaryKernel.ard(Smoothness.MATERN_52, .2), 1e-8);
        GaussianModel fitted = new HyperparameterFit(model, Priors.logNormal(), data).mode(3, 60, Seeds.stream(1));
        double[][] normals = new double[4096][];
        Sobol sobol = new Sobol(3, 5);
        Arrays.setAll(normals, i -> QuasiNormal.point(sobol, i));
        double[] points = batch.stream().mapToDouble(x -> (x + 2) / 5).toArray();
        return new BatchExpectedImprovement(fitted.given(data), best(told), normals).value(points, null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gradient", "simulated", "discrete"})
    void knowledgeOfValuesGradientsAndConstraintsIsSought(String knowledge) {
        Function<Configuration, Evaluation> evaluator = c -> {
            double x = c.getDouble("x");
            double slope = -16 * (x - 1.3) * Math.exp(-4 * (x - 1.3) * (x - 1.3))
                    - 6 * (x + 1) * Math.exp(-3 * (x + 1) * (x + 1));
            return Evaluation.of(hills(x)).withGradient(Map.of("x", slope)).withConstraint("right", x - .5);
        };
        BayesSampler sampler = (BayesSampler) MethodCatalogue.load()
                .sampler(
                        "optimizer",
                        "bayes",
                        LINE,
                        Map.of("acquisition", "kg", "knowledge", knowledge, "noise", "none", "startup_trials", 4));
        List<Trial<Configuration>> trials = run(sampler, MAXIMISE, 9, evaluator);
        // the hill at -1 is the best that is allowed
        assertThat(best(trials)).isGreaterThan(.97);
    }

    @Test
    void whatTheNextGradientTellsChangesWhereItIsAskedFor() {
        List<Trial<Configuration>> told = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            double x = -1.8 + 1.1 * i;
            double slope = -16 * (x - 1.3) * Math.exp(-4 * (x - 1.3) * (x - 1.3))
                    - 6 * (x + 1) * Math.exp(-3 * (x + 1) * (x + 1));
            Evaluation evaluation = Evaluation.of(hills(x)).withGradient(Map.of("x", slope));
            told.add(trial(i, LINE.configuration(Map.of("x", x)), evaluation));
        }
        List<Double> next = new ArrayList<>();
        for (boolean counted : new boolean[] {true, false}) {
            Optimizer<Configuration> optimizer = MethodCatalogue.load()
                    .sampler(
                            "optimizer",
                            "bayes",
                            LINE,
                            Map.of("acquisition", "kg", "startup_trials", 4, "next_gradients", counted))
                    .create(MAXIMISE);
            optimizer.tell(told);
            next.add(
                    optimizer.ask(new Ask<>(1, 5, List.of())).get(0).candidate().getDouble("x"));
        }
        assertThat(next.get(0)).isNotEqualTo(next.get(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ei", "kg"})
    void aConstrainedBatchIsClimbedTogether(String acquisition) {
        List<Trial<Configuration>> told = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            double x = -2 + i * .9;
            told.add(trial(
                    i,
                    LINE.configuration(Map.of("x", x)),
                    Evaluation.of(hills(x)).withConstraint("right", x - .8)));
        }
        List<List<Double>> batches = new ArrayList<>();
        for (String how : List.of("sequential", "joint")) {
            Optimizer<Configuration> optimizer = MethodCatalogue.load()
                    .sampler(
                            "optimizer",
                            "bayes",
                            LINE,
                            Map.of("acquisition", acquisition, "noise_variance", 1e-4, "batch", how))
                    .create(MAXIMISE);
            optimizer.tell(told);
            batches.add(optimizer.ask(new Ask<>(2, 6, List.of())).stream()
                    .map(p -> p.candidate().getDouble("x"))
                    .toList());
        }
        assertThat(batches.get(1)).isNotEqualTo(batches.get(0)).doesNotHaveDuplicates();
        assertThat(batches.get(1)).allMatch(x -> x >= -2 && x <= 3);
    }

    @Test
    void inputsAreBentWhereTheOutcomeVariesFasterAtOneEnd() {
        BayesSampler sampler = (BayesSampler)
                MethodCatalogue.load().sampler("optimizer", "bayes", LINE, Map.of("warping", true, "noise", "none"));
        List<Trial<Configuration>> told = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            double u = i / 15.0;
            // waves that lengthen towards the upper end
            told.add(trial(
                    i, LINE.configuration(Map.of("x", -2 + 5 * u)), Evaluation.of(Math.sin(12 * Math.pow(u, .4)))));
        }
        Optimizer<Configuration> optimizer = sampler.create(MAXIMISE);
        optimizer.tell(told);
        String model =
                optimizer.ask(new Ask<>(1, 16, List.of())).get(0).attributes().get("model");
        assertThat(Json.parse(model).properties())
                .extracting(Map.Entry::getKey)
                .containsExactly("variance", "lengthscale x", "warping x a", "warping x b", "noise variance");
        assertThat(Json.parse(model).get("warping x a").asDouble()).isLessThan(.8);
    }

    @Test
    void priorsAreOfTheFamilyAskedFor() {
        List<Double> lengthscales = new ArrayList<>();
        for (String family : List.of("lognormal", "gamma")) {
            Optimizer<Configuration> optimizer = MethodCatalogue.load()
                    .sampler("optimizer", "bayes", LINE, Map.of("priors", family, "startup_trials", 3))
                    .create(MAXIMISE);
            for (int i = 0; i < 3; i++) {
                Configuration c = LINE.configuration(Map.of("x", -2 + 2 * i));
                optimizer.tell(List.of(trial(i, c, Evaluation.of(i == 1 ? 1 : 0))));
            }
            String model = optimizer
                    .ask(new Ask<>(1, 3, List.of()))
                    .get(0)
                    .attributes()
                    .get("model");
            lengthscales.add(Json.parse(model).get("variance").asDouble());
        }
        // Gamma(2, 0.15) of the variance has its mean at 13
        assertThat(lengthscales.get(1)).isGreaterThan(1.5 * lengthscales.get(0));
    }

    @Test
    void aFullModelKeepsTheBestAndFarPoints() {
        List<History.Row> rows = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            double x = i == 99 ? 1 : .001 * i;
            rows.add(new History.Row(null, new double[] {x}, new double[] {i}, null, null, true, false));
        }
        List<Double> kept =
                BayesData.select(rows, 10).stream().map(r -> r.losses()[0]).toList();
        assertThat(kept)
                .hasSize(10)
                .startsWith(0.0, 1.0, 2.0, 3.0, 4.0)
                .contains(99.0)
                .doesNotHaveDuplicates();
    }

    @Test
    void gradientsThatTrialsReportShapeTheModel() {
        List<Trial<Configuration>> trials = new ArrayList<>();
        for (double x : new double[] {-2, .2, .9, 3}) {
            double slope = -16 * (x - 1.3) * Math.exp(-4 * (x - 1.3) * (x - 1.3))
                    - 6 * (x + 1) * Math.exp(-3 * (x + 1) * (x + 1));
            trials.add(trial(
                    trials.size(),
                    LINE.configuration(Map.of("x", x)),
                    Evaluation.of(hills(x)).withGradient(Map.of("x", slope))));
        }
        List<Trial<Configuration>> blind = trials.stream()
                .map(t -> trial(t.number(), t.candidate(), Evaluation.of(t.value())))
                .toList();
        BayesSampler sampler = (BayesSampler) MethodCatalogue.load()
                .sampler(
                        "optimizer",
                        "bayes",
                        LINE,
                        Map.of("noise", "none", "recommend", "everywhere", "kernel", "rbf", "startup_trials", 4));
        // only the slope at 0.9 tells that it goes on rising
        Recommendation found = sampler.recommend(MAXIMISE, trials).orElseThrow();
        Recommendation without = sampler.recommend(MAXIMISE, blind).orElseThrow();
        assertThat(found.configuration().getDouble("x")).isBetween(1.1, 1.6);
        assertThat(found.mean()).isGreaterThan(without.mean() + .2);
    }

    private static final SearchSpace WEATHER =
            SearchSpace.of(FloatParameter.linear("x", 0, 1), CategoricalParameter.of("w", "dry", "wet"));

    @Test
    void anEnvironmentIsAveragedOver() {
        // dry alone is best at 0.2, wet alone at 0.8; 0.25 dry + 0.75 wet at 0.65
        Function<Configuration, Evaluation> evaluator = c -> {
            double at = c.get("w").equals("dry") ? .2 : .8;
            return Evaluation.of((c.getDouble("x") - at) * (c.getDouble("x") - at));
        };
        Problem problem = Problem.of(5, Objective.minimize("loss"));
        BayesSampler sampler = (BayesSampler) MethodCatalogue.load()
                .sampler(
                        "optimizer",
                        "bayes",
                        WEATHER,
                        Map.of("environment", "w", "environment_weights", "0.25, 0.75", "recommend", "everywhere"));
        List<Trial<Configuration>> trials = run(sampler, problem, 16, evaluator);
        Recommendation found = sampler.recommend(problem, trials).orElseThrow();
        assertThat(found.configuration().getDouble("x")).isCloseTo(.65, within(.05));
        assertThat(found.mean()).isCloseTo(.25 * .45 * .45 + .75 * .15 * .15, within(.02));
    }

    @Test
    void aCheapSourceIsAskedForTheSakeOfTheDearOne() {
        Function<Configuration, Evaluation> evaluator = c -> {
            double x = c.getDouble("x");
            double truth = (x - .37) * (x - .37) * 4;
            return Evaluation.of(c.get("w").equals("dry") ? truth : truth + .05 * Math.sin(9 * x));
        };
        Problem problem = Problem.of(5, Objective.minimize("loss"));
        BayesSampler sampler = (BayesSampler) MethodCatalogue.load()
                .sampler(
                        "optimizer",
                        "bayes",
                        WEATHER,
                        Map.of(
                                "task_parameter",
                                "w",
                                "target_task",
                                "dry",
                                "task_costs",
                                "1, 0.05",
                                "recommend",
                                "everywhere"));
        List<Trial<Configuration>> trials = run(sampler, problem, 20, evaluator);
        long cheap = trials.stream()
                .skip(6)
                .filter(t -> t.candidate().get("w").equals("wet"))
                .count();
        assertThat(cheap).isGreaterThan(5);
        assertThat(sampler.recommend(problem, trials)
                        .orElseThrow()
                        .configuration()
                        .getDouble("x"))
                .isCloseTo(.37, within(.08));
    }

    @Test
    void whatCannotBeIsRefusedWithTheReason() {
        assertThatThrownBy(() ->
                        BayesSampler.over(LINE).create(Problem.of(1, Objective.minimize("a"), Objective.minimize("b"))))
                .isInstanceOf(HoneException.class)
                .hasMessageContaining("one objective")
                .hasMessageContaining("gp");
        refused(
                Map.of("acquisition", "ei", "task_parameter", "w"),
                "an evaluation away from the target improves nothing");
        refused(Map.of("task_parameter", "x"), "task_parameter");
        refused(Map.of("task_costs", "1, 2"), "without task_parameter");
        refused(Map.of("task_parameter", "w", "task_costs", "1, zwei"), "zwei");
        refused(Map.of("task_parameter", "w", "task_costs", "1, 2, 3"), "3 numbers");
        refused(Map.of("task_parameter", "w", "task_costs", "1, -2"), "costs");
        refused(Map.of("task_parameter", "w", "target_task", "humid"), "[dry, wet]");
        refused(Map.of("environment", "w", "environment_weights", "0, 0"), "weights");
        refused(Map.of("batch", "joint"), "needs acquisition ei or kg");
        refused(Map.of("incumbent", "observed"), "acquisition ei or pi");
        refused(Map.of("incumbent", "observed", "acquisition", "ei", "environment", "w"), "acquisition ei or pi");
        refused(Map.of("noise", "none", "noise_variance", .1), "together with noise none");
        refused(Map.of("task_rank", 2), "without task_parameter");
        refused(Map.of("task_parameter", "w", "task_rank", 3), "task_rank");
        refused(Map.of("noise_variance", -1), "noise_variance");
    }

    private static void refused(Map<String, ?> options, String reason) {
        assertThatThrownBy(() -> MethodCatalogue.load().sampler("optimizer", "bayes", WEATHER, options))
                .isInstanceOfAny(HoneException.class, InvalidFieldException.class)
                .hasMessageContaining(reason);
    }
}
