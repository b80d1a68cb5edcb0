package dev.hone.cli.tune;

import dev.hone.cli.ExitCode;
import dev.hone.cli.StoreOption;
import dev.hone.cli.terminal.Interrupts;
import dev.hone.cli.terminal.Style;
import dev.hone.cli.terminal.Terminal;
import dev.hone.cli.terminal.Text;
import dev.hone.core.Check;
import dev.hone.core.HoneException;
import dev.hone.core.definition.StudyParts;
import dev.hone.core.evaluate.Evaluator;
import dev.hone.core.evaluate.RememberedEvaluator;
import dev.hone.core.execute.TrialExecutor;
import dev.hone.core.store.StoreException;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.StudyRecord;
import dev.hone.core.study.Control;
import dev.hone.core.study.RunState;
import dev.hone.core.study.Study;
import dev.hone.core.study.StudyResult;
import dev.hone.core.trial.TrialState;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Takes part in the studies of a store: evaluates what is queued and proposes more as far as budgets allow. */
@Command(
        name = "worker",
        description = "Take part in the running studies of a store, beside the process that runs 'hone tune'.",
        footer = {
            "",
            "A worker takes part in studies that are under way, and rests while their run is stopped or done.",
            "Start as many as you like, also while a study runs; with postgresql:// also on other machines."
        })
public final class WorkerCommand implements Callable<Integer> {

    private static final long POLL_MILLIS = 500;
    /** Between looks at a store that is out of reach. */
    private static final long AWAY_MILLIS = 2_000;

    private final Terminal terminal;
    private final Style style;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Set<String> unusable = new HashSet<>();
    /** By study whose trials must be compared before there is more to do: the comparisons that it had. */
    private final Map<Long, Integer> comparing = new HashMap<>();

    private volatile Study<?> current;

    @Mixin
    StoreOption storeOption;

    @Option(names = "--study", paramLabel = "NAME", description = "Only this study; all by default.")
    String studyName;

    @Option(
            names = {"-w", "--workers"},
            paramLabel = "N",
            defaultValue = "1",
            description = "Evaluations at a time in this process; ${DEFAULT-VALUE} by default.")
    int workers;

    @Option(names = "--exit-when-idle", description = "End as soon as there is nothing to do, instead of waiting.")
    boolean exitWhenIdle;

    @Option(
            names = {"-q", "--quiet"},
            description = "Say nothing but errors.")
    boolean quiet;

    public WorkerCommand(Terminal terminal) {
        this.terminal = terminal;
        this.style = new Style(terminal.errColour());
    }

    @Override
    public Integer call() throws InterruptedException {
        Check.that(workers > 0, "--workers", workers, "a whole number above 0");
        try (StudyStore store = storeOption.openExisting();
                Interrupts interrupts = Interrupts.handle(terminal, ExitCode.INTERRUPTED, this::stop)) {
            if (studyName != null) {
                StoreOption.study(store, studyName);
            }
            say("worker at " + store.location() + ", " + Text.count(workers, "evaluation") + " at a time");
            boolean waiting = false;
            boolean away = false;
            while (stopped.getCount() > 0) {
                Optional<StudyRecord> work;
                try {
                    work = next(store);
                    if (away) {
                        terminal.err().println("the store answers again");
                        away = false;
                    }
                } catch (StoreException e) {
                    if (!e.isTransient()) {
                        throw e;
                    }
                    if (!away) {
                        terminal.err().println("waiting for the store: " + e.getMessage());
                        away = true;
                    }
                    stopped.await(AWAY_MILLIS, TimeUnit.MILLISECONDS);
                    continue;
                }
                if (work.isPresent()) {
                    waiting = false;
                    takePart(store, work.get());
                } else if (exitWhenIdle) {
                    say("nothing to do");
                    return ExitCode.DONE;
                } else {
                    if (!waiting) {
                        say("waiting for work");
                        waiting = true;
                    }
                    boolean end = stopped.await(POLL_MILLIS, TimeUnit.MILLISECONDS);
                    if (end) {
                        break;
                    }
                }
            }
            say("stopped; what was running is queued again");
            return interrupts.happened() ? ExitCode.INTERRUPTED : ExitCode.DONE;
        }
    }

    private void stop() {
        stopped.countDown();
        Study<?> study = current;
        if (study != null) {
            study.stop();
        }
    }

    /** The oldest study that has something to do. */
    private Optional<StudyRecord> next(StudyStore store) {
        List<StudyRecord> candidates = studyName == null
                ? store.studies()
                : store.find(studyName).stream().toList();
        return candidates.stream()
                .filter(s -> !unusable.contains(s.name()))
                .filter(s -> isUnderWay(store, s))
                .filter(s -> hasWork(store, s))
                .findFirst();
    }

    private static boolean isUnderWay(StudyStore store, StudyRecord study) {
        Map<String, String> attributes = store.attributes(study.id());
        String control = attributes.getOrDefault(Control.ATTRIBUTE, Control.RUNNING.text());
        return attributes.getOrDefault(RunState.ATTRIBUTE, "").equals(RunState.RUNNING.name())
                && control.equals(Control.RUNNING.text());
    }

    private boolean hasWork(StudyStore store, StudyRecord study) {
        if (store.counts(study.id()).getOrDefault(TrialState.QUEUED, 0L) > 0) {
            return true;
        }
        Integer before = comparing.get(study.id());
        if (before != null && store.comparisons(study.id(), before).isEmpty()) {
            return false;
        }
        return plan(store, study)
                .map(plan -> store.budgeted(study.id()) < plan.budget().trials().orElse(Long.MAX_VALUE))
                .orElse(false);
    }

    /** What the store says about a study; one without a usable definition is left alone from then on. */
    private Optional<Plan> plan(StudyStore store, StudyRecord study) {
        try {
            return Optional.of(Plan.stored(store, study));
        } catch (HoneException e) {
            if (studyName != null) {
                throw e;
            }
            unusable.add(study.name());
            terminal.err()
                    .println(style.bad("hone:") + " cannot take part in '" + study.name() + "': " + e.getMessage());
            return Optional.empty();
        }
    }

    private void takePart(StudyStore store, StudyRecord record) {
        Optional<Plan> plan = plan(store, record);
        if (plan.isEmpty()) {
            return;
        }
        comparing.remove(record.id());
        say("takes part in '" + record.name() + "'");
        WorkerListener listener = new WorkerListener(terminal, record, quiet, () -> leaveToJudges(store, record));
        takePart(store, record, plan.get(), plan.get().parts(), listener);
    }

    private <C> void takePart(
            StudyStore store, StudyRecord record, Plan plan, StudyParts<C> parts, WorkerListener listener) {
        try (Study<C> study = plan.study(parts, store)
                        .listener(listener)
                        .leaveWhenPaused(true)
                        .load();
                TrialExecutor executor = Plan.executor(plan.definition(), workers);
                StateWatch watch = StateWatch.over(store, record.id(), study)) {
            current = study;
            if (stopped.getCount() == 0) {
                return;
            }
            Evaluator<C> evaluator = parts.evaluator();
            if (evaluator instanceof RememberedEvaluator<C> remembered) {
                study.trials().forEach(remembered::learn);
            }
            StudyResult<C> result = study.run(evaluator, plan.budget(), executor);
            String end = watch.ended()
                    ? "its run was stopped or is done"
                    : comparing.containsKey(record.id()) ? "waits until its trials are compared" : result.message();
            say("'" + record.name() + "': " + end);
        } finally {
            current = null;
        }
    }

    /** Comparing is not a worker's: it goes on with other studies until somebody has. */
    private void leaveToJudges(StudyStore store, StudyRecord record) {
        comparing.put(record.id(), store.comparisons(record.id(), 0).size());
        Study<?> study = current;
        if (study != null) {
            study.stop();
        }
    }

    private void say(String text) {
        if (!quiet) {
            terminal.err().println(style.faint(text));
        }
    }
}
