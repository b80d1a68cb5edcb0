package dev.hone.search.annealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.InvalidFieldException;
import dev.hone.core.Seeds;
import dev.hone.core.method.MethodCatalogue;
import dev.hone.core.optimize.Ask;
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
import dev.hone.search.evolution.Simulation;
import dev.hone.search.population.Standing;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SimulatedAnnealingTest {

    private static final SearchSpace MIXED = SearchSpace.builder()
            .add(FloatParameter.linear("x", -5, 5))
            .add(IntParameter.log("k", 1, 1000))
            .add(CategoricalParameter.of("kind", "a", "b", "c"))
            .add(FloatParameter.stepped("s", 0, 1, 0.25).when(Condition.on("kind", "b")))
            .add(PermutationParameter.of("order", "p", "q", "r", "t"))
            .constraint("x <= k")
            .build();

    private static Problem planned(long trials) {
        return new Problem(List.of(Objective.minimize("y")), 1, OptionalLong.of(trials), 1, false);
    }

    private static double loss(Configuration c) {
        double inversions = 0;
        List<String> order = c.getPermutation("order");
        for (int i = 0; i < 4; i++) {
            inversions += Math.abs(order.indexOf(List.of("t", "p", "r", "q").get(i)) - i);
        }
        return Math.pow(c.getDouble("x") - 1, 2)
                + Math.pow(Math.log(c.getLong("k")) - 3, 2)
                + (c.getString("kind").equals("b") ? c.getDouble("s") : 1)
                + inversions / 4;
    }

    private static Standing complete(double violation, double loss) {
        return new Standing(violation > 0 ? 1 : 0, violation, new double[] {loss});
    }

    @Test
    void acceptsByMetropolis() {
        double limit = Math.exp(-0.5 / 2);
        assertThat(SimulatedAnnealing.accepts(complete(0, 1), complete(0, 1.5), 2, limit - 1e-9))
                .isTrue();
        assertThat(SimulatedAnnealing.accepts(complete(0, 1), complete(0, 1.5), 2, limit + 1e-9))
                .isFalse();
        assertThat(SimulatedAnnealing.accepts(complete(0, 1), complete(0, 0.9), 1e-12, 0.999))
                .isTrue();
        assertThat(SimulatedAnnealing.accepts(complete(0, 1), complete(0, 1.5), 0, 0))
                .isFalse();
        assertThat(SimulatedAnnealing.accepts(complete(0, 1), complete(0.1, 0), 1e9, 0))
                .isFalse();
        assertThat(SimulatedAnnealing.accepts(complete(0.2, 1), complete(0.1, 9), 1, 0.9))
                .isTrue();
        assertThat(SimulatedAnnealing.accepts(complete(0.2, 1), new Standing(3, 0, new double[0]), 1, 0))
                .isFalse();
    }

    @Test
    void theStartingTemperatureIsADeviation() {
        assertThat(SimulatedAnnealing.deviation(List.of(1.0, Double.NaN, 3.0))).isCloseTo(Math.sqrt(2), within(1e-12));
        assertThat(SimulatedAnnealing.deviation(List.of(1.0))).isZero();
    }

    @Test
    void neighboursChangeSomethingAndReachEverything() {
        Neighbour neighbour = new Neighbour(MIXED);
        Configuration from = MIXED.configuration(
                Map.of("x", 0.5, "k", 10, "kind", "b", "s", 0.5, "order", List.of("p", "q", "r", "t")));
        Set<Object> kinds = new HashSet<>();
        Set<Object> orders = new HashSet<>();
        for (int seed = 0; seed < 300; seed++) {
            Configuration next = neighbour.of(from, 0.001, Seeds.stream(seed));
            assertThat(next).isNotEqualTo(from);
            kinds.add(next.getString("kind"));
            orders.add(next.getPermutation("order"));
        }
        assertThat(kinds).containsExactlyInAnyOrder("a", "b", "c");
        // 6 swaps, 6 more moves of an item further than one place, and the reversal of 3 or 4
        assertThat(orders.size()).isBetween(12, 14);
    }

    @Test
    void aStepWithinACellGoesToTheNextValue() {
        SearchSpace space = SearchSpace.of(IntParameter.linear("n", 1, 9));
        Neighbour neighbour = new Neighbour(space);
        Set<Long> reached = new HashSet<>();
        for (int seed = 0; seed < 50; seed++) {
            reached.add(neighbour
                    .of(space.configuration(Map.of("n", 4)), 1e-6, Seeds.stream(seed))
                    .getLong("n"));
            assertThat(neighbour
                            .of(space.configuration(Map.of("n", 9)), 1e-6, Seeds.stream(seed))
                            .getLong("n"))
                    .isEqualTo(8);
        }
        assertThat(reached).containsExactlyInAnyOrder(3L, 5L);
    }

    @Test
    void mirrorsAtTheEnds() {
        assertThat(Neighbour.mirror(1.25)).isEqualTo(0.75);
        assertThat(Neighbour.mirror(-0.25)).isEqualTo(0.25);
        assertThat(Neighbour.mirror(2.25)).isEqualTo(0.25);
    }

    @Test
    void annealsAMixedSpaceAndIsRestored() {
        for (int parallel : new int[] {1, 5}) {
            Simulation study = new Simulation(
                    SimulatedAnnealing.over(MIXED), planned(900), c -> Optional.of(Evaluation.of(loss(c))));
            for (int i = 0; i < 9; i++) {
                study.run(100, parallel);
                study.assertRestoredProposesTheSame();
            }
            assertThat(study.told).allMatch(t -> MIXED.isFeasible(t.candidate()));
            assertThat(study.best()).as("%d parallel", parallel).isLessThan(0.02);
        }
    }

    @Test
    void shortensATour() {
        int n = 12;
        String[] cities = IntStream.range(0, n).mapToObj(i -> "c" + i * 5 % n).toArray(String[]::new);
        SearchSpace space = SearchSpace.of(PermutationParameter.of("tour", cities));
        Simulation study = new Simulation(SimulatedAnnealing.over(space), planned(2000), c -> {
            List<Double> angles = new ArrayList<>();
            c.getPermutation("tour").forEach(city -> angles.add(2 * Math.PI * Integer.parseInt(city.substring(1)) / n));
            double length = 0;
            for (int i = 0; i < n; i++) {
                length += 2 * Math.abs(Math.sin((angles.get(i) - angles.get((i + 1) % n)) / 2));
            }
            return Optional.of(Evaluation.of(length));
        });
        study.run(2000, 1);
        // Cities on a circle: around it is the shortest.
        assertThat(study.best()).isCloseTo(2 * n * Math.sin(Math.PI / n), within(1e-9));
    }

    @Test
    void aGivenPointIsGoneOnFrom() {
        Simulation study =
                new Simulation(SimulatedAnnealing.over(MIXED), planned(300), c -> Optional.of(Evaluation.of(loss(c))));
        study.run(20, 1);
        study.give(
                MIXED.configuration(Map.of("x", 1, "k", 20, "kind", "b", "s", 0, "order", List.of("t", "p", "r", "q"))),
                Origin.USER);
        assertThat(study.optimizer.ask(new Ask<>(1, 99, List.of())).get(0).parents())
                .containsExactly(study.told.get(20).number());
        study.assertRestoredProposesTheSame();
    }

    @Test
    void nothingButFailuresKeepsSearching() {
        Simulation study = new Simulation(SimulatedAnnealing.over(MIXED), planned(60), c -> Optional.empty());
        study.run(60, 1);
        assertThat(study.told.stream().map(t -> t.candidate()).distinct()).hasSize(60);
    }

    @Test
    void refusesWhatItCannotDo() {
        assertThatThrownBy(() -> SimulatedAnnealing.over(MIXED)
                        .create(Problem.of(1, Objective.minimize("a"), Objective.minimize("b"))))
                .hasMessageContaining("nsga2");
        assertThatThrownBy(
                        () -> MethodCatalogue.load().sampler("optimizer", "annealing", MIXED, Map.of("cooling", 2.0)))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageContaining("cooling");
    }
}
