package dev.hone.core.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hone.core.InvalidFieldException;
import dev.hone.core.method.MethodCatalogue;
import dev.hone.core.trial.Direction;
import dev.hone.core.trial.TrialState;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class HalvingTest {

    private static SuccessiveHalvingPruner asha(int min, int factor, int rate, int bootstrap) {
        return new SuccessiveHalvingPruner(OptionalLong.of(min), factor, rate, bootstrap);
    }

    private static NavigableMap<Long, Double> at(long step, double value) {
        return new TreeMap<>(Map.of(step, value));
    }

    @Test
    void oneInEtaPassesARung() {
        FakeProgress study = new FakeProgress(Direction.MINIMIZE);
        for (int i = 1; i <= 5; i++) {
            study.other(i, TrialState.PRUNED, at(4, i));
        }
        Pruner pruner = asha(4, 3, 0, 0);
        assertThat(pruner.shouldPrune(study.report(3, 99))).as("below the rung").isFalse();
        assertThat(pruner.shouldPrune(study.report(4, 2))).as("2 of 6 places").isFalse();
        assertThat(pruner.shouldPrune(study.report(4, 2.5))).isTrue();
        assertThat(pruner.shouldPrune(study.report(5, 99))).as("rung passed").isFalse();
        assertThat(pruner.shouldPrune(study.report(4, Double.NaN).report(5, 9))).isFalse();
    }

    @Test
    void theFirstOneAlwaysPassesUnlessItsValueIsNan() {
        Pruner pruner = asha(1, 4, 0, 0);
        assertThat(pruner.shouldPrune(new FakeProgress(Direction.MINIMIZE).report(1, 5)))
                .isFalse();
        assertThat(pruner.shouldPrune(new FakeProgress(Direction.MINIMIZE).report(1, Double.NaN)))
                .isTrue();
    }

    @Test
    void sparseStepsMeetAtTheFirstReportBeyondTheRung() {
        FakeProgress study = new FakeProgress(Direction.MAXIMIZE).other(1, TrialState.RUNNING, at(30, 8));
        Pruner pruner = asha(4, 2, 0, 0);
        assertThat(pruner.shouldPrune(study.report(30, 9))).isFalse();
        assertThat(pruner.shouldPrune(study.report(30, 7))).isTrue();
        study.report(20, 7);
        assertThat(pruner.shouldPrune(study)).as("no rung in (20, 30]").isFalse();
    }

    @Test
    void rungsAreLeftOutAtTheBottom() {
        FakeProgress study = new FakeProgress(Direction.MINIMIZE)
                .other(1, TrialState.PRUNED, at(2, 1))
                .other(2, TrialState.PRUNED, at(8, 1));
        assertThat(asha(2, 4, 0, 0).shouldPrune(study.report(2, 5))).isTrue();
        assertThat(asha(2, 4, 1, 0).shouldPrune(study)).isFalse();
        assertThat(asha(2, 4, 1, 0).shouldPrune(study.report(8, 5))).isTrue();
    }

    @Test
    void bootstrapHoldsTheFirstTrialsBack() {
        FakeProgress study = new FakeProgress(Direction.MINIMIZE).other(1, TrialState.PRUNED, at(1, 9));
        assertThat(asha(1, 2, 0, 2).shouldPrune(study.report(1, 1))).isTrue();
        study.other(2, TrialState.PRUNED, at(1, 9));
        assertThat(asha(1, 2, 0, 2).shouldPrune(study)).isFalse();
        assertThatThrownBy(() -> new SuccessiveHalvingPruner(OptionalLong.empty(), 2, 0, 1))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageContaining("bootstrap_count");
    }

    @Test
    void theLowestRungIsFoundFromACompleteTrial() {
        Pruner pruner = SuccessiveHalvingPruner.defaults();
        FakeProgress study = new FakeProgress(Direction.MINIMIZE).other(1, TrialState.PRUNED, at(5, 0));
        assertThat(pruner.shouldPrune(study.report(5, 9))).isFalse();
        NavigableMap<Long, Double> whole = at(5, 0);
        whole.put(500L, 0.0);
        study.other(2, TrialState.COMPLETE, whole);
        assertThat(pruner.shouldPrune(study)).isTrue();
    }

    @Test
    void hyperbandDealsTrialsAsThePaperDoes() {
        // R = 81, eta = 3: brackets start 81, 34, 15, 8 and 5 configurations
        assertThat(HyperbandPruner.shares(1, 81, 3)).containsExactly(81, 34, 15, 8, 5);
        assertThat(HyperbandPruner.shares(1, 80, 3)).hasSize(4);
        assertThat(HyperbandPruner.shares(5, 5, 3)).containsExactly(1);
        long[] shares = HyperbandPruner.shares(1, 81, 3);
        int[] dealt = new int[5];
        for (int number = 0; number < 14_300; number++) {
            dealt[HyperbandPruner.bracket(shares, 3, number)]++;
        }
        for (int b = 0; b < 5; b++) {
            double expected = shares[b] * 100;
            assertThat(Math.abs(dealt[b] - expected)).isLessThan(5 * Math.sqrt(expected));
        }
    }

    @Test
    void hyperbandJudgesWithinABracket() {
        HyperbandPruner pruner = new HyperbandPruner(1, OptionalLong.of(3), 3, 0);
        long[] shares = HyperbandPruner.shares(1, 3, 3);
        assertThat(shares).containsExactly(3, 2);
        long early = first(shares, 0, 0);
        long early2 = first(shares, 0, early + 1);
        long late = first(shares, 1, 0);
        FakeProgress study = new FakeProgress(Direction.MINIMIZE).other(early, TrialState.PRUNED, at(1, 1));
        assertThat(pruner.shouldPrune(study.number(early2).report(1, 2))).isTrue();
        assertThat(pruner.shouldPrune(study.number(late))).as("first rung is 3").isFalse();
        study.other(early, TrialState.PRUNED, at(3, 1));
        assertThat(pruner.shouldPrune(study.number(late).report(3, 2)))
                .as("the other bracket's trial does not count")
                .isFalse();
        assertThat(HyperbandPruner.defaults().shouldPrune(study))
                .as("no complete trial yet")
                .isFalse();
    }

    private static long first(long[] shares, int bracket, long from) {
        long number = from;
        while (HyperbandPruner.bracket(shares, 7, number) != bracket) {
            number++;
        }
        return number;
    }

    @Test
    void catalogueCreatesAllByName() {
        MethodCatalogue catalogue = MethodCatalogue.load();
        assertThat(catalogue.pruner("pruner", "median", Map.of("n_warmup_steps", 3)))
                .isEqualTo(new MedianPruner(new Schedule(3, 1), 5, 1));
        assertThat(catalogue.pruner("pruner", "percentile", Map.of()))
                .isEqualTo(new PercentilePruner(25, Schedule.EVERY_STEP, 5, 1));
        assertThat(catalogue.pruner("pruner", "wilcoxon", Map.of())).isEqualTo(new WilcoxonPruner(0.1, 2));
        assertThat(catalogue.pruner("pruner", "successive-halving", Map.of("min_resource", 2)))
                .isEqualTo(asha(2, 4, 0, 0));
        assertThat(catalogue.pruner("pruner", "hyperband", Map.of("max_resource", 81)))
                .isEqualTo(new HyperbandPruner(1, OptionalLong.of(81), 3, 0));
        assertThat(catalogue.pruner("pruner", "none", Map.of())).isSameAs(Pruner.NONE);
        assertThatThrownBy(() -> catalogue.pruner("pruner", "hyperband", Map.of("reduction_factor", 1)))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageContaining("pruner.reduction_factor");
    }
}
