package dev.hone.search.programming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hone.core.InvalidFieldException;
import dev.hone.core.Seeds;
import java.util.ArrayList;
import java.util.List;
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
        for (String infix : List.of("3.5 + 2 * (x * x)", "3 - x * x", "-x * x", "-2 * (x * x) - 1", "x * x")) {
            assertThat(InfixParser.parse(infix).unscaled())
                    .satisfies(term -> assertThat(
                                    new InfixReader(BASIC, 9, infix).tree(term).canonical())
                            .isEqualTo("(* x x)"));
        }
        assertThat(InfixParser.parse("2 * 3").unscaled().isNumber()).isFalse();
        assertThat(InfixParser.parse("7").unscaled().number()).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "x + wind_sped; 'wind_sped', which is not in the language of this study; did you mean 'wind_speed'? at character 5",
                "1 + sinh(x); 'sinh', which is not in the language of this study at character 5",
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
        assertThatThrownBy(() -> bare.parseInfix("x^2", 17)).hasMessageContaining("'*', which is not in the language");
        assertThatThrownBy(() -> bare.parseInfix("", 17)).hasMessageContaining("has nothing at character 1");
    }

    @Test
    void refusesWhatIsTooDeep() {
        assertThat(BASIC.parseInfix("x + x * (x - 1)", 3).depth()).isEqualTo(3);
        assertThatThrownBy(() -> BASIC.parseInfix("x + x * (x - 1)", 2))
                .hasMessageContaining("has a part at depth 3 of the tree at character 10, expected a depth of at most");
        assertThatThrownBy(() -> BASIC.parseInfix("(".repeat(100_000), 17)).hasMessageContaining("at most 10000");
        assertThatThrownBy(() -> BASIC.parseInfix("(".repeat(5_000), 17)).hasMessageContaining("within each other");
    }
}
