package dev.hone.cli.study;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.hone.cli.terminal.Style;
import dev.hone.cli.terminal.Terminal;
import dev.hone.core.Check;
import dev.hone.core.HoneException;
import dev.hone.core.Json;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.Score;
import dev.hone.core.store.StudyStore.StudyRecord;
import dev.hone.core.trial.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows the best trial, or the Pareto front. */
@Command(
        name = "best",
        description =
                "Show the best trial, or with several objectives all of the Pareto front; where trials are compared, the"
                        + " preferred one.")
final class BestCommand implements Callable<Integer> {

    private final Terminal terminal;
    private final Style style;

    @Mixin
    NamedStudy named;

    @Option(
            names = "--as",
            paramLabel = "FORM",
            description = "Print nothing but the candidate, in this form: infix, latex, java or json for formulas, json"
                    + " for everything else.")
    String form;

    @Option(names = "--json", description = "Print a JSON array of trials.")
    boolean json;

    BestCommand(Terminal terminal) {
        this.terminal = terminal;
        style = new Style(terminal.outColour());
    }

    @Override
    public Integer call() {
        try (StudyStore store = named.open()) {
            StudyRecord study = named.in(store);
            boolean single = study.objectives().size() <= 1;
            List<Score> front = single ? List.of() : Views.front(store, study);
            List<Trial<String>> best = new ArrayList<>();
            if (single) {
                store.best(study.id(), 0).ifPresent(best::add);
            } else if (json) {
                front.forEach(s -> store.trial(study.id(), s.number()).ifPresent(best::add));
            }
            if (best.isEmpty() && front.isEmpty()) {
                throw new HoneException("study '" + study.name() + "' has no "
                        + (study.objectives().isEmpty() ? "comparisons" : "complete, feasible trial") + " yet");
            }
            if (form != null) {
                Check.that(!json, "--as", "given with --json", "one of them");
                Check.that(
                        single,
                        "--as",
                        "for " + study.objectives().size() + " objectives",
                        "a study with one best trial");
                terminal.out().println(Candidates.of(store, study).write(form, best.get(0)));
            } else if (json) {
                ArrayNode array = Json.MAPPER.createArrayNode();
                Candidates candidates = Candidates.of(store, study);
                best.forEach(t -> array.add(candidates.json(t)));
                terminal.out().println(Json.write(array));
            } else if (study.objectives().isEmpty()) {
                Preferred.print(terminal.out(), store, study, style);
            } else if (single) {
                show(store, study, best.get(0));
            } else {
                FrontTable.of(store, study, front, Integer.MAX_VALUE).print(terminal.out(), style);
            }
        }
        return 0;
    }

    private void show(StudyStore store, StudyRecord study, Trial<String> trial) {
        terminal.out()
                .println("trial " + trial.number() + ", "
                        + style.good(Views.values(study.objectives(), trial.values())));
        Candidates.of(store, study).print(terminal.out(), trial, style);
    }
}
