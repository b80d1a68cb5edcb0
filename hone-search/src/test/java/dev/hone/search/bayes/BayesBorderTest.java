package dev.hone.search.bayes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hone.core.method.MethodCatalogue;
import dev.hone.core.optimize.Ask;
import dev.hone.core.optimize.Optimizer;
import dev.hone.core.optimize.Problem;
import dev.hone.core.optimize.Proposal;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.IntParameter;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Objective;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Data at the borders of what a model can be made from. */
class BayesBorderTest {

    private static final Problem MAXIMISE = Problem.of(11, Objective.maximize("y"));
    private static final SearchSpace LINE = SearchSpace.of(FloatParameter.linear("x", 0, 1));

    private static Optimizer<Configuration> optimizer(SearchSpace space, Map<String, ?> options) {
        return MethodCatalogue.load()
                .sampler("optimizer", "bayes", space, options)
                .create(MAXIMISE);
    }

    @Test
    void equalOutcomesFillTheSpaceUntilTheyVary() {
        Optimizer<Configuration> optimizer = optimizer(LINE, Map.of());
        List<Double> places = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            Proposal<Configuration> next =
                    optimizer.ask(new Ask<>(1, i, List.of())).get(0);
            assertThat(next.attributes()).as("trial %d", i).isEmpty();
            places.add(next.candidate().getDouble("x"));
            optimizer.tell(List.of(BayesSamplerTest.trial(i, next.candidate(), Evaluation.of(2.5))));
        }
        // no quarter is left out
        for (int quarter = 0; quarter < 4; quarter++) {
            double low = quarter / 4.0;
            assertThat(places).anyMatch(x -> x >= low && x <= low + .25);
        }
        optimizer.tell(List.of(BayesSamplerTest.trial(12, LINE.configuration(Map.of("x", .37)), Evaluation.of(2.6))));
        assertThat(optimizer.ask(new Ask<>(1, 13, List.of())).get(0).attributes())
                .containsKeys(BayesOptimizer.MODEL, Recommendation.ATTRIBUTE);
    }

    @Test
    void aConfigurationIsRepeatedOnlyUnderNoise() {
        SearchSpace six = SearchSpace.of(IntParameter.linear("n", 1, 6));
        assertThat(run(six, Map.of("noise", "none", "startup_trials", 2), 0)).doesNotHaveDuplicates();
        // one value far better than the others, seen through noise as large as the rest of the effect
        List<Configuration> noisy = run(six, Map.of("noise_variance", 4.0, "startup_trials", 2), 2);
        assertThat(noisy.stream().distinct().count()).isLessThan(noisy.size());
    }

    private static List<Configuration> run(SearchSpace space, Map<String, ?> options, double noise) {
        Optimizer<Configuration> optimizer = optimizer(space, options);
        List<Configuration> seen = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Configuration next =
                    optimizer.ask(new Ask<>(1, i, List.of())).get(0).candidate();
            seen.add(next);
            double value = -Math.abs(next.getInt("n") - 3) + noise * Math.sin(17.3 * i);
            optimizer.tell(List.of(BayesSamplerTest.trial(i, next, Evaluation.of(value))));
        }
        return seen;
    }

    @Test
    void moreTrialsThanAModelHoldsLeaveItTheBestWithAWarning() {
        Optimizer<Configuration> optimizer = optimizer(LINE, Map.of("max_points", 50, "noise", "none"));
        for (int i = 0; i < 80; i++) {
            double x = (i * .381966) % 1;
            double y = -(x - .62) * (x - .62);
            optimizer.tell(List.of(BayesSamplerTest.trial(i, LINE.configuration(Map.of("x", x)), Evaluation.of(y))));
        }
        PrintStream before = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        Configuration next;
        try {
            next = optimizer.ask(new Ask<>(1, 80, List.of())).get(0).candidate();
        } finally {
            System.setErr(before);
        }
        assertThat(next.getDouble("x")).isBetween(.57, .67);
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("the model holds 50 of 80 trials");
    }
}
