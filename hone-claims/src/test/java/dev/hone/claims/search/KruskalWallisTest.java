package dev.hone.claims.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class KruskalWallisTest {

    /** Rank sums 6, 15 and 24 of 9 values: H = 12 / 90 * (12 + 75 + 192) - 30 = 7.2, and with two degrees p = exp(-H / 2). */
    @Test
    void samplesApart() {
        assertThat(KruskalWallis.p(new double[] {1, 2, 3}, new double[] {4, 5, 6}, new double[] {7, 8, 9}))
                .isEqualTo(Math.exp(-3.6), within(1e-12));
    }

    /** Ranks 1, 2.5, 2.5, 4: H = 12 / 20 * (3.5^2 / 2 + 6.5^2 / 2) - 15 = 1.35, divided by 1 - 6 / 60. */
    @Test
    void tiesShareTheirRankAndAreCorrectedFor() {
        double h = 1.35 / 0.9;
        assertThat(KruskalWallis.p(new double[] {1, 2}, new double[] {2, 3}))
                .isEqualTo(org.hipparchus.special.Erf.erfc(Math.sqrt(h / 2)), within(1e-12));
    }

    @Test
    void equalValuesSayNothing() {
        assertThat(KruskalWallis.p(new double[] {1, 1}, new double[] {1, 1})).isEqualTo(1);
    }
}
