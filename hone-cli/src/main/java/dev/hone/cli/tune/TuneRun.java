package dev.hone.cli.tune;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.cli.ExitCode;
import dev.hone.cli.Quoting;
import dev.hone.cli.study.Views;
import dev.hone.cli.terminal.Interrupts;
import dev.hone.cli.terminal.ProgressLine;
import dev.hone.cli.terminal.Style;
import dev.hone.cli.terminal.Terminal;
import dev.hone.cli.terminal.Text;
import dev.hone.cli.verify.Verification;
import dev.hone.core.Json;
import dev.hone.core.definition.EvaluatorDefinition.Command;
import dev.hone.core.definition.StoredDefinition;
import dev.hone.core.definition.StudyParts;
import dev.hone.core.evaluate.Evaluator;
import dev.hone.core.evaluate.RememberedEvaluator;
import dev.hone.core.execute.TrialExecutor;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.sandbox.Facilities;
import dev.hone.core.store.StoreException;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.StudyRecord;
import dev.hone.core.study.Control;
import dev.hone.core.study.RunState;
import dev.hone.core.study.Study;
import dev.hone.core.study.StudyListener;
import dev.hone.core.study.StudyResult;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Trial;
import dev.hone.core.trial.TrialState;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** One run of {@code hone tune}: trials until the budget is used up, then the baseline against the best. */
final class TuneRun {

    /** Rounds of re-measurement where the definition does not say. */
    private static final int DEFAULT_ROUNDS = 5;

    private static final int PAGE = 1000;

    private final Terminal terminal;
    private final Plan plan;
    private final StudyStore store;
    private final String resumeCommand;
    private final Optional<URI> dashboard;
    private final boolean quiet;
    private final boolean json;
    private final Manner manner;
    private final Style style;

    /** Whether an interrupt stops measurements on the main thread, rather than the study's loop. */
    private volatile boolean verifying;

    /**
     * How a verb shows its runs.
     *
     * @param extensible whether a finished study goes on with more trials
     */
    record Manner(Function<Reporter.About, Reporter> reporter, boolean extensible) {

        static final Manner TUNING = new Manner(RunReporter::new, true);
    }

    /** @param dashboard where the study can be looked at in a browser */
    TuneRun(
            Terminal terminal,
            Plan plan,
            StudyStore store,
            String resumeCommand,
            Optional<URI> dashboard,
            boolean quiet,
            boolean json,
            Manner manner) {
        this.manner = manner;
        this.dashboard = dashboard;
        this.terminal = terminal;
        this.plan = plan;
        this.store = store;
        this.resumeCommand = resumeCommand;
        this.quiet = quiet;
        this.json = json;
        style = new Style(terminal.errColour());
    }

    int run(boolean resumed) {
        return run(plan.parts(), resumed);
    }

    private <C> int run(StudyParts<C> parts, boolean resumed) {
        Evaluator<C> evaluator = parts.evaluator();
        Optional<Verification.Contender> baseline = plan.baseline();
        Relay relay = new Relay();
        try (Study<C> study = open(parts, resumed, relay)) {
            StudyRecord record = store.find(plan.name()).orElseThrow();
            Thread main = Thread.currentThread();
            Runnable stop = () -> {
                study.stop();
                if (verifying) {
                    main.interrupt();
                }
            };
            try (Interrupts interrupts = Interrupts.handle(terminal, ExitCode.INTERRUPTED, stop)) {
                StudyResult<C> result = trials(study, record, parts, evaluator, relay, resumed);
                if (result.end() == StudyResult.End.STOPPED) {
                    return interrupted(
                            mark(study, RunState.INTERRUPTED)
                                    ? "Stopped; what was running is queued again."
                                    : "Stopped while the store is out of reach; what was running is queued again by whoever"
                                            + " goes on.");
                }
                if (result.end() == StudyResult.End.CALLED_OFF) {
                    mark(study, RunState.INTERRUPTED);
                    sayHowToGoOn("Stopped from elsewhere, as by 'hone study stop'; what was running is queued again.");
                    return ExitCode.DONE;
                }
                mark(study, RunState.FINISHED);
                Summary summary = new Summary(terminal, store, record, plan, json);
                summary.print(result);
                int status = status(result, record);
                if (status == ExitCode.DONE && baseline.isPresent()) {
                    verifying = true;
                    if (interrupts.happened()) {
                        return interrupted("The trials are done; nothing was compared.");
                    }
                    summary.print(verify(study, record, evaluator, baseline.get()));
                } else if (status == ExitCode.DONE
                        && !plan.definition().isCompared()
                        && plan.definition().candidate().isEmpty()
                        && plan.definition().instances().isEmpty()) {
                    summary.noBaseline();
                }
                summary.close(resumeCommand, status, manner.extensible());
                return status;
            }
        } catch (InterruptedException e) {
            return interrupted("The trials are done; the comparison with the baseline was interrupted.");
        } catch (StoreException e) {
            sayHowToGoOn("The store failed; every trial that was reported above is kept.");
            throw e;
        }
    }

    /** Writes what became of the run; false if the store is out of reach. */
    private static boolean mark(Study<?> study, RunState state) {
        try {
            return study.patiently(s -> {
                s.putAttribute(study.id(), RunState.ATTRIBUTE, state.name());
                return true;
            });
        } catch (StoreException e) {
            return false;
        }
    }

    private <C> Study<C> open(StudyParts<C> parts, boolean resumed, StudyListener listener) {
        var description = plan.study(parts, store).listener(listener);
        parts.judge().ifPresent(description::judge);
        if (resumed) {
            return description.load();
        }
        Study<C> study = description.create();
        try {
            parts.attributes().forEach((key, value) -> store.putAttribute(study.id(), key, value));
            for (String other : plan.definition().warmStart()) {
                int copied = study.warmStart(store, other);
                say("learned from " + Text.count(copied, "trial") + " of '" + other + "'");
            }
            if (!parts.enqueue().isEmpty()) {
                study.enqueue(parts.enqueue());
            }
        } catch (RuntimeException e) {
            store.delete(study.id());
            throw e;
        }
        return study;
    }

    private <C> StudyResult<C> trials(
            Study<C> study,
            StudyRecord record,
            StudyParts<C> parts,
            Evaluator<C> evaluator,
            Relay relay,
            boolean resumed) {
        String text = plan.definition().toText();
        if (resumed && plan.file().isPresent() && !text.equals(record.definition())) {
            store.putAttribute(record.id(), StoredDefinition.DEFINITION, text);
        }
        plan.budget()
                .trials()
                .ifPresent(n -> store.putAttribute(record.id(), StoredDefinition.TRIALS, Long.toString(n)));
        store.putAttribute(record.id(), RunState.ATTRIBUTE, RunState.RUNNING.name());
        if (study.control() != Control.RUNNING) {
            say("the study was " + study.control().text() + "; it goes on now");
            study.unpause();
        }
        say("study '" + plan.name() + "' in " + store.location()
                + (resumed ? ", resumed with " + Views.counts(store.counts(record.id())) : "") + "; budget "
                + DryRun.describe(plan.budget()));
        OptimizerFactory<C> factory = parts.optimizer();
        String saved = store.optimizerState(record.id()).state().text();
        String prefix = factory.id() + "\n";
        String why = saved.startsWith(prefix)
                ? factory.explain(study.problem(), saved.substring(prefix.length()))
                : factory.explain(study.problem());
        say("optimizer " + factory.id() + (why.isEmpty() ? "" : ": " + why));
        if (plan.definition().evaluator() instanceof Command command
                && command.measuresResources()
                && !Facilities.detected().measuresExactly()) {
            say("CPU time and peak memory are sampled, as GNU time is missing ('hone doctor' says how to get it)");
        }
        plan.definition().fidelity().ifPresent(f -> f.warnings().forEach(this::say));
        if (resumed && evaluator instanceof RememberedEvaluator<C> remembered) {
            study.trials().forEach(remembered::learn);
        }
        long total = plan.budget().trials().orElse(-1);
        String again = Quoting.shell(record.name()) + storeAgain();
        try (Reporter reporter = manner.reporter()
                        .apply(new Reporter.About(
                                terminal,
                                store,
                                record,
                                CandidateView.of(plan.catalogue(), store, record, parts),
                                total,
                                quiet,
                                json,
                                "hone study resume " + again,
                                judgeHint(again)));
                TrialExecutor executor = Plan.executor(plan.definition(), plan.parallelism())) {
            relay.target = reporter;
            ObjectNode start = Views.json(store, record);
            reporter.event("study", start.put("store", store.location()).put("resumed", resumed));
            StudyResult<C> result = study.run(evaluator, plan.budget(), executor);
            ObjectNode end = Json.MAPPER.createObjectNode();
            end.put("reason", result.end().name().toLowerCase(Locale.ROOT)).put("message", result.message());
            if (result.end() == StudyResult.End.STOPPED || result.end() == StudyResult.End.CALLED_OFF) {
                end.put("resume", resumeCommand);
            }
            reporter.event("end", end);
            return result;
        }
    }

    private <C> Verification.Result verify(
            Study<C> study, StudyRecord record, Evaluator<C> evaluator, Verification.Contender baseline)
            throws InterruptedException {
        List<Verification.Contender> contenders = Contenders.of(study, evaluator, baseline);
        int rounds = plan.definition().verifyRepeats().orElse(DEFAULT_ROUNDS);
        int total = rounds * contenders.size();
        say("measuring " + baseline.label() + " and the best again, " + Text.count(rounds, "round"));
        try (ProgressLine progress = new ProgressLine(terminal, "verify", total, 0, quiet || json)) {
            return new Verification(record.name(), record.objectives(), record.seed())
                    .run(contenders, rounds, (done, all, label) -> progress.at(done, label));
        }
    }

    /** Whether any trial is complete at the truth, below which none is a result. */
    private static boolean hasExact(StudyStore store, StudyRecord record) {
        long from = 0;
        while (true) {
            List<Trial<String>> page = store.trials(record.id(), Set.of(TrialState.COMPLETE), from, PAGE);
            if (page.stream()
                    .anyMatch(t -> t.evaluation().filter(Evaluation::isExact).isPresent())) {
                return true;
            }
            if (page.size() < PAGE) {
                return false;
            }
            from = page.get(page.size() - 1).number() + 1;
        }
    }

    private int status(StudyResult<?> result, StudyRecord record) {
        StudyStore store = result.study().store();
        boolean anything = store.counts(record.id()).get(TrialState.COMPLETE) > 0
                && (plan.definition().fidelity().isEmpty() || hasExact(store, record));
        return result.end() == StudyResult.End.FAILURES || !anything ? ExitCode.FAILURES : ExitCode.DONE;
    }

    private int interrupted(String what) {
        sayHowToGoOn(what);
        return ExitCode.INTERRUPTED;
    }

    private void sayHowToGoOn(String what) {
        if (!json) {
            terminal.err().println(what);
            terminal.err().println("Go on with: " + resumeCommand);
        }
    }

    /** Where people compare trials; empty if a command does. */
    private Optional<String> judgeHint(String again) {
        if (plan.definition().judge().isPresent()) {
            return Optional.empty();
        }
        String page = dashboard
                .map(uri -> ", or at " + uri + "#/study/"
                        + URLEncoder.encode(plan.name(), StandardCharsets.UTF_8).replace("+", "%20") + "/compare")
                .orElse("");
        return Optional.of("hone study judge " + again + page);
    }

    /** The {@code --store} option, if this run has one. */
    private String storeAgain() {
        int at = resumeCommand.indexOf(" --store ");
        return at < 0 ? "" : resumeCommand.substring(at);
    }

    private void say(String text) {
        if (!quiet && !json) {
            terminal.err().println(style.faint(text));
        }
    }

    /** Passes events on to the reporter, which needs the study that needs a listener. */
    private static final class Relay implements StudyListener {

        private StudyListener target = new StudyListener() {};

        @Override
        public void started(Trial<?> trial) {
            target.started(trial);
        }

        @Override
        public void reported(long number, long step, double value) {
            target.reported(number, step, value);
        }

        @Override
        public void finished(Trial<?> trial) {
            target.finished(trial);
        }

        @Override
        public void reaped(Trial<?> trial) {
            target.reaped(trial);
        }

        @Override
        public void waiting(String reason) {
            target.waiting(reason);
        }

        @Override
        public void reconnected(Duration outage) {
            target.reconnected(outage);
        }

        @Override
        public void comparing(List<? extends Trial<?>> screen) {
            target.comparing(screen);
        }

        @Override
        public void controlled(Control now) {
            target.controlled(now);
        }
    }
}
