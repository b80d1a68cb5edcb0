package dev.hone.search.programming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimplificationTest {

    private static final PrimitiveSet ALL = language();

    private static PrimitiveSet language() {
        List<Primitive> all = new ArrayList<>(Arithmetic.functions().values());
        all.add(Arithmetic.variable("x", 0));
        all.add(Arithmetic.variable("y", 1));
        all.add(Arithmetic.ephemeral(-1, 1));
        return new PrimitiveSet(Arithmetic.REAL, all);
    }

    @ParameterizedTest
    @CsvSource({
        "(+ x 0.0), x",
        "(- x x), 0.0",
        "(/ (+ x y) (+ x y)), 1.0",
        "(* 1.0 x), x",
        "(* x 0.0), 0.0",
        "(/ x 1.0), x",
        "(+ x (- y x)), y",
        "(+ x (+ x x)), (* 3.0 x)",
        "(- (+ x 1.0) (- 3.0 y)), (- (+ x y) 2.0)",
        "(* 2.0 (* x 3.0)), (* 6.0 x)",
        "(sin (+ 0.5 0.5)), 0.8414709848078965",
        "(log (abs x)), (log x)",
        "(- 0.5 x), (- 0.5 x)",
        "(+ -0.5 x), (- x 0.5)",
        "(/ x 3.0), (/ x 3.0)",
        "(/ 0.0 x), (/ 0.0 x)",
        "(/ 1.0 0.0), 1.0",
        "(exp 1000.0), (exp 1000.0)",
        "(* 1e200 (* x 1e200)), (* 1.0E200 (* 1.0E200 x))",
        "(* 1e-200 (* x 1e-200)), (* 1.0E-200 (* 1.0E-200 x))",
        "(+ 1e308 (+ x 1e308)), (+ 1.0E308 (+ x 1.0E308))",
        "(/ x (- x x)), (/ x 0.0)",
        "(cos (abs x)), (cos x)",
        "(sin (abs x)), (sin (abs x))"
    })
    void saysTheSameInLess(String tree, String shorter) {
        assertThat(Simplification.of(ALL.parse(tree)).canonical()).isEqualTo(shorter);
    }

    @Test
    void theValuesStayAndNoTreeGrows() {
        TreeGenerator generator = new TreeGenerator(ALL);
        int shorter = 0;
        int compared = 0;
        for (long seed = 0; seed < 2_000; seed++) {
            RandomGenerator random = Seeds.stream(seed, 2);
            Tree tree = generator.ramped(2, 6, random);
            Tree simple = Simplification.of(tree);
            double[][] columns = points(random);
            double[] before = (double[]) tree.evaluate(columns);
            double[] after = (double[]) simple.evaluate(columns);
            for (int i = 0; i < before.length; i++) {
                if (Math.abs(before[i]) < 1e6) {
                    assertThat(after[i])
                            .as("%s at %s, %s", tree, columns[0][i], columns[1][i])
                            .isCloseTo(before[i], within(1e-6));
                    compared++;
                }
            }
            assertThat(simple.size()).isLessThanOrEqualTo(tree.size());
            shorter += simple.size() < tree.size() ? 1 : 0;
        }
        assertThat(shorter).isGreaterThan(500);
        assertThat(compared).isGreaterThan(20_000);
    }

    /** Values of x and y: random ones, and those where protected functions and equal terms show. */
    private static double[][] points(RandomGenerator random) {
        double[][] columns = {new double[20], new double[20]};
        for (int i = 0; i < 15; i++) {
            columns[0][i] = random.nextDouble(-3, 3);
            columns[1][i] = random.nextDouble(-3, 3);
        }
        System.arraycopy(new double[] {0, 0, 1, -2, 1e-10}, 0, columns[0], 15, 5);
        System.arraycopy(new double[] {0, 1, 1, 2, 0.5}, 0, columns[1], 15, 5);
        return columns;
    }

    @Test
    void numbersThatAllTreesShareAreNumbersAndOtherFunctionsStay() {
        Primitive positive = Primitive.function(
                "positive", "truth", List.of(Arithmetic.REAL), (input, arguments) -> ((double[]) arguments[0])[0] > 0);
        Primitive either = Primitive.function(
                "either", Arithmetic.REAL, List.of("truth", Arithmetic.REAL), (input, arguments) -> arguments[1]);
        Primitive always = Primitive.terminal("always", "truth", (input, none) -> true);
        List<Primitive> all =
                List.of(Arithmetic.add(), Arithmetic.number(1), Arithmetic.variable("x", 0), positive, either, always);
        PrimitiveSet language = new PrimitiveSet(Arithmetic.REAL, all);

        assertThat(Simplification.of(language.parse("(+ 1 (+ x 1))")).canonical())
                .isEqualTo("(+ x 2.0)");
        assertThat(Simplification.of(language.parse("(either (positive 1) (+ 1 1))"))
                        .canonical())
                .isEqualTo("(either (positive 1) 2.0)");
    }

    @Test
    void numbersAroundATreeJoinSlopeAndIntercept() {
        Formula formula = new Formula(ALL.parse("(+ (* 2.0 (* x y)) 3.0)"), 1, 10);

        assertThat(new Formula(ALL.parse("(* 1e200 x)"), 1, 1e200).simplified().slope())
                .isEqualTo(1e200);
        assertThat(formula.simplified()).isEqualTo(new Formula(ALL.parse("(* x y)"), 31, 20));
        assertThat(new Formula(ALL.parse("(- 3.0 x)"), 1, 10).simplified().infix())
                .isEqualTo("31 - 10 * x");
        assertThat(new Formula(ALL.parse("(+ x 3.0)"), 0, 1).simplified().infix())
                .isEqualTo("x + 3");
    }
}
