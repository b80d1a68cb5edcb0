package dev.hone.search.gp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hone.search.numeric.Normal;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class OutcomeTransformTest {

    @Property(tries = 200)
    void keepsTheOrderOfAnyFiniteOutcomes(
            @ForAll @Size(min = 6, max = 30) List<@DoubleRange(min = -1e300, max = 1e300) Double> outcomes) {
        double[] y = outcomes.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        OutcomeTransform transform = OutcomeTransform.yeoJohnson(y);
        for (int i = 1; i < y.length; i++) {
            assertThat(transform.apply(y[i])).isFinite().isGreaterThanOrEqualTo(transform.apply(y[i - 1]));
        }
    }

    @Test
    void powerHasTheGreatestLikelihoodAndReducesSkewness() {
        double[] y = new double[99];
        for (int i = 0; i < y.length; i++) {
            y[i] = Math.exp(1.5 * Normal.quantile((i + 1) / 100.0));
        }
        OutcomeTransform standard = OutcomeTransform.standardise(y);
        OutcomeTransform transform = OutcomeTransform.yeoJohnson(y);
        double[] z = Arrays.stream(y).map(standard::apply).toArray();
        double logs = Arrays.stream(z)
                .map(v -> Math.copySign(Math.log1p(Math.abs(v)), v))
                .sum();
        double best = OutcomeTransform.logLikelihood(z, logs, transform.power());
        for (double power = -2; power <= 4; power += 0.01) {
            assertThat(OutcomeTransform.logLikelihood(z, logs, power)).isLessThanOrEqualTo(best + 1e-6);
        }
        assertThat(skewness(y, transform)).isLessThan(skewness(y, standard) / 3);
    }

    private static double skewness(double[] y, OutcomeTransform transform) {
        return Arrays.stream(y)
                .map(transform::apply)
                .map(z -> z * z * z)
                .average()
                .orElseThrow();
    }

    @Test
    void outcomesThatDoNotVaryBecomeZero() {
        OutcomeTransform transform = OutcomeTransform.yeoJohnson(new double[] {3, 3, 3, 3, 3, 3});
        assertThat(transform.apply(3)).isCloseTo(0, within(1e-12));
    }

    @Test
    void psiIsTheTransformOfThePaper() {
        assertThat(OutcomeTransform.psi(2, 0.5)).isCloseTo(2 * (Math.sqrt(3) - 1), within(1e-14));
        assertThat(OutcomeTransform.psi(-2, 0.5)).isCloseTo(-(Math.pow(3, 1.5) - 1) / 1.5, within(1e-14));
        assertThat(OutcomeTransform.psi(2, 0)).isCloseTo(Math.log(3), within(1e-14));
        assertThat(OutcomeTransform.psi(-2, 2)).isCloseTo(-Math.log(3), within(1e-14));
        assertThat(OutcomeTransform.psi(-0.4, 1)).isCloseTo(-0.4, within(1e-14));
    }

    @Test
    void varianceFollowsTheSlope() {
        OutcomeTransform transform = OutcomeTransform.yeoJohnson(new double[] {1, 2, 4, 9, 30, 70, 300});
        for (double y : new double[] {1.5, 250}) {
            double slope = (transform.apply(y + 1e-4) - transform.apply(y - 1e-4)) / 2e-4;
            assertThat(transform.variance(y, 4)).isCloseTo(4 * slope * slope, within(1e-6 * slope));
        }
    }
}
