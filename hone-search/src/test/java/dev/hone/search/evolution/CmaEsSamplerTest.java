package dev.hone.search.evolution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.HoneException;
import dev.hone.core.method.MethodCatalogue;
import dev.hone.core.optimize.Problem;
import dev.hone.core.space.CategoricalParameter;
import dev.hone.core.space.Condition;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.IntParameter;
import dev.hone.core.space.PermutationParameter;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Objective;
import dev.hone.core.trial.Origin;
import dev.hone.core.trial.Trial;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class CmaEsSamplerTest {

    private static final Problem MINIMIZE = Problem.of(1, Objective.minimize("y"));

    private static SearchSpace plane(int n) {
        SearchSpace.Builder builder = SearchSpace.builder();
        for (int i = 0; i < n; i++) {
            builder.add(FloatParameter.linear("x" + i, -5, 5));
        }
        return builder.build();
    }

    private static double sphere(Configuration c, double centre) {
        return c.values().values().stream()
                .filter(Double.class::isInstance)
                .mapToDouble(v -> Math.pow((Double) v - centre, 2))
                .sum();
    }

    private static Function<Configuration, Optional<Evaluation>> value(Function<Configuration, Double> f) {
        return c -> Optional.of(Evaluation.of(f.apply(c)));
    }

    static SearchSpace mixed() {
        return SearchSpace.builder()
                .add(FloatParameter.linear("x", -5, 5))
                .add(FloatParameter.log("rate", 1e-4, 1))
                .add(IntParameter.linear("n", 0, 20))
                .add(IntParameter.log("k", 1, 1000))
                .add(CategoricalParameter.of("kind", "a", "b", "c"))
                .add(CategoricalParameter.ordered("size", "s", "m", "l"))
                .add(FloatParameter.stepped("s", 0, 1, 0.25).when(Condition.on("kind", "b")))
                .add(PermutationParameter.of("order", "p", "q", "r"))
                .constraint("x <= n")
                .build();
    }

    static double mixedLoss(Configuration c) {
        double loss = Math.pow(c.getDouble("x") - 1, 2)
                + Math.pow(Math.log10(c.getDouble("rate")) + 2, 2)
                + Math.pow(c.getLong("n") - 7, 2) / 10.0
                + Math.pow(Math.log(c.getLong("k")) - 3, 2)
                + (c.getString("kind").equals("b") ? 0 : 1)
                + (c.getString("size").equals("m") ? 0 : 0.5);
        return loss + (c.isActive("s") ? c.getDouble("s") : 0);
    }

    @Test
    void descendsAndMaximises() {
        Simulation down = new Simulation(CmaEsSampler.over(plane(5)), MINIMIZE, value(c -> sphere(c, 1.7)));
        down.run(1200, 1);
        assertThat(down.best()).isLessThan(1e-6);
        Simulation up = new Simulation(
                CmaEsSampler.over(plane(3)), Problem.of(2, Objective.maximize("y")), value(c -> -sphere(c, -2)));
        up.run(600, 7);
        assertThat(up.best()).isLessThan(1e-4);
    }

    @Test
    void findsTheCornerOfTheBox() {
        for (long seed = 1; seed <= 20; seed++) {
            Simulation study = new Simulation(
                    CmaEsSampler.over(plane(4)), Problem.of(seed, Objective.minimize("y")), value(c -> sphere(c, 9)));
            study.run(800, 1);
            // 64 at the corner, 324 at the centre.
            assertThat(study.best()).as("seed %d", seed).isBetween(64.0, 64 + 1e-6);
        }
    }

    @Test
    void findsTheEdgeOfTheBox() {
        // One coordinate at its lower bound, the others inside.
        for (long seed = 1; seed <= 5; seed++) {
            Simulation study = new Simulation(
                    CmaEsSampler.over(plane(3)),
                    Problem.of(seed, Objective.minimize("y")),
                    value(c -> c.getDouble("x0") + sphere(c, 0) - Math.pow(c.getDouble("x0"), 2)));
            study.run(600, 1);
            assertThat(study.best()).as("seed %d", seed).isBetween(-5.0, -5 + 1e-6);
        }
    }

    @Test
    void mixedSpaceUnderConstraints() {
        SearchSpace space = mixed();
        Simulation study = new Simulation(CmaEsSampler.over(space), MINIMIZE, value(CmaEsSamplerTest::mixedLoss));
        study.run(900, 1);
        assertThat(study.told)
                .allSatisfy(t -> assertThat(space.isFeasible(t.candidate())).isTrue());
        assertThat(study.best()).isLessThan(0.05);
    }

    @Test
    void outcomeConstraintsAndFailures() {
        Simulation study = new Simulation(CmaEsSampler.over(plane(3)), MINIMIZE, c -> {
            double x = c.getDouble("x0");
            return x < -2
                    ? Optional.empty()
                    : Optional.of(Evaluation.of(sphere(c, -1)).withConstraint("x0", 1 - x));
        });
        study.run(800, 1);
        assertThat(study.best()).isCloseTo(4, within(1e-2));
    }

    @Test
    void nothingButFailuresKeepsSearching() {
        Simulation study = new Simulation(CmaEsSampler.over(plane(2)), MINIMIZE, c -> Optional.empty());
        study.run(60, 1);
        assertThat(study.told.stream().map(Trial::candidate).distinct()).hasSize(60);
    }

    @Test
    void restoredEqualsUninterrupted() {
        for (int parallel : new int[] {1, 4}) {
            Simulation study = new Simulation(CmaEsSampler.over(mixed()), MINIMIZE, value(CmaEsSamplerTest::mixedLoss));
            study.assertRestoredProposesTheSame();
            for (int i = 0; i < 90; i++) {
                study.run(1, parallel);
                if (i % 17 == 3) {
                    study.give(study.told.get(i / 2).candidate(), Origin.USER);
                }
                study.assertRestoredProposesTheSame();
            }
        }
    }

    @Test
    void restartsAreRestoredToo() {
        for (String restarts : List.of("ipop", "bipop", "none")) {
            Simulation study = new Simulation(
                    MethodCatalogue.load()
                            .sampler("optimizer", "cmaes", plane(2), Map.of("restarts", restarts, "sigma", 0.5)),
                    MINIMIZE,
                    value(c -> sphere(c, 0.3)));
            for (int i = 0; i < 40; i++) {
                study.run(40, 2);
                study.assertRestoredProposesTheSame();
            }
            double late = study.told.subList(1200, 1600).stream()
                    .mapToDouble(t -> Math.abs(t.candidate().getDouble("x0") - 0.3))
                    .max()
                    .orElseThrow();
            if (restarts.equals("none")) {
                assertThat(late).isLessThan(1e-6);
            } else {
                assertThat(late).isGreaterThan(0.5);
            }
        }
    }

    @Test
    void startsFromWhatIsKnown() {
        Function<Configuration, Optional<Evaluation>> shifted = value(c -> sphere(c, 3));
        SearchSpace space = plane(4);
        Simulation one = new Simulation(CmaEsSampler.over(space), MINIMIZE, shifted);
        one.give(space.configuration(Map.of("x0", 3, "x1", 3, "x2", 3, "x3", 2)), Origin.USER);
        one.run(8, 1);
        Simulation cold = new Simulation(CmaEsSampler.over(space), MINIMIZE, shifted);
        cold.run(8, 1);
        Simulation earlier = new Simulation(CmaEsSampler.over(space), MINIMIZE, shifted);
        earlier.run(100, 1);
        Simulation warm = new Simulation(CmaEsSampler.over(space), MINIMIZE, shifted);
        earlier.told.forEach(t -> warm.give(t.candidate(), Origin.WARM_START));
        warm.run(40, 1);
        warm.assertRestoredProposesTheSame();
        assertThat(mean(one, 1)).isLessThan(mean(cold, 0));
        assertThat(mean(warm, 100)).isLessThan(mean(one, 1));
    }

    private static double mean(Simulation study, int from) {
        return study.told.subList(from, from + 8).stream()
                .mapToDouble(Trial::value)
                .average()
                .orElseThrow();
    }

    @Test
    void refusesWhatItCannotDo() {
        assertThatThrownBy(() -> CmaEsSampler.over(SearchSpace.of(CategoricalParameter.of("k", "a", "b"))))
                .isInstanceOf(HoneException.class)
                .hasMessageContaining("tpe");
        assertThatThrownBy(() -> CmaEsSampler.over(plane(2))
                        .create(Problem.of(1, Objective.minimize("a"), Objective.minimize("b"))))
                .isInstanceOf(HoneException.class)
                .hasMessageContaining("nsga2");
    }
}
