package dev.hone.search.preference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.InvalidFieldException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DuelTest {

    private static final double H = 1e-5;

    @ParameterizedTest
    @ValueSource(doubles = {-6, -1.3, 0, 0.4, 2, 5})
    void derivativesAreThoseOfTheLogLikelihood(double z) {
        for (double won : new double[] {0.5, 0.8, 1}) {
            Duel duel = new Duel(0, 1, won, 0.7);
            assertThat((duel.logLikelihood(z + H) - duel.logLikelihood(z - H)) / (2 * H))
                    .isCloseTo(duel.slope(z), within(1e-8));
            assertThat((duel.slope(z + H) - duel.slope(z - H)) / (2 * H)).isCloseTo(-duel.curvature(z), within(1e-8));
            assertThat((duel.curvature(z + H) - duel.curvature(z - H)) / (2 * H))
                    .isCloseTo(-duel.third(z), within(1e-8));
            assertThat(duel.curvature(z)).isPositive();
        }
    }

    @Test
    void aWinIsTheProbitOfTheDifference() {
        assertThat(new Duel(0, 1, 1, 1).logLikelihood(1)).isCloseTo(Math.log(0.8413447460685429), within(1e-14));
    }

    @Test
    void aTieIsLikeliestWhereBothAreEqual() {
        Duel tie = new Duel(0, 1, 0.5, 1);
        assertThat(tie.slope(0)).isZero();
        assertThat(tie.logLikelihood(0)).isCloseTo(Math.log(0.5), within(1e-15));
        assertThat(tie.logLikelihood(1)).isEqualTo(tie.logLikelihood(-1)).isLessThan(tie.logLikelihood(0));
    }

    @Test
    void staysFiniteFarOut() {
        for (double z : new double[] {-1e6, 1e6, -40, 40}) {
            Duel duel = new Duel(0, 1, 1, 1);
            assertThat(duel.logLikelihood(z)).isFinite();
            assertThat(duel.slope(z)).isFinite();
            assertThat(duel.curvature(z)).isBetween(0.0, 1.001);
        }
    }

    @Test
    void saysWhatIsNoDuel() {
        assertThatThrownBy(() -> new Duel(2, 2, 1, 1))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageContaining("different");
        assertThatThrownBy(() -> new Duel(0, 1, 0.4, 1)).hasMessageContaining("won");
        assertThatThrownBy(() -> new Duel(0, 1, 1, 0)).hasMessageContaining("weight");
    }
}
