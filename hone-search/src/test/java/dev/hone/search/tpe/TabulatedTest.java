package dev.hone.search.tpe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hone.search.numeric.Normal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class TabulatedTest {

    private static final Offset<Double> CLOSE = within(1e-12);

    @Property
    void exponentialsAgree(@ForAll @DoubleRange(min = Tabulated.LEAST_EXPONENT, max = 0) double x) {
        assertThat(Tabulated.exp(x) / Math.exp(x)).isCloseTo(1, CLOSE);
    }

    @Property
    void tailsAgree(@ForAll @DoubleRange(min = 0, max = 2 * Tabulated.FAR) double z) {
        assertThat(Tabulated.tail(z)).isCloseTo(Normal.cdf(-z), CLOSE);
    }

    @Test
    void endsAndBetweenNodes() {
        assertThat(Tabulated.exp(0)).isEqualTo(1);
        assertThat(Tabulated.exp(Double.NEGATIVE_INFINITY)).isZero();
        assertThat(Tabulated.tail(0)).isEqualTo(0.5);
        assertThat(Tabulated.tail(Double.POSITIVE_INFINITY)).isZero();
        // farthest from the nodes
        for (int i = 0; i < 500; i++) {
            double x = (i + 0.4999) / 64;
            assertThat(Tabulated.exp(-x) / Math.exp(-x)).isCloseTo(1, CLOSE);
            assertThat(Tabulated.tail(x)).isCloseTo(Normal.cdf(-x), CLOSE);
        }
    }
}
