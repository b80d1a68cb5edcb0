package dev.hone.search.preference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.core.HoneException;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.Json;
import dev.hone.core.Seeds;
import dev.hone.core.method.MethodCatalogue;
import dev.hone.core.optimize.Problem;
import dev.hone.core.space.CategoricalParameter;
import dev.hone.core.space.Condition;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.IntParameter;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.store.MemoryStore;
import dev.hone.core.study.Budget;
import dev.hone.core.study.Judge;
import dev.hone.core.study.Study;
import dev.hone.core.study.StudyBuilder;
import dev.hone.core.trial.Comparison;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Objective;
import dev.hone.core.trial.Origin;
import dev.hone.core.trial.Trial;
import dev.hone.search.evolution.Simulation;
import dev.hone.search.kernel.Smoothness;
import dev.hone.search.preference.PreferenceSampler.Acquisition;
import dev.hone.search.preference.PreferenceSampler.Options;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(300)
class PreferenceSamplerTest {

    private static final SearchSpace SPACE =
            SearchSpace.of(FloatParameter.linear("x", -1, 1), FloatParameter.linear("y", -1, 1));

    private static final SearchSpace MIXED = SearchSpace.of(
            CategoricalParameter.of("kind", "a", "b", "c"),
            FloatParameter.linear("x", 0, 1).when(Condition.on("kind", "a", "b")),
            IntParameter.linear("n", 1, 20),
            CategoricalParameter.ordered("size", 1, 2, 4));

    private static Options options(int points, Acquisition acquisition, boolean keepBest) {
        return new Options(
                points,
                acquisition,
                keepBest,
                OptionalInt.of(2),
                Smoothness.MATERN_52,
                OptionalDouble.empty(),
                true,
                500);
    }

    private static double bowl(Configuration c) {
        return Math.pow(c.getDouble("x") - 0.4, 2) + Math.pow(c.getDouble("y") + 0.3, 2);
    }

    private static double mixed(Configuration c) {
        double x = c.isActive("x") ? Math.pow(c.getDouble("x") - 0.7, 2) : 0.5;
        return x + (c.get("kind").equals("b") ? 0 : 0.3) + Math.pow((c.getLong("n") - 13) / 20.0, 2);
    }

    /** Knows only the order; the trials have no values that it could look at. */
    private static Judge<Configuration> judge(ToDoubleFunction<Configuration> loss) {
        return screen -> order(screen, loss);
    }

    private static Comparison order(List<Trial<Configuration>> screen, ToDoubleFunction<Configuration> loss) {
        assertThat(screen).allMatch(t -> t.values().isEmpty());
        return Comparison.ranking(
                screen.stream()
                        .sorted(Comparator.comparingDouble(t -> loss.applyAsDouble(t.candidate())))
                        .map(Trial::number)
                        .toList(),
                "rule");
    }

    private static Judge<Configuration> bestOnly(ToDoubleFunction<Configuration> loss) {
        return screen -> {
            List<Long> order = order(screen, loss).trials();
            return Comparison.partial(order.subList(0, 1), order.subList(1, order.size()), "rule");
        };
    }

    private static StudyBuilder.Typed<Configuration> compared(SearchSpace space, Options options) {
        return Study.named("s").compared().seed(3).optimizer(PreferenceSampler.over(space, options));
    }

    private static List<Configuration> candidates(
            SearchSpace space, Options options, Judge<Configuration> judge, int trials) {
        try (Study<Configuration> study = compared(space, options).judge(judge).create()) {
            study.run(x -> Evaluation.of(), Budget.trials(trials));
            return study.trials().stream().map(Trial::candidate).toList();
        }
    }

    private static Configuration recommended(SearchSpace space, Study<Configuration> study) {
        List<Trial<Configuration>> trials = study.trials();
        JsonNode said = Json.parse(trials.get(trials.size() - 1).attributes().get("recommendation"));
        assertThat(said.get("sd").asDouble()).isPositive();
        Configuration named =
                study.trial(said.get("trial").asLong()).orElseThrow().candidate();
        assertThat(said.get("configuration").toString()).isEqualTo(Json.write(named.values()));
        assertThat(space.isFeasible(named)).isTrue();
        return named;
    }

    @ParameterizedTest
    @EnumSource(
            value = Acquisition.class,
            names = {"EUBO", "EI", "THOMPSON"})
    void aJudgeOfPairsLeadsToTheBest(Acquisition acquisition) {
        try (Study<Configuration> study = compared(SPACE, options(2, acquisition, true))
                .judge(judge(PreferenceSamplerTest::bowl))
                .create()) {
            study.run(x -> Evaluation.of(), Budget.trials(30));
            assertThat(study.comparisons()).hasSize(28);
            // draws of the utility go on exploring
            double near = acquisition == Acquisition.THOMPSON ? 0.05 : 0.02;
            assertThat(bowl(recommended(SPACE, study))).isLessThan(near);
            assertThat(bowl(study.best().candidate())).isLessThan(near);
        }
    }

    @Test
    void theBestOfFourOverChoicesAndConditionsLeadsToTheBest() {
        try (Study<Configuration> study = compared(MIXED, options(4, Acquisition.EUBO, true))
                .judge(bestOnly(PreferenceSamplerTest::mixed))
                .create()) {
            study.run(x -> Evaluation.of(), Budget.trials(68));
            Configuration best = recommended(MIXED, study);
            assertThat(best.get("kind")).isEqualTo("b");
            assertThat(mixed(best)).isLessThan(0.03);
        }
    }

    @Test
    void onlyTheOrderOfUtilitiesCounts() {
        Options options = options(3, Acquisition.EUBO, false);
        List<Configuration> plain = candidates(SPACE, options, judge(PreferenceSamplerTest::bowl), 18);
        assertThat(candidates(SPACE, options, judge(c -> 1e6 * Math.sqrt(bowl(c)) - 3), 18))
                .isEqualTo(plain);
        assertThat(candidates(SPACE, options, judge(c -> -bowl(c)), 18)).isNotEqualTo(plain);
    }

    @Test
    void aScreenHoldsTheBestSoFarAndNewCandidates() {
        try (Study<Configuration> study =
                compared(SPACE, options(3, Acquisition.EUBO, true)).create()) {
            for (int s = 0; s < 2; s++) {
                List<Trial<Configuration>> first = study.ask(9);
                assertThat(first).as("space-filling").hasSize(3);
                assertThat(first).allMatch(t -> !t.attributes().containsKey("recommendation"));
                first.forEach(t -> study.tell(t, Evaluation.of()));
                assertThatThrownBy(study::ask).hasMessageContaining("waits until trials are compared");
                study.compare(order(study.screen(), PreferenceSamplerTest::bowl));
                assertThat(study.screen()).isEmpty();
            }
            Trial<Configuration> one = study.ask();
            Trial<Configuration> other = study.ask();
            assertThat(one.candidate()).isNotEqualTo(other.candidate());
            long best = Json.parse(one.attributes().get("recommendation"))
                    .get("trial")
                    .asLong();
            study.tell(other, Evaluation.of());
            assertThat(study.screen()).as("one is not there yet").isEmpty();
            study.tell(one, Evaluation.of());
            assertThat(study.screen()).extracting(Trial::number).containsExactlyInAnyOrder(best, 6L, 7L);
        }
    }

    @Test
    void noDifferenceIsAnAnswer() {
        Judge<Configuration> indifferent = screen ->
                new Comparison(List.of(screen.stream().map(Trial::number).toList()), 1, "me");
        assertThat(candidates(SPACE, options(2, Acquisition.EUBO, true), indifferent, 14))
                .hasSize(14)
                .doesNotHaveDuplicates();
    }

    @Test
    void contradictionsAreFine() {
        int[] calls = new int[1];
        Judge<Configuration> fickle = screen -> {
            List<Long> order =
                    new ArrayList<>(screen.stream().map(Trial::number).toList());
            if (calls[0]++ % 2 == 1) {
                Collections.reverse(order);
            }
            return Comparison.ranking(order, "me");
        };
        assertThat(candidates(SPACE, options(2, Acquisition.EUBO, true), fickle, 16))
                .hasSize(16);
    }

    @Test
    void whatFailsIsNotShownAndAvoided() {
        int failures = 0;
        try (Study<Configuration> study =
                compared(SPACE, options(3, Acquisition.EUBO, true)).create()) {
            for (int s = 0; s < 12; s++) {
                for (Trial<Configuration> trial : study.ask(9)) {
                    boolean fails = trial.candidate().getDouble("x") > 0.5;
                    if (fails) {
                        study.fail(trial, "burnt");
                        failures += s >= 4 ? 1 : 0;
                    } else {
                        study.tell(trial, Evaluation.of());
                    }
                }
                List<Trial<Configuration>> screen = study.screen();
                assertThat(screen).allMatch(t -> t.candidate().getDouble("x") <= 0.5);
                if (screen.size() >= 2) {
                    study.compare(order(screen, c -> -c.getDouble("x")));
                }
            }
        }
        assertThat(failures).as("of 16 or more that go up to the cliff").isLessThanOrEqualTo(10);
    }

    @Test
    void aScreenThatFailsAsAWholeGivesWayToAnother() {
        try (Study<Configuration> study =
                compared(SPACE, options(2, Acquisition.EUBO, true)).create()) {
            study.ask(2).forEach(t -> study.fail(t, "black"));
            assertThat(study.screen()).isEmpty();
            assertThat(study.ask(9)).hasSize(2);
        }
    }

    @Test
    void aCandidateGivenByAUserTakesPart() {
        try (Study<Configuration> study =
                compared(SPACE, options(2, Acquisition.EUBO, true)).create()) {
            study.enqueue(List.of(SPACE.configuration(Map.of("x", 0.4, "y", -0.3))));
            study.tell(study.ask(), Evaluation.of());
            List<Trial<Configuration>> rival = study.ask(9);
            assertThat(rival).hasSize(1);
            study.tell(rival.get(0), Evaluation.of());
            assertThat(study.screen()).extracting(Trial::number).containsExactlyInAnyOrder(0L, 1L);
        }
    }

    @Test
    void comparisonsThatNobodyAskedForTeachToo() {
        try (Study<Configuration> study =
                compared(SPACE, options(2, Acquisition.EUBO, true)).create()) {
            for (int s = 0; s < 2; s++) {
                study.ask(2).forEach(t -> study.tell(t, Evaluation.of()));
                study.compare(order(study.screen(), PreferenceSamplerTest::bowl));
            }
            for (int i = 0; i < 3; i++) {
                study.compare(Comparison.prefer(1, 0, "Ada"));
                study.compare(Comparison.prefer(1, 2, "Ada"));
                study.compare(Comparison.prefer(1, 3, "Ada"));
            }
            assertThat(Json.parse(study.ask().attributes().get("recommendation"))
                            .get("trial")
                            .asLong())
                    .isEqualTo(1);
        }
    }

    @Test
    void aStudyIsTakenUpInTheMiddleOfAScreen() {
        Options options = options(3, Acquisition.EUBO, true);
        List<Configuration> undisturbed = candidates(SPACE, options, judge(PreferenceSamplerTest::bowl), 20);
        for (int pause = 1; pause < 20; pause += 3) {
            MemoryStore store = new MemoryStore();
            try (Study<Configuration> study = compared(SPACE, options)
                    .store(store)
                    .judge(judge(PreferenceSamplerTest::bowl))
                    .create()) {
                study.run(x -> Evaluation.of(), Budget.trials(pause));
            }
            try (Study<Configuration> study = compared(SPACE, options)
                    .store(store)
                    .judge(judge(PreferenceSamplerTest::bowl))
                    .load()) {
                study.run(x -> Evaluation.of(), Budget.trials(20));
                assertThat(study.trials())
                        .as("paused after %d", pause)
                        .extracting(Trial::candidate)
                        .isEqualTo(undisturbed);
            }
        }
    }

    @Test
    void withAnObjectiveAnyIncreasingFunctionGivesTheSameSearch() {
        List<Configuration> plain = valued(PreferenceSamplerTest::bowl, 25);
        assertThat(valued(c -> Math.exp(bowl(c) * 3), 25)).isEqualTo(plain);
        assertThat(valued(c -> -bowl(c), 25)).isNotEqualTo(plain);
        assertThat(plain.stream().mapToDouble(PreferenceSamplerTest::bowl).min().orElseThrow())
                .isLessThan(0.01);
    }

    private static List<Configuration> valued(ToDoubleFunction<Configuration> loss, int trials) {
        Simulation simulation = new Simulation(
                PreferenceSampler.over(SPACE),
                Problem.of(3, Objective.minimize("y")),
                c -> Optional.of(Evaluation.of(loss.applyAsDouble(c))));
        simulation.run(trials, 1);
        return simulation.told.stream().map(Trial::candidate).toList();
    }

    @Test
    void withAnObjectiveWorkersThatAreFreeGetMore() {
        Simulation simulation = new Simulation(
                PreferenceSampler.over(SPACE, options(2, Acquisition.EI, true)),
                Problem.of(3, Objective.minimize("y")),
                c -> Optional.of(Evaluation.of(bowl(c))));
        simulation.give(SPACE.sample(Seeds.stream(8)), Origin.USER);
        simulation.run(30, 4);
        assertThat(simulation.best()).isLessThan(0.02);
        simulation.assertRestoredProposesTheSame();
    }

    @Test
    void saysWhatItCannotDo() {
        assertThatThrownBy(() -> PreferenceSampler.over(SPACE)
                        .create(Problem.of(1, Objective.minimize("a"), Objective.minimize("b"))))
                .isInstanceOf(HoneException.class)
                .hasMessageContaining("one objective");
        assertThatThrownBy(() -> options(1, Acquisition.EUBO, true))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageContaining("points");
        MethodCatalogue catalogue = MethodCatalogue.load();
        assertThatThrownBy(() -> catalogue.sampler("optimizer", "preference-bo", SPACE, Map.of("acquisition", "best")))
                .hasMessageContaining("acquisition")
                .hasMessageContaining("eubo");
        assertThatThrownBy(() -> catalogue.sampler("optimizer", "preference-bo", SPACE, Map.of("noise", 0)))
                .hasMessageContaining("noise");
    }

    @Test
    void optionsOfAStudyFileReachIt() {
        Map<String, Object> given = Map.of(
                "points",
                4,
                "acquisition",
                "ei",
                "keep_best",
                false,
                "startup_screens",
                3,
                "kernel",
                "rbf",
                "noise",
                0.5,
                "blind",
                false,
                "max_pairs",
                77);
        Options expected = new Options(
                4, Acquisition.EI, false, OptionalInt.of(3), Smoothness.RBF, OptionalDouble.of(0.5), false, 77);
        Problem problem = new Problem(List.of(), 1, OptionalLong.empty(), 1, false);
        assertThat(MethodCatalogue.load()
                        .sampler("optimizer", "preference-bo", SPACE, given)
                        .explain(problem))
                .isEqualTo(PreferenceSampler.over(SPACE, expected).explain(problem))
                .contains("ei", "3 space-filling screens of 4");
    }
}
