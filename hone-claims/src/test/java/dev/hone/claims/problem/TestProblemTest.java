package dev.hone.claims.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.Seeds;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class TestProblemTest {

    @Test
    void minimaAreWhereTheyArePublished() {
        TestProblem branin = TestProblem.branin();
        for (double[] x : new double[][] {{-Math.PI, 12.275}, {Math.PI, 2.275}, {9.42478, 2.475}}) {
            assertThat(branin.function().applyAsDouble(x)).isEqualTo(branin.minimum(), within(1e-9));
        }
        TestProblem hartmann = TestProblem.hartmann6();
        double[] best = {0.20169, 0.150011, 0.476874, 0.275332, 0.311652, 0.6573};
        assertThat(hartmann.function().applyAsDouble(best)).isEqualTo(hartmann.minimum(), within(1e-5));
        double[] ones = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
        assertThat(TestProblem.levy(10).function().applyAsDouble(ones)).isEqualTo(0, within(1e-12));
        assertThat(TestProblem.rosenbrock(10).function().applyAsDouble(ones)).isEqualTo(0, within(1e-12));
        double[] zeros = new double[10];
        assertThat(TestProblem.ackley(10).function().applyAsDouble(zeros)).isEqualTo(0, within(1e-12));
        assertThat(TestProblem.rastrigin(10).function().applyAsDouble(zeros)).isEqualTo(0, within(1e-12));
        double[] three = {0.114614, 0.555649, 0.852547};
        TestProblem hartmann3 = TestProblem.hartmann3();
        assertThat(hartmann3.function().applyAsDouble(three)).isEqualTo(hartmann3.minimum(), within(1e-6));
    }

    @Test
    void nothingLiesBelowTheMinimum() {
        RandomGenerator random = Seeds.stream(1);
        for (TestProblem problem : TestProblem.standard()) {
            for (int i = 0; i < 2_000; i++) {
                assertThat(problem.value(problem.space().sample(random))).isGreaterThanOrEqualTo(problem.minimum());
            }
        }
    }
}
