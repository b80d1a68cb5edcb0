package dev.hone.search.programming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hone.core.InvalidFieldException;
import dev.hone.core.Seeds;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InfixReaderTest {

    private static final PrimitiveSet ALL =
            language(true, Arithmetic.functions().keySet().toArray(String[]::new));
    private static final PrimitiveSet BASIC = language(true, "add", "subtract", "multiply", "divide");

    private static PrimitiveSet language(boolean constants, String... functions) {
        List<Primitive> all = new ArrayList<>();
        for (String function : functions) {
            all.add(Arithmetic.functions().get(function));
        }
        all.add(Arithmetic.variable("x", 0));
        all.add(Arithmetic.variable("wind_speed", 1));
        if (constants) {
            all.add(Arithmetic.ephemeral(-1, 1));
        }
        return new PrimitiveSet(Arithmetic.REAL, all);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "x; x",
                "2*x + 1; (+ (* 2.0 x) 1.0)",
                "x - wind_speed - x; (- (- x wind_speed) x)",
                "x / (x * 3); (/ x (* x 3.0))",
                "-x^2; (* -1.0 (square x))",
                "(-0.5)^2; (square -0.5)",
                "2 * -3e-2; (* 2.0 -0.03)",
                "x - -x * x; (- x (* -1.0 (* x x)))",
                "x * -x / 2; (/ (* x (* -1.0 x)) 2.0)",
                "-(-x); (* -1.0 (* -1.0 x))",
                "log(|x|) + log(x); (+ (log x) (log x))",
                "sqrt(|x - 1|); (sqrt (- x 1.0))",
                "| x + |x| | * |x|; (* (abs (+ x (abs x))) (abs x))",
                "sin( cos(tanh(exp(.5))) ); (sin (cos (tanh (exp 0.5))))"
            })
    void readsWhatPeopleWrite(String infix, String canonical) {
        assertThat(ALL.parseInfix(infix, 17).canonical()).isEqualTo(canonical);
    }

    @Test
    void aPowerIsAProductWhereThereIsNoSquare() {
        assertThat(BASIC.parseInfix("(x + 1)^2", 17).canonical()).isEqualTo("(* (+ x 1.0) (+ x 1.0))");
    }

    @Test
    void readsWhatTreesWrite() {
        TreeGenerator generator = new TreeGenerator(ALL);
        for (long seed = 0; seed < 300; seed++) {
            String infix = generator.ramped(1, 6, Seeds.stream(seed, 1)).infix();
            assertThat(ALL.parseInfix(infix, 100).infix()).isEqualTo(infix);
        }
    }

    @Test
    void slopeAndInterceptAreLeftToTheFitWhereThereIsOne() {
        for (String infix : List.of(
                "3.5 + 2 * (x * x)",
                "3 - x * x",
                "-x * x",
                "-2 * (x * x) - 1",
                "x * x",
                "3 + 2 * x * x",
                "x * x * 2 / 3 - 1")) {
            assertThat(InfixParser.parse(infix).unscaled())
                    .satisfies(term -> assertThat(
                                    new InfixReader(BASIC, 9, infix).tree(term).canonical())
                            .isEqualTo("(* x x)"));
        }
        assertThat(new InfixReader(BASIC, 9, "")
                        .tree(InfixParser.parse("1 - 2 * x / wind_speed").unscaled())
                        .canonical())
                .isEqualTo("(/ x wind_speed)");
        assertThat(new InfixReader(BASIC, 9, "")
                        .tree(InfixParser.parse("1 + x * x - wind_speed + 2").unscaled())
                        .canonical())
                .isEqualTo("(- (* x x) wind_speed)");
        assertThat(InfixParser.parse("2 * 3").unscaled().isNumber()).isFalse();
        assertThat(InfixParser.parse("7").unscaled().number()).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "x + wind_sped; 'wind_sped' at character 5; did you mean 'wind_speed'?, expected one of [",
                "1 + sinh(x); 'sinh' at character 5; did you mean 'sin'?, expected one of [",
                "x + sin(x, x); 'sin' with 2 argument(s) at character 5, expected 1 of them",
                "x(2); 'x' with 1 argument(s) at character 1, expected 0 of them",
                "sin + 1; 'sin' with 0 argument(s) at character 1",
                "x + * 2; '*' at character 5, expected a number, a name",
                "(x + 1; nothing at character 7, expected an operator or ')'",
                "|x + 1; nothing at character 7, expected an operator or '|'",
                "x 2; '2' at character 3, expected an operator or the end",
                "x ^ 3; another power at character 5, expected 2",
                "1e999; '1e999' at character 1, expected a finite number",
                "x $ 2; '$' at character 3",
                "x \u2212 2; '\u2212' at character 3",
                "x + \ud835\udc65; '\ud835\udc65' at character 5",
                "x + #; '#' at character 5"
            })
    void refusesWithThePlace(String infix, String message) {
        assertThatThrownBy(() -> ALL.parseInfix(infix, 17))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageStartingWith("formula: has ")
                .hasMessageContaining(message)
                .hasMessageEndingWith(" in: " + infix);
    }

    @Test
    void refusesWhatTheLanguageLacks() {
        PrimitiveSet bare = language(false, "add");
        assertThatThrownBy(() -> bare.parseInfix("x + 2.5", 17))
                .hasMessageContaining("has the number 2.5 at character 5, expected none");
        assertThatThrownBy(() -> bare.parseInfix("x^2", 17))
                .hasMessageContaining("has 'square' at character 2, expected one of [+, x");
        assertThatThrownBy(() -> bare.parseInfix("", 17)).hasMessageContaining("has nothing at character 1");
    }

    @Test
    void refusesWhatIsTooDeep() {
        assertThat(BASIC.parseInfix("x + x * (x - 1)", 3).depth()).isEqualTo(3);
        assertThatThrownBy(() -> BASIC.parseInfix("x + x * (x - 1)", 2))
                .hasMessageContaining("has a part at depth 3 of the tree at character 10, expected a depth of at most");
    }

    /** None may take long or overflow the stack, whatever the limit of the language. */
    @Test
    void refusesWhatIsTooMuch() {
        assertTooMuch("(".repeat(100_000), "more text at character 10001, expected at most 10000 characters");
        for (String sign : List.of("(", "|", "-", "sin(", "sin(x, ", "x + (")) {
            assertTooMuch(sign.repeat(10_000 / sign.length()), "more than 200 operations within each other");
        }
        for (String chain : List.of("x + ", "x * ", "2 * ", "1 - ")) {
            assertTooMuch(chain.repeat(2_000) + "x", "more than 200 operations within each other");
        }
        assertTooMuch("(".repeat(90) + "x" + ")^2".repeat(90), "has a part of 16383 nodes at character");
        assertTooMuch("y".repeat(10_000), "has '" + "y".repeat(60) + "...' at character 1, expected one of [");
        assertTooMuch("9".repeat(10_000), "9...' at character 1, expected a finite number");
        assertThat(BASIC.parseInfix("0." + "1".repeat(9_000), 17).constants()).containsExactly(1 / 9.0);
    }

    private static void assertTooMuch(String infix, String message) {
        SymbolicRegression.Options scaled = new SymbolicRegression.Options(
                List.of(Arithmetic.multiply()), List.of(Arithmetic.ephemeral(-1, 1)), true);
        for (ThrowingCallable read : List.<ThrowingCallable>of(
                () -> BASIC.parseInfix(infix, 100), () -> scaled.parseInfix(infix, List.of("x"), 100))) {
            assertThatThrownBy(read)
                    .isInstanceOf(InvalidFieldException.class)
                    .hasMessageContaining(message)
                    .satisfies(e -> assertThat(e.getMessage().length()).isLessThan(400));
        }
    }
}
