package dev.hone.search.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.InvalidFieldException;
import dev.hone.core.method.MethodCatalogue;
import dev.hone.core.optimize.Problem;
import dev.hone.core.space.CategoricalParameter;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.IntParameter;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Objective;
import dev.hone.core.trial.Origin;
import dev.hone.search.evolution.Simulation;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both local searches, nelder-mead and bobyqa. */
class LocalSearchTest {

    private static final Problem MINIMIZE = Problem.of(1, Objective.minimize("y"));

    private static SearchSpace plane(int n) {
        SearchSpace.Builder builder = SearchSpace.builder();
        for (int i = 0; i < n; i++) {
            builder.add(FloatParameter.linear("x" + i, -5, 5));
        }
        return builder.build();
    }

    private static Simulation study(String id, SearchSpace space, ToDoubleFunction<Configuration> loss) {
        return outcomes(id, space, c -> Optional.of(Evaluation.of(loss.applyAsDouble(c))));
    }

    private static Simulation outcomes(
            String id, SearchSpace space, Function<Configuration, Optional<Evaluation>> evaluator) {
        return new Simulation(MethodCatalogue.load().sampler("optimizer", id, space, Map.of()), MINIMIZE, evaluator);
    }

    private static double sphere(Configuration c, double centre) {
        return c.values().values().stream()
                .mapToDouble(v -> Math.pow((Double) v - centre, 2))
                .sum();
    }

    private static double rosenbrock(Configuration c) {
        double sum = 0;
        for (int i = 0; c.isActive("x" + (i + 1)); i++) {
            double x = c.getDouble("x" + i);
            sum += 100 * Math.pow(c.getDouble("x" + (i + 1)) - x * x, 2) + Math.pow(1 - x, 2);
        }
        return sum;
    }

    @ParameterizedTest
    @CsvSource({"nelder-mead, 300, 1e-8", "bobyqa, 40, 1e-8"})
    void descendsABowl(String id, int trials, double goal) {
        Simulation study = study(id, plane(4), c -> sphere(c, 1.7));
        study.run(trials, 1);
        assertThat(study.best()).isLessThan(goal);
    }

    @ParameterizedTest
    @CsvSource({"nelder-mead, 700, 1e-6", "bobyqa, 500, 1e-6"})
    void followsACurvedValley(String id, int trials, double goal) {
        Simulation study = study(id, plane(4), LocalSearchTest::rosenbrock);
        study.run(trials, 1);
        assertThat(study.best()).isLessThan(goal);
    }

    @ParameterizedTest
    @CsvSource({"nelder-mead, 500", "bobyqa, 80"})
    void findsTheCornerOfTheBox(String id, int trials) {
        Simulation study = study(id, plane(3), c -> sphere(c, 9));
        study.run(trials, 1);
        assertThat(study.best()).isBetween(48.0, 48 + 1e-5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nelder-mead", "bobyqa"})
    void isRestoredAtAnyTime(String id) {
        SearchSpace space = SearchSpace.builder()
                .add(FloatParameter.linear("x", -5, 5))
                .add(FloatParameter.log("rate", 1e-4, 1))
                .add(IntParameter.linear("n", 0, 20))
                .constraint("x <= n")
                .build();
        for (int parallel : new int[] {1, 4}) {
            Simulation study = study(
                    id,
                    space,
                    c -> Math.pow(c.getDouble("x") - 1, 2)
                            + Math.pow(Math.log10(c.getDouble("rate")) + 2, 2)
                            + Math.pow(c.getLong("n") - 7, 2) / 10.0);
            study.assertRestoredProposesTheSame();
            for (int i = 0; i < 150; i++) {
                study.run(2, parallel);
                if (i % 40 == 3) {
                    study.give(study.told.get(i / 2).candidate(), Origin.USER);
                }
                study.assertRestoredProposesTheSame();
            }
            assertThat(study.told).allMatch(t -> space.isFeasible(t.candidate()));
            assertThat(study.best()).as("%d parallel", parallel).isLessThan(0.01);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nelder-mead", "bobyqa"})
    void restartsLeaveALocalMinimum(String id) {
        // A bowl of depth 1 at -3, and one of depth 2, a third as wide, at 3.
        Simulation study = study(id, plane(1), c -> {
            double x = c.getDouble("x0");
            return -Math.exp(-Math.pow(x + 3, 2) / 9) - 2 * Math.exp(-Math.pow(x - 3, 2));
        });
        study.run(600, 1);
        assertThat(study.best()).isLessThan(-1.99);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nelder-mead", "bobyqa"})
    void startsFromAGivenPoint(String id) {
        SearchSpace space = plane(3);
        Simulation study = study(id, space, c -> sphere(c, 4));
        study.give(space.configuration(Map.of("x0", 3.9, "x1", 4, "x2", 4)), Origin.USER);
        study.run(4, 1);
        assertThat(study.told.subList(1, 5)).allMatch(t -> sphere(t.candidate(), 4) < 5);
        study.assertRestoredProposesTheSame();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nelder-mead", "bobyqa"})
    void outcomeConstraintsAndFailures(String id) {
        Simulation study = outcomes(id, plane(2), c -> {
            double x = c.getDouble("x0");
            double z = c.getDouble("x1");
            return x < -2
                    ? Optional.empty()
                    : Optional.of(Evaluation.of(x * x + z * z).withConstraint("x", 1 - x));
        });
        study.run(500, 2);
        assertThat(study.best()).isCloseTo(1, within(0.05));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nelder-mead", "bobyqa"})
    void nothingButFailuresKeepsSearching(String id) {
        Simulation study = outcomes(id, plane(2), c -> Optional.empty());
        study.run(60, 1);
        assertThat(study.told.stream().map(t -> t.candidate()).distinct()).hasSizeGreaterThan(30);
        study.assertRestoredProposesTheSame();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nelder-mead", "bobyqa"})
    void refusesWhatItCannotDo(String id) {
        assertThatThrownBy(() -> study(id, SearchSpace.of(CategoricalParameter.of("c", "a", "b")), c -> 0))
                .hasMessageContaining("'c'");
        assertThatThrownBy(() -> MethodCatalogue.load().sampler("optimizer", id, plane(2), Map.of("tolerance", 0.4)))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageContaining("tolerance");
        assertThatThrownBy(() -> MethodCatalogue.load()
                        .sampler("optimizer", id, plane(2), Map.of())
                        .create(Problem.of(1, Objective.minimize("a"), Objective.minimize("b"))))
                .hasMessageContaining("nsga2");
    }

    @Test
    void bobyqaDescendsInManyDimensionsAndRefusesTooMany() {
        // 2n + 1 points to start with, and then 24 steps. The centre has a loss of 462.
        Simulation study = study("bobyqa", plane(160), c -> sphere(c, 1.7));
        study.run(345, 1);
        assertThat(study.best()).isLessThan(46);
        assertThatThrownBy(() -> study("bobyqa", plane(201), c -> 0)).hasMessageContaining("201");
    }

    @Test
    void withoutRestartsTheSimplexStaysWhereItIs() {
        Simulation study = new Simulation(
                NelderMead.over(plane(2), new NelderMead.Options(0.2, 1e-4, false)),
                MINIMIZE,
                c -> Optional.of(Evaluation.of(sphere(c, 1))));
        study.run(300, 1);
        assertThat(study.told.subList(200, 300)).allMatch(t -> sphere(t.candidate(), 1) < 1e-6);
    }
}
