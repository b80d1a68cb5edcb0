package dev.hone.claims.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hone.claims.problem.TestProblem.Cheaper;
import dev.hone.core.Seeds;
import dev.hone.core.space.Configuration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.hipparchus.stat.correlation.PearsonsCorrelation;
import org.junit.jupiter.api.Test;

class DesignProblemsTest {

    private static double at(TestProblem problem, double... x) {
        return problem.function().applyAsDouble(x);
    }

    @Test
    void engineeringMinimaAreWhereTheyArePublished() {
        assertMinimum(EngineeringProblems.borehole(), 0.15, 100, 115_600, 1110, 116, 700, 1120, 12_045);
        assertMinimum(EngineeringProblems.wingWeight(), 150, 220, 6, 0, 16, 0.5, 0.18, 2.5, 1700, 0.025);
        assertMinimum(EngineeringProblems.otlCircuit(), 150, 25, 0.5, 2.5, 1.2, 300);
        assertMinimum(EngineeringProblems.piston(), 30, 0.02, 0.002, 5000, 110_000, 290, 360);
        assertMinimum(EngineeringProblems.forrester(), 0.757248756);
        assertMinimum(EngineeringProblems.park1(), 1, 1, 1, 1);
        assertMinimum(EngineeringProblems.park2(), 1, 1, 1, 0);
        assertMinimum(EngineeringProblems.currin(), 0.2166666, 0);
        assertThat(EngineeringProblems.borehole().minimum()).isEqualTo(-309.5756, within(1e-4));
        assertThat(EngineeringProblems.forrester().minimum()).isEqualTo(-6.02074, within(1e-5));
        assertThat(EngineeringProblems.park1().minimum()).isEqualTo(-25.5893, within(1e-4));
        assertThat(EngineeringProblems.park2().minimum()).isEqualTo(-5.9260, within(1e-4));
        assertThat(EngineeringProblems.currin().minimum()).isEqualTo(-13.7987, within(1e-4));
    }

    private static void assertMinimum(TestProblem problem, double... x) {
        assertThat(at(problem, x)).as(problem.name()).isCloseTo(problem.minimum(), within(1e-9));
    }

    /** Middles of the boxes, computed apart from Hone in Python. */
    @Test
    void engineeringValuesAtTheMiddle() {
        Map<TestProblem, Double> expected = Map.of(
                EngineeringProblems.borehole(), -70.87291263681897,
                EngineeringProblems.wingWeight(), 267.6246925704357,
                EngineeringProblems.otlCircuit(), 5.31061694218833,
                EngineeringProblems.piston(), 0.4643970224718025);
        expected.forEach((problem, value) -> {
            double[] middle = new double[problem.space().dimensions()];
            Arrays.fill(middle, 0.5);
            assertThat(problem.value(problem.space().decode(middle))).isCloseTo(value, within(1e-9));
        });
        assertThat(at(EngineeringProblems.park1(), 0.2, 0.4, 0.6, 0.8)).isCloseTo(-12.733002036749259, within(1e-12));
        assertThat(at(EngineeringProblems.park2(), 0.2, 0.4, 0.6, 0.8)).isCloseTo(-1.3630318882109775, within(1e-12));
    }

    @Test
    void parksFirstFunctionIsDefinedWhereThePublishedFormDividesByZero() {
        assertThat(at(EngineeringProblems.park1(), 0, 1, 0, 1)).isCloseTo(-(0.5 + 3 * Math.E), within(1e-12));
    }

    @Test
    void approximationsResembleTheirFunctions() {
        for (TestProblem problem : EngineeringProblems.all()) {
            RandomGenerator random = Seeds.stream(3);
            List<double[]> points = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                points.add(problem.coordinates(problem.space().sample(random)));
            }
            Cheaper cheaper = problem.cheaper().get(0);
            double[] high = points.stream()
                    .mapToDouble(x -> problem.function().applyAsDouble(x))
                    .toArray();
            double[] low = points.stream()
                    .mapToDouble(x -> cheaper.function().applyAsDouble(x))
                    .toArray();
            assertThat(high).as(problem.name()).isNotEqualTo(low);
            assertThat(new PearsonsCorrelation().correlation(high, low))
                    .as(problem.name())
                    .isGreaterThan(problem.name().equals("Forrester") ? 0.2 : 0.8);
        }
    }

    @Test
    void theApproximationOfForresterIsThePublishedOne() {
        Cheaper cheaper = EngineeringProblems.forrester().cheaper().get(0);

        // f(0) = 4 sin(-4) = 3.02720998..., halved and moved by -10
        assertThat(cheaper.function().applyAsDouble(new double[] {0})).isCloseTo(2 * Math.sin(-4) - 10, within(1e-12));
    }

    @Test
    void bestKnownDesignsAreFeasibleAndCostWhatIsPublished() {
        assertDesign(
                ConstrainedProblems.weldedBeam(), 1.724852, 1e-6, 0.20572964, 3.4704886656, 9.0366239104, 0.20572964);
        assertDesign(ConstrainedProblems.pressureVessel(), 6059.714335, 1e-5, 13, 7, 42.0984455958, 176.6365958424);
        assertDesign(
                ConstrainedProblems.speedReducer(),
                2994.471066,
                1e-5,
                3.5,
                0.7,
                17,
                7.3,
                7.71531991,
                3.35021467,
                5.28665446);
    }

    private static void assertDesign(TestProblem problem, double cost, double within, double... x) {
        assertThat(at(problem, x)).isCloseTo(cost, within(within));
        assertThat(problem.minimum()).isCloseTo(cost, within(within));
        assertThat(problem.constraints())
                .as(problem.name())
                .allSatisfy(g -> assertThat(g.applyAsDouble(x)).isLessThan(1e-7));
        assertThat(problem.constraints().stream()
                        .filter(g -> g.applyAsDouble(x) > -1e-6)
                        .count())
                .as("active constraints of %s", problem.name())
                .isGreaterThanOrEqualTo(2);
    }

    @Test
    void constraintsForbidMostOfTheBox() {
        for (TestProblem problem : ConstrainedProblems.all()) {
            RandomGenerator random = Seeds.stream(4);
            List<Configuration> draws = Stream.generate(() -> problem.space().sample(random))
                    .limit(20_000)
                    .toList();
            List<Configuration> feasible =
                    draws.stream().filter(problem::isFeasible).toList();
            assertThat(feasible.size()).as(problem.name()).isBetween(1, 12_000);
            assertThat(feasible).allSatisfy(c -> {
                assertThat(problem.value(c)).isGreaterThan(problem.minimum());
                assertThat(problem.evaluate(c, 1, 1).isFeasible()).isTrue();
            });
        }
    }

    @Test
    void nothingLiesBelowTheMinimum() {
        RandomGenerator random = Seeds.stream(5);
        for (TestProblem problem : Stream.concat(EngineeringProblems.all().stream(), MixedProblems.all().stream())
                .toList()) {
            for (int i = 0; i < 2_000; i++) {
                assertThat(problem.value(problem.space().sample(random)))
                        .as(problem.name())
                        .isGreaterThanOrEqualTo(problem.minimum());
            }
        }
    }

    @Test
    void mixedMinimaAreReached() {
        TestProblem ackley = MixedProblems.ackley();
        assertThat(ackley.value(ackley.space()
                        .configuration(Map.of("level1", "b", "level2", "b", "level3", "b", "x1", 0, "x2", 0, "x3", 0))))
                .isCloseTo(0, within(1e-12));
        TestProblem rosenbrock = MixedProblems.rosenbrock();
        assertThat(rosenbrock.value(
                        rosenbrock.space().configuration(Map.of("k1", 1, "k2", 1, "k3", 1, "x1", 1, "x2", 1, "x3", 1))))
                .isZero();
        TestProblem branches = MixedProblems.branches();
        assertThat(branches.value(
                        branches.space().configuration(Map.of("branch", "branin", "b1", Math.PI, "b2", 2.275))))
                .isCloseTo(branches.minimum(), within(1e-9));
        assertThat(branches.value(
                        branches.space().configuration(Map.of("branch", "levy", "l1", 1, "l2", 1, "l3", 1, "l4", 1))))
                .isCloseTo(1, within(1e-12));
    }
}
