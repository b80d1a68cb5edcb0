package dev.hone.cli.study;

import dev.hone.cli.Quoting;
import dev.hone.cli.terminal.Style;
import dev.hone.cli.terminal.Terminal;
import dev.hone.cli.terminal.Text;
import dev.hone.core.Check;
import dev.hone.core.HoneException;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.definition.StoredDefinition;
import dev.hone.core.method.MethodCatalogue;
import dev.hone.core.space.Configuration;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.StudyRecord;
import dev.hone.core.study.Control;
import dev.hone.core.study.RunState;
import dev.hone.core.study.Study;
import dev.hone.core.trial.Comparison;
import dev.hone.core.trial.Trial;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows candidates that the optimizer wants compared, and takes a person's ranking of them. */
@Command(
        name = "judge",
        description = "Compare candidates of a study whose trials are compared, not measured.",
        footer = {
            "",
            "Shows each set of candidates that the optimizer waits for, and asks which are better:",
            "  C A     C is best, then A; the rest are worse",
            "  A=B C   A and B are equally good, C is worse",
            "  -       no difference",
            "  q       quit; the study waits, and somebody can go on at any time",
            "Waits for the next candidates while a run of the study goes on.",
            "",
            "  hone study judge soup --as Ada",
            "  hone study judge soup --ranking '3 1 0=2'"
        })
final class JudgeCommand implements Callable<Integer> {

    private static final long POLL_MILLIS = 300;

    private final Terminal terminal;
    private final PrintStream out;
    private final Style style;

    @Mixin
    NamedStudy named;

    @Option(
            names = "--ranking",
            paramLabel = "RANKING",
            description = "Numbers of trials, best first, as the answer to the next candidates; asks nothing.")
    String ranking;

    @Option(names = "--as", paramLabel = "NAME", description = "Who compares; the user's name by default.")
    String judge = System.getProperty("user.name", "somebody");

    JudgeCommand(Terminal terminal) {
        this.terminal = terminal;
        out = terminal.out();
        style = new Style(terminal.outColour());
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Check.notBlank("--as", judge);
        try (StudyStore store = named.open()) {
            StudyRecord record = named.in(store);
            if (!record.objectives().isEmpty()) {
                throw new HoneException("trials of study '" + record.name() + "' are measured ("
                        + Views.objectives(record.objectives()) + "), there is nothing to compare");
            }
            StoredDefinition stored = StoredDefinition.read(store, record, MethodCatalogue.load());
            try (Study<Configuration> study = stored.describe(store).load()) {
                if (ranking == null) {
                    ask(store, record, study, stored.isExternal());
                } else {
                    answer(store, record, study, stored.isExternal());
                }
            }
        }
        return 0;
    }

    private void answer(StudyStore store, StudyRecord record, Study<Configuration> study, boolean external)
            throws InterruptedException {
        List<Trial<Configuration>> screen = next(store, record, study, external);
        if (screen.isEmpty()) {
            throw new HoneException(nothing(store, record));
        }
        Map<String, Long> names = new LinkedHashMap<>();
        screen.forEach(t -> names.put(Long.toString(t.number()), t.number()));
        record(study, screen, RankingText.tiers(ranking, names));
    }

    private void ask(StudyStore store, StudyRecord record, Study<Configuration> study, boolean external)
            throws IOException, InterruptedException {
        BufferedReader in = new BufferedReader(new InputStreamReader(terminal.in(), Charset.defaultCharset()));
        int given = 0;
        while (true) {
            List<Trial<Configuration>> screen = next(store, record, study, external);
            if (screen.isEmpty()) {
                out.println(nothing(store, record));
                return;
            }
            out.println();
            out.println(style.strong(record.name()) + ", comparison "
                    + (store.comparisons(record.id(), 0).size() + 1));
            ScreenText.print(out, store, record.id(), screen, terminal.width(), style);
            List<List<Long>> tiers = read(in, screen);
            if (tiers == null) {
                out.println(given == 0 ? "nothing recorded" : Text.count(given, "comparison") + " recorded");
                return;
            }
            if (!numbers(study.screen()).equals(numbers(screen))) {
                out.println("somebody else has compared these meanwhile");
                continue;
            }
            record(study, screen, tiers);
            given++;
        }
    }

    /** What the person says; null for nothing more. */
    private List<List<Long>> read(BufferedReader in, List<Trial<Configuration>> screen) throws IOException {
        Map<String, Long> letters = new LinkedHashMap<>();
        screen.forEach(t -> letters.put(RankingText.letter(letters.size()), t.number()));
        while (true) {
            out.print("best first, such as '" + RankingText.letter(screen.size() - 1)
                    + " A' (= equal, - no difference, q quit): ");
            out.flush();
            String line = in.readLine();
            // without an echo of what was typed, the line is still open
            if (!terminal.inIsTty()) {
                out.println();
            }
            if (line == null || line.strip().equalsIgnoreCase("q") && !letters.containsKey("Q")) {
                return null;
            }
            try {
                return RankingText.tiers(line, letters);
            } catch (InvalidFieldException e) {
                out.println(style.bad(e.getMessage()));
            }
        }
    }

    private void record(Study<Configuration> study, List<Trial<Configuration>> screen, List<List<Long>> tiers) {
        Comparison comparison = Comparison.among(numbers(screen), tiers, 1, judge.strip());
        study.compare(comparison);
        Map<Long, String> names = numbers(screen).stream().collect(Collectors.toMap(n -> n, n -> "trial " + n));
        out.println(style.faint("recorded: " + RankingText.text(comparison.tiers(), names)));
    }

    /** The candidates to compare; waits for them while a run goes on. Empty if there will be none. */
    private List<Trial<Configuration>> next(
            StudyStore store, StudyRecord record, Study<Configuration> study, boolean external)
            throws InterruptedException {
        boolean said = false;
        while (true) {
            boolean goesOn = goesOn(store, record, external);
            List<Trial<Configuration>> screen = study.screen();
            if (!screen.isEmpty() || !goesOn) {
                return screen;
            }
            if (!said) {
                terminal.err().println("waiting for candidates");
                said = true;
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    private static boolean goesOn(StudyStore store, StudyRecord record, boolean external) {
        Map<String, String> attributes = store.attributes(record.id());
        String run = attributes.getOrDefault(RunState.ATTRIBUTE, "");
        return Control.of(store, record.id()) != Control.STOPPED
                && (run.equals(RunState.RUNNING.name()) || external && !run.equals(RunState.FINISHED.name()));
    }

    private String nothing(StudyStore store, StudyRecord record) {
        boolean done = store.attributes(record.id())
                .getOrDefault(RunState.ATTRIBUTE, "")
                .equals(RunState.FINISHED.name());
        String name = Quoting.shell(record.name());
        String again = named.storeOption.again();
        return "nothing to compare: "
                + (done
                        ? "the study is done; hone study best " + name + again
                        : "no run makes candidates; hone tune --resume --name " + name + again);
    }

    private static List<Long> numbers(List<Trial<Configuration>> screen) {
        return screen.stream().map(Trial::number).toList();
    }
}
