package dev.hone.search.fidelity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Studies whose fidelities are sources without order. */
class SourcesSamplerTest extends SamplerContract {

    /** The truth is neither the first nor the last choice. */
    private static final SearchSpace SPACE =
            SearchSpace.of(FloatParameter.linear("x", 0, 1), CategoricalParameter.of("source", "rig", "lab", "model"));

    private static final Map<String, Double> COSTS = Map.of("rig", 0.2, "lab", 1.0, "model", 0.1);

    @Override
    protected OptimizerFactory<Configuration> factory(SearchSpace space) {
        return MultiFidelityBayesSampler.over(space);
    }

    @Override
    protected Map<String, SearchSpace> spaces() {
        return Map.of("sources", SPACE);
    }

    @Override
    protected Problem problem(SearchSpace space) {
        return problem(20).with(Optional.of(fidelity()), OptionalDouble.of(20));
    }

    private static Problem problem(double budget) {
        return Problem.of(42, Objective.minimize("loss")).with(Optional.of(fidelity()), OptionalDouble.of(budget));
    }

    private static Fidelity fidelity() {
        return Fidelity.sources(SPACE, "source", "lab", COSTS);
    }

    /** The least value of the truth is at 0.3; both other sources are far below it. */
    private static double value(Configuration c) {
        double x = c.getDouble("x");
        double truth = (x - 0.3) * (x - 0.3);
        return switch ((String) c.get("source")) {
            case "lab" -> truth;
            case "rig" -> truth - 30 + 0.1 * x;
            default -> truth - 20 - 0.2 * x * x;
        };
    }

    private static StudyBuilder.Typed<Configuration> study(Map<String, Object> options, double budget) {
        return Study.named("s")
                .minimize("loss")
                .seed(3)
                .optimizer(MethodCatalogue.load().sampler("optimizer", "multi-fidelity", SPACE, options))
                .fidelity(fidelity())
                .plannedCost(budget);
    }

    private static List<Configuration> candidates(Study<Configuration> study) {
        return study.trials().stream().<Configuration>map(Trial::candidate).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "auto, augmented-ei",
        "miso-kg, mf-kg",
        "graph, two-step",
        "fusion, vf-ei",
        "icm, mf-mes",
        "lmc, ei-per-cost",
        "convolved, gibbon",
        "latent, boca"
    })
    void findsTheMinimumOfTheTruth(String surrogate, String acquisition) {
        try (Study<Configuration> study = study(Map.of("surrogate", surrogate, "acquisition", acquisition), 10)
                .create()) {
            study.run(c -> Evaluation.of(value(c)), Budget.cost(10));
            assertThat(study.trials())
                    .extracting(t -> t.candidate().get("source"))
                    .contains("rig", "lab", "model");
            assertThat(study.best().candidate().get("source")).isEqualTo("lab");
            assertThat(study.best().candidate().getDouble("x")).isEqualTo(0.3, within(0.03));
        }
    }

    @Test
    void aSourceMayBeMadeFromOthers() {
        Map<String, Object> options = Map.of("surrogate", "graph", "parents", "model: rig; lab: model");
        try (Study<Configuration> study = study(options, 7).create()) {
            study.run(c -> Evaluation.of(value(c)), Budget.cost(7));
            Trial<Configuration> last = study.trials().get(study.trials().size() - 1);
            assertThat(Json.parse(last.attributes().get("fidelity"))
                            .path("correlations")
                            .path("rig")
                            .asDouble())
                    .isGreaterThan(0.9);
        }
    }

    @Test
    void parentsOfASourceThatHasNoValueTakeItsPlace() {
        Fidelities sources = new DeclaredLevels(
                List.of(new FidelityLevel("a", 1), new FidelityLevel("b", 1), new FidelityLevel("truth", 1)));
        Numbering numbering = new Numbering(sources, new int[] {0, 2});
        assertThat(numbering.parents(List.of(List.of(), List.of(0), List.of(1))))
                .containsExactly(List.of(), List.of(0));
    }

    @Test
    void isTakenUpAgainAsIfNothingHadHappened() {
        StudyStore store = new MemoryStore();
        List<Configuration> undisturbed;
        try (Study<Configuration> whole = study(Map.of(), 7).create()) {
            whole.run(c -> Evaluation.of(value(c)), Budget.trials(26));
            undisturbed = candidates(whole);
        }
        for (int trials : new int[] {14, 21, 26}) {
            try (Study<Configuration> part = study(Map.of(), 7).store(store).createOrLoad()) {
                part.run(c -> Evaluation.of(value(c)), Budget.trials(trials));
                assertThat(candidates(part)).isEqualTo(undisturbed.subList(0, trials));
            }
        }
    }

    @Test
    void fourWorkersAndAnOutcomeConstraint() {
        try (Study<Configuration> study =
                        study(Map.of(), 7).parallelism(4).constrained(true).create();
                TrialExecutor executor = TrialExecutor.threads(4)) {
            study.run(
                    (c, context) -> Evaluation.of(value(c)).withConstraint("limit", 0.5 - c.getDouble("x")),
                    Budget.cost(7),
                    executor);
            assertThat(candidates(study)).doesNotHaveDuplicates();
            assertThat(study.best().candidate().get("source")).isEqualTo("lab");
            assertThat(study.best().candidate().getDouble("x")).isBetween(0.5, 0.56);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    surrogate   | ar1         | takes each level for closer to the truth
                    surrogate   | nargp       | expected one of fusion, icm, lmc, convolved, miso-kg, latent, graph
                    surrogate   | continuous  | a fidelity that is a float or an int
                    acquisition | mf-gp-ucb   | climbs from level to level
                    parents     | lab: rig    | expected graph
                    """)
    void whatNeedsAnOrderIsRefused(String option, String value, String reason) {
        OptimizerFactory<Configuration> factory =
                MethodCatalogue.load().sampler("optimizer", "multi-fidelity", SPACE, Map.of(option, value));
        assertThatThrownBy(() -> factory.create(problem(20)))
                .isInstanceOfSatisfying(
                        InvalidFieldException.class, e -> assertThat(e.field()).isEqualTo(option))
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    lab: rgi            | has 'rgi'; did you mean 'rig'
                    rig: model          | expected parents that come before their source in the order [rig, model, lab]
                    lab                 | has 'lab', expected a source and those it is made from
                    lab: rig; lab: rig  | has 'lab' twice
                    """)
    void wrongParentsAreNamed(String parents, String message) {
        assertThatThrownBy(() -> MethodCatalogue.load()
                        .sampler("optimizer", "multi-fidelity", SPACE, Map.of("surrogate", "graph", "parents", parents))
                        .create(problem(20)))
                .isInstanceOfSatisfying(
                        InvalidFieldException.class, e -> assertThat(e.field()).endsWith("parents"))
                .hasMessageContaining(message);
    }

    @Test
    void nestedPointsAreRefused() {
        assertThatThrownBy(() -> MethodCatalogue.load()
                        .sampler("optimizer", "multi-fidelity", SPACE, Map.of("nested", true))
                        .create(problem(20)))
                .hasMessageContaining("nested: is true")
                .hasMessageContaining("sources without order");
    }
}
