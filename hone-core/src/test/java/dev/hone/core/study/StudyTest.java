package dev.hone.core.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hone.core.HoneException;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.execute.TrialExecutor;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.store.MemoryStore;
import dev.hone.core.store.SqliteStore;
import dev.hone.core.store.StoreException;
import dev.hone.core.store.StudyStore;
import dev.hone.core.study.StudyResult.End;
import dev.hone.core.trial.Comparison;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Origin;
import dev.hone.core.trial.Trial;
import dev.hone.core.trial.TrialState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class StudyTest {

    private static final SearchSpace SPACE =
            SearchSpace.of(FloatParameter.linear("x", -1, 1), FloatParameter.linear("y", -1, 1));

    private final StudyStore store = new MemoryStore();

    private StudyBuilder.Typed<Configuration> study(String name) {
        return Study.named(name)
                .minimize("loss")
                .seed(5)
                .optimizer(new UniformSampling(SPACE))
                .store(store);
    }

    private static double loss(Configuration c) {
        return c.getDouble("x") * c.getDouble("x") + c.getDouble("y") * c.getDouble("y");
    }

    private static Evaluation evaluate(Configuration c) {
        return Evaluation.of(loss(c));
    }

    private static Configuration at(double x, double y) {
        return SPACE.configuration(Map.of("x", x, "y", y));
    }

    @Test
    void runsUntilTheTrialsAreUsedUpAndFindsTheBest() {
        try (Study<Configuration> study = study("s").create()) {
            StudyResult<Configuration> result = study.run(StudyTest::evaluate, Budget.trials(30));
            assertThat(result.end()).isEqualTo(End.BUDGET);
            List<Trial<Configuration>> trials = study.trials();
            assertThat(trials).hasSize(30).allMatch(Trial::isComplete);
            double least = trials.stream().mapToDouble(Trial::value).min().orElseThrow();
            assertThat(result.best().value()).isEqualTo(least);
            assertThat(loss(result.best().candidate())).isEqualTo(least);
        }
    }

    @Test
    void resumedRunGoesOnToTheSameTotal() {
        try (Study<Configuration> study = study("s").create()) {
            study.run(StudyTest::evaluate, Budget.trials(10));
        }
        try (Study<Configuration> study = study("s").load()) {
            study.run(StudyTest::evaluate, Budget.trials(15));
            assertThat(study.trials()).hasSize(15);
            study.run(StudyTest::evaluate, Budget.trials(15));
            assertThat(study.trials()).hasSize(15);
        }
    }

    @Test
    void resumedStudyProposesWhatAnUndisturbedOneDoes(@TempDir Path folder) {
        List<Configuration> undisturbed = new ArrayList<>();
        try (Study<Configuration> study = study("undisturbed").create()) {
            study.run(StudyTest::evaluate, Budget.trials(20));
            study.trials().forEach(t -> undisturbed.add(t.candidate()));
        }
        for (int pause = 1; pause < 20; pause += 6) {
            try (StudyStore sqlite = SqliteStore.at(folder.resolve(pause + ".db"))) {
                try (Study<Configuration> study = study("s").store(sqlite).create()) {
                    study.run(StudyTest::evaluate, Budget.trials(pause));
                }
                try (Study<Configuration> study = study("s").store(sqlite).load()) {
                    study.run(StudyTest::evaluate, Budget.trials(20));
                    assertThat(study.trials()).extracting(Trial::candidate).isEqualTo(undisturbed);
                }
            }
        }
    }

    @Test
    void failuresAreRecordedWithTheirReasonAndTheRunGoesOn() {
        try (Study<Configuration> study = study("s").create()) {
            study.run(
                    (c, context) -> switch ((int) context.number()) {
                        case 0 -> throw new IllegalStateException("boom");
                        case 1 -> Evaluation.of(Double.NaN);
                        case 2 -> Evaluation.of(1, 2);
                        case 3 -> null;
                        case 4 -> throw new StackOverflowError();
                        case 5 -> Evaluation.ofMetrics(Map.of("other", 1.0));
                        case 6 -> Evaluation.ofMetrics(Map.of("loss", 2.0));
                        default -> evaluate(c);
                    },
                    Budget.trials(8));
            assertThat(study.counts()).containsEntry(TrialState.FAILED, 6L).containsEntry(TrialState.COMPLETE, 2L);
            assertThat(reason(study, 0)).contains("IllegalStateException").contains("boom");
            assertThat(reason(study, 1)).contains("'loss' is NaN");
            assertThat(reason(study, 2)).contains("expected 1 value(s)");
            assertThat(reason(study, 3)).contains("returned nothing");
            assertThat(reason(study, 4)).contains("StackOverflowError");
            assertThat(reason(study, 5)).contains("no value for objective 'loss'");
            assertThat(study.trial(6).orElseThrow().value()).isEqualTo(2.0);
            assertThat(study.trial(0).orElseThrow().attributes().get("exception"))
                    .contains("StudyTest");
        }
    }

    private static String reason(Study<Configuration> study, long number) {
        return study.trial(number).orElseThrow().failure().orElseThrow();
    }

    @Test
    void aStoreThatFailsEndsTheRunAndBlamesNoTrial() {
        try (Study<Configuration> study = study("s").create()) {
            StoreException full = new StoreException("the disk is full", false, null);
            assertThatThrownBy(() -> study.run(
                            (candidate, context) -> {
                                throw full;
                            },
                            Budget.trials(3)))
                    .isSameAs(full);
            assertThat(study.trials()).singleElement().extracting(Trial::state).isEqualTo(TrialState.QUEUED);
            assertThat(study.run(StudyTest::evaluate, Budget.trials(3)).end()).isEqualTo(End.BUDGET);
            assertThat(study.trials()).hasSize(3).allMatch(Trial::isComplete);
        }
    }

    @Test
    void tooManyFailuresEndTheRun() {
        try (Study<Configuration> study =
                study("s").failureLimit(FailureLimit.count(2)).create()) {
            StudyResult<Configuration> result = study.run(
                    c -> {
                        throw new HoneException("no");
                    },
                    Budget.trials(50));
            assertThat(result.end()).isEqualTo(End.FAILURES);
            assertThat(study.trials()).hasSize(3);
        }
        try (Study<Configuration> study =
                study("t").failureLimit(FailureLimit.fraction(0.5)).create()) {
            StudyResult<Configuration> result = study.run(
                    c -> {
                        throw new HoneException("no");
                    },
                    Budget.trials(50));
            assertThat(result.end()).isEqualTo(End.FAILURES);
            assertThat(study.trials()).hasSize(FailureLimit.GRACE);
        }
    }

    @Test
    void stopsAtTargetCostAndTime() {
        try (Study<Configuration> study = study("target").create()) {
            StudyResult<Configuration> result = study.run(StudyTest::evaluate, Budget.target(0.5));
            assertThat(result.end()).isEqualTo(End.TARGET);
            List<Trial<Configuration>> trials = study.trials();
            assertThat(trials.get(trials.size() - 1).value()).isLessThanOrEqualTo(0.5);
            assertThat(trials.subList(0, trials.size() - 1)).allMatch(t -> t.value() > 0.5);
        }
        try (Study<Configuration> study = study("cost").create()) {
            StudyResult<Configuration> result =
                    study.run(c -> evaluate(c).withCost(0.25), Budget.cost(1).withTrials(100));
            assertThat(result.end()).isEqualTo(End.BUDGET);
            assertThat(study.trials()).hasSize(4);
        }
        try (Study<Configuration> study = study("time").create()) {
            StudyResult<Configuration> result = study.run(
                    c -> {
                        Thread.sleep(20);
                        return evaluate(c);
                    },
                    Budget.duration(Duration.ofMillis(200)));
            assertThat(result.end()).isEqualTo(End.BUDGET);
            assertThat(study.trials()).isNotEmpty().hasSizeLessThan(15).allMatch(Trial::isComplete);
        }
    }

    @Test
    void exhaustedOptimizerEndsTheRun() {
        try (Study<Configuration> study = Study.named("s")
                .minimize("loss")
                .optimizer(new UniformSampling(SPACE, 7))
                .store(store)
                .create()) {
            assertThat(study.run(StudyTest::evaluate, Budget.trials(20)).end()).isEqualTo(End.EXHAUSTED);
            assertThat(study.trials()).hasSize(7);
            assertThatThrownBy(study::ask).isInstanceOf(HoneException.class).hasMessageContaining("nothing left");
        }
    }

    @Test
    void userGivenTrialsComeFirstAndCount() {
        try (Study<Configuration> study = study("s").create()) {
            study.enqueue(List.of(at(0, 0), at(0.5, 0.5)));
            study.run(StudyTest::evaluate, Budget.trials(5));
            List<Trial<Configuration>> trials = study.trials();
            assertThat(trials).hasSize(5);
            assertThat(trials.get(0).candidate()).isEqualTo(at(0, 0));
            assertThat(trials.get(1).candidate()).isEqualTo(at(0.5, 0.5));
            assertThat(trials.get(1).origin()).isEqualTo(Origin.USER);
            assertThat(study.best().number()).isZero();
        }
    }

    @Test
    void intermediateValuesReachThePruner() {
        try (Study<Configuration> study = study("s")
                .pruner(progress -> progress.number() > 0 && progress.own().lastKey() >= 2)
                .create()) {
            study.run(
                    (c, context) -> {
                        for (int step = 0; step < 5; step++) {
                            context.reportOrPrune(step, step * 10);
                        }
                        return evaluate(c);
                    },
                    Budget.trials(3));
            assertThat(study.trial(0).orElseThrow().intermediate()).hasSize(5);
            Trial<Configuration> pruned = study.trial(1).orElseThrow();
            assertThat(pruned.state()).isEqualTo(TrialState.PRUNED);
            assertThat(pruned.intermediate())
                    .containsExactly(Map.entry(0L, 0.0), Map.entry(1L, 10.0), Map.entry(2L, 20.0));
            assertThat(pruned.failure().orElseThrow()).contains("step 2");
        }
    }

    @Test
    void askAndTellLeaveTheLoopToTheCaller() {
        try (Study<Configuration> study = study("s").create()) {
            List<Trial<Configuration>> trials = study.ask(3);
            assertThat(trials).extracting(Trial::number).containsExactly(0L, 1L, 2L);
            study.tell(trials.get(1), Evaluation.of(0.5));
            study.fail(trials.get(0), "no luck");
            study.report(trials.get(2), 1, 3.0);
            study.prune(trials.get(2), "hopeless");
            assertThat(study.counts())
                    .containsEntry(TrialState.COMPLETE, 1L)
                    .containsEntry(TrialState.FAILED, 1L)
                    .containsEntry(TrialState.PRUNED, 1L);
            assertThat(study.best().number()).isEqualTo(1);
            assertThatThrownBy(() -> study.tell(trials.get(1), Evaluation.of(0.1)))
                    .hasMessageContaining("no longer running here");
            assertThat(study.best().value()).isEqualTo(0.5);
        }
    }

    @Test
    void closingGivesUnfinishedTrialsBack() {
        Configuration open;
        try (Study<Configuration> study = study("s").create()) {
            open = study.ask().candidate();
        }
        try (Study<Configuration> study = study("s").load()) {
            assertThat(study.counts()).containsEntry(TrialState.QUEUED, 1L);
            Trial<Configuration> again = study.ask();
            assertThat(again.number()).isZero();
            assertThat(again.candidate()).isEqualTo(open);
        }
    }

    @Test
    void severalStudiesShareOneStoreAndKeepTheExactNumber() throws InterruptedException {
        Map<Long, AtomicInteger> evaluated = new ConcurrentHashMap<>();
        study("s").create().close();
        List<Thread> workers = new ArrayList<>();
        for (int w = 0; w < 4; w++) {
            Thread thread = new Thread(() -> {
                try (Study<Configuration> study = study("s").load();
                        TrialExecutor executor = TrialExecutor.threads(2)) {
                    study.run(
                            (c, context) -> {
                                evaluated
                                        .computeIfAbsent(context.number(), n -> new AtomicInteger())
                                        .incrementAndGet();
                                return evaluate(c);
                            },
                            Budget.trials(101),
                            executor);
                }
            });
            thread.start();
            workers.add(thread);
        }
        for (Thread worker : workers) {
            worker.join();
        }
        try (Study<Configuration> study = study("s").load()) {
            assertThat(study.trials()).hasSize(101).allMatch(Trial::isComplete);
            assertThat(evaluated).hasSize(101);
            assertThat(evaluated.values()).allMatch(n -> n.get() == 1);
        }
    }

    @Test
    void stopCancelsRunningEvaluationsAndGivesThemBack() throws InterruptedException {
        CountDownLatch running = new CountDownLatch(1);
        try (Study<Configuration> study = study("s").create()) {
            List<StudyResult<Configuration>> results = Collections.synchronizedList(new ArrayList<>());
            Thread thread = new Thread(() -> results.add(study.run(
                    c -> {
                        running.countDown();
                        Thread.sleep(60_000);
                        return evaluate(c);
                    },
                    Budget.trials(3))));
            thread.start();
            running.await();
            study.stop();
            thread.join();
            assertThat(results).hasSize(1);
            assertThat(results.get(0).end()).isEqualTo(End.STOPPED);
            assertThat(study.counts()).containsEntry(TrialState.QUEUED, 1L);
            assertThat(study.trial(0).orElseThrow().worker()).isEmpty();
        }
    }

    @Test
    void resultOfALostTrialIsDropped() {
        try (Study<Configuration> study = study("s").create()) {
            Trial<Configuration> trial = study.ask();
            List<Trial<String>> reaped = store.reap(
                    study.id(), Duration.ofHours(1), Set.of(trial.worker().orElseThrow()), 1);
            assertThat(reaped).hasSize(1);
            Trial<Configuration> again = study.ask();
            assertThat(again.number()).isEqualTo(trial.number());
            assertThat(again.attempt()).isEqualTo(2);
            assertThatThrownBy(() -> study.tell(trial, Evaluation.of(1))).isInstanceOf(HoneException.class);
            study.tell(again, Evaluation.of(2));
            assertThat(study.best().value()).isEqualTo(2);
        }
    }

    @Test
    void frontHoldsWhatNothingDominates() {
        try (Study<Configuration> study = Study.named("two")
                .minimize("a")
                .maximize("b")
                .optimizer(new UniformSampling(SPACE))
                .store(store)
                .create()) {
            double[][] values = {{1, 1}, {2, 3}, {3, 2}, {0.5, 0}, {2, 3}};
            for (double[] v : values) {
                study.tell(study.ask(), Evaluation.of(v));
            }
            study.tell(study.ask(), Evaluation.of(0, 9).withConstraint("limit", 0.1));
            assertThat(study.front())
                    .extracting(Trial::number)
                    .contains(0L, 1L, 3L)
                    .doesNotContain(2L, 5L);
            assertThatThrownBy(study::best).hasMessageContaining("Pareto front");
        }
    }

    @Test
    void warmStartTeachesWithoutCounting() {
        try (Study<Configuration> old = study("old").create()) {
            old.run(StudyTest::evaluate, Budget.trials(6));
        }
        SearchSpace narrower = SearchSpace.of(FloatParameter.linear("x", -1, 1), FloatParameter.linear("y", 0, 1));
        try (Study<Configuration> study = Study.named("new")
                .minimize("loss")
                .optimizer(new UniformSampling(narrower))
                .store(store)
                .create()) {
            int copied = study.warmStart(store, "old");
            assertThat(copied).isBetween(1, 5);
            study.run(StudyTest::evaluate, Budget.trials(4));
            assertThat(study.trials()).hasSize(4 + copied);
            assertThat(store.budgeted(study.id())).isEqualTo(4);
            assertThatThrownBy(() -> study.warmStart(store, "missing")).hasMessageContaining("no study 'missing'");
        }
        try (Study<Configuration> other = Study.named("o")
                .maximize("loss")
                .optimizer(new UniformSampling(SPACE))
                .store(store)
                .create()) {
            assertThatThrownBy(() -> other.warmStart(store, "old")).hasMessageContaining("no objective");
        }
    }

    @Test
    void comparisonsAreKept() {
        try (Study<Configuration> study = study("s").create()) {
            study.run(StudyTest::evaluate, Budget.trials(3));
            study.compare(Comparison.prefer(2, 0, "user"));
            assertThat(study.comparisons()).containsExactly(Comparison.prefer(2, 0, "user"));
            assertThatThrownBy(() -> study.compare(Comparison.prefer(1, 9, "user")))
                    .isInstanceOf(InvalidFieldException.class)
                    .hasMessageContaining("9");
        }
    }

    @Test
    void listenersHearEveryTrialOnceAndMayFail() {
        List<Long> finished = new ArrayList<>();
        StudyListener broken = new StudyListener() {
            @Override
            public void finished(Trial<?> trial) {
                throw new IllegalStateException("listener");
            }
        };
        StudyListener counting = new StudyListener() {
            @Override
            public void finished(Trial<?> trial) {
                finished.add(trial.number());
            }
        };
        try (Study<Configuration> study =
                study("s").listener(broken).listener(counting).create()) {
            study.run(StudyTest::evaluate, Budget.trials(4));
            assertThat(finished).containsExactly(0L, 1L, 2L, 3L);
        }
    }

    @Test
    void refusesWhatDoesNotFit() {
        study("s").create().close();
        assertThatThrownBy(() -> study("s").create())
                .isInstanceOf(HoneException.class)
                .hasMessageContaining("'s'");
        assertThatThrownBy(() -> study("t").load()).hasMessageContaining("no study 't'");
        assertThatThrownBy(() -> Study.named("s")
                        .maximize("gain")
                        .optimizer(new UniformSampling(SPACE))
                        .store(store)
                        .load())
                .hasMessageContaining("has the objectives");
        assertThatThrownBy(() -> Study.named(" ")).isInstanceOf(InvalidFieldException.class);
        assertThatThrownBy(() -> Budget.trials(0)).hasMessageContaining("budget.trials");
        assertThatThrownBy(() -> Study.named("x").minimize("a").maximize("a")).hasMessageContaining("'a' twice");
    }
}
