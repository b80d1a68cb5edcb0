package dev.hone.search.bayes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.analyse.Analyses;
import dev.hone.core.analyse.Observations;
import dev.hone.core.analyse.SurrogateAnalysis.Prediction;
import dev.hone.core.analyse.SurrogateAnalysis.Surrogate;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.trial.Direction;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BayesSurrogateTest {

    private static final SearchSpace PLANE =
            SearchSpace.of(FloatParameter.linear("x", 0, 10), FloatParameter.linear("idle", 0, 1));

    private static Configuration at(double x, double idle) {
        return PLANE.configuration(Map.of("x", x, "idle", idle));
    }

    private static Observations observations() {
        List<Trial<Configuration>> trials = new ArrayList<>();
        for (int i = 0; i < 14; i++) {
            double x = 10 * ((i * .618034) % 1);
            trials.add(BayesSamplerTest.trial(i, at(x, (i * .414214) % 1), Evaluation.of(5 + (x - 4) * (x - 4))));
        }
        return Observations.of(PLANE, Direction.MINIMIZE, 0, trials);
    }

    @Test
    void itIsFoundBesideTheDefault() {
        assertThat(Analyses.load().surrogate().orElseThrow().id()).isEqualTo("gp");
        assertThat(Analyses.load().surrogateOf("bayes")).get().isInstanceOf(BayesSurrogate.class);
        assertThat(Analyses.load().surrogateOf("tpe")).isEmpty();
    }

    @Test
    void valuesAreThoseOfTheObjectiveAndLengthscalesTellWhatIsIdle() {
        Surrogate model = new BayesSurrogate().fit(observations(), Map.of("noise", "none", "acquisition", "ei"), 200);
        List<Configuration> places = List.of(at(4, .5), at(7, .5));
        List<Prediction> predictions = model.predict(places);
        assertThat(predictions.get(0).mean()).isCloseTo(5, within(.3));
        assertThat(predictions.get(1).mean()).isCloseTo(14, within(.3));
        assertThat(predictions.get(0).sd()).isBetween(0.0, 1.0);
        assertThat(model.lengthscales()).containsOnlyKeys("x", "idle");
        assertThat(model.lengthscales().get("idle"))
                .isGreaterThan(2 * model.lengthscales().get("x"));
        // the logarithm of expected improvement
        List<Double> worth = model.acquisition(places);
        assertThat(worth.get(0)).isGreaterThan(worth.get(1) + 3);
    }

    @Test
    void theOptionsAreThoseOfTheStudy() {
        Configuration place = at(9.7, .1);
        double ucb = new BayesSurrogate()
                .fit(observations(), Map.of("acquisition", "ucb", "beta", 9.0), 200)
                .acquisition(List.of(place))
                .get(0);
        Surrogate wide = new BayesSurrogate().fit(observations(), Map.of("acquisition", "ucb", "beta", 1e-6), 200);
        assertThat(ucb).isGreaterThan(wide.acquisition(List.of(place)).get(0));
    }
}
