package dev.hone.core.study;

import dev.hone.core.HoneException;
import dev.hone.core.evaluate.Evaluator;
import dev.hone.core.evaluate.TrialPrunedException;
import dev.hone.core.execute.TrialExecutor;
import dev.hone.core.space.Configuration;
import dev.hone.core.store.StoreException;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.Outcome;
import dev.hone.core.study.StudyResult.End;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Trial;
import dev.hone.core.trial.TrialState;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call of {@link Study#run}: keeps the executor's slots filled until there is a reason to end. All bookkeeping happens
 * on the calling thread; evaluations hand their results over through a queue.
 */
final class StudyRun<C> {

    private static final Logger LOG = LoggerFactory.getLogger(StudyRun.class);

    /** How often stop requests, other processes and the clock are looked at while evaluations run. */
    private static final long TICK_MILLIS = 100;

    /** How often the store is asked whether somebody paused or stopped the study. */
    private static final long CONTROL_NANOS = 400_000_000L;

    private static final int STACK_TRACE_LIMIT = 4_000;

    private record Done<C>(Trial<C> trial, Evaluation evaluation, Throwable failure) {}

    private record Flying<C>(Trial<C> trial, TrialExecutor.Running running) {}

    private final Study<C> study;
    private final StudySettings<C> settings;
    private final Evaluator<C> evaluator;
    private final Budget budget;
    private final Limits limits;
    private final TrialExecutor executor;
    private final Judging<C> judging;
    private final StudyStore store;
    /** By trial number; also read by the heartbeat's thread. */
    private final Map<Long, Flying<C>> flying = new ConcurrentHashMap<>();

    private final BlockingQueue<Done<C>> done = new LinkedBlockingQueue<>();
    private final long startedNanos = System.nanoTime();
    private long reapedNanos = startedNanos;
    private StudyResult<C> ending;
    private Control control = Control.RUNNING;
    private long controlNanos;
    private long pausedSinceNanos;
    private long pausedNanos;

    StudyRun(Study<C> study, StudySettings<C> settings, Evaluator<C> evaluator, Budget budget, TrialExecutor executor) {
        this.study = study;
        this.settings = settings;
        this.evaluator = evaluator;
        this.budget = budget;
        this.limits = new Limits(budget, settings.failureLimit(), settings.fidelity());
        this.executor = executor;
        this.store = study.store();
        this.judging = new Judging<>(study, settings);
    }

    StudyResult<C> run() {
        try (judging) {
            study.reap();
            study.source().sync();
            lookAtControl();
            while (true) {
                if (study.isStopRequested() || Thread.currentThread().isInterrupted()) {
                    return stopped(End.STOPPED, "stopped on request");
                }
                if (System.nanoTime() - controlNanos > CONTROL_NANOS) {
                    lookAtControl();
                }
                if (control == Control.STOPPED) {
                    return stopped(End.CALLED_OFF, "the study was stopped for everybody");
                }
                if (ending == null) {
                    ending = reasonToEnd();
                }
                boolean waiting = ending == null && (control == Control.PAUSED ? isFull() : !fillSlots());
                if (flying.isEmpty() && ending != null) {
                    study.source().sync();
                    return ending;
                }
                if (flying.isEmpty() && control == Control.PAUSED && settings.leavesWhenPaused()) {
                    study.source().sync();
                    return result(End.PAUSED, "the study is paused");
                }
                if (flying.isEmpty() && waiting && nothingLeftAnywhere()) {
                    if (!judging.look()) {
                        study.source().sync();
                        return budgetSpent();
                    }
                    if (judging.isAnswered()) {
                        continue;
                    }
                }
                await();
                reapNowAndThen();
            }
        } catch (StoreException e) {
            if (e.isTransient()
                    && (study.isStopRequested() || Thread.currentThread().isInterrupted())) {
                return stopped(End.STOPPED, "stopped on request while the store is out of reach");
            }
            cancelAll();
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return stopped(End.STOPPED, "stopped on request");
        }
    }

    private void lookAtControl() {
        Control now = study.control();
        controlNanos = System.nanoTime();
        if (now == control) {
            return;
        }
        if (control == Control.PAUSED) {
            pausedNanos += controlNanos - pausedSinceNanos;
        }
        if (now == Control.PAUSED) {
            pausedSinceNanos = controlNanos;
        }
        control = now;
        study.notices().log(LOG.atInfo()).log("the study is {}", now.text());
        study.notices().tell(l -> l.controlled(now));
    }

    /** Whether the budget leaves no room for more trials, of a paused study that cannot try. */
    private boolean isFull() {
        return flying.isEmpty()
                && budget.trials().isPresent()
                && study.patiently(s -> s.budgeted(study.id()))
                        >= budget.trials().getAsLong();
    }

    /** Time of this run without that in which the study was paused. */
    private long elapsedNanos() {
        long now = control == Control.PAUSED ? pausedSinceNanos : System.nanoTime();
        return now - startedNanos - pausedNanos;
    }

    /** Starts trials while there are free slots; false if fewer than wanted could be started. */
    private boolean fillSlots() {
        long limit = budget.trials().orElse(Long.MAX_VALUE);
        // what runs counts against a limit of cost there, so each start is weighed
        boolean oneByOne = budget.cost().isPresent() && settings.fidelity().isPresent();
        while (flying.size() < executor.slots()) {
            int wanted = oneByOne ? 1 : executor.slots() - flying.size();
            List<Trial<C>> trials = study.source().start(wanted, limit, List.of(), this::cancelLost);
            if (trials.isEmpty()) {
                return false;
            }
            trials.forEach(this::submit);
            if (oneByOne) {
                ending = reasonToEnd();
            }
            if (!done.isEmpty() || ending != null) {
                return true;
            }
        }
        return true;
    }

    private void submit(Trial<C> trial) {
        study.notices().tell(l -> l.started(trial));
        study.notices().log(LOG.atInfo(), trial.number()).log("started");
        TrialExecutor.Running running =
                executor.submit(trial.candidate(), evaluator, new StoredTrialContext(study, trial));
        flying.put(trial.number(), new Flying<>(trial, running));
        var unused = running.result()
                .whenComplete((evaluation, failure) -> done.add(new Done<>(trial, evaluation, failure)));
    }

    /** Runs on the heartbeat's thread. */
    private void cancelLost(long number) {
        study.notices()
                .log(LOG.atWarn(), number)
                .log("the trial was taken over by another worker; its evaluation here is cancelled");
        Flying<C> lost = flying.get(number);
        if (lost != null) {
            lost.running().cancel();
        }
    }

    private void await() throws InterruptedException {
        Done<C> first = done.poll(TICK_MILLIS, TimeUnit.MILLISECONDS);
        for (Done<C> next = first; next != null; next = done.poll()) {
            finish(next);
        }
        study.source().sync();
    }

    private void finish(Done<C> result) {
        Trial<C> trial = result.trial();
        flying.remove(trial.number());
        study.heart().remove(trial.number());
        boolean recorded;
        String what;
        if (result.failure() instanceof StoreException e) {
            // the evaluation is not to blame: the run ends, and the trial is tried again
            release(trial);
            throw e;
        }
        if (wasInterrupted(result.failure())) {
            what = "given back to the queue";
            recorded = study.calls().call(() -> store.release(study.id(), trial.number(), trial.attempt()));
        } else {
            Outcome outcome = settings.atFidelity(trial.candidate(), outcome(result));
            what = describe(outcome);
            recorded = study.calls().call(() -> store.finish(study.id(), trial.number(), trial.attempt(), outcome));
        }
        if (recorded) {
            study.notices().log(LOG.atInfo(), trial.number()).log("{}", what);
        } else {
            study.notices()
                    .log(LOG.atWarn(), trial.number())
                    .log("the result was dropped: another worker took the trial over");
        }
    }

    /** Gives a trial back if the store allows it; otherwise whoever resumes finds that its worker is gone. */
    private void release(Trial<C> trial) {
        try {
            store.release(study.id(), trial.number(), trial.attempt());
        } catch (StoreException e) {
            LOG.debug("trial {} could not be given back: {}", trial.number(), e.getMessage());
        }
    }

    private static String describe(Outcome outcome) {
        String state = outcome.state().name().toLowerCase(Locale.ROOT);
        return outcome.failure()
                .map(reason -> state + ": " + reason.lines().findFirst().orElse(""))
                .orElseGet(() -> state + " with "
                        + outcome.evaluation().map(Evaluation::values).orElse(List.of()));
    }

    private static boolean wasInterrupted(Throwable failure) {
        return failure instanceof InterruptedException || failure instanceof CancellationException;
    }

    private Outcome outcome(Done<C> result) {
        Throwable failure = result.failure();
        if (failure == null) {
            return result.evaluation() == null
                    ? Outcome.failed("the evaluator returned nothing")
                    : study.outcome(result.evaluation());
        }
        if (failure instanceof TrialPrunedException) {
            return Outcome.pruned(failure.getMessage());
        }
        if (failure instanceof HoneException) {
            return Outcome.failed(failure.getMessage());
        }
        keepStackTrace(result.trial(), failure);
        return Outcome.failed(failure.toString());
    }

    private void keepStackTrace(Trial<C> trial, Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        String bounded = text.toString()
                .substring(0, Math.min(STACK_TRACE_LIMIT, text.getBuffer().length()));
        study.calls().run(() -> store.putTrialAttribute(study.id(), trial.number(), "exception", bounded));
    }

    private StudyResult<C> reasonToEnd() {
        return study.calls()
                .call(() -> limits.reached(store, study.record(), Duration.ofNanos(elapsedNanos()), this::running))
                .map(reached -> result(reached.end(), reached.message()))
                .orElse(null);
    }

    private List<Configuration> running() {
        return flying.values().stream()
                .map(f -> (Configuration) f.trial().candidate())
                .toList();
    }

    /** No trial is queued or running, here or elsewhere, and no new one may be started. */
    private boolean nothingLeftAnywhere() {
        Map<TrialState, Long> counts = study.calls().call(() -> store.counts(study.id()));
        return counts.getOrDefault(TrialState.QUEUED, 0L) == 0 && counts.getOrDefault(TrialState.RUNNING, 0L) == 0;
    }

    private StudyResult<C> budgetSpent() {
        return study.isExhausted()
                ? result(End.EXHAUSTED, "every configuration has been tried")
                : result(End.BUDGET, "all " + budget.trials().orElse(0) + " trials are done");
    }

    private void reapNowAndThen() {
        if (System.nanoTime() - reapedNanos > settings.heartbeat().toNanos()) {
            reapedNanos = System.nanoTime();
            study.reap();
        }
    }

    private StudyResult<C> stopped(End end, String message) {
        boolean interrupted = Thread.interrupted();
        cancelAll();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return result(end, message);
    }

    /**
     * Cancels what runs; results that were ready are kept, the rest goes back to the queue at once. A store that is out of
     * reach is not waited for: others find the trials silent and take them.
     */
    private void cancelAll() {
        flying.values().forEach(f -> f.running().cancel());
        try {
            for (Done<C> ready = done.poll(); ready != null; ready = done.poll()) {
                finish(ready);
            }
            for (Flying<C> left : flying.values()) {
                store.release(study.id(), left.trial().number(), left.trial().attempt());
            }
        } catch (StoreException e) {
            study.notices()
                    .log(LOG.atWarn())
                    .log("trials that ran here are taken back by others later: {}", e.getMessage());
        }
        flying.keySet().forEach(study.heart()::remove);
        flying.clear();
    }

    private StudyResult<C> result(End end, String message) {
        return new StudyResult<>(study, end, message);
    }
}
