package dev.hone.claims.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class GrandCanyonTest {

    @Test
    void valuesOfTheMethodFile() {
        assertThat(GrandCanyon.value(new double[] {8, 8})).isCloseTo(39.01253664, within(1e-8));
        assertThat(GrandCanyon.value(new double[] {0, 0})).isZero();
        assertThat(GrandCanyon.value(new double[] {2.336, 2.466})).isCloseTo(3.862, within(1e-3));
    }

    @Test
    void theSmoothVersionHasSmallerRipples() {
        double[] crest = {4.0 / 3, 0};
        double difference = GrandCanyon.value(crest) - GrandCanyon.value(crest, GrandCanyon.SMOOTH);
        assertThat(difference).isCloseTo((1.1625 - 0.25) * 2, within(1e-9));
    }
}
