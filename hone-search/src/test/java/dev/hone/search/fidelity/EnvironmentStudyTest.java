package dev.hone.search.fidelity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.Json;
import dev.hone.core.execute.TrialExecutor;
import dev.hone.core.method.MethodCatalogue;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.optimize.Problem;
import dev.hone.core.space.CategoricalParameter;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.Fidelity;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.store.MemoryStore;
import dev.hone.core.store.StudyStore;
import dev.hone.core.study.Budget;
import dev.hone.core.study.Study;
import dev.hone.core.study.StudyBuilder;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Objective;
import dev.hone.core.trial.Trial;
import dev.hone.search.SamplerContract;
import dev.hone.search.bayes.EnvironmentNodes;
import dev.hone.search.bayes.Recommendation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Studies with a fidelity and an environment. The exact loss (x - 0.8)^2 + 1.2 x (wind - 0.5) has over a uniform wind the mean
 * (x - 0.8)^2 and the deviation 1.2 x / sqrt(12), so that mean + k sd is least at 0.8 - 0.6 k / sqrt(12).
 */
class EnvironmentStudyTest extends SamplerContract {

    private static final FloatParameter X = FloatParameter.linear("x", 0, 1);
    private static final FloatParameter WIND = FloatParameter.linear("wind", 0, 1);
    private static final SearchSpace LEVELS =
            SearchSpace.of(X, WIND, CategoricalParameter.ordered("mesh", "coarse", "fine"));
    private static final Fidelity MESH = Fidelity.ordered(LEVELS, "mesh", "fine", Map.of("coarse", 0.1, "fine", 1.0));
    private static final SearchSpace RANGE = SearchSpace.of(X, WIND, FloatParameter.linear("share", 0.1, 1));
    private static final Fidelity SHARE = Fidelity.range(RANGE, "share", Optional.empty(), "share * share");

    @Override
    protected OptimizerFactory<Configuration> factory(SearchSpace space) {
        return MultiFidelityBayesSampler.over(space)
                .withEnvironment(new Environment("wind", EnvironmentNodes.uniform(WIND, 4), 1));
    }

    @Override
    protected Map<String, SearchSpace> spaces() {
        return Map.of("wind and mesh", LEVELS);
    }

    @Override
    protected Problem problem(SearchSpace space) {
        return super.problem(space).with(Optional.of(MESH), OptionalDouble.of(12));
    }

    private static double fine(double x, double wind) {
        return (x - 0.8) * (x - 0.8) + 1.2 * x * (wind - 0.5);
    }

    private static double value(Configuration c) {
        double x = c.getDouble("x");
        double fine = fine(x, c.getDouble("wind"));
        if (c.values().containsKey("share")) {
            return fine - (1 - c.getDouble("share")) * (10 + 0.3 * x);
        }
        return c.get("mesh").equals("coarse") ? 0.9 * fine + 0.1 * x - 20 : fine;
    }

    private static Map<String, Object> options(Object... more) {
        Map<String, Object> options = new HashMap<>(Map.of("environment", "wind"));
        for (int i = 0; i < more.length; i += 2) {
            options.put((String) more[i], more[i + 1]);
        }
        return options;
    }

    private static StudyBuilder.Typed<Configuration> study(SearchSpace space, Map<String, Object> options) {
        return Study.named("s")
                .minimize("loss")
                .seed(3)
                .optimizer(MethodCatalogue.load().sampler("optimizer", "multi-fidelity", space, options))
                .fidelity(space.parameter("share").isPresent() ? SHARE : MESH)
                .plannedCost(10);
    }

    private static List<Configuration> candidates(Study<Configuration> study) {
        return study.trials().stream().<Configuration>map(Trial::candidate).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "augmented-ei, 0",
        "augmented-ei, 2",
        "mf-kg, 0",
        "mf-kg, 2",
        "mf-mes, 0",
        "mf-mes, 2",
    })
    void theRecommendedDesignIsRobustAndExact(String acquisition, double aversion) {
        Map<String, Object> options = options("acquisition", acquisition, "risk_aversion", aversion);
        try (Study<Configuration> study = study(LEVELS, options).create()) {
            study.run(c -> Evaluation.of(value(c)), Budget.cost(10));
            assertRobust(study, "mesh", "fine", aversion);
        }
    }

    @ParameterizedTest
    @CsvSource({"augmented-ei, 0", "cf-kg, 2"})
    void aContinuousFidelityToo(String acquisition, double aversion) {
        Map<String, Object> options = options("acquisition", acquisition, "risk_aversion", aversion);
        try (Study<Configuration> study = study(RANGE, options).create()) {
            study.run(c -> Evaluation.of(value(c)), Budget.cost(10));
            assertRobust(study, "share", "1.0", aversion);
        }
    }

    private static void assertRobust(Study<Configuration> study, String fidelity, String truth, double aversion) {
        List<Trial<Configuration>> trials = study.trials();
        JsonNode said = Json.parse(trials.get(trials.size() - 1).attributes().get(Recommendation.ATTRIBUTE));
        double x = said.path("configuration").path("x").asDouble();
        double root = Math.sqrt(12);
        assertThat(x).isEqualTo(0.8 - 0.6 * aversion / root, within(0.08));
        double expected = (x - 0.8) * (x - 0.8) + aversion * 1.2 * x / root;
        assertThat(said.path("mean").asDouble()).isEqualTo(expected, within(0.03));
        assertThat(said.path("sd").asDouble()).isBetween(0.0, 0.1);
        assertThat(said.path("configuration").path(fidelity).asText()).isEqualTo(truth);
        assertThat(candidates(study))
                .filteredOn(c -> String.valueOf(c.get(fidelity)).equals(truth))
                .anyMatch(c -> c.getDouble("x") == x);
    }

    @Test
    void aStudyThatIsTakenUpAgainProposesAndRecommendsWhatAnUndisturbedOneDoes() {
        StudyStore store = new MemoryStore();
        Map<String, Object> options = options("risk_aversion", 1);
        List<Trial<Configuration>> undisturbed;
        try (Study<Configuration> whole = study(LEVELS, options).create()) {
            whole.run(c -> Evaluation.of(value(c)), Budget.trials(28));
            undisturbed = whole.trials();
        }
        for (int trials : new int[] {9, 22, 25, 28}) {
            try (Study<Configuration> part = study(LEVELS, options).store(store).createOrLoad()) {
                part.run(c -> Evaluation.of(value(c)), Budget.trials(trials));
                assertThat(part.trials())
                        .extracting(t -> t.candidate() + " " + t.attributes())
                        .isEqualTo(undisturbed.subList(0, trials).stream()
                                .map(t -> t.candidate() + " " + t.attributes())
                                .toList());
            }
        }
        assertThat(undisturbed.get(27).attributes()).containsKey(Recommendation.ATTRIBUTE);
    }

    @Test
    void fourWorkersAndFailures() {
        try (Study<Configuration> study =
                        study(LEVELS, options()).parallelism(4).create();
                TrialExecutor executor = TrialExecutor.threads(4)) {
            study.run(
                    (c, context) -> {
                        if (c.getDouble("x") > 0.9) {
                            throw new IllegalStateException("no mesh");
                        }
                        return Evaluation.of(value(c));
                    },
                    Budget.cost(10),
                    executor);
            assertThat(candidates(study)).doesNotHaveDuplicates();
            assertRobust(study, "mesh", "fine", 0);
        }
    }

    /** The limit 0.4 + 0.2 (wind - 0.5) - x has the mean 0.4 - x and the deviation 0.2 / sqrt(12). */
    @Test
    void constraintsHoldWithTheSameCaution() {
        double aversion = 2;
        MultiFidelityBayesSampler sampler = MultiFidelityBayesSampler.over(LEVELS)
                .withEnvironment(new Environment("wind", EnvironmentNodes.uniform(WIND, 4), aversion));
        try (Study<Configuration> study = Study.named("s")
                .minimize("loss")
                .seed(3)
                .optimizer(sampler)
                .fidelity(MESH)
                .plannedCost(10)
                .constrained(true)
                .create()) {
            study.run(
                    c -> Evaluation.of(c.getDouble("x"))
                            .withConstraint("limit", 0.4 + 0.2 * (c.getDouble("wind") - 0.5) - c.getDouble("x")),
                    Budget.cost(10));
            Problem problem = new Problem(List.of(Objective.minimize("loss")), 3, OptionalLong.empty(), 1, true)
                    .with(Optional.of(MESH), OptionalDouble.of(10));
            Recommendation use = sampler.recommend(problem, study.trials()).orElseThrow();
            double least = 0.4 + aversion * 0.2 / Math.sqrt(12);
            assertThat(use.configuration().getDouble("x")).isBetween(least - 0.01, least + 0.06);
            assertThat(use.mean()).isEqualTo(use.configuration().getDouble("x"), within(0.02));
        }
    }

    @Test
    void anOrderedChoiceIsAnEnvironmentToo() {
        SearchSpace space = SearchSpace.of(
                X,
                CategoricalParameter.ordered("wind", "calm", "breeze", "storm"),
                CategoricalParameter.ordered("mesh", "coarse", "fine"));
        OptimizerFactory<Configuration> factory = MethodCatalogue.load()
                .sampler("optimizer", "multi-fidelity", space, options("environment_weights", "0.5, 0.25, 0.25"));
        try (Study<Configuration> study = Study.named("s")
                .minimize("loss")
                .seed(3)
                .optimizer(factory)
                .fidelity(Fidelity.ordered(space, "mesh", "fine", Map.of("coarse", 0.1, "fine", 1.0)))
                .plannedCost(10)
                .create()) {
            Map<String, Double> centres = Map.of("calm", 0.2, "breeze", 0.4, "storm", 0.8);
            study.run(
                    c -> {
                        double gap = c.getDouble("x") - centres.get((String) c.get("wind"));
                        return Evaluation.of(gap * gap + (c.get("mesh").equals("fine") ? 0 : 0.1 * gap - 5));
                    },
                    Budget.cost(10));
            List<Trial<Configuration>> trials = study.trials();
            JsonNode said =
                    Json.parse(trials.get(trials.size() - 1).attributes().get(Recommendation.ATTRIBUTE));
            assertThat(said.path("configuration").path("x").asDouble()).isEqualTo(0.4, within(0.05));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            acquisition   | vf-ei     | expected one of augmented-ei, mf-kg, mf-mes
            surrogate     | nargp     | expected one Gaussian process
            trust_region  | true      | expected false
            embedding     | 1         | expected none
            environment   | mesh      | searched and not the fidelity
            """)
    void whatDoesNotSuitAnEnvironmentIsRefused(String option, String value, String expected) {
        Map<String, Object> options = options();
        options.put(
                option,
                switch (option) {
                    case "trust_region" -> true;
                    case "embedding" -> 1;
                    default -> value;
                });
        Problem problem = Problem.of(1, Objective.minimize("y")).with(Optional.of(MESH), OptionalDouble.of(20));
        assertThatThrownBy(() -> MethodCatalogue.load()
                        .sampler("optimizer", "multi-fidelity", LEVELS, options)
                        .create(problem))
                .isInstanceOfSatisfying(
                        InvalidFieldException.class, e -> assertThat(e.field()).isEqualTo(option))
                .hasMessageContaining(expected);
    }

    @Test
    void moreIsRefusedByName() {
        refused(Map.of("risk_aversion", 1), "risk_aversion");
        refused(Map.of("environment_mean", 1), "environment_mean");
        refused(Map.of("environment", "weather"), "expected the name of a float, an int or an ordered choice");
        refused(options("environment_weights", "1, 2"), "environment_values");
        Problem two = Problem.of(1, Objective.minimize("y"), Objective.minimize("z"))
                .with(Optional.of(MESH), OptionalDouble.of(20));
        assertThatThrownBy(() -> factory(LEVELS).create(two)).hasMessageContaining("expected one objective");
        SearchSpace alone = SearchSpace.of(WIND, CategoricalParameter.ordered("mesh", "coarse", "fine"));
        assertThatThrownBy(() -> factory(alone)
                        .create(Problem.of(1, Objective.minimize("y")).with(Optional.of(MESH), OptionalDouble.of(20))))
                .hasMessageContaining("the only parameter to search");
    }

    private static void refused(Map<String, Object> options, String message) {
        assertThatThrownBy(() -> MethodCatalogue.load().sampler("optimizer", "multi-fidelity", LEVELS, options))
                .hasMessageContaining(message);
    }
}
