package dev.hone.core.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hone.core.HoneException;
import dev.hone.core.space.CategoricalParameter;
import dev.hone.core.space.ConstantParameter;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.IntParameter;
import dev.hone.core.space.PermutationParameter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpaceSyntaxTest {

    @Test
    void readsEveryType() {
        assertThat(SpaceSyntax.parse(
                                " x=float(0.1,10,log) y=float( -1 , 1e1 , step=0.5) n=int(1,8)\n k=int(1, 1024, log)"
                                        + " m=int(0,64,step=8) gc=cat(a, 'b, c', 3, 1.5, true, '', \"4\") lv=ordered(low,high)"
                                        + " p=perm(a,b,c), port=const(8080)")
                        .parameters())
                .containsExactly(
                        FloatParameter.log("x", 0.1, 10),
                        FloatParameter.stepped("y", -1, 10, 0.5),
                        IntParameter.linear("n", 1, 8),
                        IntParameter.log("k", 1, 1024),
                        IntParameter.stepped("m", 0, 64, 8),
                        CategoricalParameter.of("gc", "a", "b, c", 3, 1.5, true, "", "4"),
                        CategoricalParameter.ordered("lv", "low", "high"),
                        PermutationParameter.of("p", "a", "b", "c"),
                        ConstantParameter.of("port", 8080));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | 1 | is empty",
                "x | 2 | the end stands after the name x, expected '='",
                "x=flaot(1,2) | 3 | 'flaot' is not a type; did you mean 'float'?",
                "x=float | 8 | the end stands after float, expected '('",
                "x=float(1 | 10 | ends within parentheses, expected ')'",
                "x=float(1) | 9 | has 1 values, expected low and high",
                "x=float(1,) | 11 | has no value here",
                "x=float(a,2) | 9 | 'a' stands here, expected a number",
                "x=float(1,.inf) | 9 | x.high: is Infinity, expected a finite number",
                "n=int(1,2.5) | 9 | '2.5' stands here, expected a whole number",
                "n=int(1,8,lgo) | 11 | 'lgo' is not an option, expected log or step=NUMBER",
                "n=int(1,8,step=0) | 7 | step is 0, expected a number above 0",
                "n=int(8,1) | 7 | n.low: is 8, expected at most high, which is 1",
                "n=int(0,8,log) | 7 | n.low: is 0, expected a whole number above 0, because log is true",
                "n=int(1,8) n=int(1,8) | 12 | 'n' is given twice",
                "n=int(1,8)m=int(1,8) | 11 | 'm' follows a parameter, expected a space",
                "2n=int(1,8) | 1 | '2n' is not a name",
                "c=cat(a,a) | 7 | expected no choice twice",
                "c=cat('a) | 7 | opens a quote that is not closed",
                "c=cat('a'b) | 10 | 'b' stands here, expected ',' or ')'",
                "c=const(1,2) | 9 | has 2 values, expected one",
                "=int(1,2) | 1 | '' is not a name"
            })
    void mistakesAreShownAtTheirColumn(String text, int column, String message) {
        assertThatThrownBy(() -> SpaceSyntax.parse(text))
                .isInstanceOf(HoneException.class)
                .hasMessageStartingWith("space, column " + column + ": ")
                .hasMessageContaining(message);
    }

    @Test
    void aCaretStandsUnderTheMistake() {
        assertThatThrownBy(() -> SpaceSyntax.parse("n=int(1,8) x=foo(1)"))
                .hasMessageEndingWith("\n  n=int(1,8) x=foo(1)\n               ^");
    }
}
