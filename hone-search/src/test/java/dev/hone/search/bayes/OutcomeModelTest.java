package dev.hone.search.bayes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hone.search.kernel.Smoothness;
import dev.hone.search.kernel.StationaryKernel;
import dev.hone.search.surrogate.GaussianModel;
import dev.hone.search.surrogate.GaussianPosterior;
import dev.hone.search.surrogate.Observation;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutcomeModelTest {

    private static final GaussianModel MODEL = GaussianModel.of(StationaryKernel.ard(Smoothness.MATERN_52, .3), 1e-3);

    private static GaussianPosterior given(Observation... observations) {
        return new OutcomeModel(MODEL, OutcomeModel.Fit.NONE)
                .posteriors(List.of(observations))
                .get(0);
    }

    private static Observation at(double x, double value, double noise) {
        return Observation.of(new double[] {x}, value, noise);
    }

    @Test
    void theNextTrialIsAsNoisyAsThoseThatSayHowNoisyTheyWere() {
        GaussianPosterior posterior = given(at(.1, 1, .2), at(.5, -1, .4), at(.8, .5, Double.NaN));
        assertThat(posterior.model().noise()[0]).isCloseTo(.3, within(1e-12));
        GaussianPosterior plain = MODEL.given(List.of(at(.1, 1, .2), at(.5, -1, .4), at(.8, .5, 1e-3)));
        double[] x = {.63};
        assertThat(posterior.mean(x, null)).isEqualTo(plain.mean(x, null));
        assertThat(posterior.at(x, false).sd()).isEqualTo(plain.at(x, false).sd());
    }

    @Test
    void fewerThanHalfOfThemLeaveTheLearnedNoise() {
        assertThat(given(at(.1, 1, .2), at(.5, -1, Double.NaN), at(.8, .5, Double.NaN))
                        .model()
                        .noise()[0])
                .isCloseTo(1e-3, within(1e-15));
    }
}
