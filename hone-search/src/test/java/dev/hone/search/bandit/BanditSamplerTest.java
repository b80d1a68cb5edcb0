package dev.hone.search.bandit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.core.HoneException;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.Json;
import dev.hone.core.method.MethodCatalogue;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.optimize.Problem;
import dev.hone.core.space.CategoricalParameter;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.study.Budget;
import dev.hone.core.study.Study;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Instance;
import dev.hone.core.trial.Objective;
import dev.hone.core.trial.Trial;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BanditSamplerTest {

    private static final SearchSpace OMEGA = SearchSpace.of(FloatParameter.linear("omega", 1, 1.95));
    private static final SearchSpace CHOICES = SearchSpace.of(CategoricalParameter.of("c", "p", "q", "r"));
    private static final Map<String, Object> RANGE = Map.of("context_low", 0.0, "context_high", 1.0);

    private static OptimizerFactory<Configuration> sampler(String id, SearchSpace space, Map<String, Object> options) {
        return MethodCatalogue.load().sampler("optimizer", id, space, options);
    }

    private static Study<Configuration> study(OptimizerFactory<Configuration> factory) {
        return Study.named("s").minimize("cost").seed(4).optimizer(factory).create();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tsallis-inf", "ucb", "exp3", "thompson", "epsilon-greedy", "golden-section"})
    void byNameTheyPlayTheCheapestOfTwentyValuesMost(String id) {
        OptimizerFactory<Configuration> factory = sampler(id, OMEGA, Map.of());
        assertThat(((BanditSampler) factory).arms()).hasSize(20);
        assertThat(((BanditSampler) factory).arms().get(3).getDouble("omega")).isEqualTo(1.15);
        try (Study<Configuration> study = study(factory)) {
            study.run(c -> Evaluation.of(1 + Math.abs(c.getDouble("omega") - 1.5)), Budget.trials(1_500));
            List<Trial<Configuration>> late = study.trials().subList(1_000, 1_500);
            double mean = late.stream().mapToDouble(Trial::value).average().orElseThrow();
            // any arm costs 1.24 on average
            assertThat(mean).isLessThan(id.equals("exp3") ? 1.21 : 1.15);
        }
    }

    @Test
    void maximisedValuesAreCostsWithTheirSignTurned() {
        try (Study<Configuration> study = Study.named("s")
                .maximize("gain")
                .optimizer(sampler("tsallis-inf", CHOICES, Map.of()))
                .create()) {
            study.run(c -> Evaluation.of(c.getString("c").equals("q") ? 5 : -5), Budget.trials(200));
            long best = study.trials().subList(100, 200).stream()
                    .filter(t -> t.candidate().getString("c").equals("q"))
                    .count();
            assertThat(best).isGreaterThan(80);
        }
    }

    /** Without, an arm that always fails would look free and be played for ever. */
    @ParameterizedTest
    @ValueSource(strings = {"tsallis-inf", "ucb", "exp3", "thompson", "epsilon-greedy"})
    void failedTrialsCostTheMost(String id) {
        try (Study<Configuration> study = study(sampler(id, CHOICES, Map.of()))) {
            study.run(
                    c -> {
                        if (c.getString("c").equals("p")) {
                            throw new HoneException("no");
                        }
                        return Evaluation.of(c.getString("c").equals("q") ? 2 : 4);
                    },
                    Budget.trials(400));
            List<Trial<Configuration>> late = study.trials().subList(200, 400);
            assertThat(late.stream().filter(t -> !t.isComplete()).count()).isLessThan(40);
        }
    }

    @Test
    void contextsReachTheLearnerAndTheEvaluator() {
        OptimizerFactory<Configuration> factory =
                sampler("cheb-cb", CHOICES, Map.of("context", "load", "context_low", 0.0, "context_high", 1.0));
        try (Study<Configuration> study = Study.named("s")
                .minimize("cost")
                .optimizer(factory)
                .instances(n -> Instance.of("load", n * 0.618 % 1))
                .create()) {
            study.run(
                    (c, trial) -> {
                        double load = trial.instance().number("load");
                        assertThat(load).isEqualTo(trial.number() * 0.618 % 1);
                        return Evaluation.of(1 + 10 * (c.getString("c").equals("p") ? load : 1 - load));
                    },
                    Budget.trials(600));
            List<Trial<Configuration>> late = study.trials().subList(300, 600);
            assertThat(late.get(0).attributes().get(Instance.ATTRIBUTE)).startsWith("{\"load\":");
            long right = late.stream()
                    .filter(t -> (t.candidate().getString("c").equals("p"))
                            == (Instance.of(t).number("load") < 0.5))
                    .count();
            assertThat(right).isGreaterThan(270);
        }
    }

    @Test
    void everyTrialCarriesItsPlay() {
        try (Study<Configuration> study = study(sampler("tsallis-inf", CHOICES, Map.of()))) {
            study.run(c -> Evaluation.of(3), Budget.trials(1));
            Trial<Configuration> first = study.trials().get(0);
            JsonNode play = Json.parse(first.attributes().get("play"));
            assertThat(play.path("probability").asDouble()).isEqualTo(1.0 / 3);
            assertThat(List.of("p", "q", "r").get(play.path("arm").asInt()))
                    .isEqualTo(first.candidate().getString("c"));
            assertThat(play.path("probabilities")).hasToString("[0.333,0.333,0.333]");
        }
        try (Study<Configuration> study = study(sampler("ucb", CHOICES, Map.of()))) {
            study.run(c -> Evaluation.of(3), Budget.trials(1));
            assertThat(study.trials().get(0).attributes().get("play"))
                    .as("nothing is drawn")
                    .isEqualTo("{}");
        }
    }

    @Test
    void whatAUserEnqueuesIsNoDrawOfTheLearner() {
        try (Study<Configuration> study = study(sampler("tsallis-inf", OMEGA, Map.of()))) {
            study.enqueue(
                    List.of(OMEGA.configuration(Map.of("omega", 1.2345)), OMEGA.configuration(Map.of("omega", 1.5))));
            study.run(c -> Evaluation.of(1), Budget.trials(3));
            assertThat(study.trials().get(2).attributes()).containsKey("play");
        }
    }

    @Test
    void valuesBelowTheLeastAreErrors() {
        try (Study<Configuration> study = study(sampler("tsallis-inf", CHOICES, Map.of("min_cost", 1)))) {
            assertThatThrownBy(() -> study.run(c -> Evaluation.of(0.5), Budget.trials(3)))
                    .isInstanceOf(HoneException.class)
                    .hasMessageContaining("trial 0 cost 0.5, less than the least possible cost, which is 1.0");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "tsallis-inf, points, 1, optimizer.points",
        "tsallis-inf, context, 3, optimizer.context",
        "ucb, width, 0, optimizer.width",
        "epsilon-greedy, epsilon, 2, optimizer.epsilon",
        "cheb-cb, degree, 0, optimizer.degree",
        "cheb-cb, context_low, 2, context_low",
        "tsallis-inf-cb, bins, 0, optimizer.bins",
    })
    void badOptionsAreRefusedByName(String id, String option, double value, String field) {
        Map<String, Object> options =
                new java.util.HashMap<>(id.contains("cb") && !id.equals("ucb") ? RANGE : Map.of());
        options.put(option, value);
        assertThatThrownBy(() -> sampler(id, OMEGA, options))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageContaining(field);
    }

    @Test
    void whatABanditCannotDoIsRefused() {
        assertThatThrownBy(() -> sampler("cheb-cb", OMEGA, Map.of("context_low", 0)))
                .hasMessageContaining("optimizer.context_high: is missing");
        assertThatThrownBy(() -> sampler("ucb", SearchSpace.of(CategoricalParameter.of("c", "only")), Map.of()))
                .hasMessageContaining("a choice among 1 point(s), expected at least 2");
        assertThatThrownBy(() -> sampler("golden-section", CHOICES, Map.of()))
                .hasMessageContaining("one ordered parameter");
        assertThatThrownBy(() -> sampler("ucb", OMEGA, Map.of())
                        .create(Problem.of(0, Objective.minimize("a"), Objective.minimize("b"))))
                .hasMessageContaining("one objective, and this study has 2");
        assertThatThrownBy(() -> new BanditSampler.Options(2, OptionalDouble.of(3), OptionalDouble.of(2), "c"))
                .hasMessageContaining("max_cost");
        try (Study<Configuration> study = study(sampler("cheb-cb", OMEGA, RANGE))) {
            assertThatThrownBy(study::ask)
                    .hasMessageContaining("'context' of each instance, and the instance has nothing");
        }
    }

    @Test
    void parallelPlaysOfUcbSpread() {
        try (Study<Configuration> study = study(sampler("ucb", CHOICES, Map.of()))) {
            Set<String> first =
                    study.ask(3).stream().map(t -> t.candidate().getString("c")).collect(Collectors.toSet());
            assertThat(first).hasSize(3);
        }
    }
}
