package dev.hone.search.fidelity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.HoneException;
import dev.hone.core.Json;
import dev.hone.core.execute.TrialExecutor;
import dev.hone.core.method.MethodCatalogue;
import dev.hone.core.optimize.Ask;
import dev.hone.core.optimize.Optimizer;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.optimize.Problem;
import dev.hone.core.optimize.Proposal;
import dev.hone.core.space.CategoricalParameter;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.Fidelity;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.IntParameter;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.store.MemoryStore;
import dev.hone.core.store.StudyStore;
import dev.hone.core.study.Budget;
import dev.hone.core.study.Study;
import dev.hone.core.study.StudyBuilder;
import dev.hone.core.trial.Direction;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Objective;
import dev.hone.core.trial.Trial;
import dev.hone.search.SamplerContract;
import dev.hone.search.auto.AutoSampler;
import dev.hone.search.fidelity.MultiFidelityOptions.Acquisition;
import dev.hone.search.fidelity.MultiFidelityOptions.Surrogate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MultiFidelityBayesSamplerTest extends SamplerContract {

    private static final SearchSpace SPACE =
            SearchSpace.of(FloatParameter.linear("x", 0, 1), CategoricalParameter.ordered("mesh", "coarse", "fine"));
    private static final Fidelity FIDELITY =
            Fidelity.ordered(SPACE, "mesh", "fine", Map.of("coarse", 0.1, "fine", 1.0));

    @Override
    protected OptimizerFactory<Configuration> factory(SearchSpace space) {
        return MultiFidelityBayesSampler.over(space);
    }

    @Override
    protected Map<String, SearchSpace> spaces() {
        CategoricalParameter mesh = CategoricalParameter.ordered("mesh", "coarse", "medium", "fine");
        Map<String, SearchSpace> spaces = new LinkedHashMap<>();
        spaces.put(
                "numbers", SearchSpace.of(FloatParameter.log("rate", 1e-5, 1), mesh, IntParameter.linear("n", 1, 9)));
        spaces.put(
                "constrained",
                SearchSpace.builder()
                        .add(FloatParameter.linear("low", 0, 30))
                        .add(FloatParameter.linear("high", 0, 30))
                        .add(mesh)
                        .constraint("low <= high")
                        .build());
        return spaces;
    }

    @Override
    protected Problem problem(SearchSpace space) {
        Map<String, Double> costs = Map.of("coarse", 0.1, "medium", 0.3, "fine", 1.0);
        return super.problem(space)
                .with(Optional.of(Fidelity.ordered(space, "mesh", "fine", costs)), OptionalDouble.of(20));
    }

    private static boolean isCoarse(Configuration c) {
        return c.get("mesh").equals("coarse");
    }

    private static double fine(double x) {
        return (x - 0.6) * (x - 0.6) + 0.1 * Math.sin(9 * x);
    }

    /** Far below the truth, so that a low value that were taken for a result would be the best. */
    private static double value(Configuration c) {
        double x = c.getDouble("x");
        return isCoarse(c) ? 0.8 * fine(x) - 50 + 0.1 * x : fine(x);
    }

    private static StudyBuilder.Typed<Configuration> study(OptimizerFactory<Configuration> optimizer, double budget) {
        return Study.named("s")
                .minimize("loss")
                .seed(3)
                .optimizer(optimizer)
                .fidelity(FIDELITY)
                .plannedCost(budget);
    }

    private static List<Configuration> candidates(Study<Configuration> study) {
        return study.trials().stream().<Configuration>map(Trial::candidate).toList();
    }

    @Test
    void findsTheExactMinimumAndSaysHowLikeTheLevelsAre() {
        try (Study<Configuration> study =
                study(MultiFidelityBayesSampler.over(SPACE), 8).create()) {
            study.run(c -> Evaluation.of(value(c)), Budget.cost(8));
            assertThat(study.best().candidate().get("mesh")).isEqualTo("fine");
            assertThat(study.best().value()).isEqualTo(leastFine(), within(2e-3));
            assertThat(study.store().cost(study.id())).isBetween(7.0, 8 + 1e-9);
            Trial<Configuration> last = study.trials().get(study.trials().size() - 1);
            var about = Json.parse(last.attributes().get("fidelity"));
            assertThat(about.path("correlations").path("coarse").asDouble()).isGreaterThan(0.8);
            assertThat(about.path("correlations").path("fine").asDouble()).isEqualTo(1, within(1e-9));
            assertThat(about.path("costs").path("coarse").asDouble()).isEqualTo(0.1, within(1e-12));
        }
    }

    private static double leastFine() {
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i <= 10_000; i++) {
            least = Math.min(least, fine(i / 10_000.0));
        }
        return least;
    }

    @Test
    void aStudyAndTheLoopInJavaMakeTheSameTrials() {
        FidelityResult result = new MultiFidelityOptimization(
                        SearchSpace.of(FloatParameter.linear("x", 0, 1)),
                        List.of(new FidelityLevel("coarse", 0.1), new FidelityLevel("fine", 1)),
                        Direction.MINIMIZE,
                        MultiFidelityOptions.defaults(6))
                .run(
                        (c, level) -> FidelityEvaluator.Outcome.of(value(SPACE.configuration(
                                Map.of("x", c.getDouble("x"), "mesh", level == 0 ? "coarse" : "fine")))),
                        3);
        try (Study<Configuration> study =
                study(MultiFidelityBayesSampler.over(SPACE), 6).create()) {
            study.run(c -> Evaluation.of(value(c)), Budget.cost(6));
            assertThat(candidates(study))
                    .extracting(c -> c.get("mesh") + " " + c.get("x"))
                    .isEqualTo(result.trials().stream()
                            .map(t -> (t.level() == 0 ? "coarse " : "fine ")
                                    + t.configuration().get("x"))
                            .toList());
        }
    }

    @Test
    void aStudyThatIsTakenUpAgainProposesWhatAnUndisturbedOneDoes() {
        StudyStore store = new MemoryStore();
        List<Configuration> undisturbed;
        try (Study<Configuration> whole =
                study(MultiFidelityBayesSampler.over(SPACE), 8).create()) {
            whole.run(c -> Evaluation.of(value(c)), Budget.trials(30));
            undisturbed = candidates(whole);
        }
        for (int trials : new int[] {9, 24, 27, 30}) {
            try (Study<Configuration> part =
                    study(MultiFidelityBayesSampler.over(SPACE), 8).store(store).createOrLoad()) {
                part.run(c -> Evaluation.of(value(c)), Budget.trials(trials));
                assertThat(candidates(part)).isEqualTo(undisturbed.subList(0, trials));
            }
        }
    }

    @Test
    void fourWorkersNeverEvaluateTheSameTwiceAndFindTheMinimum() {
        try (Study<Configuration> study = study(MultiFidelityBayesSampler.over(SPACE), 8)
                        .parallelism(4)
                        .create();
                TrialExecutor executor = TrialExecutor.threads(4)) {
            study.run(
                    (c, context) -> {
                        Thread.sleep(isCoarse(c) ? 2 : 10);
                        return Evaluation.of(value(c));
                    },
                    Budget.cost(8),
                    executor);
            assertThat(candidates(study)).doesNotHaveDuplicates();
            assertThat(study.store().cost(study.id())).isLessThanOrEqualTo(8 + 1e-9);
            assertThat(study.best().value()).isEqualTo(leastFine(), within(1e-2));
        }
    }

    @Test
    void biasesThatAreKnownTakeThePlaceOfLearnedOnes() {
        MultiFidelityOptions bounds = MultiFidelityOptions.defaults(1)
                .withSurrogate(Surrogate.AUTO, false)
                .withAcquisition(Acquisition.MF_GP_UCB);
        assertThat(coarse(MultiFidelityBayesSampler.over(SPACE, bounds).withBiases(Map.of("coarse", 0.0))))
                .isGreaterThan(
                        coarse(MultiFidelityBayesSampler.over(SPACE, bounds).withBiases(Map.of("coarse", 100.0))));
        Problem problem = Problem.of(3, Objective.minimize("loss")).with(Optional.of(FIDELITY), OptionalDouble.of(20));
        assertThatThrownBy(() -> MultiFidelityBayesSampler.over(SPACE, bounds)
                        .withBiases(Map.of("corse", 2.0))
                        .create(problem))
                .hasMessageContaining("biases: has 'corse'");
        assertThatThrownBy(() -> MultiFidelityBayesSampler.over(SPACE)
                        .withBiases(Map.of("coarse", 2.0))
                        .create(problem))
                .hasMessageContaining("biases: is given with acquisition augmented-ei, expected mf-gp-ucb");
    }

    /** Trials at the coarse mesh, which tells the truth. */
    private static long coarse(MultiFidelityBayesSampler sampler) {
        try (Study<Configuration> study = study(sampler, 8).create()) {
            study.run(c -> Evaluation.of(fine(c.getDouble("x"))), Budget.cost(8));
            return candidates(study).stream()
                    .filter(MultiFidelityBayesSamplerTest::isCoarse)
                    .count();
        }
    }

    /** Proposals of one batch, of which those before are pending. */
    @ParameterizedTest
    @EnumSource(
            value = Acquisition.class,
            names = {"AUGMENTED_EI", "TWO_STEP_LCB", "MF_GP_UCB", "GIBBON"})
    void aBatchIsSpreadOut(Acquisition acquisition) {
        MultiFidelityBayesSampler sampler = MultiFidelityBayesSampler.over(
                SPACE,
                MultiFidelityOptions.defaults(1)
                        .withSurrogate(Surrogate.AUTO, false)
                        .withInitialShare(0.02)
                        .withAcquisition(acquisition));
        try (Study<Configuration> study = study(sampler, 20).create()) {
            study.run((c, context) -> Evaluation.of(value(c)), Budget.cost(2.3));
            Optimizer<Configuration> optimizer = sampler.create(
                    Problem.of(3, Objective.minimize("loss")).with(Optional.of(FIDELITY), OptionalDouble.of(20)));
            optimizer.tell(study.trials());
            List<Configuration> batch = optimizer
                    .ask(new Ask<>(3, study.trials().size(), List.of()))
                    .stream()
                    .<Configuration>map(Proposal::candidate)
                    .toList();
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j < i; j++) {
                    Configuration a = batch.get(i);
                    Configuration b = batch.get(j);
                    double apart = isCoarse(a) == isCoarse(b) ? Math.abs(a.getDouble("x") - b.getDouble("x")) : 1;
                    assertThat(apart).as("%s and %s", a, b).isGreaterThan(0.02);
                }
            }
        }
    }

    @Test
    void nestedPointsClimbFromTheCheapestLevelWithFourWorkersToo() {
        MultiFidelityOptions nested = MultiFidelityOptions.defaults(1)
                .withAcquisition(Acquisition.TWO_STEP)
                .withSurrogate(Surrogate.RECURSIVE, true);
        try (Study<Configuration> study = study(MultiFidelityBayesSampler.over(SPACE, nested), 7)
                        .parallelism(4)
                        .create();
                TrialExecutor executor = TrialExecutor.threads(4)) {
            study.run(c -> Evaluation.of(value(c)), Budget.cost(7));
            List<Configuration> tried = candidates(study);
            assertThat(tried).doesNotHaveDuplicates();
            assertThat(tried)
                    .filteredOn(c -> !isCoarse(c))
                    .isNotEmpty()
                    .allSatisfy(c -> assertThat(tried.subList(0, tried.indexOf(c)))
                            .contains(SPACE.configuration(Map.of("x", c.get("x"), "mesh", "coarse"))));
        }
    }

    @Test
    void failuresCostAndAreNotRepeated() {
        try (Study<Configuration> study =
                study(MultiFidelityBayesSampler.over(SPACE), 8).create()) {
            study.run(
                    c -> {
                        if (c.getDouble("x") > 0.5 && c.getDouble("x") < 0.7) {
                            throw new IllegalStateException("no mesh");
                        }
                        return Evaluation.of(value(c));
                    },
                    Budget.cost(8));
            assertThat(study.trials()).anyMatch(t -> !t.isComplete());
            assertThat(study.store().cost(study.id())).isLessThanOrEqualTo(8 + 1e-9);
            assertThat(candidates(study)).doesNotHaveDuplicates();
            assertThat(study.best().value()).isLessThan(0);
        }
    }

    @Test
    void aLevelThatMisleadsIsNamedAndLeftAlone() {
        try (Study<Configuration> study =
                study(MultiFidelityBayesSampler.over(SPACE), 14).create()) {
            study.run(
                    c -> Evaluation.of(
                            isCoarse(c)
                                    ? Math.sin(4 * Math.PI * c.getDouble("x"))
                                    : Math.cos(2 * Math.PI * c.getDouble("x"))),
                    Budget.cost(14));
            List<Trial<Configuration>> trials = study.trials();
            assertThat(trials)
                    .anyMatch(t ->
                            t.attributes().getOrDefault("fidelity", "").contains("\"uninformative\":[\"coarse\"]"));
            assertThat(trials)
                    .filteredOn(t -> t.attributes().getOrDefault("fidelity", "").contains("uninformative"))
                    .allMatch(t -> !isCoarse(t.candidate()));
        }
    }

    /** Half the range violates the constraint at the truth, and only a little more of it at the coarse level. */
    @Test
    void outcomeConstraintsAreLearntAtAllLevels() {
        try (Study<Configuration> study = study(MultiFidelityBayesSampler.over(SPACE), 9)
                .constrained(true)
                .create()) {
            study.run(
                    c -> Evaluation.of(c.getDouble("x") - (isCoarse(c) ? 5 : 0))
                            .withConstraint("limit", 0.437 - c.getDouble("x") + (isCoarse(c) ? 0.03 : 0)),
                    Budget.cost(9));
            assertThat(study.best().candidate().get("mesh")).isEqualTo("fine");
            assertThat(study.best().candidate().getDouble("x")).isBetween(0.437, 0.45);
        }
    }

    @Test
    void severalObjectivesHaveAFrontOfExactTrials() {
        StudyStore store = new MemoryStore();
        try (Study<Configuration> study = Study.named("two")
                .minimize("a")
                .minimize("b")
                .seed(1)
                .optimizer(MultiFidelityBayesSampler.over(SPACE))
                .fidelity(FIDELITY)
                .plannedCost(10)
                .store(store)
                .create()) {
            study.run(
                    c -> {
                        double x = c.getDouble("x");
                        double bias = isCoarse(c) ? 4 : 0;
                        return Evaluation.of((x - 0.3) * (x - 0.3) - bias, (x - 0.7) * (x - 0.7) - bias);
                    },
                    Budget.cost(10));
            assertThat(study.front()).hasSizeGreaterThanOrEqualTo(4).allSatisfy(t -> {
                assertThat(t.candidate().get("mesh")).isEqualTo("fine");
                assertThat(t.candidate().getDouble("x")).isBetween(0.25, 0.75);
            });
        }
    }

    @Test
    void autoChoosesItWhereThereIsAFidelity() {
        Problem problem = Problem.of(1, Objective.minimize("y")).with(Optional.of(FIDELITY), OptionalDouble.of(20));
        assertThat(AutoSampler.over(SPACE).explain(problem))
                .isEqualTo("multi-fidelity, because the study has a fidelity");
        assertThat(MethodCatalogue.load()
                        .sampler("optimizer", "multi-fidelity", SPACE, Map.of("acquisition", "mf-kg"))
                        .id())
                .isEqualTo("multi-fidelity");
    }

    @Test
    void badInputIsRefusedByName() {
        MethodCatalogue catalogue = MethodCatalogue.load();
        assertThatThrownBy(() -> catalogue.sampler("optimizer", "multi-fidelity", SPACE, Map.of("surrogate", "ar2")))
                .hasMessageContaining("optimizer.surrogate")
                .hasMessageContaining("ar1");
        assertThatThrownBy(() -> catalogue.sampler(
                        "optimizer", "multi-fidelity", SPACE, Map.of("surrogate", "hierarchical-kriging")))
                .hasMessageContaining("acquisition");
        Problem levels = Problem.of(1, Objective.minimize("y")).with(Optional.of(FIDELITY), OptionalDouble.empty());
        assertThatThrownBy(() -> catalogue
                        .sampler("optimizer", "multi-fidelity", SPACE, Map.of("fidelity_kernel", "data-size"))
                        .create(levels))
                .hasMessageContaining("fidelity_kernel: is 'data-size', and the fidelity is levels in order");
        assertThatThrownBy(() -> catalogue.sampler("optimizer", "multi-fidelity", SPACE, Map.of("initial_share", 2)))
                .hasMessageContaining("initial_share");
        assertThatThrownBy(() -> MultiFidelityBayesSampler.over(SPACE).create(Problem.of(1, Objective.minimize("y"))))
                .isInstanceOf(HoneException.class)
                .hasMessageContaining("this study has none");
        Problem poor = Problem.of(1, Objective.minimize("y")).with(Optional.of(FIDELITY), OptionalDouble.of(1.5));
        assertThatThrownBy(() -> MultiFidelityBayesSampler.over(SPACE).create(poor))
                .hasMessageContaining("budget.cost: is 1.5, expected at least");
        SearchSpace choices = SearchSpace.of(
                CategoricalParameter.of("kind", "a", "b"), CategoricalParameter.ordered("mesh", "coarse", "fine"));
        Problem problem = Problem.of(1, Objective.minimize("y")).with(Optional.of(FIDELITY), OptionalDouble.empty());
        assertThatThrownBy(() -> MultiFidelityBayesSampler.over(choices).create(problem))
                .hasMessageContaining("parameters.kind: is without order");
    }
}
