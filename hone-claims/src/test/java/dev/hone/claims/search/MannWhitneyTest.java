package dev.hone.claims.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MannWhitneyTest {

    @Test
    void countsPairsWithTiesAsHalves() {
        assertThat(MannWhitney.u(new double[] {2, 3}, new double[] {1, 2, 4})).isEqualTo(1 + 0.5 + 2);
    }

    @Test
    void pValueOfTheNormalApproximation() {
        // U = 8.5 of 9; var = 9/12 (7 - (8 - 2)/30) = 5.1; z = (8.5 - 4.5 - 0.5) / sqrt(5.1) = 1.54982
        double p = MannWhitney.greater(new double[] {3, 4, 5}, new double[] {1, 2, 3});
        assertThat(p).isEqualTo(0.0605916, within(1e-7));
        assertThat(MannWhitney.greater(new double[] {1, 2, 3}, new double[] {3, 4, 5}))
                .isGreaterThan(0.9);
        assertThat(MannWhitney.greater(new double[] {1, 1}, new double[] {1, 1}))
                .isEqualTo(1);
    }
}
