package dev.hone.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.trial.Objective;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PairedComparisonTest {

    private static final Objective WALL = Objective.minimize("wall_s");

    /** The quantile 4.3026... is t(0.975, 2) from tables. */
    @Test
    void intervalIsStudentsOnLogRatios() {
        PairedComparison c = PairedComparison.of(WALL, new double[] {10, 20, 30}, new double[] {8, 18, 21}, 1);
        double mean = (Math.log(0.8) + Math.log(0.9) + Math.log(0.7)) / 3;
        double sd = Math.sqrt((Math.pow(Math.log(0.8) - mean, 2)
                        + Math.pow(Math.log(0.9) - mean, 2)
                        + Math.pow(Math.log(0.7) - mean, 2))
                / 2);
        double half = 4.302652729696142 * sd / Math.sqrt(3);
        assertThat(c.relative()).isTrue();
        assertThat(c.effect()).isCloseTo(Math.exp(mean) - 1, within(1e-12));
        assertThat(c.low()).isCloseTo(Math.exp(mean - half) - 1, within(1e-9));
        assertThat(c.high()).isCloseTo(Math.exp(mean + half) - 1, within(1e-9));
        assertThat(c.baselineMean()).isEqualTo(20);
        assertThat(c.candidateMedian()).isEqualTo(18);
        assertThat(c.isSignificant()).isFalse();
        assertThat(c.sentence("best", "default")).contains("no significant difference between best and default");
    }

    @Test
    void aClearGainIsSaidToBeOne() {
        PairedComparison c = PairedComparison.of(
                WALL, new double[] {10, 10.1, 9.9, 10.05, 9.95}, new double[] {8, 8.1, 7.95, 8.02, 7.98}, 1);
        assertThat(c.isGain()).isTrue();
        assertThat(c.pValue()).isLessThan(1e-4);
        assertThat(c.sentence("best", "default"))
                .startsWith("wall_s: best is 19.")
                .contains("lower than default, a significant gain")
                .contains("paired t on log ratios of 5 rounds");
    }

    @Test
    void aLossInAMaximisedObjectiveIsWorse() {
        PairedComparison c = PairedComparison.of(
                Objective.maximize("score"), new double[] {10, 10.1, 9.9}, new double[] {8, 8.1, 7.9}, 1);
        assertThat(c.isSignificant()).isTrue();
        assertThat(c.isGain()).isFalse();
        assertThat(c.sentence("best", "default")).contains("significantly worse");
    }

    @Test
    void valuesWithoutAFixedSignAreComparedByDifference() {
        PairedComparison c = PairedComparison.of(WALL, new double[] {-1, 1, 0}, new double[] {-3, -1, -2.1}, 1);
        assertThat(c.relative()).isFalse();
        assertThat(c.effect()).isCloseTo(-6.1 / 3, within(1e-12));
        assertThat(c.isGain()).isTrue();
        assertThat(c.sentence("best", "default")).contains("differences");
    }

    @Test
    void equalMeasurementsAreNoDifference() {
        PairedComparison c = PairedComparison.of(WALL, new double[] {2, 2, 2}, new double[] {2, 2, 2}, 1);
        assertThat(c.pValue()).isEqualTo(1);
        assertThat(c.isSignificant()).isFalse();
    }

    @Test
    void oneRoundProvesNothing() {
        PairedComparison c = PairedComparison.of(WALL, new double[] {2}, new double[] {1}, 1);
        assertThat(c.isSignificant()).isFalse();
        assertThat(c.low()).isNaN();
        assertThat(c.sentence("best", "default")).contains("one round cannot tell");
    }

    @Property
    void moreComparisonsWidenTheInterval(
            @ForAll @Size(5) List<@DoubleRange(min = 1, max = 2) Double> before,
            @ForAll @Size(5) List<@DoubleRange(min = 1, max = 2) Double> after) {
        double[] baseline = before.stream().mapToDouble(Double::doubleValue).toArray();
        double[] candidate = after.stream().mapToDouble(Double::doubleValue).toArray();
        PairedComparison one = PairedComparison.of(WALL, baseline, candidate, 1);
        PairedComparison four = PairedComparison.of(WALL, baseline, candidate, 4);
        assertThat(four.low()).isLessThanOrEqualTo(one.low());
        assertThat(four.high()).isGreaterThanOrEqualTo(one.high());
        assertThat(four.pValue()).isGreaterThanOrEqualTo(one.pValue());
    }
}
