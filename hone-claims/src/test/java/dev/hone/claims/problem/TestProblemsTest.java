package dev.hone.claims.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hone.claims.problem.TestProblems.BbobRange;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.Seeds;
import dev.hone.core.space.Configuration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TestProblemsTest {

    private static final BbobRange RANGE = new BbobRange(List.of(2, 5), List.of(1, 2, 3));

    private static List<String> names(String... selected) {
        return TestProblems.select(List.of(selected), RANGE).stream()
                .map(TestProblem::name)
                .toList();
    }

    @Test
    void everySuiteHasProblemsThatAreFoundByName() {
        for (String suite : TestProblems.suites().keySet()) {
            List<String> members = names(suite);
            assertThat(members).isNotEmpty();
            assertThat(names(members.toArray(new String[0]))).isEqualTo(members);
        }
    }

    @Test
    void suitesOfFunctionsSpanDimensionsAndInstances() {
        assertThat(names("bbob")).hasSize(24 * 2 * 3).startsWith("bbob-f1-d2-i1", "bbob-f1-d2-i2");
        assertThat(names("bbob-f8")).hasSize(6);
        assertThat(names("bbob-f8-d5")).containsExactly("bbob-f8-d5-i1", "bbob-f8-d5-i2", "bbob-f8-d5-i3");
        assertThat(names("bbob-f8-d20-i7")).containsExactly("bbob-f8-d20-i7");
    }

    @Test
    void namesAreFoundInAnyCaseAndOnce() {
        assertThat(names("BRANIN", "standard", "levy-3"))
                .startsWith("Branin", "Hartmann-6")
                .hasSize(8)
                .endsWith("Levy-3");
    }

    @Test
    void unknownNamesAreRefused() {
        assertThatThrownBy(() -> names("branim"))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageContaining("problem: is 'branim'; did you mean 'branin'?, expected one of [standard,");
        assertThatThrownBy(() -> names("levy-1")).hasMessageContaining("dimensions of levy: is 1");
        assertThatThrownBy(() -> names("bbob-f25")).hasMessageContaining("bbob function: is 25");
    }

    @Test
    void noiseDependsOnSeedAndTrialAlone() {
        TestProblem problem = TestProblem.branin().noisy(2);
        Configuration x = problem.space().sample(Seeds.stream(1));

        assertThat(problem.evaluate(x, 1, 7).value())
                .isEqualTo(problem.evaluate(x, 1, 7).value());
        double[] noise = IntStream.range(0, 2_000)
                .mapToDouble(i -> problem.evaluate(x, 1, i).value() - problem.value(x))
                .toArray();
        double mean = IntStream.range(0, noise.length)
                .mapToDouble(i -> noise[i])
                .average()
                .orElseThrow();
        double square = IntStream.range(0, noise.length)
                .mapToDouble(i -> noise[i] * noise[i])
                .average()
                .orElseThrow();
        assertThat(mean).isCloseTo(0, within(0.2));
        assertThat(Math.sqrt(square)).isCloseTo(2, within(0.2));
    }
}
