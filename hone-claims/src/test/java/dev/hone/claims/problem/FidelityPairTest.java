package dev.hone.claims.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class FidelityPairTest {

    @Test
    void maximaAreAttained() {
        FidelityPair hartmann = FidelityPair.hartmann3();
        double[] best = {0.114614, 0.555649, 0.852547};
        assertThat(hartmann.exact().applyAsDouble(best)).isEqualTo(hartmann.maximum(), within(1e-6));
        FidelityPair branin = FidelityPair.branin();
        double[] square = {(Math.PI + 5) / 15, 2.275 / 15};
        assertThat(branin.exact().applyAsDouble(square)).isEqualTo(branin.maximum(), within(1e-9));
    }

    /** At the third bump's centre its term is alpha_3 = 3 - 0.2 instead of 3, those of the others are small. */
    @Test
    void theApproximationHasOtherWeights() {
        FidelityPair pair = FidelityPair.hartmann3();
        double[] third = {0.1091, 0.8732, 0.5547};
        double difference = pair.low().applyAsDouble(third) - pair.exact().applyAsDouble(third);
        assertThat(difference).isEqualTo(-0.2, within(0.03));
    }

    @Test
    void theMisleadingOneIsMirroredReversedAndNegated() {
        FidelityPair pair = FidelityPair.hartmann3();
        assertThat(pair.misled().low().applyAsDouble(new double[] {0.1, 0.3, 0.4}))
                .isEqualTo(-pair.low().applyAsDouble(new double[] {0.6, 0.7, 0.9}), within(1e-12));
    }
}
