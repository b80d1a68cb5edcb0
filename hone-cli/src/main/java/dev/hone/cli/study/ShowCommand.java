package dev.hone.cli.study;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.cli.terminal.Style;
import dev.hone.cli.terminal.Terminal;
import dev.hone.cli.terminal.Text;
import dev.hone.core.Json;
import dev.hone.core.analyse.Recommended;
import dev.hone.core.analyse.SequenceSummary;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.Score;
import dev.hone.core.store.StudyStore.StudyRecord;
import dev.hone.core.study.Control;
import dev.hone.core.trial.Trial;
import dev.hone.core.trial.TrialState;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows where a study stands. Reads counters, the best trial and scores, never all trials. */
@Command(name = "show", description = "Show where a study stands: trials, best so far, Pareto front, failures.")
final class ShowCommand implements Callable<Integer> {

    /** Failed trials that are read to say why trials fail. */
    private static final int FAILURES_READ = 200;
    /** Rows of a Pareto front that a person wants to see. */
    private static final int FRONT_SHOWN = 20;

    private final Terminal terminal;
    private final Style style;

    @Mixin
    NamedStudy named;

    @Option(names = "--json", description = "Print a JSON object.")
    boolean json;

    ShowCommand(Terminal terminal) {
        this.terminal = terminal;
        style = new Style(terminal.outColour());
    }

    @Override
    public Integer call() {
        try (StudyStore store = named.open()) {
            StudyRecord study = named.in(store);
            if (json) {
                terminal.out().println(Json.write(json(store, study)));
            } else {
                text(store, study);
            }
        }
        return 0;
    }

    private void text(StudyStore store, StudyRecord study) {
        PrintStream out = terminal.out();
        Map<TrialState, Long> counts = store.counts(study.id());
        out.println(style.strong(study.name()));
        out.println("  objectives  " + Views.objectives(study.objectives()));
        String optimizer = study.optimizer().isEmpty() ? "none yet, imported" : study.optimizer();
        out.println("  optimizer   " + optimizer + ", seed " + study.seed());
        out.println("  trials      " + Views.counts(counts));
        out.println("  created     " + ListCommand.TIME.format(study.created()));
        out.println("  store       " + store.location());
        Map<String, String> attributes = store.attributes(study.id());
        Control control = Control.of(store, study.id());
        if (control != Control.RUNNING) {
            out.println("  control     " + control.text());
        }
        List<String> tags = TagCommand.tags(attributes);
        if (!tags.isEmpty()) {
            out.println("  tags        " + String.join(" ", tags));
        }
        String notes = attributes.getOrDefault(NoteCommand.ATTRIBUTE, "");
        if (!notes.isBlank()) {
            out.println("  notes       " + notes.strip().replace("\n", "\n              "));
        }
        Optional<SequenceSummary> sequence = SequenceSummary.of(store, study);
        if (study.objectives().isEmpty()) {
            out.println();
            Preferred.print(out, store, study, style);
        } else if (sequence.isPresent()) {
            SequenceTable.print(out, sequence.get(), study.objectives().get(0), style);
        } else if (study.objectives().size() == 1) {
            best(out, store, study);
        } else {
            front(out, store, study);
        }
        RecommendationText.print(out, store, study);
        ConsensusText.print(out, store, study, style);
        FidelityText.print(out, store, study);
        List<Trial<String>> failed = store.trials(study.id(), Set.of(TrialState.FAILED), 0, FAILURES_READ);
        if (!failed.isEmpty()) {
            out.println();
            long all = counts.getOrDefault(TrialState.FAILED, 0L);
            out.println(
                    all > failed.size() ? "Why the first " + failed.size() + " trials failed" : "Why trials failed");
            Failures.print(out, failed, style);
        }
    }

    private void best(PrintStream out, StudyStore store, StudyRecord study) {
        Optional<Trial<String>> best = store.best(study.id(), 0);
        out.println();
        if (best.isEmpty()) {
            out.println("No trial is complete and feasible yet.");
            return;
        }
        out.println("Best: trial " + best.get().number() + ", "
                + style.good(Views.values(study.objectives(), best.get().values())));
        Candidates candidates = Candidates.of(store, study);
        candidates.print(out, best.get(), style);
        List<String> report = candidates.report(store);
        if (!report.isEmpty()) {
            out.println();
            report.forEach(line -> out.println("  " + line));
        }
    }

    private void front(PrintStream out, StudyStore store, StudyRecord study) {
        List<Score> front = Views.front(store, study);
        out.println();
        if (front.isEmpty()) {
            out.println("No trial is complete and feasible yet.");
            return;
        }
        out.println("Pareto front of " + Text.count(front.size(), "trial"));
        FrontTable.of(store, study, front, FRONT_SHOWN).print(out, "  ", style);
        if (front.size() > FRONT_SHOWN) {
            out.println("  ... and " + (front.size() - FRONT_SHOWN) + " more: hone study best " + study.name());
        }
    }

    private static ObjectNode json(StudyStore store, StudyRecord study) {
        ObjectNode node = Views.json(store, study);
        node.put("store", store.location());
        node.put("budgeted", store.budgeted(study.id()));
        node.put("cost", store.cost(study.id()));
        Map<String, String> attributes = store.attributes(study.id());
        node.put("notes", attributes.getOrDefault(NoteCommand.ATTRIBUTE, ""));
        node.set("tags", Json.MAPPER.valueToTree(TagCommand.tags(attributes)));
        FidelityText.latest(store, study).ifPresent(f -> node.set("fidelity", f));
        ConsensusText.latest(store, study).ifPresent(c -> node.set("consensus", c));
        Recommended.latest(store, study.id()).ifPresent(r -> node.set("recommendation", r));
        SequenceSummary.of(store, study).ifPresent(s -> node.set("sequence", SequenceTable.json(s)));
        if (study.objectives().size() <= 1) {
            store.best(study.id(), 0)
                    .ifPresent(t -> node.set("best", Candidates.of(store, study).json(t)));
        } else {
            ArrayNode front = node.putArray("front");
            for (Score point : Views.front(store, study)) {
                front.addObject().put("number", point.number()).set("values", Json.MAPPER.valueToTree(point.values()));
            }
        }
        return node;
    }
}
