package dev.hone.search.surrogate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.Seeds;
import dev.hone.search.kernel.Smoothness;
import dev.hone.search.kernel.StationaryKernel;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class DensityTest {

    @Test
    void slopesAreThoseOfTheLogarithmAndVanishAtTheMode() {
        for (Density density : List.of(Density.normal(-1, .5), Density.gamma(3, 6), Density.flat(-2, 2))) {
            for (double theta : new double[] {-1.4, -.3, .2}) {
                double slope = (density.log(theta + 1e-6) - density.log(theta - 1e-6)) / 2e-6;
                assertThat(density.slope(theta)).isCloseTo(slope, within(1e-6));
            }
            assertThat(density.slope(density.mode())).isCloseTo(0, within(1e-12));
        }
    }

    @Test
    void aGammaDensityOfTheLogarithmCarriesItsJacobian() {
        // exp(theta) ~ Gamma(3, 6): the density of theta is that of the gamma times exp(theta)
        Density gamma = Density.gamma(3, 6);
        double a = 2 * Math.log(.2) - 6 * .2 + Math.log(.2);
        double b = 2 * Math.log(.9) - 6 * .9 + Math.log(.9);
        assertThat(gamma.log(Math.log(.2)) - gamma.log(Math.log(.9))).isCloseTo(a - b, within(1e-12));
    }

    @Test
    void outsideItsBoundsNothingIsPossible() {
        Density density = Density.normal(0, 1).within(-1, 1);
        assertThat(density.log(1.1)).isEqualTo(Double.NEGATIVE_INFINITY);
        RandomGenerator random = Seeds.stream(1);
        for (int i = 0; i < 100; i++) {
            assertThat(density.draw(random)).isBetween(-1.0, 1.0);
        }
        assertThat(Density.fixed(.3).isFixed()).isTrue();
        assertThat(Density.fixed(.3).draw(random)).isEqualTo(.3);
    }

    @Test
    void priorsGoByTheKindOfAHyperparameter() {
        GaussianModel model =
                GaussianModel.of(StationaryKernel.ard(Smoothness.RBF, .3).scaled(2), 1e-3);
        // theta: variance, lengthscale, noise, mean
        List<Density> gamma = Priors.gamma().of(model);
        assertThat(gamma)
                .extracting(Density::family)
                .containsExactly(
                        Density.Family.GAMMA, Density.Family.GAMMA, Density.Family.GAMMA, Density.Family.NORMAL);
        assertThat(Math.exp(Priors.logNormal().of(model).get(1).mode())).isCloseTo(.5, within(1e-12));
        assertThat(Priors.logNormal().withNoise(.04).of(model).get(2)).isEqualTo(Density.fixed(Math.log(.04)));
    }
}
