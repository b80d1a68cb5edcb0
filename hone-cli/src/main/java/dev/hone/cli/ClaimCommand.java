package dev.hone.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.claims.Claim;
import dev.hone.claims.ClaimHarness;
import dev.hone.claims.ClaimReport;
import dev.hone.claims.ClaimResult;
import dev.hone.claims.Claims;
import dev.hone.cli.terminal.ProgressLine;
import dev.hone.cli.terminal.Style;
import dev.hone.cli.terminal.Table;
import dev.hone.cli.terminal.Terminal;
import dev.hone.cli.terminal.Text;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs claims: experiments that show what a method is said to do. */
@Command(
        name = "claim",
        description = "List or run claims: experiments that show what a method does, and that its ablation does not.",
        footer = {
            "",
            "  hone claim list",
            "  hone claim resume-equivalence",
            "  hone claim all --budget 60m",
            "",
            "Each result goes to claims/NAME.json, .md and .svg. Exit status 3 if a claim failed."
        })
final class ClaimCommand implements Callable<Integer> {

    private static final Pattern DURATION = Pattern.compile("(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+)s)?");
    private static final int STEPS = 1_000;

    private final Terminal terminal;
    private final Style style;

    @Parameters(arity = "1..*", paramLabel = "NAME", description = "'list', 'all', or names or row numbers of claims.")
    List<String> names;

    @Option(
            names = "--budget",
            paramLabel = "DURATION",
            description = "Start no claim that is not expected to end within it, such as 60m; no limit by default.")
    String budget;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FOLDER",
            defaultValue = "claims",
            description = "Where results go; ${DEFAULT-VALUE} by default.")
    Path output;

    @Option(names = "--json", description = "Print one JSON object a claim.")
    boolean json;

    ClaimCommand(Terminal terminal) {
        this.terminal = terminal;
        this.style = new Style(terminal.outColour());
    }

    @Override
    public Integer call() throws Exception {
        if (names.equals(List.of("list"))) {
            list();
            return ExitCode.DONE;
        }
        List<Claim> claims = Claims.select(names);
        long end = budget == null
                ? Long.MAX_VALUE
                : System.nanoTime() + duration(budget).toNanos();
        boolean passed = true;
        for (Claim claim : claims) {
            if (end != Long.MAX_VALUE
                    && System.nanoTime() + claim.about().estimate().toNanos() > end) {
                terminal.err()
                        .println(claim.about().slug() + ": not started, it is expected to take "
                                + Text.duration(claim.about().estimate()) + ", which the budget does not leave");
                continue;
            }
            passed &= run(claim);
        }
        return passed ? ExitCode.DONE : ExitCode.FAILURES;
    }

    private boolean run(Claim claim) throws Exception {
        ClaimResult result;
        try (ProgressLine progress = new ProgressLine(terminal, claim.about().slug(), STEPS, 0, json)) {
            result = ClaimHarness.run(claim, (done, step) -> progress.at(Math.round(Math.min(1, done) * STEPS), step));
        }
        ClaimReport.write(result, output);
        if (json) {
            terminal.out()
                    .println(Json.write(Json.MAPPER
                            .createObjectNode()
                            .put("claim", claim.about().slug())
                            .put("passed", result.passed())
                            .put("summary", result.summary())
                            .put("seconds", result.took().toMillis() / 1e3)
                            .put(
                                    "report",
                                    output.resolve(claim.about().slug() + ".md").toString())));
        } else {
            String verdict = result.passed() ? style.good("passed") : style.bad("failed");
            terminal.out()
                    .println(verdict + "  " + claim.about().slug() + " (" + Text.duration(result.took()) + "): "
                            + result.summary() + "; see "
                            + output.resolve(claim.about().slug() + ".md"));
        }
        return result.passed();
    }

    private void list() {
        if (json) {
            Claims.all().forEach(claim -> terminal.out().println(Json.write(toJson(claim.about()))));
            return;
        }
        Table table = new Table("CLAIM", "TAKES", "STATEMENT");
        Claims.all()
                .forEach(c -> table.row(
                        c.about().slug(),
                        Text.duration(c.about().estimate()),
                        c.about().statement().replaceAll("\\s+", " ")));
        table.print(terminal.out(), style);
    }

    private static ObjectNode toJson(Claim.About about) {
        ObjectNode node = Json.MAPPER.createObjectNode();
        node.put("claim", about.slug());
        about.row().ifPresent(row -> node.put("row", row));
        return node.put("title", about.title())
                .put("statement", about.statement())
                .put("baseline", about.baseline())
                .put("ablation", about.ablation())
                .put("seconds", about.estimate().toSeconds());
    }

    private static Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text.toLowerCase(Locale.ROOT));
        if (text.isEmpty() || !matcher.matches()) {
            throw new InvalidFieldException("--budget", "is '" + text + "', expected a duration such as 60m or 1h30m");
        }
        return Duration.ofHours(part(matcher, 1)).plusMinutes(part(matcher, 2)).plusSeconds(part(matcher, 3));
    }

    private static long part(Matcher matcher, int group) {
        return matcher.group(group) == null ? 0 : Long.parseLong(matcher.group(group));
    }
}
