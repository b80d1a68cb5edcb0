package dev.hone.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.HoneException;
import dev.hone.core.Json;
import dev.hone.core.pareto.Pareto;
import dev.hone.core.store.StudyStore.Ending;
import dev.hone.core.store.StudyStore.NewStudy;
import dev.hone.core.store.StudyStore.NewTrial;
import dev.hone.core.store.StudyStore.OptimizerState;
import dev.hone.core.store.StudyStore.Outcome;
import dev.hone.core.store.StudyStore.Score;
import dev.hone.core.store.StudyStore.Standing;
import dev.hone.core.store.StudyStore.StepReport;
import dev.hone.core.store.StudyStore.StudyRecord;
import dev.hone.core.store.StudyStore.VersionedState;
import dev.hone.core.trial.Artifact;
import dev.hone.core.trial.Comparison;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Objective;
import dev.hone.core.trial.Origin;
import dev.hone.core.trial.Trial;
import dev.hone.core.trial.TrialState;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What every store does. */
@Timeout(120)
abstract class StudyStoreContract {

    private static final Set<TrialState> ALL = EnumSet.allOf(TrialState.class);
    private static final Duration LONG = Duration.ofHours(1);

    @TempDir
    Path folder;

    StudyStore store;

    abstract StudyStore open();

    /** The same store as another process sees it. */
    StudyStore openAnother() {
        return open();
    }

    @BeforeEach
    void openStore() {
        store = open();
        store.studies().forEach(s -> store.delete(s.id()));
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    private long study() {
        return store.create(newStudy("s")).id();
    }

    private static NewStudy newStudy(String name) {
        return new NewStudy(
                name, List.of(Objective.minimize("loss"), Objective.maximize("gain")), 42, "random", "a: definition");
    }

    private static NewTrial newTrial(int i) {
        return new NewTrial("{\"x\":" + i + "}", Origin.OPTIMIZER, Map.of(), List.of());
    }

    private Trial<String> running(long study, String worker) {
        return propose(study, 1, Optional.of(worker)).get(0);
    }

    private List<Trial<String>> propose(long study, int count, Optional<String> worker) {
        List<NewTrial> trials = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            trials.add(newTrial(i));
        }
        long version = store.optimizerState(study).version();
        List<String> workers = worker.map(w -> Collections.nCopies(count, w)).orElse(List.of());
        return store.propose(study, version, new OptimizerState("s", 0), trials, Long.MAX_VALUE, workers)
                .orElseThrow();
    }

    private void finish(long study, double... values) {
        Trial<String> trial = running(study, "w");
        assertThat(store.finish(study, trial.number(), trial.attempt(), Outcome.complete(Evaluation.of(values))))
                .isTrue();
    }

    @Test
    void keepsStudies() {
        StudyRecord a = store.create(newStudy("a"));
        StudyRecord b = store.create(newStudy("b"));
        assertThat(store.find("a")).contains(a);
        assertThat(a.objectives()).containsExactly(Objective.minimize("loss"), Objective.maximize("gain"));
        assertThat(a.seed()).isEqualTo(42);
        assertThat(a.definition()).isEqualTo("a: definition");
        assertThat(store.studies()).containsExactly(a, b);
        assertThatThrownBy(() -> store.create(newStudy("a")))
                .isInstanceOf(HoneException.class)
                .hasMessageContaining("'a' exists already");
        store.rename(a.id(), "c");
        assertThat(store.find("a")).isEmpty();
        assertThat(store.find("c").orElseThrow().id()).isEqualTo(a.id());
        assertThatThrownBy(() -> store.rename(a.id(), "b")).hasMessageContaining("'b' exists already");
        store.delete(a.id());
        assertThat(store.studies()).containsExactly(b);
        assertThatThrownBy(() -> store.counts(a.id())).isInstanceOf(StoreException.class);
    }

    @Test
    void keepsAttributes() {
        long study = study();
        store.putAttribute(study, "k", "1");
        store.putAttribute(study, "k", "2");
        store.putAttribute(study, "other", "ü");
        assertThat(store.attributes(study)).containsExactlyInAnyOrderEntriesOf(Map.of("k", "2", "other", "ü"));
        Trial<String> trial = running(study, "w");
        store.putTrialAttribute(study, trial.number(), "a", "x");
        store.putTrialAttribute(study, trial.number(), "a", "y");
        assertThat(store.trial(study, 0).orElseThrow().attributes()).containsEntry("a", "y");
    }

    @Test
    void proposesForSeveralWorkersAndTellsHowFarItHasCome() {
        long study = study();
        assertThat(store.standing(study))
                .extracting(Standing::total, Standing::budgeted, Standing::comparisons)
                .containsExactly(0L, 0L, 0L);
        List<Trial<String>> trials = store.propose(
                        study, 0, new OptimizerState("", 0), List.of(newTrial(1), newTrial(2)), 9, List.of("a", "b"))
                .orElseThrow();
        assertThat(trials).extracting(t -> t.worker().orElseThrow()).containsExactly("a", "b");
        assertThat(store.trials(study, ALL, 0, 9)).isEqualTo(trials);
        store.finish(study, 1, 1, Outcome.complete(Evaluation.of(1, 2)));
        store.finish(study, 0, 1, Outcome.failed("why"));
        store.enqueue(study, List.of(newTrial(3)));
        store.compare(study, Comparison.prefer(1, 0, "me"));
        Standing standing = store.standing(study);
        assertThat(standing.counts()).isEqualTo(store.counts(study));
        assertThat(standing)
                .extracting(Standing::total, Standing::finished, Standing::pending)
                .containsExactly(3L, 2L, 1L);
        assertThat(standing)
                .extracting(Standing::budgeted, Standing::comparisons)
                .containsExactly(3L, 1L);
    }

    @Test
    void proposesInOneStepWithTheOptimizersState() {
        long study = study();
        assertThat(store.optimizerState(study)).isEqualTo(new VersionedState(0, new OptimizerState("", 0)));
        NewTrial child = new NewTrial("{\"x\":7}", Origin.OPTIMIZER, Map.of("why", "because"), List.of(0L));
        List<Trial<String>> trials = store.propose(
                        study, 0, new OptimizerState("state", 3), List.of(newTrial(1), child), 2, List.of())
                .orElseThrow();
        assertThat(trials).extracting(Trial::number).containsExactly(0L, 1L);
        assertThat(trials).allMatch(t -> t.state() == TrialState.QUEUED && t.attempt() == 0);
        assertThat(trials.get(1).parents()).containsExactly(0L);
        assertThat(trials.get(1).attributes()).containsEntry("why", "because");
        assertThat(store.optimizerState(study)).isEqualTo(new VersionedState(1, new OptimizerState("state", 3)));
        OptimizerState later = new OptimizerState("later", 4);
        assertThat(store.propose(study, 0, later, List.of(newTrial(2)), 100, List.of()))
                .as("somebody else proposed since version 0")
                .isEmpty();
        assertThat(store.propose(study, 1, later, List.of(newTrial(2)), 2, List.of()))
                .as("no room below the limit")
                .isEmpty();
        assertThat(store.trials(study, ALL, 0, 10)).hasSize(2);
        assertThat(store.optimizerState(study).state().text()).isEqualTo("state");
        assertThat(store.budgeted(study)).isEqualTo(2);
    }

    @Test
    void claimsQueuedTrialsInOrder() {
        long study = study();
        store.enqueue(
                study,
                List.of(
                        new NewTrial("{\"x\":0}", Origin.USER, Map.of(), List.of()),
                        new NewTrial("{\"x\":1}", Origin.USER, Map.of(), List.of())));
        Trial<String> first = store.claim(study, "a").orElseThrow();
        Trial<String> second = store.claim(study, "b").orElseThrow();
        assertThat(first.number()).isZero();
        assertThat(first.candidate()).isEqualTo("{\"x\":0}");
        assertThat(first.origin()).isEqualTo(Origin.USER);
        assertThat(first.attempt()).isEqualTo(1);
        assertThat(first.worker()).contains("a");
        assertThat(first.started()).isPresent();
        assertThat(second.number()).isEqualTo(1);
        assertThat(store.claim(study, "c")).isEmpty();
        assertThat(store.counts(study)).containsEntry(TrialState.RUNNING, 2L).containsEntry(TrialState.QUEUED, 0L);
    }

    @Test
    void finishesOnceAndInOrder() {
        long study = study();
        List<Trial<String>> trials = propose(study, 3, Optional.of("w"));
        Evaluation full = Evaluation.of(1.5, -2)
                .withVariances(List.of(0.1, 0.2))
                .withMetrics(Map.of("m", 3.0))
                .withConstraint("c", -1)
                .withCritique("more salt")
                .withGradient(Map.of("x", 0.5))
                .withProfile(Json.parse("{\"hot\": [1, 2]}"))
                .withCost(2);
        assertThat(store.finish(study, 2, 1, Outcome.complete(full))).isTrue();
        assertThat(store.finish(study, 0, 1, Outcome.failed("exit status 3"))).isTrue();
        assertThat(store.finish(study, 1, 1, Outcome.pruned("slow"))).isTrue();
        assertThat(store.finish(study, 0, 1, Outcome.complete(full)))
                .as("already failed")
                .isFalse();
        assertThat(store.finish(study, 1, 2, Outcome.complete(full)))
                .as("another attempt")
                .isFalse();
        assertThat(store.finish(study, 99, 1, Outcome.complete(full))).isFalse();
        List<Trial<String>> finished = store.finishedAfter(study, 0, 10);
        assertThat(finished).extracting(Trial::number).containsExactly(2L, 0L, 1L);
        assertThat(finished).extracting(Trial::finishOrder).containsExactly(1L, 2L, 3L);
        assertThat(finished.get(0).evaluation()).contains(full);
        assertThat(finished.get(1).failure()).contains("exit status 3");
        assertThat(finished.get(2).state()).isEqualTo(TrialState.PRUNED);
        assertThat(finished).allMatch(t -> t.finished().isPresent());
        assertThat(store.finishedAfter(study, 2, 10)).hasSize(1);
        assertThat(store.finishedAfter(study, 0, 2)).hasSize(2);
        assertThat(store.cost(study)).isEqualTo(2);
        assertThat(store.counts(study))
                .containsEntry(TrialState.COMPLETE, 1L)
                .containsEntry(TrialState.FAILED, 1L)
                .containsEntry(TrialState.PRUNED, 1L)
                .containsEntry(TrialState.RUNNING, 0L);
        assertThat(trials).hasSize(3);
    }

    @Test
    void readsEndingsWithoutCandidates() {
        long study = study();
        propose(study, 4, Optional.of("w"));
        store.report(study, 1, 3, 0.25);
        store.report(study, 1, 12, 0.75);
        Evaluation noisy = Evaluation.of(1.5, -2)
                .withVariances(List.of(0.1, 0.2))
                .withCritique("more \"salt\"")
                .withProfile(Json.parse("{\"cost\": [1, {\"variances\": 2}]}"))
                .withCost(2);
        store.finish(study, 2, 1, Outcome.complete(noisy));
        store.finish(study, 1, 1, Outcome.pruned("slow"));
        store.finish(study, 0, 1, Outcome.complete(Evaluation.of(4, 5).withConstraint("c", 1)));
        List<Trial<String>> trials = store.finishedAfter(study, 0, 9);
        List<Ending> endings = store.endings(study, 0, 9);

        assertThat(endings).extracting(Ending::number).containsExactly(2L, 1L, 0L);
        assertThat(endings).extracting(Ending::finishOrder).containsExactly(1L, 2L, 3L);
        assertThat(endings)
                .extracting(Ending::state)
                .containsExactly(TrialState.COMPLETE, TrialState.PRUNED, TrialState.COMPLETE);
        assertThat(endings)
                .extracting(Ending::values)
                .containsExactly(List.of(1.5, -2.0), List.of(), List.of(4.0, 5.0));
        assertThat(endings).extracting(Ending::variances).containsExactly(List.of(0.1, 0.2), List.of(), List.of());
        assertThat(endings).extracting(Ending::eligible).containsExactly(true, false, false);
        assertThat(endings).extracting(Ending::cost).containsExactly(2.0, 0.0, 0.0);
        assertThat(endings)
                .extracting(Ending::lastReport)
                .containsExactly(OptionalDouble.empty(), OptionalDouble.of(0.75), OptionalDouble.empty());
        assertThat(endings).allSatisfy(e -> {
            Trial<String> trial = trials.get((int) e.finishOrder() - 1);
            assertThat(e.worker()).isEqualTo(trial.worker()).contains("w");
            assertThat(e.started()).isEqualTo(trial.started()).isPresent();
            assertThat(e.finished()).isEqualTo(trial.finished()).isPresent();
        });
        assertThat(store.endings(study, 1, 1)).containsExactly(endings.get(1));
        assertThat(store.endings(study, 3, 9)).isEmpty();
    }

    @Test
    void readsCandidatesByNumber() {
        long study = study();
        propose(study, 1_203, Optional.empty());
        List<Long> asked = new ArrayList<>();
        for (long n = 1_202; n >= 0; n--) {
            asked.add(n);
        }
        asked.add(7L);
        asked.add(9_999L);

        Map<Long, String> found = store.candidates(study, asked);

        assertThat(found).hasSize(1_203).containsEntry(0L, "{\"x\":0}").containsEntry(1_202L, "{\"x\":1202}");
        assertThat(store.candidates(study, List.of())).isEmpty();
    }

    @Test
    void readsPages() {
        long study = study();
        propose(study, 5, Optional.empty());
        Trial<String> claimed = store.claim(study, "w").orElseThrow();
        assertThat(store.trials(study, ALL, 1, 2)).extracting(Trial::number).containsExactly(1L, 2L);
        assertThat(store.trials(study, Set.of(TrialState.RUNNING), 0, 9))
                .extracting(Trial::number)
                .containsExactly(claimed.number());
        assertThat(store.trials(study, Set.of(TrialState.QUEUED), 3, 9))
                .extracting(Trial::number)
                .containsExactly(3L, 4L);
        assertThat(store.trials(study, Set.of(), 0, 9)).isEmpty();
        assertThat(store.trial(study, 9)).isEmpty();
    }

    @Test
    void aTrialBelowTheTruthIsNeverTheBestWhateverItsValue() {
        long study = study();
        long single = store.create(new NewStudy("single", List.of(Objective.minimize("a")), 1, "o", ""))
                .id();
        Evaluation coarse =
                Evaluation.of(-9).withFidelity(Optional.of("coarse")).withCost(0.1);
        Trial<String> below = running(single, "w");
        store.finish(single, below.number(), 1, Outcome.complete(coarse));
        assertThat(store.best(single, 0)).isEmpty();
        assertThat(store.front(single)).isEmpty();
        Trial<String> exact = running(single, "w");
        store.finish(single, exact.number(), 1, Outcome.complete(Evaluation.of(3)));
        store.importTrials(single, store.finishedAfter(single, 0, 1));
        assertThat(store.best(single, 0).orElseThrow().number()).isEqualTo(exact.number());
        assertThat(store.front(single)).containsExactly(new Score(exact.number(), List.of(3.0)));
        assertThat(store.endings(single, 0, 9)).extracting(Ending::eligible).containsExactly(false, true, false);
        assertThat(store.trial(single, below.number()).orElseThrow().evaluation())
                .contains(coarse);
        assertThat(store.cost(single)).isEqualTo(0.2, within(1e-12));

        Trial<String> better = running(study, "w");
        store.finish(
                study, better.number(), 1, Outcome.complete(Evaluation.of(-9, 9).withFidelity(Optional.of("coarse"))));
        finish(study, 1, 2);
        finish(study, 2, 3);
        assertThat(store.front(study)).extracting(Score::number).containsExactly(1L, 2L);
    }

    @Test
    void knowsTheBest() {
        long study = study();
        assertThat(store.best(study, 0)).isEmpty();
        finish(study, 3, 1);
        finish(study, 1, 1);
        finish(study, 1, 5);
        Trial<String> infeasible = running(study, "w");
        store.finish(
                study,
                infeasible.number(),
                1,
                Outcome.complete(Evaluation.of(0, 9).withConstraint("c", 0.5)));
        assertThat(store.front(study)).containsExactly(new Score(2, List.of(1.0, 5.0)));
        finish(study, 0.5, 4);
        finish(study, 1, 5);
        finish(study, 2, 6);
        finish(study, 2, 3);
        assertThat(store.best(study, 0).orElseThrow().number()).isEqualTo(4);
        assertThat(store.best(study, 1).orElseThrow().number()).isEqualTo(6);
        assertThat(store.front(study))
                .containsExactly(
                        new Score(2, List.of(1.0, 5.0)),
                        new Score(4, List.of(0.5, 4.0)),
                        new Score(5, List.of(1.0, 5.0)),
                        new Score(6, List.of(2.0, 6.0)));
        finish(study, 0, 7);
        assertThat(store.front(study)).containsExactly(new Score(8, List.of(0.0, 7.0)));
    }

    @Test
    void theFrontIsThatOfAllTrialsWhoeverAddedThem() {
        long study = study();
        Random random = new Random(3);
        List<double[]> losses = new ArrayList<>();
        try (StudyStore other = openAnother()) {
            for (int i = 0; i < 60; i++) {
                double loss = random.nextInt(12);
                double gain = random.nextInt(12);
                losses.add(new double[] {loss, -gain});
                if (i % 3 == 0) {
                    Trial<String> trial = running(study, "w");
                    other.finish(study, trial.number(), 1, Outcome.complete(Evaluation.of(loss, gain)));
                } else {
                    finish(study, loss, gain);
                }
                if (i == 30) {
                    // imported all at once, after news from elsewhere
                    List<Trial<String>> copies = store.trials(study, EnumSet.of(TrialState.COMPLETE), 0, 20);
                    other.importTrials(study, copies);
                    losses.addAll(new ArrayList<>(losses.subList(0, 20)));
                }
            }
            long[] expected = Arrays.stream(Pareto.front(losses.toArray(double[][]::new)))
                    .asLongStream()
                    .toArray();
            assertThat(other.front(study)).extracting(Score::number).containsExactly(box(expected));
            assertThat(store.front(study)).isEqualTo(other.front(study));
        }
    }

    private static Long[] box(long[] numbers) {
        return Arrays.stream(numbers).boxed().toArray(Long[]::new);
    }

    @Test
    void keepsReports() {
        long study = study();
        Trial<String> a = running(study, "w");
        Trial<String> b = running(study, "w");
        store.report(study, a.number(), 1, 0.5);
        store.report(study, a.number(), 2, 0.4);
        store.report(study, a.number(), 2, 0.3);
        store.report(study, b.number(), 2, 0.9);
        assertThat(store.reports(study, a.number())).containsExactly(Map.entry(1L, 0.5), Map.entry(2L, 0.3));
        store.finish(study, b.number(), 1, Outcome.pruned("no"));
        assertThat(store.reportsAt(study, 2))
                .containsExactly(new StepReport(0, TrialState.RUNNING, 0.3), new StepReport(1, TrialState.PRUNED, 0.9));
        assertThat(store.trial(study, 0).orElseThrow().intermediate()).hasSize(2);
    }

    @Test
    void releasedTrialsAreAsBefore() {
        long study = study();
        Trial<String> trial = running(study, "w");
        store.report(study, 0, 1, 1);
        assertThat(store.release(study, 0, 1)).isTrue();
        assertThat(store.release(study, 0, 1)).isFalse();
        Trial<String> queued = store.trial(study, 0).orElseThrow();
        assertThat(queued.state()).isEqualTo(TrialState.QUEUED);
        assertThat(queued.worker()).isEmpty();
        assertThat(queued.intermediate()).isEmpty();
        assertThat(store.finish(study, 0, trial.attempt(), Outcome.failed("late")))
                .isFalse();
        assertThat(store.counts(study)).containsEntry(TrialState.QUEUED, 1L).containsEntry(TrialState.RUNNING, 0L);
        Trial<String> again = store.claim(study, "v").orElseThrow();
        assertThat(again.attempt()).as("the first claim stays void").isEqualTo(2);
        assertThat(store.heartbeat(study, 0, trial.attempt())).isFalse();
        assertThat(store.reap(study, LONG, Set.of("v"), 1).get(0).state())
                .as("a release is no death")
                .isEqualTo(TrialState.QUEUED);
    }

    @Test
    void reapsDeadWorkersOnceAndThenFails() {
        long study = study();
        running(study, "dead");
        Trial<String> alive = running(study, "alive");
        List<Trial<String>> reaped = store.reap(study, LONG, Set.of("dead"), 1);
        assertThat(reaped).extracting(Trial::number).containsExactly(0L);
        assertThat(reaped.get(0).state()).isEqualTo(TrialState.QUEUED);
        assertThat(store.reap(study, LONG, Set.of("dead"), 1)).isEmpty();
        assertThat(store.heartbeat(study, 0, 1)).isFalse();
        assertThat(store.heartbeat(study, alive.number(), 1)).isTrue();
        assertThat(store.claim(study, "dead").orElseThrow().attempt()).isEqualTo(2);
        Trial<String> failed = store.reap(study, LONG, Set.of("dead"), 1).get(0);
        assertThat(failed.state()).isEqualTo(TrialState.FAILED);
        assertThat(failed.failure().orElseThrow()).contains("died in attempt 2");
        assertThat(failed.finishOrder()).isEqualTo(1);
    }

    @Test
    void reapsSilentWorkers() throws InterruptedException {
        long study = study();
        running(study, "silent");
        running(study, "lively");
        Thread.sleep(300);
        store.heartbeat(study, 1, 1);
        assertThat(store.reap(study, Duration.ofMillis(200), Set.of(), 1))
                .extracting(Trial::number)
                .containsExactly(0L);
    }

    @Test
    void importsFinishedTrials() {
        long from = study();
        Trial<String> trial = running(from, "w");
        store.report(from, 0, 4, 0.25);
        store.finish(
                from, 0, trial.attempt(), Outcome.complete(Evaluation.of(2, 3).withCost(1)));
        running(from, "w");
        store.finish(from, 1, 1, Outcome.failed("no"));
        long to = store.create(newStudy("to")).id();
        finish(to, 5, 5);
        List<Trial<String>> imported = store.importTrials(to, store.finishedAfter(from, 0, 10));
        assertThat(imported).extracting(Trial::number).containsExactly(1L, 2L);
        assertThat(imported).extracting(Trial::finishOrder).containsExactly(2L, 3L);
        assertThat(imported.get(0).intermediate()).containsEntry(4L, 0.25);
        assertThat(imported.get(0).worker()).contains("w");
        assertThat(store.best(to, 0).orElseThrow().number()).isEqualTo(1);
        assertThat(store.budgeted(to)).isEqualTo(3);
        assertThat(store.counts(to)).containsEntry(TrialState.COMPLETE, 2L).containsEntry(TrialState.FAILED, 1L);
    }

    @Test
    void warmStartTrialsDoNotCount() {
        long study = study();
        store.enqueue(study, List.of(new NewTrial("{}", Origin.WARM_START, Map.of(), List.of())));
        assertThat(store.budgeted(study)).isZero();
    }

    @Test
    void theBestOfTrialsThatAreOnlyComparedIsThePreferredOne() {
        long study = store.create(new NewStudy("compared", List.of(), 1, "duels", ""))
                .id();
        store.enqueue(study, Collections.nCopies(3, new NewTrial("{}", Origin.USER, Map.of(), List.of())));
        for (int i = 0; i < 3; i++) {
            Trial<String> trial = store.claim(study, "w").orElseThrow();
            store.finish(study, trial.number(), 1, i < 2 ? Outcome.complete(Evaluation.of()) : Outcome.failed("x"));
        }
        assertThat(store.best(study, 0)).isEmpty();
        store.compare(study, Comparison.ranking(List.of(2L, 1L, 0L), "user"));

        assertThat(store.best(study, 0))
                .as("the failed one is out")
                .map(Trial::number)
                .hasValue(1L);
        assertThat(store.front(study)).isEmpty();
        assertThat(store.endings(study, 0, 9))
                .hasSize(3)
                .allMatch(e -> e.values().isEmpty());
        assertThat(store.find("compared").orElseThrow().objectives()).isEmpty();
    }

    @Test
    void keepsComparisons() {
        long study = study();
        Comparison ranking = new Comparison(List.of(List.of(2L), List.of(0L, 1L)), 0.5, "user");
        store.compare(study, Comparison.prefer(0, 1, "user"));
        store.compare(study, ranking);
        assertThat(store.comparisons(study, 0)).containsExactly(Comparison.prefer(0, 1, "user"), ranking);
        assertThat(store.comparisons(study, 1)).containsExactly(ranking);
        assertThat(store.comparisons(study, 2)).isEmpty();
    }

    @Test
    void removesArtifactsOfTheTrialsNamed() throws Exception {
        long study = study();
        propose(study, 3, Optional.of("w"));
        Path same = Files.writeString(folder.resolve("same.txt"), "same");
        for (long number = 0; number < 3; number++) {
            Path own = Files.writeString(folder.resolve("own.txt"), "of " + number);
            store.putArtifact(study, number, "same", "text/plain", same);
            store.putArtifact(study, number, "own", "text/plain", own);
            store.putArtifact(study, number, "stdout.txt", "text/plain", own);
        }
        store.removeArtifacts(study, Set.of(0L, 2L, 7L));
        for (long number : List.of(0L, 2L)) {
            assertThat(store.artifacts(study, number))
                    .extracting(Artifact::name)
                    .containsExactly("stdout.txt");
            try (InputStream in = store.openArtifact(study, number, "stdout.txt")) {
                assertThat(in.readAllBytes()).isNotEmpty();
            }
        }
        for (String name : List.of("same", "own")) {
            try (InputStream in = store.openArtifact(study, 1, name)) {
                assertThat(in.readAllBytes()).isNotEmpty();
            }
        }
        store.removeArtifacts(study, Set.of());
        assertThat(store.artifacts(study, 1)).hasSize(3);
    }

    @Test
    void keepsArtifacts() throws Exception {
        long study = study();
        running(study, "w");
        Path file = Files.writeString(folder.resolve("in.txt"), "hello");
        Artifact artifact = store.putArtifact(study, 0, "out.txt", "text/plain", file);
        assertThat(artifact.bytes()).isEqualTo(5);
        assertThat(artifact.sha256()).isEqualTo("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
        Files.writeString(file, "hello again");
        store.putArtifact(study, 0, "out.txt", "text/plain", file);
        assertThat(store.artifacts(study, 0)).hasSize(1);
        try (InputStream in = store.openArtifact(study, 0, "out.txt")) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("hello again");
        }
        for (String name : List.of("../x", "/etc/passwd", ".hidden", "a/b", "", "..")) {
            assertThatThrownBy(() -> store.putArtifact(study, 0, name, "text/plain", file))
                    .hasMessageContaining("artifact");
        }
        assertThatThrownBy(() -> store.openArtifact(study, 0, "other")).hasMessageContaining("no artifact 'other'");
        store.delete(study);
    }

    @Test
    void nobodyClaimsATrialTwice() throws Exception {
        long study = study();
        propose(study, 200, Optional.empty());
        ConcurrentLinkedQueue<Long> claimed = new ConcurrentLinkedQueue<>();
        inParallel(8, () -> {
            Optional<Trial<String>> trial = store.claim(study, "w");
            while (trial.isPresent()) {
                claimed.add(trial.get().number());
                store.finish(study, trial.get().number(), 1, Outcome.complete(Evaluation.of(1, 1)));
                trial = store.claim(study, "w");
            }
            return null;
        });
        assertThat(claimed).hasSize(200);
        assertThat(new HashSet<>(claimed)).hasSize(200);
        assertThat(store.finishedAfter(study, 0, 1000).stream()
                        .map(Trial::finishOrder)
                        .distinct())
                .hasSize(200);
        assertThat(store.counts(study)).containsEntry(TrialState.COMPLETE, 200L);
    }

    @Test
    void oneOfSeveralProposalsWinsAndTheLimitHolds() throws Exception {
        long study = study();
        ConcurrentLinkedQueue<Long> appended = new ConcurrentLinkedQueue<>();
        inParallel(6, () -> {
            while (store.budgeted(study) < 30) {
                long version = store.optimizerState(study).version();
                store.propose(study, version, new OptimizerState("", 0), List.of(newTrial(0)), 30, List.of("w"))
                        .ifPresent(trials -> trials.forEach(t -> appended.add(t.number())));
            }
            return null;
        });
        assertThat(appended).hasSize(30).doesNotHaveDuplicates();
        assertThat(store.optimizerState(study).version()).isEqualTo(30);
        assertThat(store.trials(study, ALL, 0, 100)).hasSize(30);
    }

    @Test
    void twoReapersShareTheDead() throws Exception {
        long study = study();
        propose(study, 20, Optional.of("dead"));
        ConcurrentLinkedQueue<Long> reaped = new ConcurrentLinkedQueue<>();
        inParallel(2, () -> {
            store.reap(study, LONG, Set.of("dead"), 1).forEach(t -> reaped.add(t.number()));
            return null;
        });
        assertThat(reaped).hasSize(20).doesNotHaveDuplicates();
        assertThat(store.counts(study)).containsEntry(TrialState.QUEUED, 20L);
    }

    private static void inParallel(int threads, Callable<Void> work) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Void>> all = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                all.add(pool.submit(work));
            }
            for (Future<Void> one : all) {
                one.get();
            }
        } finally {
            pool.shutdownNow();
        }
    }
}
