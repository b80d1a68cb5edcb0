package dev.hone.core.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.InvalidFieldException;
import dev.hone.core.method.MethodCatalogue;
import dev.hone.core.trial.Direction;
import dev.hone.core.trial.TrialState;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StoppingRulesTest {

    private static final double NAN = Double.NaN;

    private static FakeProgress minimize() {
        return new FakeProgress(Direction.MINIMIZE);
    }

    private static FakeProgress maximize() {
        return new FakeProgress(Direction.MAXIMIZE);
    }

    private static Pruner median(int startup) {
        return new MedianPruner(Schedule.EVERY_STEP, startup, 1);
    }

    @Test
    void medianStopsTheWorseHalf() {
        FakeProgress study = minimize().complete(1, 1).complete(2, 2).complete(3, 3);
        assertThat(median(3).shouldPrune(study.report(0, 2))).isFalse();
        assertThat(median(3).shouldPrune(study.report(0, 2.1))).isTrue();
        assertThat(median(4).shouldPrune(study)).as("startup").isFalse();
        assertThat(median(3).shouldPrune(study.report(0, 1.5).report(1, 9)))
                .as("best so far counts, not the latest")
                .isFalse();
    }

    @Test
    void medianMaximises() {
        FakeProgress study = maximize().complete(1.0).complete(2.0).complete(3.0);
        assertThat(median(1).shouldPrune(study.report(0, 1.9))).isTrue();
        assertThat(median(1).shouldPrune(study.report(0, 2))).isFalse();
    }

    @Test
    void onlyCompleteTrialsAreTheStandard() {
        FakeProgress study =
                minimize().complete(5.0).other(TrialState.PRUNED, 0.0).other(TrialState.RUNNING, 0.0);
        assertThat(median(1).shouldPrune(study.report(0, 4))).isFalse();
        assertThat(median(0)
                        .shouldPrune(minimize().other(TrialState.FAILED, 0.0).report(0, 4)))
                .isFalse();
    }

    @Test
    void nanReports() {
        FakeProgress study = minimize().complete(1.0, 1).complete(NAN, 3);
        assertThat(median(1).shouldPrune(study.report(0, NAN)))
                .as("never a number")
                .isTrue();
        assertThat(median(1).shouldPrune(study.report(1, 2)))
                .as("median of 1 and 3")
                .isFalse();
        FakeProgress blank = minimize().complete(NAN);
        assertThat(median(1).shouldPrune(blank.report(0, 100)))
                .as("nothing to compare with")
                .isFalse();
    }

    @Test
    void fewReportsAtAStepAreNotJudged() {
        FakeProgress study = minimize().complete(1, 1).complete(1.0);
        Pruner two = new MedianPruner(Schedule.EVERY_STEP, 0, 2);
        assertThat(two.shouldPrune(study.report(0, 5))).isTrue();
        assertThat(two.shouldPrune(study.report(1, 5))).isFalse();
        assertThat(two.shouldPrune(study.report(17, 5))).isFalse();
    }

    @Test
    void percentileInterpolates() {
        assertThat(PercentilePruner.percentile(new double[] {4, 1, 3, 2}, 25)).isEqualTo(1.75);
        assertThat(PercentilePruner.percentile(new double[] {4, 1}, 0)).isEqualTo(1);
        assertThat(PercentilePruner.percentile(new double[] {4, 1}, 100)).isEqualTo(4);
        assertThat(PercentilePruner.percentile(new double[] {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY}, 30))
                .isInfinite();
        FakeProgress study =
                minimize().complete(1.0).complete(2.0).complete(3.0).complete(4.0);
        Pruner quarter = new PercentilePruner(25, Schedule.EVERY_STEP, 0, 1);
        assertThat(quarter.shouldPrune(study.report(0, 1.75))).isFalse();
        assertThat(quarter.shouldPrune(study.report(0, 1.76))).isTrue();
        FakeProgress up = maximize().complete(1.0).complete(2.0).complete(3.0).complete(4.0);
        assertThat(quarter.shouldPrune(up.report(0, 3.25))).isFalse();
        assertThat(quarter.shouldPrune(up.report(0, 3.24))).isTrue();
    }

    @Test
    void scheduleJudgesTheFirstReportOfEachInterval() {
        Schedule schedule = new Schedule(5, 10);
        FakeProgress trial = minimize();
        assertThat(schedule.isDue(trial.report(4, 0).own())).isFalse();
        assertThat(schedule.isDue(trial.report(7, 0).own())).isTrue();
        assertThat(schedule.isDue(trial.report(14, 0).own())).isFalse();
        assertThat(schedule.isDue(trial.report(31, 0).own())).isTrue();
        assertThat(schedule.isDue(trial.report(34, 0).own())).isFalse();
        assertThat(schedule.isDue(trial.report(35, 0).own())).isTrue();
    }

    @Test
    void thresholds() {
        Pruner pruner = new ThresholdPruner(0, 10, new Schedule(2, 1));
        assertThat(pruner.shouldPrune(minimize().report(2, 10))).isFalse();
        assertThat(pruner.shouldPrune(minimize().report(2, 10.5))).isTrue();
        assertThat(pruner.shouldPrune(maximize().report(2, -0.5))).isTrue();
        assertThat(pruner.shouldPrune(minimize().report(2, NAN))).isTrue();
        assertThat(pruner.shouldPrune(minimize().report(1, 99))).as("warm-up").isFalse();
        assertThatThrownBy(() -> new ThresholdPruner(3, 2, Schedule.EVERY_STEP))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageContaining("lower: is 3.0");
        assertThatThrownBy(() -> MethodCatalogue.load().pruner("pruner", "threshold", Map.of()))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageContaining("finite");
    }

    @Test
    void patienceWaitsForReportsWithoutImprovement() {
        Pruner pruner = PatientPruner.alone(1, 0.5);
        FakeProgress trial = minimize().report(0, 3).report(10, 4);
        assertThat(pruner.shouldPrune(trial)).as("too few reports").isFalse();
        assertThat(pruner.shouldPrune(trial.report(20, 3.5)))
                .as("within the margin")
                .isFalse();
        assertThat(pruner.shouldPrune(trial.report(20, 3.6))).isTrue();
        assertThat(pruner.shouldPrune(trial.report(20, NAN).report(10, NAN))).isTrue();
        assertThat(pruner.shouldPrune(maximize().report(0, 3).report(1, 2).report(2, 2.6)))
                .isFalse();
        assertThat(pruner.shouldPrune(maximize().report(0, 3).report(1, 2).report(2, 2.4)))
                .isTrue();
    }

    @Test
    void patienceLeavesTheDecisionToTheOther() {
        FakeProgress trial =
                minimize().complete(9, 9, 9).report(0, 1).report(1, 2).report(2, 3);
        assertThat(PatientPruner.alone(0, 0).shouldPrune(trial)).isTrue();
        assertThat(new PatientPruner(median(1), 0, 0).shouldPrune(trial)).isFalse();
        Pruner named = MethodCatalogue.load().pruner("pruner", "patient", Map.of("wrapped", "median", "patience", 0));
        assertThat(named.shouldPrune(trial)).isFalse();
    }

    @Test
    void signedRankProbabilitiesAreExact() {
        assertThat(SignedRank.greater(new double[] {1, 2, 3})).isEqualTo(1 / 8.0);
        assertThat(SignedRank.greater(new double[] {-1, 2, 3})).isEqualTo(2 / 8.0);
        assertThat(SignedRank.greater(new double[] {-1, -2, -3})).isEqualTo(1);
        assertThat(SignedRank.greater(new double[] {1, 1, -1})).as("ties").isEqualTo(4 / 8.0);
        assertThat(SignedRank.greater(new double[] {0, 1})).as("Pratt").isEqualTo(1 / 2.0);
        assertThat(SignedRank.greater(new double[] {0, 0})).isEqualTo(1);
        double[] alternating = new double[201];
        for (int i = 0; i < 201; i++) {
            alternating[i] = (i % 2 == 0 ? 1 : -1) * (i + 1.0);
        }
        // W+ = 101^2, mean 10150.5, variance 201 * 202 * 403 / 24, z = 50 / 825.696
        assertThat(SignedRank.greater(alternating)).isCloseTo(0.475857, within(1e-5));
    }

    @Test
    void wilcoxonComparesWithTheBestOnCommonInstances() {
        FakeProgress study = minimize().complete(1, 1, 1, 1, 1, 1).complete(9, 9, 9, 9, 9, 9);
        Pruner pruner = new WilcoxonPruner(0.1, 2);
        study.report(5, 2).report(2, 2).report(0, 3);
        assertThat(pruner.shouldPrune(study)).as("p = 1/8").isFalse();
        assertThat(pruner.shouldPrune(study.report(77, 9))).as("not in common").isFalse();
        assertThat(pruner.shouldPrune(study.report(1, 2))).as("p = 1/16").isTrue();
        assertThat(pruner.shouldPrune(study.report(77, -99)))
                .as("better on average")
                .isFalse();
        assertThat(new WilcoxonPruner(0.1, 5).shouldPrune(study.report(77, 9))).isFalse();
        FakeProgress up = maximize().complete(1, 1, 1, 1);
        for (int step = 0; step < 4; step++) {
            up.report(step, 2);
        }
        assertThat(pruner.shouldPrune(up)).isFalse();
        assertThat(pruner.shouldPrune(minimize().report(0, 3)))
                .as("no complete trial")
                .isFalse();
    }
}
