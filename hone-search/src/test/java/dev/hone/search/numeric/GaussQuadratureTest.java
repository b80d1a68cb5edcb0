package dev.hone.search.numeric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class GaussQuadratureTest {

    private static double moment(GaussQuadrature rule, int power) {
        double sum = 0;
        for (int i = 0; i < rule.nodes().length; i++) {
            sum += rule.weights()[i] * Math.pow(rule.nodes()[i], power);
        }
        return sum;
    }

    @Test
    void polynomialsUpToTwiceTheNumberOfNodesAreExact() {
        for (int n : new int[] {1, 2, 3, 8, 13}) {
            GaussQuadrature legendre = GaussQuadrature.legendre(n);
            GaussQuadrature hermite = GaussQuadrature.hermite(n);
            double normal = 1;
            for (int power = 0; power < 2 * n; power += 2) {
                assertThat(moment(legendre, power)).isCloseTo(1.0 / (power + 1), within(1e-13));
                // E[z^power] = (power - 1)!!
                normal *= power == 0 ? 1 : power - 1;
                assertThat(moment(hermite, power)).isCloseTo(normal, within(1e-10 * normal));
                assertThat(moment(legendre, power + 1)).isCloseTo(0, within(1e-13));
                assertThat(moment(hermite, power + 1)).isCloseTo(0, within(1e-9 * normal * (power + 1)));
            }
        }
        assertThat(moment(GaussQuadrature.legendre(2), 4)).isNotCloseTo(.2, within(.01));
    }

    @Test
    void manyNodesIntegratePolynomialsOfHighDegree() {
        GaussQuadrature legendre = GaussQuadrature.legendre(128);
        assertThat(moment(legendre, 0)).isCloseTo(1, within(1e-12));
        assertThat(moment(legendre, 100)).isCloseTo(1.0 / 101, within(1e-12));
        // E[z^10] = 9!!
        assertThat(moment(GaussQuadrature.hermite(32), 10)).isCloseTo(945, within(1e-9));
    }

    @Test
    void nodesOfThreeAreTheKnownOnes() {
        assertThat(GaussQuadrature.legendre(3).nodes())
                .containsExactly(new double[] {-Math.sqrt(.6), 0, Math.sqrt(.6)}, within(1e-14));
        assertThat(GaussQuadrature.hermite(3).nodes())
                .containsExactly(new double[] {-Math.sqrt(3), 0, Math.sqrt(3)}, within(1e-14));
        assertThat(GaussQuadrature.hermite(3).weights())
                .containsExactly(new double[] {1 / 6.0, 2 / 3.0, 1 / 6.0}, within(1e-14));
    }
}
