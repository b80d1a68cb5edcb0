package dev.hone.search.evolution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.InvalidFieldException;
import dev.hone.core.Seeds;
import dev.hone.core.method.MethodCatalogue;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.optimize.Problem;
import dev.hone.core.space.CategoricalParameter;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.IntParameter;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Objective;
import dev.hone.core.trial.Origin;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class DifferentialEvolutionTest {

    private static final Problem MINIMIZE = Problem.of(1, Objective.minimize("y"));
    private static final SearchSpace SPACE = SearchSpace.of(
            FloatParameter.linear("x", -5, 5), FloatParameter.log("rate", 1e-4, 1), IntParameter.linear("n", 0, 20));

    private static Optional<Evaluation> loss(Configuration c) {
        return Optional.of(Evaluation.of(Math.pow(c.getDouble("x") - 1.3, 2)
                + Math.pow(Math.log10(c.getDouble("rate")) + 2.5, 2)
                + Math.pow(c.getLong("n") - 7, 2) / 10.0));
    }

    private static OptimizerFactory<Configuration> sampler(Map<String, Object> options) {
        return MethodCatalogue.load().sampler("optimizer", "de", SPACE, options);
    }

    @Test
    void mutantsAndCrossover() {
        double[] v = DifferentialPopulation.mutant(
                new double[] {0.5, 0.5, 0.5}, 0.5, new double[] {0.6, 1, 0}, new double[] {0.2, 0, 1.2}, new double[] {
                    0.1, 0.4, 0.6
                });
        // The second leaves at 1 and the third at 0: half way from there to 0.4 and 0.6.
        assertThat(v).containsExactly(new double[] {0.7, 1, 0.3}, within(1e-12));
        double[] beyond = DifferentialPopulation.mutant(
                new double[] {0.9}, 0.5, new double[] {1}, new double[] {0}, new double[] {0.4});
        assertThat(beyond).containsExactly(0.7);
        double[] x = {0, 0, 0, 0};
        double[] mutant = {1, 1, 1, 1};
        assertThat(DifferentialPopulation.cross(x, mutant, 1, Seeds.stream(1))).containsExactly(1, 1, 1, 1);
        for (int seed = 0; seed < 20; seed++) {
            double[] child = DifferentialPopulation.cross(x, mutant, 0, Seeds.stream(seed));
            assertThat(child[0] + child[1] + child[2] + child[3]).isEqualTo(1);
        }
    }

    @Test
    void successesAreRemembered() {
        assertThat(SuccessHistory.lehmer(new double[] {0.2, 0.8}, new double[] {1, 3}))
                .isCloseTo((0.04 + 3 * 0.64) / (0.2 + 2.4), within(1e-12));
        SuccessHistory history = new SuccessHistory();
        history.learn(List.of(new SuccessHistory.Success(0.2, 0.4, 1), new SuccessHistory.Success(0.8, 0.4, 3)));
        assertThat(history.factor(0)).isCloseTo(1.96 / 2.6, within(1e-12));
        assertThat(history.rate(0)).isCloseTo(0.4, within(1e-12));
        assertThat(history.factor(1)).isEqualTo(0.5);
        history.learn(List.of(new SuccessHistory.Success(0.3, 0, 1)));
        assertThat(history.rate(1)).isNaN();
        // Improvements that cannot be compared count alike.
        history.learn(
                List.of(new SuccessHistory.Success(0.2, 0.5, Double.NaN), new SuccessHistory.Success(0.4, 0.5, 1)));
        assertThat(history.factor(2)).isCloseTo(0.2 / 0.6, within(1e-12));
        for (int i = 0; i < 100; i++) {
            double[] drawn = history.draw(Seeds.stream(i));
            assertThat(drawn[0]).isGreaterThan(0).isLessThanOrEqualTo(1);
            assertThat(drawn[1]).isBetween(0.0, 1.0);
        }
    }

    @Test
    void bothStrategiesDescendAndAreRestored() {
        for (String strategy : List.of("current-to-pbest", "rand-1")) {
            for (int parallel : new int[] {1, 6}) {
                Simulation study = new Simulation(
                        sampler(Map.of("strategy", strategy, "population_size", 20)),
                        MINIMIZE,
                        DifferentialEvolutionTest::loss);
                for (int i = 0; i < 10; i++) {
                    study.run(120, parallel);
                    study.assertRestoredProposesTheSame();
                }
                assertThat(study.best())
                        .as("%s, %d parallel", strategy, parallel)
                        .isLessThan(1e-4);
            }
        }
    }

    @Test
    void thePopulationShrinksToThePlannedEnd() {
        Problem planned = new Problem(List.of(Objective.minimize("y")), 1, OptionalLong.of(600), 1, false);
        Simulation study =
                new Simulation(sampler(Map.of("population_size", 24)), planned, DifferentialEvolutionTest::loss);
        study.run(600, 1);
        study.assertRestoredProposesTheSame();
        long last = iteration(study, 599);
        // 24 in all of 25 generations with a constant size.
        assertThat(last).isGreaterThan(40);
        Simulation constant = new Simulation(
                sampler(Map.of("population_size", 24, "shrink", false)), planned, DifferentialEvolutionTest::loss);
        constant.run(600, 1);
        assertThat(iteration(constant, 599)).isEqualTo(24);
    }

    private static long iteration(Simulation study, int trial) {
        return dev.hone.core.Json.parse(study.told.get(trial).attributes().get("de"))
                .path("iteration")
                .asLong();
    }

    @Test
    void defaultPopulation() {
        assertThat(DifferentialEvolution.population(1, MINIMIZE)).isEqualTo(20);
        assertThat(DifferentialEvolution.population(7, MINIMIZE)).isEqualTo(70);
        assertThat(DifferentialEvolution.population(99, MINIMIZE)).isEqualTo(200);
        Problem planned = new Problem(List.of(Objective.minimize("y")), 1, OptionalLong.of(900), 1, false);
        assertThat(DifferentialEvolution.population(7, planned)).isEqualTo(30);
    }

    @Test
    void constraintsFailuresAndGivenPoints() {
        SearchSpace space = SearchSpace.builder()
                .add(FloatParameter.linear("x", -5, 5))
                .add(FloatParameter.linear("z", -5, 5))
                .constraint("x + z < 4")
                .build();
        Simulation study =
                new Simulation(MethodCatalogue.load().sampler("optimizer", "de", space, Map.of()), MINIMIZE, c -> {
                    double x = c.getDouble("x");
                    double z = c.getDouble("z");
                    return x < -2
                            ? Optional.empty()
                            : Optional.of(Evaluation.of(x * x + z * z).withConstraint("x", 1 - x));
                });
        study.run(30, 1);
        study.give(space.configuration(Map.of("x", 1.0001, "z", 0.0)), Origin.USER);
        study.run(400, 3);
        assertThat(study.told).allMatch(t -> space.isFeasible(t.candidate()));
        assertThat(study.best()).isCloseTo(1, within(1e-3));
        study.assertRestoredProposesTheSame();
    }

    @Test
    void nothingButFailuresKeepsSearching() {
        Simulation study = new Simulation(sampler(Map.of()), MINIMIZE, c -> Optional.empty());
        study.run(90, 1);
        assertThat(study.told.stream().map(t -> t.candidate()).distinct()).hasSizeGreaterThan(60);
    }

    @Test
    void refusesWhatItCannotDo() {
        assertThatThrownBy(() ->
                        DifferentialEvolution.over(SearchSpace.of(CategoricalParameter.of("colour", "red", "green"))))
                .hasMessageContaining("'colour'");
        assertThatThrownBy(() -> sampler(Map.of("population_size", 3)))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageContaining("population_size");
        assertThatThrownBy(() -> sampler(Map.of("strategy", "best-1"))).hasMessageContaining("strategy");
    }
}
