package dev.hone.search.evolution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class BoundTransformTest {

    @Test
    void byHand() {
        assertThat(BoundTransform.apply(0.3)).isCloseTo(0.3, within(1e-15));
        assertThat(BoundTransform.apply(-0.05)).isCloseTo(0, within(1e-15));
        assertThat(BoundTransform.apply(0)).isCloseTo(0.0125, within(1e-15));
        assertThat(BoundTransform.apply(1)).isCloseTo(0.9875, within(1e-15));
        assertThat(BoundTransform.apply(1.05)).isCloseTo(1, within(1e-15));
        assertThat(BoundTransform.apply(-0.4)).isCloseTo(0.3, within(1e-15));
        assertThat(BoundTransform.apply(1.4)).isCloseTo(0.7, within(1e-15));
        assertThat(BoundTransform.invert(0)).isEqualTo(-0.05);
        assertThat(BoundTransform.invert(1)).isEqualTo(1.05);
    }

    @Property(tries = 300)
    void staysInsideAndIsSmooth(@ForAll @DoubleRange(min = -50, max = 50) double u) {
        double x = BoundTransform.apply(u);
        assertThat(x).isBetween(0.0, 1.0);
        // Slopes are at most 1.
        assertThat(BoundTransform.apply(u + 1e-6)).isCloseTo(x, within(1.001e-6));
    }

    @Property(tries = 300)
    void inverts(@ForAll @DoubleRange(min = 0, max = 1) double x) {
        assertThat(BoundTransform.apply(BoundTransform.invert(x))).isCloseTo(x, within(1e-12));
    }

    @Test
    void nearIsWhereNothingOfTheInnerBoxRepeats() {
        assertThat(BoundTransform.isNear(-0.15)).isTrue();
        assertThat(BoundTransform.isNear(1.1)).isTrue();
        assertThat(BoundTransform.isNear(-0.16)).isFalse();
        assertThat(BoundTransform.isNear(1.16)).isFalse();
        // the image of the end is the edge of the bend
        assertThat(BoundTransform.apply(-0.15)).isCloseTo(0.05, within(1e-12));
    }
}
