package dev.hone.search.numeric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.InvalidFieldException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.hipparchus.special.Erf;
import org.junit.jupiter.api.Test;

class NormalTest {

    @Test
    void logHMatchesTheVectorsOfTheMethod() {
        assertThat(Normal.logH(-6)).isCloseTo(-22.57887939, within(5e-9));
        assertThat(Normal.logH(-10)).isCloseTo(-55.55312204, within(5e-9));
    }

    @Test
    void logHIsContinuousWhereItsFormulasMeet() {
        for (double z : new double[] {-1, -50}) {
            double gap = Math.abs(z) * 1e-12;
            assertThat(Normal.logH(z - gap)).isCloseTo(Normal.logH(z + gap), within(1e-8));
            assertThat(Normal.logHSlope(z - gap)).isCloseTo(Normal.logHSlope(z + gap), within(1e-8 * Math.abs(z)));
        }
    }

    @Property(tries = 300)
    void slopesAreDerivatives(@ForAll @DoubleRange(min = -80, max = 8) double z) {
        double step = 1e-5;
        double h = (Normal.logH(z + step) - Normal.logH(z - step)) / (2 * step);
        assertThat(Normal.logHSlope(z)).isCloseTo(h, within(2e-6 * Math.max(1, Math.abs(z))));
        double c = (Normal.logCdf(z + step) - Normal.logCdf(z - step)) / (2 * step);
        assertThat(Normal.logCdfSlope(z)).isCloseTo(c, within(2e-6 * Math.max(1, Math.abs(z))));
    }

    @Property(tries = 300)
    void cdfAgreesWithAnIndependentImplementation(@ForAll @DoubleRange(min = -30, max = 8) double z) {
        double expected = 0.5 * Erf.erfc(-z / Math.sqrt(2));
        assertThat(Normal.cdf(z)).isCloseTo(expected, within(1e-12 * expected));
    }

    @Property(tries = 300)
    void quantileInvertsTheCdf(@ForAll @DoubleRange(min = -37, max = 5) double z) {
        assertThat(Normal.quantile(Normal.cdf(z))).isCloseTo(z, within(z > 0 ? 1e-9 : 1e-12 * Math.max(1, -z)));
    }

    @Test
    void quantileOfTheEndsIsInfiniteAndOutsideRefused() {
        assertThat(Normal.quantile(0)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(Normal.quantile(1)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(Normal.quantile(0.5)).isZero();
        assertThat(Normal.quantile(0.975)).isCloseTo(1.959963984540054, within(1e-14));
        assertThatThrownBy(() -> Normal.quantile(1.5)).isInstanceOf(InvalidFieldException.class);
    }

    @Test
    void logsOfSumsAndDifferencesDoNotOverflow() {
        assertThat(Logs.sumExp(1000, 1000)).isCloseTo(1000 + Math.log(2), within(1e-12));
        assertThat(Logs.sumExp(Double.NEGATIVE_INFINITY, -5)).isEqualTo(-5);
        assertThat(Logs.differenceExp(Math.log(3), Math.log(2))).isCloseTo(0, within(1e-14));
        assertThat(Logs.differenceExp(-1000, -1000 - 1e-9)).isCloseTo(-1000 + Math.log(1e-9), within(1e-3));
    }
}
