package dev.hone.search.fidelity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.InvalidFieldException;
import dev.hone.core.Json;
import dev.hone.core.evaluate.TrialContext;
import dev.hone.core.execute.TrialExecutor;
import dev.hone.core.method.MethodCatalogue;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.optimize.Problem;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.Fidelity;
import dev.hone.core.space.FidelityRange;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Studies whose fidelity is a number. */
class RangeSamplerTest extends SamplerContract {

    private static final SearchSpace SPACE =
            SearchSpace.of(FloatParameter.linear("x", 0, 1), FloatParameter.linear("share", 0.1, 1));
    private static final Fidelity FIDELITY =
            Fidelity.range(SPACE, "share", Optional.empty(), "0.05 + 0.95 * share * share");

    @Override
    protected OptimizerFactory<Configuration> factory(SearchSpace space) {
        return MultiFidelityBayesSampler.over(space);
    }

    @Override
    protected Map<String, SearchSpace> spaces() {
        Map<String, SearchSpace> spaces = new LinkedHashMap<>();
        spaces.put("share", SPACE);
        spaces.put(
                "constrained epochs",
                SearchSpace.builder()
                        .add(FloatParameter.linear("low", 0, 30))
                        .add(IntParameter.log("share", 1, 27))
                        .add(FloatParameter.linear("high", 0, 30))
                        .constraint("low <= high")
                        .build());
        return spaces;
    }

    @Override
    protected Problem problem(SearchSpace space) {
        Fidelity fidelity = Fidelity.range(space, "share", Optional.empty(), "share / 10");
        return super.problem(space).with(Optional.of(fidelity), OptionalDouble.of(60));
    }

    /** The least value of the truth is at 0.3; the less of the data, the farther below it and to the right. */
    private static double value(Configuration c) {
        double x = c.getDouble("x");
        double left = 1 - c.getDouble("share");
        return (x - 0.3 - 0.1 * left) * (x - 0.3 - 0.1 * left) - 10 * left;
    }

    private static StudyBuilder.Typed<Configuration> study(Map<String, Object> options) {
        return Study.named("s")
                .minimize("loss")
                .seed(3)
                .optimizer(MethodCatalogue.load().sampler("optimizer", "multi-fidelity", SPACE, options))
                .fidelity(FIDELITY)
                .plannedCost(8);
    }

    private static List<Configuration> candidates(Study<Configuration> study) {
        return study.trials().stream().<Configuration>map(Trial::candidate).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "augmented-ei, squared-exponential",
        "boca, squared-exponential",
        "cf-kg, linear-truncated",
        "mf-kg, data-size",
        "mf-mes, learning-curve",
        "two-step, linear-truncated",
        "vf-ei, squared-exponential",
        "ei-per-cost, squared-exponential"
    })
    void findsTheMinimumOfTheTruth(String acquisition, String kernel) {
        try (Study<Configuration> study = study(Map.of("acquisition", acquisition, "fidelity_kernel", kernel))
                .create()) {
            study.run(c -> Evaluation.of(value(c)), Budget.cost(8));
            assertThat(study.best().candidate().getDouble("share")).isEqualTo(1);
            assertThat(study.best().candidate().getDouble("x")).isEqualTo(0.3, within(0.05));
            assertThat(study.store().cost(study.id())).isBetween(6.9, 8 + 1e-9);
            assertThat(candidates(study)).anyMatch(c -> c.getDouble("share") < 1);
            Trial<Configuration> last = study.trials().get(study.trials().size() - 1);
            var about = Json.parse(last.attributes().get("fidelity"));
            assertThat(about.path("correlations").path("share=1").asDouble()).isEqualTo(1, within(1e-9));
            assertThat(about.path("costs").path("share=0.1").asDouble()).isEqualTo(0.0595, within(1e-12));
        }
    }

    @Test
    void isTakenUpAgainAsIfNothingHadHappened() {
        StudyStore store = new MemoryStore();
        List<Configuration> undisturbed;
        try (Study<Configuration> whole = study(Map.of()).create()) {
            whole.run(c -> Evaluation.of(value(c)), Budget.trials(22));
            undisturbed = candidates(whole);
        }
        for (int trials : new int[] {9, 18, 22}) {
            try (Study<Configuration> part = study(Map.of()).store(store).createOrLoad()) {
                part.run(c -> Evaluation.of(value(c)), Budget.trials(trials));
                assertThat(candidates(part)).isEqualTo(undisturbed.subList(0, trials));
            }
        }
    }

    @Test
    void fourWorkersFailuresAndAnOutcomeConstraint() {
        try (Study<Configuration> study =
                        study(Map.of()).parallelism(4).constrained(true).create();
                TrialExecutor executor = TrialExecutor.threads(4)) {
            study.run(
                    (c, context) -> {
                        if (c.getDouble("x") > 0.9) {
                            throw new IllegalStateException("no data");
                        }
                        return Evaluation.of(value(c)).withConstraint("limit", 0.5 - c.getDouble("x"));
                    },
                    Budget.cost(8),
                    executor);
            assertThat(candidates(study)).doesNotHaveDuplicates();
            assertThat(study.store().cost(study.id())).isLessThanOrEqualTo(8 + 1e-9);
            assertThat(study.best().candidate().getDouble("share")).isEqualTo(1);
            assertThat(study.best().candidate().getDouble("x")).isBetween(0.5, 0.56);
        }
    }

    @Test
    void costsThatTrialsReportScaleTheDeclaredOnes() {
        try (Study<Configuration> study = study(Map.of("cost_model", "learned")).create()) {
            study.run(c -> Evaluation.of(value(c)).withCost(3 * FIDELITY.cost(c.get("share"))), Budget.cost(24));
            Trial<Configuration> last = study.trials().get(study.trials().size() - 1);
            var costs = Json.parse(last.attributes().get("fidelity")).path("costs");
            assertThat(costs.path("share=1").asDouble()).isEqualTo(3, within(1e-9));
            assertThat(costs.path("share=0.1").asDouble()).isEqualTo(3 * 0.0595, within(1e-9));
        }
    }

    @Test
    void partsThatMisleadAreLeftAlone() {
        try (Study<Configuration> study = study(Map.of()).create()) {
            study.run(
                    c -> {
                        double x = c.getDouble("x");
                        return Evaluation.of(
                                c.getDouble("share") == 1
                                        ? Math.cos(2 * Math.PI * x)
                                        : Math.sin(4 * Math.PI * x + 20 * c.getDouble("share")));
                    },
                    Budget.trials(30));
            List<Trial<Configuration>> warned = study.trials().stream()
                    .filter(t ->
                            t.attributes().getOrDefault("fidelity", "").contains("\"uninformative\":[\"share=0.1\""))
                    .toList();
            assertThat(warned).isNotEmpty().allMatch(t -> t.candidate().getDouble("share") > 0.1);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    surrogate   | ar1       | expected one of continuous
                    acquisition | mf-gp-ucb | expected one of augmented-ei
                    """)
    void whatIsForLevelsIsRefused(String option, String value, String expected) {
        OptimizerFactory<Configuration> factory =
                MethodCatalogue.load().sampler("optimizer", "multi-fidelity", SPACE, Map.of(option, value));
        Problem problem = Problem.of(1, Objective.minimize("y")).with(Optional.of(FIDELITY), OptionalDouble.of(20));
        assertThatThrownBy(() -> factory.create(problem))
                .isInstanceOfSatisfying(
                        InvalidFieldException.class, e -> assertThat(e.field()).isEqualTo(option))
                .hasMessageContaining("the fidelity is a range")
                .hasMessageContaining(expected);
    }

    private static final SearchSpace TRAINING =
            SearchSpace.of(FloatParameter.linear("x", 0, 1), IntParameter.linear("epochs", 1, 27));

    private static final Fidelity EPOCHS = Fidelity.range(TRAINING, "epochs", Optional.empty(), "epochs / 27");

    @Test
    void aTraceIsWhatWasReportedNearTheQuartersOfAFidelity() {
        FidelityRange range = (FidelityRange) EPOCHS;
        TreeMap<Long, Double> reported = new TreeMap<>();
        for (long epoch = 0; epoch <= 9; epoch++) {
            reported.put(epoch, 10.0 * epoch);
        }
        // epochs 3, 5 and 7 of 9 are the nearest to quarters of position 8 / 26; 0 and 9 are none below it
        assertThat(Trace.of(range, range.position(9L), reported, Direction.MINIMIZE))
                .containsExactlyInAnyOrderEntriesOf(Map.of(2 / 26.0, -30.0, 4 / 26.0, -50.0, 6 / 26.0, -70.0));
        assertThat(Trace.of(range, range.position(2L), reported, Direction.MAXIMIZE))
                .containsExactlyEntriesOf(Map.of(0.0, 10.0));
        assertThat(Trace.of(range, 0, reported, Direction.MAXIMIZE)).isEmpty();
    }

    private static Study<Configuration> training(Map<String, Object> options, StudyStore store) {
        return Study.named("t")
                .minimize("loss")
                .seed(5)
                .optimizer(MethodCatalogue.load().sampler("optimizer", "multi-fidelity", TRAINING, options))
                .fidelity(EPOCHS)
                .plannedCost(8)
                .store(store)
                .createOrLoad();
    }

    private static Evaluation train(Configuration c, TrialContext context) throws InterruptedException {
        double loss = 0;
        for (long epoch = 1; epoch <= c.getLong("epochs"); epoch++) {
            double x = c.getDouble("x") - 0.7 + 0.1 * (27 - epoch) / 26;
            loss = x * x + 5.0 / epoch;
            context.report(epoch, loss);
        }
        return Evaluation.of(loss);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ta-kg", "augmented-ei"})
    void tracesAreObservedAndAStudyIsTakenUpAgainWithThem(String acquisition) {
        Map<String, Object> options = Map.of("acquisition", acquisition, "trace_observations", true);
        List<Configuration> undisturbed;
        try (Study<Configuration> whole = training(options, new MemoryStore())) {
            whole.run(RangeSamplerTest::train, Budget.trials(16));
            undisturbed = candidates(whole);
        }
        StudyStore store = new MemoryStore();
        for (int trials : new int[] {8, 13, 16}) {
            try (Study<Configuration> part = training(options, store)) {
                part.run(RangeSamplerTest::train, Budget.trials(trials));
                assertThat(candidates(part)).isEqualTo(undisturbed.subList(0, trials));
            }
        }
        try (Study<Configuration> whole = training(options, new MemoryStore())) {
            whole.run(RangeSamplerTest::train, Budget.cost(8));
            assertThat(whole.best().candidate().getLong("epochs")).isEqualTo(27);
            assertThat(whole.best().candidate().getDouble("x")).isEqualTo(0.7, within(0.05));
        }
        if (acquisition.equals("augmented-ei")) {
            try (Study<Configuration> blind = training(Map.of(), new MemoryStore())) {
                blind.run(RangeSamplerTest::train, Budget.trials(16));
                assertThat(candidates(blind)).isNotEqualTo(undisturbed);
            }
        }
    }

    @Test
    void tracesNeedStepsThatNameFidelities() {
        Problem problem = Problem.of(1, Objective.minimize("y")).with(Optional.of(FIDELITY), OptionalDouble.of(20));
        OptimizerFactory<Configuration> traced = MethodCatalogue.load()
                .sampler("optimizer", "multi-fidelity", SPACE, Map.of("trace_observations", true));
        assertThatThrownBy(() -> traced.create(problem))
                .hasMessageContaining(
                        "trace_observations: is true, and no step of an intermediate value names a value");
        OptimizerFactory<Configuration> untraced =
                MethodCatalogue.load().sampler("optimizer", "multi-fidelity", SPACE, Map.of("acquisition", "ta-kg"));
        assertThatThrownBy(() -> untraced.create(problem))
                .hasMessageContaining(
                        "trace_observations: is false, and ta-kg counts on the values of lower fidelities");
    }
}
