package dev.hone.search.programming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConstantFitTest {

    private static final double[] X =
            IntStream.range(0, 25).mapToDouble(i -> i / 6.0).toArray();

    @Test
    void aLinearProblemIsSolvedToTheDigit() {
        double[] fitted = ConstantFit.minimize(
                new double[] {0, 0},
                c -> Arrays.stream(X).map(x -> 3 * x - 7 - c[0] * x - c[1]).toArray(),
                50);
        assertThat(fitted[0]).isEqualTo(3, within(1e-9));
        assertThat(fitted[1]).isEqualTo(-7, within(1e-9));
    }

    @Test
    void recoversTheConstantsOfAnExponential() {
        double[] fitted = ConstantFit.minimize(
                new double[] {1, -0.1},
                c -> Arrays.stream(X)
                        .map(x -> 2.5 * Math.exp(-0.8 * x) - c[0] * Math.exp(c[1] * x))
                        .toArray(),
                100);
        assertThat(fitted[0]).isEqualTo(2.5, within(1e-8));
        assertThat(fitted[1]).isEqualTo(-0.8, within(1e-8));
    }

    @Test
    void neverEndsWorseThanItBegan() {
        // a constant without effect, and one whose every step leads to what is no number
        assertThat(ConstantFit.minimize(new double[] {4}, c -> new double[] {1, 2}, 20))
                .containsExactly(4);
        double[] start = {1};
        assertThat(ConstantFit.minimize(start, c -> new double[] {c[0] == 1 ? 5 : Double.NaN}, 20))
                .containsExactly(1);
        assertThat(ConstantFit.minimize(new double[0], c -> new double[] {1}, 20))
                .isEmpty();
    }

    @Test
    void polishingFindsTheConstantsOfAKnownFormula() {
        double[] y =
                Arrays.stream(X).map(x -> 4 + 1.5 * Math.sin(1.7 * x + 0.3)).toArray();
        SymbolicRegression task = new SymbolicRegression(
                List.of("x"),
                new double[][] {X},
                y,
                new SymbolicRegression.Options(
                        List.of(Arithmetic.add(), Arithmetic.multiply(), Arithmetic.sine()),
                        List.of(Arithmetic.ephemeral(-1, 1)),
                        true,
                        SymbolicRegression.Loss.RMSE,
                        true));
        Formula formula = task.formula(task.primitives().parse("(sin (+ (* 1.4 x) 0.1))"));
        assertThat(formula.tree().constants()[0]).isEqualTo(1.7, within(1e-6));
        assertThat(formula.tree().constants()[1]).isEqualTo(0.3, within(1e-6));
        assertThat(formula.slope()).isEqualTo(1.5, within(1e-6));
        assertThat(formula.intercept()).isEqualTo(4, within(1e-6));
        assertThat(task.loss(formula)).isLessThan(1e-7);
    }
}
