package dev.hone.search.fidelity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.HoneException;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.space.CategoricalParameter;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.IntParameter;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.trial.Direction;
import dev.hone.search.fidelity.FidelityEvaluator.Outcome;
import dev.hone.search.fidelity.MultiFidelityOptions.Acquisition;
import dev.hone.search.fidelity.MultiFidelityOptions.Surrogate;
import dev.hone.search.kernel.Smoothness;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MultiFidelityOptimizationTest {

    private static final SearchSpace SPACE = SearchSpace.of(FloatParameter.linear("x", 0, 1));
    private static final List<FidelityLevel> LEVELS =
            List.of(new FidelityLevel("coarse", 0.1, 0.2), new FidelityLevel("fine", 1, 1));

    private static MultiFidelityOptimization optimization(MultiFidelityOptions options) {
        return new MultiFidelityOptimization(SPACE, LEVELS, Direction.MINIMIZE, options);
    }

    private static MultiFidelityOptions options(double budget) {
        return MultiFidelityOptions.defaults(budget).withInitial(5, 2).withNoise(1e-6);
    }

    private static double fine(double x) {
        return (x - 0.6) * (x - 0.6) + 0.1 * Math.sin(9 * x);
    }

    /** Far below the truth, so that a low value that were taken for a result would be the best. */
    private static double value(Configuration c, int level) {
        double x = c.getDouble("x");
        return level == 1 ? fine(x) : 0.8 * fine(x) - 50 + 0.1 * x;
    }

    private static Outcome both(Configuration c, int level) {
        return Outcome.of(value(c, level));
    }

    private static double minimum() {
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i <= 10_000; i++) {
            least = Math.min(least, fine(i / 10_000.0));
        }
        return least;
    }

    @ParameterizedTest
    @EnumSource(
            value = Acquisition.class,
            names = {"AUGMENTED_EI", "TWO_STEP", "VF_EI", "EI_PER_COST", "MF_KG", "MF_MES"})
    void acquisitionsFindTheExactMinimumWithinTheBudget(Acquisition acquisition) {
        FidelityResult result =
                optimization(options(8).withAcquisition(acquisition)).run(MultiFidelityOptimizationTest::both, 1);
        assertThat(result.best().level()).isEqualTo(1);
        assertThat(result.best().value()).isEqualTo(minimum(), within(2e-3));
        assertThat(result.cost()).isLessThanOrEqualTo(8 + 1e-9);
        assertThat(result.cost()).isGreaterThan(7);
    }

    /** Seven first trials cost 2.5; what is left buys one to fifteen more. */
    private static void finishes(MultiFidelityOptions options) {
        FidelityResult result = optimization(options).run(MultiFidelityOptimizationTest::both, 1);
        assertThat(result.best().level()).isEqualTo(1);
        assertThat(result.best().value())
                .isEqualTo(fine(result.best().configuration().getDouble("x")));
        assertThat(result.cost()).isLessThanOrEqualTo(4 + 1e-9).isGreaterThan(3);
    }

    @ParameterizedTest
    @EnumSource(Surrogate.class)
    void everySurrogateFinishesWithAnExactBest(Surrogate surrogate) {
        Acquisition acquisition =
                surrogate.serves(Acquisition.AUGMENTED_EI) ? Acquisition.AUGMENTED_EI : Acquisition.VF_PI;
        // training takes seconds: one more evaluation is enough there
        double budget = surrogate == Surrogate.DEEP_GP ? 3.5 : 4;
        finishes(options(budget).with(surrogate, acquisition));
    }

    @ParameterizedTest
    @EnumSource(Acquisition.class)
    void everyAcquisitionFinishesWithAnExactBest(Acquisition acquisition) {
        finishes(options(4).with(Surrogate.CONTINUOUS, acquisition));
    }

    @ParameterizedTest
    @EnumSource(Smoothness.class)
    void roughProcessesHavePlacesOfTheirMaximaToo(Smoothness smoothness) {
        finishes(options(4).withAcquisition(Acquisition.MF_PES).withSmoothness(smoothness));
    }

    @ParameterizedTest
    @EnumSource(FidelityKernel.class)
    void everyKernelOfAContinuousFidelityFinishesWithAnExactBest(FidelityKernel kernel) {
        finishes(options(4).with(Surrogate.CONTINUOUS, Acquisition.TA_KG).withFidelityKernel(kernel));
    }

    @Test
    void learnedCostsFinishWithAnExactBest() {
        finishes(options(4).withCostModel(MultiFidelityOptions.CostModel.LEARNED));
    }

    @ParameterizedTest
    @EnumSource(
            value = Surrogate.class,
            names = {"AR1", "RECURSIVE", "HIERARCHICAL_KRIGING", "CONTINUOUS"})
    void surrogatesDo(Surrogate surrogate) {
        MultiFidelityOptions options = options(8)
                .withAcquisition(Acquisition.VF_EI)
                .withSurrogate(surrogate, surrogate == Surrogate.RECURSIVE);
        FidelityResult result = optimization(options).run(MultiFidelityOptimizationTest::both, 1);
        assertThat(result.best().value()).isEqualTo(minimum(), within(2e-3));
    }

    @Test
    void nestedPointsAreEvaluatedAtAllLevelsBelow() {
        MultiFidelityOptions options =
                options(4).withAcquisition(Acquisition.TWO_STEP).withSurrogate(Surrogate.RECURSIVE, true);
        List<FidelityResult.Trial> trials = optimization(options)
                .run(MultiFidelityOptimizationTest::both, 2)
                .trials();
        assertThat(trials)
                .filteredOn(t -> t.level() == 1)
                .isNotEmpty()
                .allSatisfy(t -> assertThat(trials)
                        .anyMatch(b -> b.level() == 0 && b.configuration().equals(t.configuration())));
    }

    @Test
    void theSameSeedGivesTheSameTrials() {
        MultiFidelityOptimization optimization = optimization(options(4));
        assertThat(optimization.run(MultiFidelityOptimizationTest::both, 3).trials())
                .isEqualTo(
                        optimization.run(MultiFidelityOptimizationTest::both, 3).trials())
                .isNotEqualTo(
                        optimization.run(MultiFidelityOptimizationTest::both, 4).trials());
    }

    @Test
    void actualCostsReplaceDeclaredOnesAndCountAgainstTheBudget() {
        FidelityResult result =
                optimization(options(12)).run((c, level) -> new Outcome(value(c, level), level == 1 ? 2 : 0.3), 1);
        assertThat(result.trials()).allSatisfy(t -> assertThat(t.cost()).isEqualTo(t.level() == 1 ? 2 : 0.3));
        double sum =
                result.trials().stream().mapToDouble(FidelityResult.Trial::cost).sum();
        assertThat(result.cost()).isEqualTo(sum, within(1e-9)).isLessThanOrEqualTo(12 + 1e-9);
    }

    @Test
    void failuresCostAreNotModelledAndDoNotWin() {
        FidelityResult result = optimization(options(9))
                .run(
                        (c, level) -> {
                            double x = c.getDouble("x");
                            if (x > 0.5 && x < 0.7) {
                                if (level == 0) {
                                    throw new IllegalStateException("no mesh");
                                }
                                return Outcome.of(Double.NEGATIVE_INFINITY);
                            }
                            return both(c, level);
                        },
                        1);
        assertThat(result.trials()).anyMatch(FidelityResult.Trial::failed);
        assertThat(result.trials())
                .filteredOn(FidelityResult.Trial::failed)
                .allSatisfy(t -> assertThat(t.cost()).isEqualTo(t.level() == 1 ? 1 : 0.1));
        assertThat(result.best().value()).isFinite();
        assertThat(result.warnings()).anyMatch(w -> w.contains("no mesh"));
    }

    @Test
    void withoutAnExactValueThereIsAnError() {
        assertThatThrownBy(() -> optimization(options(6))
                        .run((c, level) -> Outcome.of(level == 1 ? Double.NaN : value(c, level)), 1))
                .isInstanceOf(HoneException.class)
                .hasMessageContaining("no evaluation of level fine succeeded");
    }

    @Test
    void anUninformativeLevelIsWarnedOfAndLeftOut() {
        FidelityResult result = optimization(options(14).withInitial(9, 6))
                .run(
                        (c, level) -> Outcome.of(
                                level == 1
                                        ? Math.cos(2 * Math.PI * c.getDouble("x"))
                                        : Math.sin(4 * Math.PI * c.getDouble("x"))),
                        1);
        assertThat(result.warnings()).anyMatch(w -> w.startsWith("level coarse is not informative: correlation"));
        assertThat(result.trials()).filteredOn(t -> t.level() == 0).hasSize(9);
        assertThat(result.correlations()[1]).isEqualTo(1, within(1e-9));
    }

    @Test
    void theExactLevelGetsItsLeastShare() {
        MultiFidelityOptions half = options(8).withInitial(20, 2).withMinExactShare(0.9);
        List<FidelityResult.Trial> trials =
                optimization(half).run(MultiFidelityOptimizationTest::both, 1).trials();
        assertThat(trials.subList(22, 26)).allMatch(t -> t.level() == 1);
    }

    @Test
    void firstPointsShareTheInitialBudgetEqually() {
        assertThat(optimization(MultiFidelityOptions.defaults(20)).initial()).containsExactly(30, 2);
    }

    @Test
    void wholeNumbersAreSearchedWithoutRepetition() {
        MultiFidelityOptimization optimization = new MultiFidelityOptimization(
                SearchSpace.of(IntParameter.linear("n", 0, 40)), LEVELS, Direction.MAXIMIZE, options(10));
        FidelityResult result = optimization.run(
                (c, level) -> Outcome.of(-Math.pow(c.getInt("n") - 17, 2) * (level == 1 ? 1 : 0.9)), 1);
        assertThat(result.best().configuration().getInt("n")).isEqualTo(17);
        List<FidelityResult.Trial> proposed =
                result.trials().subList(7, result.trials().size());
        assertThat(proposed.stream().map(t -> t.level() + ":" + t.configuration()))
                .doesNotHaveDuplicates();
    }

    @Test
    void badInputIsRefusedByName() {
        assertThatThrownBy(() -> new FidelityLevel("coarse", 0))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageContaining("cost of level coarse");
        assertThatThrownBy(() -> optimization(options(2)))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageContaining("budget")
                .hasMessageContaining("2.5");
        assertThatThrownBy(() -> options(5).withSurrogate(Surrogate.RECURSIVE, false))
                .hasMessageContaining("nested");
        assertThatThrownBy(() -> options(5).withSurrogate(Surrogate.HIERARCHICAL_KRIGING, false))
                .hasMessageContaining("augmented-ei")
                .hasMessageContaining("vf-ei, ei-per-cost");
        assertThatThrownBy(() -> options(5).withAcquisition(Acquisition.TA_KG))
                .hasMessageContaining("ta-kg need continuous");
        assertThatThrownBy(() -> options(5).withParents(List.of(List.of(1), List.of())))
                .hasMessageContaining("parents of source 0");
        assertThatThrownBy(() -> new MultiFidelityOptimization(
                        SPACE,
                        List.of(new FidelityLevel("coarse", 0.1), new FidelityLevel("fine", 1)),
                        Direction.MINIMIZE,
                        options(5).with(Surrogate.CONTINUOUS, Acquisition.CF_KG)))
                .hasMessageContaining("setting of level coarse");
        assertThatThrownBy(() -> new MultiFidelityOptimization(
                        SearchSpace.of(CategoricalParameter.of("kind", "a", "b")),
                        LEVELS,
                        Direction.MINIMIZE,
                        options(5)))
                .hasMessageContaining("kind");
    }

    @Test
    void equalCostsAreWarnedOf() {
        MultiFidelityOptimization optimization = new MultiFidelityOptimization(
                SPACE, List.of(new FidelityLevel("a", 1), new FidelityLevel("b", 1)), Direction.MINIMIZE, options(8));
        assertThat(optimization.run(MultiFidelityOptimizationTest::both, 1).warnings())
                .anyMatch(w -> w.contains("cost the same"));
    }
}
