package dev.hone.core.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hone.core.InvalidFieldException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParameterTest {

    private static Object decode(Parameter parameter, double... cube) {
        return parameter.decode(cube, 0);
    }

    private static double encode(Parameter parameter, Object value) {
        double[] cube = {Double.NaN};
        parameter.encode(value, cube, 0);
        return cube[0];
    }

    @Test
    void linearFloatIsAffine() {
        FloatParameter x = FloatParameter.linear("x", -2, 6);
        assertThat(decode(x, 0)).isEqualTo(-2.0);
        assertThat(decode(x, 0.25)).isEqualTo(0.0);
        assertThat(decode(x, 1)).isEqualTo(6.0);
        assertThat(encode(x, 4.0)).isEqualTo(0.75);
    }

    @Test
    void logFloatIsAffineInTheLogarithm() {
        FloatParameter x = FloatParameter.log("x", 1e-4, 1e4);
        assertThat((Double) decode(x, 0.5)).isCloseTo(1, org.assertj.core.data.Offset.offset(1e-12));
        assertThat((Double) decode(x, 0.75)).isCloseTo(100, org.assertj.core.data.Offset.offset(1e-9));
        assertThat(decode(x, 0)).isEqualTo(1e-4);
        assertThat(decode(x, 1)).isEqualTo(1e4);
        assertThat(encode(x, 1e-2)).isCloseTo(0.25, org.assertj.core.data.Offset.offset(1e-12));
    }

    @ParameterizedTest
    @CsvSource({"0,0.1", "0.24,0.1", "0.26,0.2", "0.5,0.3", "0.74,0.3", "0.76,0.4", "1,0.4"})
    void steppedFloatHasDecimalValuesInCellsOfEqualWidth(double u, double value) {
        assertThat(decode(FloatParameter.stepped("x", 0.1, 0.45, 0.1), u)).isEqualTo(value);
    }

    @Test
    void stepLowersHighToTheLastGridPoint() {
        assertThat(FloatParameter.stepped("x", 0.1, 0.45, 0.1).high()).isEqualTo(0.4);
        assertThat(IntParameter.stepped("x", 1, 9, 3).high()).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource({"0,1", "0.24,1", "0.26,4", "0.51,7", "0.76,10", "1,10"})
    void steppedIntHasCellsOfEqualWidth(double u, long value) {
        assertThat(decode(IntParameter.stepped("n", 1, 12, 3), u)).isEqualTo(value);
    }

    @Test
    void logIntGivesEachValueTheLogWidthOfItsRoundingInterval() {
        IntParameter n = IntParameter.log("n", 1, 4);
        double from = Math.log(0.5);
        double span = Math.log(4.5) - from;
        for (long k = 1; k <= 4; k++) {
            double lower = (Math.log(k - 0.5) - from) / span;
            double upper = (Math.log(k + 0.5) - from) / span;
            assertThat(decode(n, lower + 1e-9)).isEqualTo(k);
            assertThat(decode(n, upper - 1e-9)).isEqualTo(k);
            assertThat(encode(n, k)).isBetween(lower, upper);
        }
    }

    @Test
    void numbersOutsideTheDomainAreRefusedByName() {
        assertThatThrownBy(() -> FloatParameter.linear("x", 0, 1).canonical(1.5))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessage("x: is 1.5, expected a number from 0.0 to 1.0");
        assertThatThrownBy(() -> FloatParameter.linear("x", 0, 1).canonical(Double.NaN))
                .hasMessageContaining("NaN");
        assertThatThrownBy(() -> FloatParameter.stepped("x", 0, 1, 0.25).canonical(0.3))
                .hasMessageContaining("a multiple of 0.25 above 0.0");
        assertThatThrownBy(() -> IntParameter.linear("n", 1, 8).canonical(2.5))
                .hasMessage("n: is '2.5', expected a whole number");
        assertThatThrownBy(() -> IntParameter.stepped("n", 1, 9, 2).canonical(4))
                .hasMessage("n: is 4, expected 1 plus a multiple of 2");
        assertThatThrownBy(() -> IntParameter.linear("n", 1, 8).canonical(1e300))
                .hasMessageContaining("expected a whole number");
        assertThatThrownBy(() -> IntParameter.linear("n", 1, 8).canonical(Double.POSITIVE_INFINITY))
                .hasMessageContaining("expected a whole number");
    }

    @Test
    void numbersOfOtherTypesAreWidened() {
        assertThat(IntParameter.linear("n", 1, 8).canonical(3)).isEqualTo(3L);
        assertThat(IntParameter.linear("n", 1, 8).canonical(3.0)).isEqualTo(3L);
        assertThat(FloatParameter.linear("x", 0, 5).canonical(3)).isEqualTo(3.0);
        assertThat(CategoricalParameter.of("c", 1, 2).canonical(2)).isEqualTo(2L);
    }

    @ParameterizedTest
    @CsvSource({
        "2, 1, false, 0, 'x.low: is 2.0, expected at most high, which is 1.0'",
        "0, 1, true, 0, 'x.low: is 0.0, expected a number above 0, because log is true'",
        "-1, 1, true, 0, 'x.low: is -1.0, expected a number above 0, because log is true'",
        "1, 2, true, 0.5, 'x.step: is 0.5, expected no step, because log is true'",
        "1, 2, false, -1, 'x.step: is -1.0, expected a finite number above 0'",
        "NaN, 2, false, 0, 'x.low: is NaN, expected a finite number'",
        "0, Infinity, false, 0, 'x.high: is Infinity, expected a finite number'",
        "-1.7e308, 1.7e308, false, 0, 'x.high: is 1.7E308, expected a range high - low that is finite'"
    })
    void badFloatDomains(double low, double high, boolean log, double step, String message) {
        assertThatThrownBy(() -> new FloatParameter("x", low, high, log, step, Optional.empty()))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource({
        "2, 1, false, 1, 'n.low: is 2, expected at most high, which is 1'",
        "0, 1, true, 1, 'n.low: is 0, expected a whole number above 0, because log is true'",
        "1, 9, true, 2, 'n.step: is 2, expected no step, because log is true'",
        "1, 9, false, 0, 'n.step: is 0, expected a whole number above 0'",
        "-9223372036854775808, 0, false, 1, 'n.low: is -9223372036854775808, expected a whole number within +-2^53'",
        "0, 9223372036854775807, false, 1, 'n.high: is 9223372036854775807, expected a whole number within +-2^53'"
    })
    void badIntDomains(long low, long high, boolean log, long step, String message) {
        assertThatThrownBy(() -> new IntParameter("n", low, high, log, step, Optional.empty()))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessage(message);
    }

    @Test
    void choicesAndItemsAppearOnce() {
        assertThatThrownBy(() -> CategoricalParameter.of("c", "a", "b", "a"))
                .hasMessage("c.choices: is [a, b, a], expected no choice twice");
        assertThatThrownBy(() -> PermutationParameter.of("p", "a", "a"))
                .hasMessage("p.items: is [a, a], expected no item twice");
        assertThatThrownBy(() -> CategoricalParameter.of("c")).hasMessageContaining("at least one element");
        assertThatThrownBy(() -> CategoricalParameter.of("c", List.of("a")))
                .hasMessageContaining("expected a text, a number or a boolean");
    }

    @Test
    void textAndNumberAreDifferentChoices() {
        CategoricalParameter c = CategoricalParameter.of("c", "1", 1, true);
        assertThat(c.canonical("1")).isEqualTo("1");
        assertThat(c.canonical(1)).isEqualTo(1L);
        assertThat(decode(c, 0.5)).isEqualTo(1L);
        assertThatThrownBy(() -> c.canonical("true")).hasMessageContaining("expected one of");
    }

    @Test
    void permutationSortsItemsByTheirKeys() {
        PermutationParameter p = PermutationParameter.of("p", "a", "b", "c");
        assertThat(decode(p, 0.9, 0.1, 0.5)).isEqualTo(List.of("b", "c", "a"));
        assertThat(decode(p, 0.5, 0.5, 0.5)).isEqualTo(List.of("a", "b", "c"));
        assertThat(p.cardinality()).isEqualTo(6);
        assertThat(p.valueAt(0)).isEqualTo(List.of("a", "b", "c"));
        assertThat(p.valueAt(3)).isEqualTo(List.of("b", "c", "a"));
        assertThat(p.valueAt(5)).isEqualTo(List.of("c", "b", "a"));
        assertThatThrownBy(() -> p.canonical(List.of("a", "b"))).hasMessageContaining("expected an order of [a, b, c]");
        assertThatThrownBy(() -> p.canonical(List.of("a", "b", "b"))).isInstanceOf(InvalidFieldException.class);
        assertThatThrownBy(() -> p.canonical("a")).isInstanceOf(InvalidFieldException.class);
    }

    @Test
    void permutationsOfMoreThanTwentyItemsCountAsUnbounded() {
        String[] items = new String[21];
        java.util.Arrays.setAll(items, i -> "i" + i);
        assertThat(PermutationParameter.of("p", items).cardinality()).isEqualTo(Long.MAX_VALUE);
    }
}
