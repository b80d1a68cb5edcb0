package dev.hone.cli.tune;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.cli.ExitCode;
import dev.hone.cli.Quoting;
import dev.hone.cli.study.Candidates;
import dev.hone.cli.study.Failures;
import dev.hone.cli.study.FrontTable;
import dev.hone.cli.study.Preferred;
import dev.hone.cli.study.SequenceTable;
import dev.hone.cli.study.Views;
import dev.hone.cli.terminal.Style;
import dev.hone.cli.terminal.Terminal;
import dev.hone.cli.terminal.Text;
import dev.hone.cli.verify.Verification;
import dev.hone.cli.verify.VerificationReport;
import dev.hone.core.Json;
import dev.hone.core.analyse.SequenceSummary;
import dev.hone.core.method.MethodCatalogue;
import dev.hone.core.space.Fidelity;
import dev.hone.core.store.MemoryStore;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.Score;
import dev.hone.core.store.StudyStore.StudyRecord;
import dev.hone.core.study.StudyResult;
import dev.hone.core.trial.Trial;
import dev.hone.core.trial.TrialState;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a run ends with, on the output stream. */
final class Summary {

    private static final int FRONT_SHOWN = 20;
    private static final int FAILURES_READ = 1_000;

    private final Terminal terminal;
    private final PrintStream out;
    private final Style style;
    private final StudyStore store;
    private final StudyRecord record;
    private final MethodCatalogue catalogue;
    /** Value of the fidelity at which trials are results, if there is a fidelity. */
    private final Optional<String> truth;

    private final boolean json;

    Summary(Terminal terminal, StudyStore store, StudyRecord record, Plan plan, boolean json) {
        this.catalogue = plan.catalogue();
        this.truth = plan.definition().fidelity().map(f -> Fidelity.name(f.truth()));
        this.terminal = terminal;
        this.out = terminal.out();
        this.style = new Style(terminal.outColour());
        this.store = store;
        this.record = record;
        this.json = json;
    }

    /** How the run ended, the best, and why trials failed. */
    void print(StudyResult<?> result) {
        if (json) {
            return;
        }
        out.println(style.strong(record.name()) + ": " + result.message() + " ("
                + Views.counts(store.counts(record.id())) + ").");
        Optional<SequenceSummary> sequence = SequenceSummary.of(store, record);
        if (sequence.isPresent()) {
            SequenceTable.print(out, sequence.get(), record.objectives().get(0), style);
        } else {
            best(Views.front(store, record));
        }
        List<Trial<String>> failed = store.trials(record.id(), Set.of(TrialState.FAILED), 0, FAILURES_READ);
        if (!failed.isEmpty()) {
            out.println();
            out.println("Why trials failed");
            Failures.print(out, failed, style);
        }
        out.println();
    }

    private void best(List<Score> front) {
        out.println();
        if (record.objectives().isEmpty()) {
            Preferred.print(out, store, record, style);
        } else if (front.isEmpty()) {
            out.println(style.bad(
                    "No trial " + truth.map(t -> "at '" + t + "' ").orElse("") + "is complete and feasible."));
        } else if (record.objectives().size() == 1) {
            Trial<String> best = store.trial(record.id(), front.get(0).number()).orElseThrow();
            out.println("Best is trial " + best.number() + ", "
                    + style.good(Views.values(record.objectives(), best.values())));
            Candidates.of(catalogue, store, record).print(out, best, style);
        } else {
            out.println("Pareto front of " + Text.count(front.size(), "trial")
                    + (front.size() > FRONT_SHOWN ? ", " + FRONT_SHOWN + " of them" : ""));
            FrontTable.of(store, record, front, FRONT_SHOWN).print(out, "  ", style);
        }
    }

    /** The baseline against the best. */
    void print(Verification.Result result) {
        if (json) {
            ObjectNode event = Json.MAPPER.createObjectNode().put("event", "verified");
            event.setAll(VerificationReport.json(result));
            out.println(Json.write(event));
        } else {
            VerificationReport.print(out, result, style);
            out.println();
        }
    }

    void noBaseline() {
        if (!json) {
            out.println("Nothing to compare with: a 'baseline' in the study lets the gain be measured.");
            out.println();
        }
    }

    /**
     * Where everything is, and what to do next.
     *
     * @param extensible whether more trials may be made
     */
    void close(String resumeCommand, int status, boolean extensible) {
        if (json) {
            return;
        }
        if (store instanceof MemoryStore) {
            out.println("Nothing is stored: the study was in memory. --store FILE keeps it.");
        } else {
            out.println("Stored in " + store.location() + ". Look again: hone study show "
                    + Quoting.shell(record.name()) + storeAgain(resumeCommand));
            if (extensible) {
                out.println((status == ExitCode.FAILURES ? "Once that is mended: " : "Go on: ") + resumeCommand
                        + " --trials N");
            }
        }
        terminal.out().flush();
    }

    /** The {@code --store} option of the command that resumes, if it has one. */
    private static String storeAgain(String resumeCommand) {
        int at = resumeCommand.indexOf(" --store ");
        return at < 0 ? "" : resumeCommand.substring(at);
    }
}
