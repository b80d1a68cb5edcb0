package dev.hone.cli.study;

import dev.hone.cli.terminal.Style;
import dev.hone.cli.terminal.Table;
import dev.hone.cli.terminal.Terminal;
import dev.hone.cli.terminal.Text;
import dev.hone.core.Check;
import dev.hone.core.Json;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.StudyRecord;
import dev.hone.core.trial.Trial;
import dev.hone.core.trial.TrialState;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists trials. */
@Command(name = "trials", description = "List the trials of a study by number.")
final class TrialsCommand implements Callable<Integer> {

    private static final int PAGE = 1_000;
    private static final int REASON_WIDTH = 80;

    private final Terminal terminal;

    @Mixin
    NamedStudy named;

    @Option(
            names = "--state",
            split = ",",
            paramLabel = "STATE",
            description = "Only trials in these states: ${COMPLETION-CANDIDATES}.")
    Set<TrialState> states;

    @Option(names = "--from", paramLabel = "N", defaultValue = "0", description = "First trial number; 0 by default.")
    long from;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "100",
            description = "How many at most; ${DEFAULT-VALUE} by default, 0 for all.")
    long limit;

    @Option(names = "--json", description = "Print one JSON object a line.")
    boolean json;

    TrialsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Check.that(limit >= 0, "--limit", limit, "a whole number of at least 0");
        Check.that(from >= 0, "--from", from, "a whole number of at least 0");
        try (StudyStore store = named.open()) {
            StudyRecord study = named.in(store);
            Set<TrialState> wanted = states == null ? EnumSet.allOf(TrialState.class) : states;
            long left = limit == 0 ? Long.MAX_VALUE : limit;
            long next = from;
            Candidates candidates = Candidates.of(store, study);
            while (left > 0 && !terminal.out().checkError()) {
                List<Trial<String>> page = store.trials(study.id(), wanted, next, (int) Math.min(PAGE, left));
                print(study, candidates, page);
                if (page.isEmpty()) {
                    break;
                }
                left -= page.size();
                next = page.get(page.size() - 1).number() + 1;
            }
            if (!json && left == 0 && !store.trials(study.id(), wanted, next, 1).isEmpty()) {
                terminal.err().println("more from trial " + next + " on: --from " + next + ", or --limit 0 for all");
            }
        }
        return 0;
    }

    private void print(StudyRecord study, Candidates candidates, List<Trial<String>> page) {
        if (json) {
            page.forEach(t -> terminal.out().println(Json.write(candidates.json(t))));
            return;
        }
        if (page.isEmpty()) {
            return;
        }
        Table table = new Table("TRIAL", "STATE", "RESULT", "TIME", "PARAMETERS");
        for (Trial<String> trial : page) {
            table.row(
                    Long.toString(trial.number()),
                    trial.state().name().toLowerCase(Locale.ROOT),
                    result(study, trial),
                    trial.duration().map(Text::duration).orElse(""),
                    candidates.text(trial));
        }
        table.print(terminal.out(), new Style(terminal.outColour()));
    }

    private static String result(StudyRecord study, Trial<String> trial) {
        if (trial.isComplete()) {
            if (study.objectives().isEmpty()) {
                return Views.remark(trial).strip();
            }
            return Views.result(study.objectives(), trial);
        }
        return Text.fit(trial.failure().orElse("").lines().findFirst().orElse(""), REASON_WIDTH);
    }
}
