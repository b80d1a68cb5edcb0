package dev.hone.search.fidelity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.HoneException;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.Fidelity;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.study.Budget;
import dev.hone.core.study.Study;
import dev.hone.core.trial.Direction;
import dev.hone.core.trial.Evaluation;
import dev.hone.search.fidelity.FidelityEvaluator.Outcome;
import dev.hone.search.fidelity.MultiFidelityOptions.Acquisition;
import dev.hone.search.fidelity.MultiFidelityOptions.Surrogate;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ContinuousFidelityOptimizationTest {

    private static final SearchSpace SPACE = SearchSpace.of(FloatParameter.linear("x", 0, 1));

    private static MultiFidelityOptions options(double budget) {
        return MultiFidelityOptions.defaults(budget).withSurrogate(Surrogate.AUTO, false);
    }

    private static ContinuousFidelityOptimization optimization(MultiFidelityOptions options) {
        return new ContinuousFidelityOptimization(SPACE, s -> 0.05 + 0.95 * s * s, Direction.MINIMIZE, options);
    }

    /** Least at 0.3; the lower the fidelity, the farther below the truth and to the right. */
    private static double value(double x, double fidelity) {
        double left = 1 - fidelity;
        return (x - 0.3 - 0.1 * left) * (x - 0.3 - 0.1 * left) - 10 * left;
    }

    @ParameterizedTest
    @EnumSource(
            value = Acquisition.class,
            names = {"AUGMENTED_EI", "BOCA", "CF_KG", "MF_MES"})
    void findsTheMinimumOfTheTruthWithinTheBudget(Acquisition acquisition) {
        FidelityResult result = optimization(options(7).with(Surrogate.CONTINUOUS, acquisition))
                .run((c, s) -> Outcome.of(value(c.getDouble("x"), s)), 3);
        assertThat(result.best().fidelity()).isEqualTo(1);
        assertThat(result.best().configuration().getDouble("x")).isEqualTo(0.3, within(0.05));
        assertThat(result.cost()).isBetween(5.9, 7 + 1e-9);
        assertThat(result.trials()).anyMatch(t -> t.fidelity() > 0 && t.fidelity() < 0.75);
        assertThat(result.correlations()).hasSize(5);
        assertThat(result.correlations()[4]).isEqualTo(1, within(1e-9));
    }

    @Test
    void aStudyWithThatRangeMakesTheSameTrials() {
        FidelityResult result = optimization(options(6)).run((c, s) -> Outcome.of(value(c.getDouble("x"), s)), 3);
        SearchSpace both = SearchSpace.of(FloatParameter.linear("x", 0, 1), FloatParameter.linear("share", 0, 1));
        try (Study<Configuration> study = Study.named("s")
                .minimize("loss")
                .seed(3)
                .optimizer(MultiFidelityBayesSampler.over(both))
                .fidelity(Fidelity.range(both, "share", Optional.empty(), "0.05 + 0.95 * share * share"))
                .plannedCost(6)
                .create()) {
            study.run(c -> Evaluation.of(value(c.getDouble("x"), c.getDouble("share"))), Budget.cost(6));
            assertThat(study.trials())
                    .extracting(
                            t -> t.candidate().get("x") + " " + t.candidate().get("share"))
                    .isEqualTo(result.trials().stream()
                            .map(t -> t.configuration().get("x") + " " + t.fidelity())
                            .toList());
        }
    }

    @Test
    void failuresCostAndTheTruthIsNeeded() {
        FidelityResult result = optimization(options(7))
                .run(
                        (c, s) -> {
                            if (c.getDouble("x") > 0.8) {
                                throw new IllegalStateException("no data");
                            }
                            return Outcome.of(value(c.getDouble("x"), s));
                        },
                        3);
        assertThat(result.trials()).anyMatch(FidelityResult.Trial::failed);
        assertThat(result.warnings()).anyMatch(w -> w.matches("trial \\d+ at level s=[0-9.]+ failed: .*no data"));
        assertThat(result.best().configuration().getDouble("x")).isEqualTo(0.3, within(0.05));
        assertThatThrownBy(() -> optimization(options(7)).run((c, s) -> Outcome.of(s < 1 ? 0 : Double.NaN), 3))
                .isInstanceOf(HoneException.class)
                .hasMessageContaining("no evaluation of level s=1 succeeded");
    }

    @Test
    void badInputIsRefused() {
        assertThatThrownBy(() -> optimization(options(7).with(Surrogate.AR1, Acquisition.AUGMENTED_EI)))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageContaining("expected CONTINUOUS");
        assertThatThrownBy(() -> optimization(options(7).with(Surrogate.CONTINUOUS, Acquisition.TA_KG)))
                .hasMessageContaining("needs traces");
        assertThatThrownBy(() -> optimization(options(7).withInitial(3))).hasMessageContaining("below the truth");
        assertThatThrownBy(() -> optimization(options(1.5))).hasMessageContaining("the cost of the first points");
        assertThatThrownBy(
                        () -> new ContinuousFidelityOptimization(SPACE, s -> s - 0.5, Direction.MINIMIZE, options(7)))
                .hasMessageContaining("cost at fidelity 0.0");
    }
}
