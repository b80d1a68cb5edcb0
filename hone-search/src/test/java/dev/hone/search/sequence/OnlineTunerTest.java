package dev.hone.search.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.HoneException;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.Json;
import dev.hone.core.analyse.SequenceSummary;
import dev.hone.core.analyse.SequenceSummary.Arm;
import dev.hone.core.space.Configuration;
import dev.hone.core.store.SqliteStore;
import dev.hone.core.store.StudyStore;
import dev.hone.core.trial.Direction;
import dev.hone.core.trial.Trial;
import dev.hone.core.trial.TrialState;
import dev.hone.search.bandit.ChebCb;
import dev.hone.search.bandit.ConstantArm;
import dev.hone.search.solver.CsrMatrix;
import dev.hone.search.solver.LinearSolvers;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnlineTunerTest {

    @TempDir
    Path folder;

    private static OnlineTunerBuilder tuner() {
        return OnlineTuner.named("solver")
                .grid("omega", 1, 1.95, 20)
                .maxCost(10_000)
                .seed(3);
    }

    private static double iterations(double omega) {
        double[] b = new double[16];
        Arrays.fill(b, 1);
        return LinearSolvers.sor(CsrMatrix.laplacian(4), b, omega, LinearSolvers.Options.defaults())
                .iterations();
    }

    @Test
    void callsAreTrials() {
        try (OnlineTuner tuner = tuner().minimize("iterations").open()) {
            for (int i = 0; i < 300; i++) {
                try (OnlineTuner.Call call = tuner.next()) {
                    call.cost(iterations(call.value()));
                }
            }
            List<Trial<Configuration>> calls = tuner.study().trials();
            assertThat(calls).hasSize(300).allMatch(Trial::isComplete);
            assertThat(Arrays.stream(tuner.probabilities(Double.NaN)).sum()).isCloseTo(1, within(1e-9));
            SequenceSummary summary = tuner.summary().orElseThrow();
            assertThat(summary.total())
                    .isEqualTo(calls.stream().mapToDouble(Trial::value).sum());
            assertThat(summary.lastMean())
                    .isEqualTo(calls.subList(270, 300).stream()
                                    .mapToDouble(Trial::value)
                                    .sum()
                            / 30);
            assertThat(summary.arms().stream().mapToLong(Arm::plays).sum()).isEqualTo(300);
            assertThat(summary.arms().stream().mapToLong(Arm::recent).sum()).isEqualTo(30);
            assertThat(summary.arms().stream().mapToDouble(Arm::probability).sum())
                    .as("rounded to three digits each")
                    .isCloseTo(1, within(0.01));
            Arm mostPlayed = summary.arms().get(0);
            assertThat(mostPlayed.probability()).isGreaterThan(2.0 / 20);
            assertThat(mostPlayed.mean())
                    .isCloseTo(
                            iterations(Json.parse(mostPlayed.candidate())
                                    .path("omega")
                                    .asDouble()),
                            within(1e-9));
            assertThat(summary.bestFixed(Direction.MINIMIZE)).isEmpty();
            assertThat(summary.lastMean()).isLessThan(summary.firstMean());
        }
    }

    @Test
    void aSecondProcessGoesOnExactly() {
        List<Configuration> whole;
        try (StudyStore store = SqliteStore.at(folder.resolve("a.db"));
                OnlineTuner tuner = tuner().store(store)
                        .learner(ChebCb.learner(ChebCb.Options.defaults(0, 1)))
                        .open()) {
            call(tuner, 0, 60);
            whole = candidates(tuner);
        }
        for (int stop : new int[] {0, 23, 60}) {
            try (StudyStore store = SqliteStore.at(folder.resolve("b.db"));
                    OnlineTuner tuner = tuner().store(store)
                            .learner(ChebCb.learner(ChebCb.Options.defaults(0, 1)))
                            .open()) {
                call(tuner, tuner.study().trials().size(), stop);
                assertThat(candidates(tuner)).isEqualTo(whole.subList(0, stop));
            }
        }
    }

    private static void call(OnlineTuner tuner, int from, int to) {
        for (int i = from; i < to; i++) {
            double context = i * 0.618 % 1;
            double omega = tuner.suggest(context).getDouble("omega");
            tuner.report(1 + 100 * Math.abs(omega - 1 - context));
        }
    }

    private static List<Configuration> candidates(OnlineTuner tuner) {
        return tuner.study().trials().stream().map(Trial::candidate).toList();
    }

    @Test
    void replayShowsWhatFixedChoicesWouldHaveCostAndTeachesNothing() throws Exception {
        IterativeRoutine<Integer, String> routine =
                (instance, c) -> new IterativeRoutine.Outcome<>(instance + c.getDouble("w"), "done " + instance);
        List<Configuration> without;
        try (OnlineTuner tuner = OnlineTuner.named("s").values("w", 1, 2, 4).open()) {
            for (int i = 0; i < 40; i++) {
                assertThat(tuner.run(routine, i)).isEqualTo("done " + i);
            }
            without = candidates(tuner);
        }
        try (OnlineTuner tuner =
                OnlineTuner.named("s").values("w", 1, 2, 4).replay(true).open()) {
            for (int i = 0; i < 40; i++) {
                tuner.run(routine, i);
            }
            assertThat(candidates(tuner)).isEqualTo(without);
            double instances = 39 * 40 / 2.0;
            SequenceSummary summary = tuner.summary().orElseThrow();
            Arm best = summary.bestFixed(Direction.MINIMIZE).orElseThrow();
            assertThat(best.candidate()).isEqualTo("{\"w\":1.0}");
            assertThat(best.replayed()).hasSize(40).startsWith(1, 3, 6).endsWith(instances + 40);
            Arm worst = summary.bestFixed(Direction.MAXIMIZE).orElseThrow();
            assertThat(worst.meanIfAlways().orElseThrow()).isEqualTo((instances + 160) / 40);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.99, Double.NaN, Double.POSITIVE_INFINITY, -3})
    void costsThatCannotBeAreErrorsAndNothingIsRecorded(double cost) {
        try (OnlineTuner tuner = tuner().open()) {
            OnlineTuner.Call call = tuner.next();
            assertThatThrownBy(() -> call.cost(cost))
                    .isInstanceOf(InvalidFieldException.class)
                    .hasMessageStartingWith("cost: is " + cost);
            assertThat(tuner.study().trials().get(0).state()).isEqualTo(TrialState.RUNNING);
            call.cost(5);
            assertThat(tuner.study().trials().get(0).value()).isEqualTo(5);
            assertThatThrownBy(() -> call.cost(5)).hasMessageContaining("told already");
        }
    }

    @Test
    void anotherLeastCostIsGiven() {
        try (OnlineTuner tuner = tuner().minCost(0).open()) {
            tuner.suggest();
            tuner.report(0.25);
            assertThat(tuner.study().trials().get(0).value()).isEqualTo(0.25);
        }
    }

    @Test
    void divergedCallsCostTheMost() {
        try (OnlineTuner tuner = tuner().open()) {
            tuner.next().diverged();
            tuner.next().cost(1e9);
            assertThat(tuner.study().trials().stream().map(Trial::value)).containsExactly(10_000.0, 10_000.0);
        }
        try (OnlineTuner tuner = OnlineTuner.named("s").values("w", 1, 2).open()) {
            assertThatThrownBy(() -> tuner.next().diverged()).hasMessageContaining("maxCost");
        }
    }

    @Test
    void aCallWithoutCostFails() {
        try (OnlineTuner tuner = tuner().open()) {
            tuner.next().close();
            tuner.suggest();
            tuner.suggest();
            assertThat(tuner.study().trials().stream().map(Trial::state))
                    .containsExactly(TrialState.FAILED, TrialState.FAILED, TrialState.RUNNING);
        }
    }

    @Test
    void contextsBelongToContextualLearners() {
        try (OnlineTuner tuner =
                tuner().learner(ChebCb.learner(ChebCb.Options.defaults(0, 1))).open()) {
            assertThatThrownBy(tuner::next)
                    .isInstanceOf(HoneException.class)
                    .hasMessageContaining("context: is missing");
            assertThatThrownBy(() -> tuner.next(Double.NaN)).hasMessageContaining("context: is NaN");
            // outside the range: the nearer end, with a warning
            tuner.next(7).cost(3);
            assertThat(tuner.study().trials()).hasSize(1);
        }
        try (OnlineTuner tuner = tuner().learner(ConstantArm.fixed(3)).open()) {
            assertThat(tuner.next().value()).isEqualTo(1.15);
            assertThatThrownBy(() -> tuner.next(0.5)).hasMessageContaining("'fixed' has no use for it");
        }
    }

    @Test
    void whatIsMissingIsSaid() {
        assertThatThrownBy(() -> OnlineTuner.named("s").open()).hasMessageContaining("grid: is missing");
        assertThatThrownBy(() -> OnlineTuner.named("s").values("w", 1).open()).hasMessageContaining("at least 2");
        try (OnlineTuner tuner = tuner().open()) {
            assertThatThrownBy(() -> tuner.report(3)).hasMessageContaining("no parameters were suggested");
        }
    }
}
