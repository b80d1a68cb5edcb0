package dev.hone.claims.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.Seeds;
import dev.hone.core.pareto.Hypervolume;
import dev.hone.core.space.Configuration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FrontProblemsTest {

    private static final int POINTS = 20_000;

    /** The point with its first coordinate {@code t} and all others {@code rest}. */
    private static DoubleFunction<double[]> line(int dimensions, double rest) {
        return t -> IntStream.range(0, dimensions)
                .mapToDouble(i -> i == 0 ? t : rest)
                .toArray();
    }

    /** Feasible points of the front, t from 0 to 1, dominate the volume up to how densely they lie, and not more. */
    private static void assertVolume(FrontProblem problem, List<DoubleFunction<double[]>> pieces) {
        List<double[]> losses = new ArrayList<>();
        for (DoubleFunction<double[]> piece : pieces) {
            for (int i = 0; i <= POINTS; i++) {
                double[] x = piece.apply((double) i / POINTS);
                assertThat(problem.constraints()).as(problem.name()).allMatch(c -> c.applyAsDouble(x) <= 1e-12);
                losses.add(problem.functions().apply(x));
            }
        }
        double volume = Hypervolume.of(losses.toArray(double[][]::new), reference(problem));
        assertThat(volume).as(problem.name()).isBetween(problem.volume() * (1 - 2e-5), problem.volume());
    }

    private static double[] reference(FrontProblem problem) {
        return problem.reference().stream().mapToDouble(Double::doubleValue).toArray();
    }

    @Test
    void volumesAreThoseOfThePublishedFronts() {
        assertVolume(FrontProblems.zdt1(), List.of(line(30, 0)));
        assertVolume(FrontProblems.zdt2(), List.of(line(30, 0)));
        assertVolume(FrontProblems.zdt3(), List.of(line(30, 0)));
        assertVolume(FrontProblems.zdt4(), List.of(line(10, 0)));
        assertVolume(FrontProblems.zdt6(), List.of(line(10, 0)));
        assertVolume(FrontProblems.binhKorn(), List.of(t -> new double[] {3 * t, 3 * t}, t ->
                new double[] {3 + 2 * t, 3}));
        assertVolume(
                FrontProblems.osyczkaKundu(),
                List.of(
                        t -> new double[] {5, 1, 1 + 4 * t, 0, 5, 0},
                        t -> new double[] {5, 1, 1 + 4 * t, 0, 1, 0},
                        t -> new double[] {2 + 3 * t, t, 1, 0, 1, 0},
                        t -> new double[] {0, 2, 1 + 4 * t, 0, 1, 0},
                        t -> new double[] {t, 2 - t, 1, 0, 1, 0}));
    }

    @Test
    void theFrontOfDtlz2IsTheUnitSphere() {
        FrontProblem problem = FrontProblems.dtlz2();
        List<double[]> losses = new ArrayList<>();
        for (int i = 0; i <= 100; i++) {
            for (int j = 0; j <= 100; j++) {
                double[] x = line(12, 0.5).apply(i / 100.0);
                x[1] = j / 100.0;
                double[] f = problem.functions().apply(x);
                assertThat(f[0] * f[0] + f[1] * f[1] + f[2] * f[2]).isCloseTo(1, within(1e-12));
                losses.add(f);
            }
        }
        assertThat(Hypervolume.of(losses.toArray(double[][]::new), reference(problem)))
                .isBetween(0.98 * problem.volume(), problem.volume());
    }

    /** At x_i = i / d; computed apart from Hone in Python. */
    @Test
    void valuesOffTheFront() {
        assertValues(FrontProblems.zdt1(), 0.03333333333333333, 5.360303134724237);
        assertValues(FrontProblems.zdt2(), 0.03333333333333333, 5.799808429118775);
        assertValues(FrontProblems.zdt3(), 0.03333333333333333, 5.331435621264756);
        assertValues(FrontProblems.zdt4(), 0.1, 94.80079029366307);
        assertValues(FrontProblems.zdt6(), 0.5039560461397534, 8.892536677421436);
        assertValues(FrontProblems.dtlz2(), 1.6559575488798233, 0.44371248792257, 0.22570154071383916);
        assertValues(FrontProblems.binhKorn(), 5, 36.25);
        assertValues(FrontProblems.osyczkaKundu(), -98.19444444444443, 2.5277777777777777);
    }

    private static void assertValues(FrontProblem problem, double... expected) {
        int d = problem.space().dimensions();
        double[] x =
                IntStream.rangeClosed(1, d).mapToDouble(i -> (double) i / d).toArray();
        assertThat(problem.functions().apply(x)).as(problem.name()).containsExactly(expected, within(1e-9));
    }

    @Test
    void noRandomPointLiesBeyondTheFront() {
        RandomGenerator random = Seeds.stream(1);
        for (FrontProblem problem : FrontProblems.all()) {
            List<Configuration> points = IntStream.range(0, 2_000)
                    .mapToObj(i -> problem.space().sample(random))
                    .toList();
            double[] regrets = problem.regrets(points);
            assertThat(regrets[regrets.length - 1]).as(problem.name()).isBetween(1e-6, 1 - 1e-6);
            assertThat(regrets[0]).isGreaterThanOrEqualTo(regrets[regrets.length - 1]);
        }
    }
}
