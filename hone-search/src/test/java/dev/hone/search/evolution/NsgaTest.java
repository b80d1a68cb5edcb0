package dev.hone.search.evolution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.Seeds;
import dev.hone.core.method.MethodCatalogue;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.optimize.Problem;
import dev.hone.core.pareto.Hypervolume;
import dev.hone.core.space.CategoricalParameter;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.PermutationParameter;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Objective;
import dev.hone.core.trial.Origin;
import dev.hone.core.trial.Trial;
import dev.hone.search.population.Standing;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class NsgaTest {

    private static final Problem TWO = Problem.of(1, Objective.minimize("f1"), Objective.minimize("f2"));

    private static Individual individual(long number, Standing standing) {
        return new Individual(number, null, standing);
    }

    private static Individual feasible(long number, double... losses) {
        return individual(number, new Standing(0, 0, losses));
    }

    private static OptimizerFactory<Configuration> method(String id, SearchSpace space, Map<String, ?> options) {
        return MethodCatalogue.load().sampler("optimizer", id, space, options);
    }

    private static SearchSpace cube(int n) {
        SearchSpace.Builder builder = SearchSpace.builder();
        for (int i = 0; i < n; i++) {
            builder.add(FloatParameter.linear("x" + i, 0, 1));
        }
        return builder.build();
    }

    private static Optional<Evaluation> zdt1(Configuration c) {
        int n = c.values().size();
        double g = 1
                + 9.0
                        / (n - 1)
                        * IntStream.range(1, n)
                                .mapToDouble(i -> c.getDouble("x" + i))
                                .sum();
        double f1 = c.getDouble("x0");
        return Optional.of(Evaluation.of(f1, g * (1 - Math.sqrt(f1 / g))));
    }

    private static double hypervolume(List<Trial<Configuration>> trials, double... reference) {
        double[][] losses = trials.stream()
                .filter(Trial::isFeasible)
                .map(t -> t.values().stream().mapToDouble(Double::doubleValue).toArray())
                .toArray(double[][]::new);
        return Hypervolume.of(losses, reference);
    }

    @Test
    void constrainedDominationOrdersFronts() {
        List<Individual> all = List.of(
                individual(0, new Standing(3, 0, new double[0])),
                individual(1, new Standing(1, 0.5, new double[] {0, 0})),
                feasible(2, 1, 2),
                feasible(3, 2, 1),
                feasible(4, 3, 3),
                individual(5, new Standing(1, 0.1, new double[] {9, 9})));
        assertThat(Individual.fronts(all).stream()
                        .map(f -> f.stream().map(Individual::number).toList()))
                .containsExactly(List.of(2L, 3L), List.of(4L), List.of(5L), List.of(1L), List.of(0L));
    }

    @Test
    void crowdingKeepsTheEndsAndTheGaps() {
        List<Individual> front = List.of(
                feasible(0, 0, 10), feasible(1, 1, 9), feasible(2, 1.5, 8.5), feasible(3, 5, 5), feasible(4, 10, 0));
        Survival.Selected selected = Survival.crowding(front, 3, Seeds.stream(1));
        assertThat(selected.survivors().stream().map(Individual::number)).containsExactlyInAnyOrder(0L, 3L, 4L);
        assertThat(selected.fitness()[2]).isGreaterThan(selected.fitness()[0]);
    }

    @Test
    void referencePointsOfDasAndDennis() {
        double[][] points = ReferencePoints.dasDennis(3, 4);
        assertThat(points).hasDimensions(15, 3);
        for (double[] point : points) {
            assertThat(point[0] + point[1] + point[2]).isCloseTo(1, within(1e-12));
        }
        assertThat(ReferencePoints.perpendicular(new double[] {1, 1}, new double[] {1, 0}))
                .isEqualTo(1);
    }

    @Test
    void asManyDivisionsAsThereIsRoomFor() {
        assertThat(NsgaIIISampler.divisions(1, 30)).isEqualTo(30);
        assertThat(NsgaIIISampler.divisions(2, 30)).isEqualTo(29);
        assertThat(NsgaIIISampler.divisions(3, 28)).isEqualTo(6);
        assertThat(NsgaIIISampler.divisions(3, 27)).isEqualTo(5);
        assertThat(NsgaIIISampler.divisions(3, 100)).isEqualTo(12);
        assertThat(NsgaIIISampler.divisions(10, 30)).isEqualTo(2);
    }

    @Test
    void normalizationPutsExtremesAtOne() {
        double[][] scaled = ReferencePoints.normalize(new double[][] {{10, 5}, {30, 1}, {15, 2}});
        assertThat(scaled[0]).containsExactly(new double[] {0, 1}, within(1e-9));
        assertThat(scaled[1]).containsExactly(new double[] {1, 0}, within(1e-9));
        assertThat(scaled[2]).containsExactly(new double[] {0.25, 0.25}, within(1e-9));
    }

    @Test
    void nichingServesTheEmptyDirections() {
        List<Individual> all = List.of(
                feasible(0, 0, 1),
                feasible(1, 0.01, 0.99),
                feasible(2, 0.02, 0.98),
                feasible(3, 0.5, 0.5),
                feasible(4, 1, 0));
        Survival.Selected selected = new ReferencePoints(2, 2).select(all, 3, Seeds.stream(1));
        assertThat(selected.survivors().stream().map(Individual::number)).containsExactlyInAnyOrder(0L, 3L, 4L);
    }

    @Property(tries = 300)
    void operatorsStayInTheBox(
            @ForAll @DoubleRange(min = 0, max = 1) double a,
            @ForAll @DoubleRange(min = 0, max = 1) double b,
            @ForAll @DoubleRange(min = 0, max = 0.99) double u) {
        assertThat(Variation.simulatedBinary(a, b, u, 20)).isBetween(0.0, 1.0);
        assertThat(Variation.polynomial(a, u, 20)).isBetween(0.0, 1.0);
    }

    @Test
    void operatorsByHand() {
        // Far from the bounds beta(1/2) is 1, so the child is its nearer parent.
        assertThat(Variation.simulatedBinary(0.45, 0.55, 0.5, 20)).isCloseTo(0.45, within(1e-9));
        assertThat(Variation.simulatedBinary(0.55, 0.45, 0.5, 20)).isCloseTo(0.55, within(1e-9));
        assertThat(Variation.polynomial(0.3, 0.5, 20)).isCloseTo(0.3, within(1e-12));
        assertThat(Variation.polynomial(0.3, 0, 20)).isCloseTo(0, within(1e-12));
        RandomGenerator random = Seeds.stream(4);
        for (int i = 0; i < 50; i++) {
            int[] child = Variation.orderCrossover(new int[] {0, 1, 2, 3, 4}, new int[] {4, 3, 2, 1, 0}, random);
            assertThat(child).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
        }
        int[] same = Variation.orderCrossover(new int[] {2, 0, 1}, new int[] {2, 0, 1}, random);
        assertThat(same).containsExactly(2, 0, 1);
    }

    @Test
    void approachesTheFrontOfZdt1() {
        for (String id : List.of("nsga2", "nsga3")) {
            Simulation study = new Simulation(method(id, cube(6), Map.of("population_size", 40)), TWO, NsgaTest::zdt1);
            study.run(3000, 3);
            // The true front has 3.6667 below (2, 2).
            assertThat(hypervolume(study.told, 2, 2)).as(id).isGreaterThan(3.6);
        }
    }

    @Test
    void orderedItemsAreFoundWithOneObjective() {
        SearchSpace space = SearchSpace.of(
                PermutationParameter.of("order", "a", "b", "c", "d", "e", "f"),
                CategoricalParameter.of("kind", "x", "y", "z"));
        Simulation study = new Simulation(
                method("nsga2", space, Map.of("population_size", 20)), Problem.of(3, Objective.minimize("y")), c -> {
                    List<String> order = c.getPermutation("order");
                    int misplaced = 0;
                    for (int i = 0; i < order.size(); i++) {
                        misplaced += Math.abs("fedcba".indexOf(order.get(i)) - i);
                    }
                    return Optional.of(
                            Evaluation.of(misplaced + (c.getString("kind").equals("z") ? 0 : 3)));
                });
        study.run(500, 1);
        assertThat(study.best()).isZero();
        assertThat(study.told.stream().map(Trial::candidate)).doesNotHaveDuplicates();
    }

    @Test
    void constraintsAndFailures() {
        SearchSpace space = CmaEsSamplerTest.mixed();
        Simulation study = new Simulation(
                method("nsga2", space, Map.of("population_size", 20)),
                Problem.of(5, Objective.minimize("y")),
                c -> c.getLong("n") > 15
                        ? Optional.empty()
                        : Optional.of(Evaluation.of(CmaEsSamplerTest.mixedLoss(c))
                                .withConstraint("x", 1.5 - c.getDouble("x"))));
        study.run(900, 2);
        assertThat(study.told)
                .allSatisfy(t -> assertThat(space.isFeasible(t.candidate())).isTrue());
        assertThat(study.best()).isBetween(0.25, 0.6);
    }

    @Test
    void restoredEqualsUninterrupted() {
        for (String id : List.of("nsga2", "nsga3")) {
            Simulation study = new Simulation(
                    method(id, CmaEsSamplerTest.mixed(), Map.of("population_size", 8)),
                    TWO,
                    c -> Optional.of(Evaluation.of(CmaEsSamplerTest.mixedLoss(c), c.getLong("n"))));
            for (int i = 0; i < 60; i++) {
                study.run(1, 3);
                if (i == 20) {
                    study.give(study.told.get(4).candidate(), Origin.USER);
                }
                study.assertRestoredProposesTheSame();
            }
        }
    }
}
