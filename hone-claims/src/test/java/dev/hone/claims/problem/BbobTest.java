package dev.hone.claims.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.InvalidFieldException;
import dev.hone.core.Seeds;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class BbobTest {

    @ParameterizedTest(name = "f{0} d{1} i{2}")
    @CsvFileSource(resources = "bbob-reference.csv")
    void valuesAreThoseOfTheReferenceImplementation(
            int function, int dimensions, int instance, double optimal, double first, double second, double third) {
        TestProblem problem = Bbob.problem(function, dimensions, instance);

        assertThat(problem.minimum()).isEqualTo(optimal);
        double[] expected = {first, second, third};
        for (int k = 0; k < expected.length; k++) {
            assertThat(problem.function().applyAsDouble(point(k, dimensions)))
                    .as("at point %d", k)
                    .isCloseTo(expected[k], within(1e-9 * Math.max(1, Math.abs(expected[k]))));
        }
        assertThat(problem.function().applyAsDouble(Bbob.optimum(function, dimensions, instance)))
                .as("at the optimum")
                .isCloseTo(optimal, within(1e-6));
    }

    private static double[] point(int k, int dimensions) {
        double[] x = new double[dimensions];
        for (int i = 0; i < dimensions; i++) {
            x[i] = (double) ((37 * i + 11 + 29 * k) % 101) / 10 - 5;
        }
        return k == 2 ? TestFunctions.map(x, xi -> xi * 1.2) : x;
    }

    @Test
    void nothingLiesBelowTheMinimum() {
        RandomGenerator random = Seeds.stream(1);
        for (int function = 1; function <= Bbob.FUNCTIONS; function++) {
            TestProblem problem = Bbob.problem(function, 3, 4);
            for (int i = 0; i < 300; i++) {
                assertThat(problem.value(problem.space().sample(random)))
                        .as(problem.name())
                        .isGreaterThanOrEqualTo(problem.minimum());
            }
        }
    }

    @Test
    void rotationsAreOrthonormal() {
        double[][] q = BbobRandom.rotation(5, 12345);

        for (int i = 0; i < 5; i++) {
            for (int j = 0; j < 5; j++) {
                assertThat(BbobRandom.dot(q[i], q[j])).isCloseTo(i == j ? 1 : 0, within(1e-12));
            }
        }
    }

    @Test
    void refusesWhatIsNotDefined() {
        assertThatThrownBy(() -> Bbob.problem(25, 2, 1))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessage("bbob function: is 25, expected a whole number from 1 to 24");
        assertThatThrownBy(() -> Bbob.problem(1, 1, 1)).hasMessageContaining("bbob dimensions: is 1");
    }
}
