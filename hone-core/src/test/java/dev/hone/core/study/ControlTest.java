package dev.hone.core.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hone.core.InvalidFieldException;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.store.MemoryStore;
import dev.hone.core.store.StudyStore;
import dev.hone.core.study.StudyResult.End;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Trial;
import dev.hone.core.trial.TrialState;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ControlTest {

    private static final SearchSpace SPACE = SearchSpace.of(FloatParameter.linear("x", 0, 1));

    private final StudyStore store = new MemoryStore();
    private final BlockingQueue<Control> seen = new LinkedBlockingQueue<>();

    private StudyBuilder.Typed<Configuration> study() {
        return Study.named("s")
                .minimize("loss")
                .optimizer(new UniformSampling(SPACE))
                .store(store)
                .listener(new StudyListener() {
                    @Override
                    public void controlled(Control now) {
                        seen.add(now);
                    }
                });
    }

    @Test
    void aPausedRunFinishesWhatRunsStartsNothingAndGoesOn() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch mayFinish = new CountDownLatch(1);
        AtomicInteger evaluations = new AtomicInteger();
        try (Study<Configuration> study = study().create()) {
            CompletableFuture<StudyResult<Configuration>> run = CompletableFuture.supplyAsync(() -> study.run(
                    (c, context) -> {
                        evaluations.incrementAndGet();
                        started.countDown();
                        mayFinish.await();
                        return Evaluation.of(c.getDouble("x"));
                    },
                    Budget.trials(5)));
            started.await();
            study.pause();
            assertThat(seen.poll(30, TimeUnit.SECONDS)).isEqualTo(Control.PAUSED);
            mayFinish.countDown();
            while (study.counts().get(TrialState.RUNNING) > 0) {
                Thread.sleep(5);
            }
            Thread.sleep(300);
            assertThat(run).isNotDone();
            assertThat(evaluations).hasValue(1);
            assertThat(study.counts()).containsEntry(TrialState.COMPLETE, 1L).doesNotContainKey(TrialState.FAILED);

            study.unpause();
            assertThat(seen.poll(30, TimeUnit.SECONDS)).isEqualTo(Control.RUNNING);
            assertThat(run.get().end()).isEqualTo(End.BUDGET);
            assertThat(study.trials()).hasSize(5).allMatch(Trial::isComplete);
        }
    }

    @Test
    void aStoppedStudyEndsEveryRunGivesTrialsBackAndRunsAgainOnlyWhenAllowed() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        try (Study<Configuration> study = study().create();
                Study<Configuration> elsewhere = study().load()) {
            CompletableFuture<StudyResult<Configuration>> run = CompletableFuture.supplyAsync(() -> study.run(
                    (c, context) -> {
                        started.countDown();
                        Thread.sleep(Duration.ofHours(1).toMillis());
                        return Evaluation.of(0);
                    },
                    Budget.trials(5)));
            started.await();
            elsewhere.stopEverywhere();
            StudyResult<Configuration> result = run.get();
            assertThat(result.end()).isEqualTo(End.CALLED_OFF);
            assertThat(study.counts()).containsEntry(TrialState.QUEUED, 1L).containsEntry(TrialState.RUNNING, 0L);

            assertThat(elsewhere.run(c -> Evaluation.of(1), Budget.trials(5)).end())
                    .isEqualTo(End.CALLED_OFF);
            assertThat(study.counts()).doesNotContainKey(TrialState.COMPLETE);

            elsewhere.unpause();
            assertThat(elsewhere.run(c -> Evaluation.of(1), Budget.trials(5)).end())
                    .isEqualTo(End.BUDGET);
            assertThat(study.counts()).containsEntry(TrialState.COMPLETE, 5L);
        }
    }

    @Test
    void aPausedRunWhoseBudgetIsUsedUpEnds() {
        try (Study<Configuration> study = study().create()) {
            study.run(c -> Evaluation.of(1), Budget.trials(3));
            study.pause();
            assertThat(study.run(c -> Evaluation.of(1), Budget.trials(3)).end()).isEqualTo(End.BUDGET);
        }
    }

    @Test
    void timeInWhichAStudyIsPausedDoesNotCountTowardsTheBudget() throws Exception {
        try (Study<Configuration> study = study().create()) {
            study.pause();
            CompletableFuture<StudyResult<Configuration>> run = CompletableFuture.supplyAsync(
                    () -> study.run(c -> Evaluation.of(1), Budget.duration(Duration.ofMillis(200))));
            assertThat(seen.poll(30, TimeUnit.SECONDS)).isEqualTo(Control.PAUSED);
            Thread.sleep(400);
            assertThat(run).isNotDone();
            study.unpause();
            assertThat(run.get().end()).isEqualTo(End.BUDGET);
            assertThat(study.counts().get(TrialState.COMPLETE)).isPositive();
        }
    }

    @Test
    void anUnknownValueIsRefusedWithWhatIsExpected() {
        try (Study<Configuration> study = study().create()) {
            store.putAttribute(study.id(), Control.ATTRIBUTE, "Paused");
            assertThatThrownBy(study::control)
                    .isInstanceOf(InvalidFieldException.class)
                    .hasMessageContaining("control")
                    .hasMessageContaining("'Paused'")
                    .hasMessageContaining("running, paused or stopped");
        }
        assertThat(List.of(Control.values())).extracting(Control::text).containsExactly("running", "paused", "stopped");
    }
}
