package dev.hone.search.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.HoneException;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.Seeds;
import dev.hone.core.optimize.Ask;
import dev.hone.core.optimize.Optimizer;
import dev.hone.core.optimize.Problem;
import dev.hone.core.space.CategoricalParameter;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.PermutationParameter;
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
import dev.hone.search.ranking.RankSampler.Options;
import dev.hone.search.ranking.RankSampler.Perturbation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class RankSamplerTest {

    private static final SearchSpace SPACE = space(8);
    private static final Problem PROBLEM = Problem.of(3, Objective.minimize("y"));

    private static SearchSpace space(int d) {
        SearchSpace.Builder builder = SearchSpace.builder();
        for (int i = 0; i < d; i++) {
            builder.add(FloatParameter.linear("x" + i, -1, 1));
        }
        return builder.build();
    }

    private static Options options(boolean lineSearch, int repeats) {
        return new Options(
                6,
                0,
                OptionalDouble.of(0.01),
                0.2,
                lineSearch,
                4,
                0.5,
                true,
                true,
                true,
                Perturbation.GAUSSIAN,
                repeats);
    }

    private static double bowl(Configuration c) {
        return SPACE.parameters().stream()
                .mapToDouble(p -> Math.pow(c.getDouble(p.name()) - 0.4, 2))
                .sum();
    }

    /** Knows only the order; the trials have no values that it could look at. */
    private static Judge<Configuration> judge(ToDoubleFunction<Configuration> loss) {
        return screen -> {
            assertThat(screen).allMatch(t -> t.values().isEmpty());
            return Comparison.ranking(
                    screen.stream()
                            .sorted(Comparator.comparingDouble(t -> loss.applyAsDouble(t.candidate())))
                            .map(Trial::number)
                            .toList(),
                    "rule");
        };
    }

    private static StudyBuilder.Typed<Configuration> compared(Options options) {
        return Study.named("s").compared().seed(3).optimizer(RankSampler.over(SPACE, options));
    }

    private static List<Configuration> valued(Options options, ToDoubleFunction<Configuration> loss, int trials) {
        Simulation simulation = new Simulation(
                RankSampler.over(SPACE, options), PROBLEM, c -> Optional.of(Evaluation.of(loss.applyAsDouble(c))));
        simulation.run(trials, 1);
        return simulation.told.stream().map(Trial::candidate).toList();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anyIncreasingFunctionOfTheValuesGivesTheSameSearch(boolean lineSearch) {
        List<Configuration> plain = valued(options(lineSearch, 1), RankSamplerTest::bowl, 120);
        assertThat(valued(options(lineSearch, 1), c -> Math.exp(bowl(c) / 10), 120))
                .isEqualTo(plain);
        assertThat(valued(options(lineSearch, 1), c -> Math.log1p(bowl(c)), 120))
                .isEqualTo(plain);
        assertThat(valued(options(lineSearch, 1), c -> -bowl(c), 120)).isNotEqualTo(plain);
    }

    /** A judge has to see a difference. */
    @Test
    void differencesAreLargerWhereTrialsAreCompared() {
        double valued = spread(RankSampler.over(SPACE).create(PROBLEM));
        double compared =
                spread(RankSampler.over(SPACE).create(new Problem(List.of(), 3, OptionalLong.empty(), 1, false)));
        assertThat(compared).isCloseTo(10 * valued, within(1e-9));
    }

    /** Sum of the distances of a first screen's points from the middle, in coordinates. */
    private static double spread(Optimizer<Configuration> optimizer) {
        return optimizer.ask(new Ask<>(6, 0, List.of())).stream()
                .flatMap(p -> p.candidate().values().values().stream())
                .mapToDouble(v -> Math.abs((Double) v))
                .sum();
    }

    @Test
    void aJudgeOfOrdersLeadsDownhill() {
        try (Study<Configuration> study =
                compared(options(true, 1)).judge(judge(RankSamplerTest::bowl)).create()) {
            study.run(x -> Evaluation.of(), Budget.trials(400));

            double start = bowl(SPACE.decode(new double[] {.5, .5, .5, .5, .5, .5, .5, .5}));
            assertThat(start).isGreaterThan(1.2);
            assertThat(bowl(study.best().candidate())).isLessThan(0.01);
        }
    }

    @Test
    void severalAnswersToAScreenAreTakenByMajority() {
        int[] calls = new int[1];
        Judge<Configuration> honest = judge(RankSamplerTest::bowl);
        Judge<Configuration> liar = judge(c -> -bowl(c));
        try (Study<Configuration> study = compared(options(true, 3))
                .judge(screen -> (calls[0]++ % 3 == 1 ? liar : honest).compare(screen))
                .create()) {
            study.run(x -> Evaluation.of(), Budget.trials(400));
            assertThat(study.comparisons().size() % 3).isZero();
            assertThat(bowl(study.best().candidate())).isLessThan(0.01);
        }
    }

    /** The first screen of directions is around the middle, the second searches along the estimate. */
    @Test
    void screensTakeTurnsAndHoldWhatIsToBeCompared() {
        try (Study<Configuration> study = compared(options(true, 1)).create()) {
            assertThat(study.screen()).isEmpty();
            List<Trial<Configuration>> directions = study.ask(9);
            assertThat(directions).as("no more than are compared").hasSize(6);
            directions.forEach(t -> study.tell(t, Evaluation.of()));
            assertThat(study.screen()).extracting(Trial::number).containsExactlyInAnyOrder(0L, 1L, 2L, 3L, 4L, 5L);
            assertThatThrownBy(study::ask).hasMessageContaining("waits until trials are compared");

            study.compare(Comparison.partial(List.of(4L), List.of(0L, 1L, 2L, 3L, 5L), "me"));
            List<Trial<Configuration>> line = study.ask(9);
            assertThat(line).as("the middle and four steps").hasSize(5);
            assertThat(line.get(0).candidate().getDouble("x3")).isZero();
            line.forEach(t -> study.tell(t, Evaluation.of()));
            assertThat(study.screen())
                    .as("and the best of the directions")
                    .extracting(Trial::number)
                    .containsExactlyInAnyOrder(4L, 6L, 7L, 8L, 9L, 10L);

            study.compare(Comparison.partial(List.of(8L), List.of(4L, 6L, 7L, 9L, 10L), "me"));
            List<Trial<Configuration>> next = study.ask(9);
            assertThat(next).hasSize(6).allSatisfy(t -> {
                assertThat(t.parents()).containsExactly(8L);
                for (int i = 0; i < 8; i++) {
                    assertThat(t.candidate().getDouble("x" + i))
                            .isBetween(
                                    line.get(2).candidate().getDouble("x" + i) - 0.1,
                                    line.get(2).candidate().getDouble("x" + i) + 0.1);
                }
            });
        }
    }

    @Test
    void anEstimateThatLedNowhereIsAveragedWithTheNext() {
        double[][] steps = new double[2][];
        for (int accumulate = 0; accumulate < 2; accumulate++) {
            Options options = new Options(
                    6,
                    0,
                    OptionalDouble.of(0.01),
                    0.2,
                    true,
                    4,
                    0.5,
                    false,
                    accumulate == 1,
                    false,
                    Perturbation.GAUSSIAN,
                    1);
            try (Study<Configuration> study = compared(options).create()) {
                study.ask(6).forEach(t -> study.tell(t, Evaluation.of()));
                study.compare(Comparison.ranking(List.of(0L, 1L, 2L, 3L, 4L, 5L), "me"));
                List<Trial<Configuration>> first = study.ask(5);
                first.forEach(t -> study.tell(t, Evaluation.of()));
                study.compare(Comparison.partial(List.of(6L), List.of(7L, 8L, 9L, 10L), "me"));
                study.ask(6).forEach(t -> study.tell(t, Evaluation.of()));
                study.compare(Comparison.ranking(List.of(11L, 12L, 13L, 14L, 15L, 16L), "me"));
                List<Trial<Configuration>> second = study.ask(5);
                assertThat(second).as("the middle has its trial").hasSize(4);
                steps[accumulate] = new double[] {
                    first.get(1).candidate().getDouble("x0"),
                    second.get(0).candidate().getDouble("x0")
                };
            }
        }
        assertThat(steps[1][0]).isEqualTo(steps[0][0]);
        assertThat(steps[1][1]).isCloseTo((steps[0][0] + steps[0][1]) / 2, within(1e-12));
    }

    @Test
    void aSkippedScreenIsShownAgainWithOtherDirections() {
        try (Study<Configuration> study = compared(options(true, 1)).create()) {
            List<Trial<Configuration>> first = study.ask(6);
            first.forEach(t -> study.tell(t, Evaluation.of()));
            study.compare(new Comparison(List.of(List.of(0L, 1L, 2L, 3L, 4L, 5L)), 1, "me"));
            List<Trial<Configuration>> second = study.ask(9);
            assertThat(second).hasSize(6);
            assertThat(second.get(0).candidate()).isNotEqualTo(first.get(0).candidate());
        }
    }

    @Test
    void trialsThatFailAreNotShown() {
        try (Study<Configuration> study = compared(options(true, 1)).create()) {
            List<Trial<Configuration>> first = study.ask(6);
            first.subList(0, 4).forEach(t -> study.fail(t, "black"));
            first.subList(4, 6).forEach(t -> study.tell(t, Evaluation.of()));
            assertThat(study.screen()).extracting(Trial::number).containsExactlyInAnyOrder(4L, 5L);
            study.compare(Comparison.prefer(5, 4, "me"));
            assertThat(study.ask(9)).hasSize(5);
        }
        try (Study<Configuration> study = compared(options(true, 1)).create()) {
            study.ask(6).forEach(t -> study.fail(t, "black"));
            assertThat(study.screen()).isEmpty();
            assertThat(study.ask(9)).as("a new screen").hasSize(6);
        }
    }

    @Test
    void aStudyIsTakenUpInTheMiddleOfAScreen() {
        List<Configuration> undisturbed = new ArrayList<>();
        try (Study<Configuration> study =
                compared(options(true, 1)).judge(judge(RankSamplerTest::bowl)).create()) {
            study.run(x -> Evaluation.of(), Budget.trials(70));
            study.trials().forEach(t -> undisturbed.add(t.candidate()));
        }
        for (int pause = 1; pause < 70; pause += 4) {
            MemoryStore store = new MemoryStore();
            try (Study<Configuration> study = compared(options(true, 1))
                    .store(store)
                    .judge(judge(RankSamplerTest::bowl))
                    .create()) {
                study.run(x -> Evaluation.of(), Budget.trials(pause));
            }
            try (Study<Configuration> study = compared(options(true, 1))
                    .store(store)
                    .judge(judge(RankSamplerTest::bowl))
                    .load()) {
                study.run(x -> Evaluation.of(), Budget.trials(70));
                assertThat(study.trials()).extracting(Trial::candidate).isEqualTo(undisturbed);
            }
        }
    }

    @Test
    void aCandidateGivenByAUserIsWhereItStartsAndLaterTakesPart() {
        Map<String, Object> near = new HashMap<>();
        SPACE.parameters().forEach(p -> near.put(p.name(), 0.4));
        try (Study<Configuration> study = compared(options(true, 1)).create()) {
            study.enqueue(List.of(SPACE.configuration(near)));
            study.tell(study.ask(), Evaluation.of());
            List<Trial<Configuration>> around = study.ask(6);
            assertThat(around)
                    .allSatisfy(t -> assertThat(t.candidate().getDouble("x0")).isBetween(0.3, 0.5));
            around.forEach(t -> study.tell(t, Evaluation.of()));
            study.enqueue(List.of(SPACE.configuration(near)));
            Trial<Configuration> guest = study.ask();
            study.tell(guest, Evaluation.of());
            study.compare(Comparison.ranking(List.of(1L, 2L, 3L, 4L, 5L, 6L), "me"));
            study.ask(9).forEach(t -> study.tell(t, Evaluation.of()));
            assertThat(study.screen()).extracting(Trial::number).contains(0L, 1L, guest.number());
        }
    }

    @Test
    void workersThatAreFreeGetMoreAndNothingWaits() {
        Simulation simulation = new Simulation(
                RankSampler.over(SPACE, options(true, 1)), PROBLEM, c -> Optional.of(Evaluation.of(bowl(c))));
        simulation.give(SPACE.sample(Seeds.stream(8)), Origin.USER);
        simulation.run(400, 7);
        assertThat(simulation.best()).isLessThan(0.02);
        simulation.assertRestoredProposesTheSame();
    }

    @Test
    void saysWhatItCannotMove() {
        assertThatThrownBy(() -> RankSampler.over(SearchSpace.of(CategoricalParameter.of("kind", "a", "b"))))
                .isInstanceOf(HoneException.class)
                .hasMessageContaining("'kind' is an unordered choice");
        assertThatThrownBy(() -> RankSampler.over(SearchSpace.of(PermutationParameter.of("order", "a", "b"))))
                .hasMessageContaining("'order' is a permutation");
        assertThatThrownBy(() -> RankSampler.over(SearchSpace.of(FloatParameter.linear("x", 1, 1))))
                .hasMessageContaining("no parameter of this space has more than one value");
        assertThatThrownBy(() ->
                        RankSampler.over(SPACE).create(Problem.of(1, Objective.minimize("a"), Objective.minimize("b"))))
                .hasMessageContaining("one objective");
        assertThatThrownBy(() -> new Options(
                        4, 5, OptionalDouble.of(.1), .1, true, 1, .5, true, true, true, Perturbation.SPHERE, 1))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageContaining("ranked");
    }
}
