package dev.hone.claims.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class StatisticsTest {

    @Test
    void rankSumsShareTies() {
        assertThat(Statistics.positiveRankSum(new double[] {1, -2, 3})).isEqualTo(1 + 3);
        assertThat(Statistics.positiveRankSum(new double[] {1, -1, 2})).isEqualTo(1.5 + 3);
    }

    /** P(B < 2) of 10 is 11/1024, P(B < 3) 56/1024; P(B < 1) of 6 is 1/64, P(B < 2) 7/64. */
    @Test
    void theIntervalOfTheMedianIsOfOrderedValues() {
        double[] ten = {9, 3, 1, 7, 5, 10, 2, 8, 4, 6};
        assertThat(Statistics.medianInterval(ten)).containsExactly(2, 9);
        assertThat(Statistics.medianInterval(new double[] {6, 5, 4, 3, 2, 1})).containsExactly(1, 6);
    }

    @Test
    void wilcoxonIsOneSidedAndExact() {
        double[] small = {1, 2, 3, 4, 5};
        double[] large = {2, 4, 6, 8, 10};
        // all five differences point one way: one of 2^5 sign patterns
        assertThat(Statistics.less(small, large)).isEqualTo(1 / 32.0, within(1e-12));
        assertThat(Statistics.less(large, small)).isGreaterThan(0.95);
        assertThat(Statistics.less(small, small)).isEqualTo(1);
        assertThat(Statistics.median(small)).isEqualTo(3);
    }
}
