package dev.hone.core.study;

import dev.hone.core.Check;
import dev.hone.core.HoneException;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.evaluate.Evaluator;
import dev.hone.core.execute.TrialExecutor;
import dev.hone.core.optimize.Problem;
import dev.hone.core.prune.Pruner;
import dev.hone.core.store.StoreException;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.NewTrial;
import dev.hone.core.store.StudyStore.Outcome;
import dev.hone.core.store.StudyStore.StudyRecord;
import dev.hone.core.trial.CandidateCodec;
import dev.hone.core.trial.Comparison;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Instance;
import dev.hone.core.trial.Objective;
import dev.hone.core.trial.Origin;
import dev.hone.core.trial.Trial;
import dev.hone.core.trial.TrialState;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The durable record of making one thing better, and the loop that does it. {@link #run} owns the loop; {@link #ask} and
 * {@link #tell} leave it to the caller. Several {@code Study} objects, in this or other processes, may work on the same
 * stored study. Thread-safe.
 *
 * @param <C> type of the candidate
 */
public final class Study<C> implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Study.class);
    private static final int PAGE = 1_000;

    private final StudyRecord record;
    private final StudySettings<C> settings;
    private final StudyStore store;
    private final CandidateCodec<C> codec;
    private final StudyNotices notices;
    private final StoreCalls calls;
    private final Heart heart;
    private final TrialSource<C> source;
    private final Reaper reaper;

    private volatile boolean stopRequested;

    Study(StudyRecord record, StudySettings<C> settings) {
        this.record = record;
        this.settings = settings;
        this.store = settings.store();
        this.codec = settings.optimizer().codec();
        this.notices = new StudyNotices(record.name(), settings.listeners());
        this.calls = new StoreCalls(settings.patience(), () -> stopRequested, notices);
        this.heart = new Heart(
                record.name(),
                settings.heartbeat(),
                (number, attempt) -> store.heartbeat(record.id(), number, attempt),
                calls);
        this.source = new TrialSource<>(store, record.id(), codec, calls, heart, this::openSession);
        this.reaper = new Reaper(store, record.id(), calls, settings.silence(), settings.retries());
    }

    private OptimizerSession<C> openSession() {
        return new OptimizerSession<>(
                store,
                id(),
                settings.optimizer(),
                problem(),
                settings.instances(),
                trial -> notices.tell(l -> l.finished(trial)));
    }

    /** Starts to describe a study. */
    public static StudyBuilder named(String name) {
        return new StudyBuilder(name);
    }

    public long id() {
        return record.id();
    }

    public String name() {
        return record.name();
    }

    public List<Objective> objectives() {
        return record.objectives();
    }

    public long seed() {
        return record.seed();
    }

    public StudyStore store() {
        return store;
    }

    /** What the optimizer is told about this study. */
    public Problem problem() {
        return settings.problem(record);
    }

    StudyRecord record() {
        return record;
    }

    // --- the loop

    /**
     * Evaluates trials until the budget is used up: those that are queued first, then what the optimizer proposes.
     * Interrupting the thread stops like {@link #stop}.
     */
    public StudyResult<C> run(Evaluator<C> evaluator, Budget budget) {
        try (TrialExecutor executor = TrialExecutor.threads(1)) {
            return run(evaluator, budget, executor);
        }
    }

    /** {@link #run(Evaluator, Budget)} for an evaluator that does not look at its context. */
    public StudyResult<C> run(Evaluator.Function<C> function, Budget budget) {
        return run(Evaluator.of(function), budget);
    }

    /** {@link #run(Evaluator, Budget)} with the evaluations elsewhere; the executor stays open. */
    public StudyResult<C> run(Evaluator<C> evaluator, Budget budget, TrialExecutor executor) {
        stopRequested = false;
        return new StudyRun<>(this, settings, evaluator, budget, executor).run();
    }

    /** Asks a run to stop soon: running evaluations are cancelled and their trials given back to the queue. */
    public void stop() {
        stopRequested = true;
    }

    boolean isStopRequested() {
        return stopRequested;
    }

    // --- control of all processes

    /**
     * Lets no process start another trial of this study until {@link #unpause}; trials under way are finished. Runs see it
     * within a second. {@link #ask} is the caller's own decision and goes on.
     */
    public void pause() {
        control(Control.PAUSED);
    }

    /** Lets a study go on that was paused, or be run again that was stopped with {@link #stopEverywhere}. */
    public void unpause() {
        control(Control.RUNNING);
    }

    /** Ends the runs of all processes within a second, as {@link #stop} ends this one's, until {@link #unpause}. */
    public void stopEverywhere() {
        control(Control.STOPPED);
    }

    /** What all processes shall do, as the store says now. */
    public Control control() {
        return calls.call(() -> Control.of(store, id()));
    }

    private void control(Control wanted) {
        calls.run(() -> wanted.set(store, id()));
    }

    /** Calls the store, waiting out passing failures as the study's own calls do. */
    public <T> T patiently(Function<StudyStore, T> call) {
        return calls.call(() -> call.apply(store));
    }

    // --- ask and tell

    /** The next trial, now running in this process's name: a queued one if there is one, else a proposal. */
    public Trial<C> ask() {
        return ask(1).get(0);
    }

    /**
     * Up to {@code count} trials, at least one.
     *
     * @throws HoneException if the optimizer has nothing left to propose, or waits for a comparison
     */
    public List<Trial<C>> ask(int count) {
        return ask(count, List.of());
    }

    /** {@link #ask()} for a trial about {@code instance}; one that was queued before is given without. */
    public Trial<C> ask(Instance instance) {
        return ask(1, List.of(instance)).get(0);
    }

    /** @param instances none, or the one for a single trial */
    private List<Trial<C>> ask(int count, List<Instance> instances) {
        Check.positive("count", count);
        LongConsumer onLost =
                number -> notices.log(LOG.atWarn(), number).log("the trial was taken over by another worker");
        List<Trial<C>> trials = new ArrayList<>();
        while (trials.size() < count) {
            List<Trial<C>> more = source.start(count - trials.size(), Long.MAX_VALUE, instances, onLost);
            if (more.isEmpty()) {
                break;
            }
            trials.addAll(more);
        }
        if (trials.isEmpty()) {
            String reason = isExhausted()
                    ? "has nothing left to propose"
                    : "waits until trials are compared: "
                            + screen().stream().map(Trial::number).toList();
            throw new HoneException("optimizer '" + settings.optimizer().id() + "' " + reason);
        }
        return trials;
    }

    /**
     * Starts trials in the name of somebody who is not this process, such as a client of a server: queued ones first, then
     * proposals. Nobody's heartbeat is sent for them: whoever evaluates says {@link StudyStore#heartbeat} and {@link
     * StudyStore#finish}, or loses the trial when it is silent for too long.
     *
     * @param limit the study gets no more trials than this, warm-start ones not counted
     * @param instances what each trial is about, as far as it is not a queued one: {@code count} of them, or none
     * @return up to {@code count} trials; none if the limit is reached or {@link #isExhausted}
     */
    public List<Trial<C>> askFor(String other, int count, long limit, List<Instance> instances) {
        Check.positive("count", count);
        if (instances.isEmpty()) {
            return source.startFor(other, count, limit);
        }
        Check.that(
                instances.size() == count,
                "instances",
                instances.size() + " instance(s)",
                "one for each of the " + count + " trial(s)");
        return source.startFor(other, limit, instances);
    }

    /**
     * Records the evaluation of a trial from {@link #ask}. One with a missing or non-finite number makes the trial failed.
     *
     * @throws HoneException if the trial is no longer this process's to finish
     */
    public void tell(Trial<C> trial, Evaluation evaluation) {
        finish(trial, outcome(evaluation));
    }

    /** Records that a trial from {@link #ask} could not be evaluated. */
    public void fail(Trial<C> trial, String reason) {
        finish(trial, Outcome.failed(reason));
    }

    /** Records that a trial from {@link #ask} was stopped early. */
    public void prune(Trial<C> trial, String reason) {
        finish(trial, Outcome.pruned(reason));
    }

    /** Records an intermediate value of a trial from {@link #ask}. */
    public void report(Trial<C> trial, long step, double value) {
        report(trial.number(), step, value);
    }

    /** Whether the pruner would stop the trial, given its reports. */
    public boolean shouldPrune(Trial<C> trial) {
        return shouldPrune(trial.number());
    }

    /** Queues candidates given by a user; they are evaluated before anything the optimizer proposes. */
    public List<Trial<C>> enqueue(List<C> candidates) {
        List<NewTrial> trials = candidates.stream()
                .map(c -> {
                    String json = codec.encode(c);
                    codec.decode(json);
                    return new NewTrial(json, Origin.USER, Map.of(), List.of());
                })
                .toList();
        return decode(calls.call(() -> store.enqueue(id(), trials)));
    }

    /**
     * Copies the complete trials of another study into this one, for the optimizer to learn from; they do not count
     * towards budgets.
     *
     * @return how many were copied; trials outside this study's search space are left out
     * @throws HoneException if the other study does not exist or lacks one of this study's objectives
     */
    public int warmStart(StudyStore from, String otherStudy) {
        return new WarmStart<>(this, codec, settings).copy(from, otherStudy);
    }

    /**
     * Records relative feedback over trials of this study.
     *
     * @throws dev.hone.core.InvalidFieldException naming the first trial that does not exist or has not finished
     */
    public void compare(Comparison comparison) {
        calls.run(() -> compare(store, record, comparison));
    }

    /** {@link #compare(Comparison)} for a study that is only stored. */
    public static void compare(StudyStore store, StudyRecord study, Comparison comparison) {
        for (long number : comparison.trials()) {
            Trial<String> trial = store.trial(study.id(), number)
                    .orElseThrow(() -> new InvalidFieldException(
                            "ranking", "has " + number + ", expected trials of study '" + study.name() + "'"));
            if (!trial.state().isFinished()) {
                throw new InvalidFieldException(
                        "ranking",
                        "has trial " + number + ", which is "
                                + trial.state().name().toLowerCase(Locale.ROOT) + ", expected finished trials");
            }
        }
        store.compare(study.id(), comparison);
    }

    public List<Comparison> comparisons() {
        return store.comparisons(id(), 0);
    }

    /**
     * The trials that somebody must {@link #compare} before the optimizer can go on, in the order in which to show them;
     * empty if no comparison is owed. Those who compare may rank some of them only.
     */
    public List<Trial<C>> screen() {
        return objectives().isEmpty() ? source.screen() : List.of();
    }

    /** What a trial of this study is about: what it was proposed for, or what the stream of instances has for its number. */
    public Instance instance(Trial<?> trial) {
        Instance own = Instance.of(trial);
        return own.isNone()
                ? settings.instances()
                        .map(stream -> stream.apply(trial.number()))
                        .orElse(own)
                : own;
    }

    // --- reading

    public Map<TrialState, Long> counts() {
        return store.counts(id());
    }

    /** All trials by number; a large study is better read in pages from its store. */
    public List<Trial<C>> trials() {
        List<Trial<C>> all = new ArrayList<>();
        List<Trial<String>> page;
        do {
            page = store.trials(id(), EnumSet.allOf(TrialState.class), all.size(), PAGE);
            all.addAll(decode(page));
        } while (page.size() == PAGE);
        return all;
    }

    public Optional<Trial<C>> trial(long number) {
        return store.trial(id(), number).map(t -> t.map(codec::decode));
    }

    /**
     * The best eligible trial: complete, exact and feasible.
     *
     * @throws HoneException if there is none, or the study has several objectives
     */
    public Trial<C> best() {
        return findBest()
                .orElseThrow(() -> new HoneException("study '" + name() + "' has no complete, feasible trial yet"));
    }

    /** The best eligible trial of a study with one objective, or the preferred one of a study without. */
    public Optional<Trial<C>> findBest() {
        if (objectives().size() > 1) {
            throw new HoneException("study '" + name() + "' has " + objectives().size()
                    + " objectives, so there is a Pareto front and no single best trial");
        }
        return store.best(id(), 0).map(t -> t.map(codec::decode));
    }

    /** The eligible trials that no other one dominates, by number. With one objective: the best. */
    public List<Trial<C>> front() {
        return store.front(id()).stream()
                .flatMap(point -> trial(point.number()).stream())
                .toList();
    }

    /** Ends this process's part; trials still running here go back to the queue. Leaves the store open. */
    @Override
    public void close() {
        heart.close();
        try {
            for (Trial<String> trial : source.ownRunning()) {
                store.release(id(), trial.number(), trial.attempt());
            }
        } catch (StoreException e) {
            notices.log(LOG.atWarn()).log("trials that ran here are taken back by others later: {}", e.getMessage());
        }
    }

    // --- for StudyRun and StoredTrialContext

    StoreCalls calls() {
        return calls;
    }

    Heart heart() {
        return heart;
    }

    StudyNotices notices() {
        return notices;
    }

    TrialSource<C> source() {
        return source;
    }

    /** Whether the optimizer had nothing to propose when last asked. */
    public boolean isExhausted() {
        return source.isExhausted();
    }

    Outcome outcome(Evaluation evaluation) {
        try {
            return Outcome.complete(evaluation.against(objectives()));
        } catch (HoneException e) {
            return Outcome.failed(e.getMessage());
        }
    }

    /** Takes back the trials of workers that died. */
    void reap() {
        for (Trial<String> trial : reaper.reap()) {
            notices.log(LOG.atInfo(), trial.number()).log("the trial's worker died; it is {} now", trial.state());
            notices.tell(l -> l.reaped(trial.map(codec::decode)));
        }
    }

    void report(long number, long step, double value) {
        calls.run(() -> store.report(id(), number, step, value));
        notices.tell(l -> l.reported(number, step, value));
    }

    /** Whether the pruner would stop the running trial of this number, given its reports. */
    public boolean shouldPrune(long number) {
        if (settings.pruner() == Pruner.NONE) {
            return false;
        }
        StoreProgress progress =
                new StoreProgress(store, id(), objectives().get(0).direction(), seed(), number);
        return calls.call(() -> !progress.own().isEmpty() && settings.pruner().shouldPrune(progress));
    }

    private void finish(Trial<C> trial, Outcome outcome) {
        heart.remove(trial.number());
        Outcome known = settings.atFidelity(trial.candidate(), outcome);
        if (!calls.call(() -> store.finish(id(), trial.number(), trial.attempt(), known))) {
            throw new HoneException("trial " + trial.number() + " of study '" + name()
                    + "' is no longer running here: it was finished, given back or taken over");
        }
        source.sync();
    }

    private List<Trial<C>> decode(List<Trial<String>> trials) {
        return trials.stream().map(t -> t.<C>map(codec::decode)).toList();
    }
}
