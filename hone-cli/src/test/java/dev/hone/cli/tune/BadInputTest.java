package dev.hone.cli.tune;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hone.cli.Cli;
import dev.hone.cli.ExitCode;
import dev.hone.core.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What users get wrong, one by one: exit status, message, and that nothing was written. */
class BadInputTest {

    @TempDir
    Path folder;

    private Cli tune(String yaml, String... more) throws IOException {
        Path file = StudyFile.write(folder, yaml);
        String[] args = new String[more.length + 4];
        args[0] = "tune";
        args[1] = file.toString();
        args[2] = "--store";
        args[3] = folder.resolve("hone.db").toString();
        System.arraycopy(more, 0, args, 4, more.length);
        return Cli.run(args);
    }

    static Stream<Arguments> files() {
        String good = StudyFile.PARABOLA;
        return Stream.of(
                Arguments.of("unknown key", good.replace("budget:", "budgett:"), "budgett"),
                Arguments.of("wrong type", good.replace("high: 10", "high: ten"), "ten"),
                Arguments.of("low above high", good.replace("low: 0", "low: 20"), "study.yaml:6"),
                Arguments.of("log with low 0", good.replace("high: 10", "high: 10, log: true"), "log"),
                Arguments.of(
                        "duplicate name",
                        good.replace("evaluator:", "  x: {type: int, low: 1, high: 2}\nevaluator:"),
                        "x"),
                Arguments.of(
                        "cyclic conditions",
                        good.replace(
                                "evaluator:",
                                "  a: {type: categorical, choices: [p, q], when: {b: [p]}}\n"
                                        + "  b: {type: categorical, choices: [p, q], when: {a: [p]}}\nevaluator:"),
                        "cycle"),
                Arguments.of(
                        "command not found",
                        good.replaceAll("  command: .*", "  command: [no-such-program, '{x}']"),
                        "'no-such-program' is in none of the folders of PATH"),
                Arguments.of(
                        "pruner that never hears of intermediate values", good + "pruner: median\n", "intermediate"),
                Arguments.of("warm start from itself", good + "warm_start: [parabola]\n", "this study itself"),
                Arguments.of(
                        "constraints that exclude each other",
                        good + "constraints: ['x < 0', 'x > 0']\n",
                        "satisfies the constraints"),
                Arguments.of(
                        "a seed of 70 bits",
                        good.replace("seed: 7", "seed: 999999999999999999999"),
                        "fits into 64 bits"),
                Arguments.of(
                        "an optimizer for one objective only",
                        good.replace("- minimize: y", "- minimize: y\n  - minimize: z")
                                .replace("random", "cmaes"),
                        "one objective"),
                Arguments.of("missing command", good.replaceAll("evaluator:\\n.*\\n", "evaluator: {}\n"), "command"),
                Arguments.of("unknown optimizer", good.replace("random", "randm"), "did you mean 'random'"),
                Arguments.of("unknown placeholder", good.replace("{x}", "{z}"), "z"),
                Arguments.of("no budget above 0", good.replace("trials: 8", "trials: 0"), "trials"),
                Arguments.of("empty file", "", "study.yaml"),
                Arguments.of("not a mapping", "- a\n- b\n", "study.yaml"),
                Arguments.of("syntax", good.replace("parameters:", "parameters: ["), "study.yaml:"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void aBadFileIsRefusedWithItsPlaceAndNothingIsWritten(String what, String yaml, String part) throws IOException {
        Cli cli = tune(yaml);
        assertThat(cli.status()).as(what + ": " + cli.err()).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).contains("study.yaml").contains(part).doesNotContain("\tat ");
        assertThat(cli.out()).isEmpty();
        assertThat(folder.resolve("hone.db")).doesNotExist();
    }

    static Stream<Arguments> evaluations() {
        return Stream.of(
                Arguments.of("command not found in some trials", "['prog{x}']", "command not found: 'prog"),
                Arguments.of("timeout", "[sleep, '30']\n  timeout: 200ms", "timeout"),
                Arguments.of("output not parseable", "[echo, 'hello {x}']", "hello"),
                Arguments.of("NaN", "[echo, '{{\"y\": NaN}}']", "NaN"),
                Arguments.of("exit status", "[sh, -c, 'echo broken >&2; exit 9']", "9"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("evaluations")
    void aBadEvaluationIsAFailedTrialWithAReason(String what, String command, String part) throws IOException {
        String yaml = StudyFile.PARABOLA.replaceAll("  command: .*", "  command: " + Matcher.quoteReplacement(command));
        Cli cli = tune(yaml, "--trials", "2");
        assertThat(cli.status()).as(what + ": " + cli.err()).isEqualTo(ExitCode.FAILURES);
        assertThat(cli.out()).contains("2 failed").contains(part);
        Cli trials = Cli.run(
                "study",
                "trials",
                "--json",
                "--store",
                folder.resolve("hone.db").toString());
        assertThat(trials.out().lines().map(l -> Json.parse(l).get("state").asText()))
                .containsExactly("failed", "failed");
    }

    @Test
    void aMissingFileIsNamed() {
        Cli cli = Cli.run("tune", folder.resolve("none.yaml").toString());
        assertThat(cli.status()).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).contains("none.yaml").contains("no such file");
    }

    @Test
    void aFileThatIsNoStoreIsRefusedAndLeftAlone() throws IOException {
        Path file = Files.writeString(folder.resolve("hone.db"), "this is a letter to my aunt, not a database at all");
        Cli cli = tune(StudyFile.PARABOLA);
        assertThat(cli.status()).as(cli.err()).isIn(ExitCode.USAGE, ExitCode.UNEXPECTED);
        assertThat(cli.err()).contains("hone.db").doesNotContain("\tat ");
        assertThat(file).hasContent("this is a letter to my aunt, not a database at all");
    }

    @Test
    void aFolderThatDoesNotExistIsNamed() throws IOException {
        Path file = StudyFile.write(folder, StudyFile.PARABOLA);
        Path store = folder.resolve("missing/hone.db");
        Cli cli = Cli.run("tune", file.toString(), "--store", store.toString());
        assertThat(cli.status()).as(cli.err()).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).contains("missing").doesNotContain("\tat ");
    }

    @Test
    void aStoreHeldByAnotherWriterIsReportedAsLocked() throws Exception {
        tune(StudyFile.PARABOLA, "--quiet", "--trials", "1");
        String location = folder.resolve("hone.db").toString();
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + location);
                var statement = other.createStatement()) {
            statement.execute("BEGIN EXCLUSIVE");
            Cli cli = Cli.run("study", "rename", "parabola", "other", "--store", location);
            assertThat(cli.status()).as(cli.err()).isEqualTo(ExitCode.UNEXPECTED);
            assertThat(cli.err()).contains("lock").doesNotContain("\tat ");
        }
    }

    @Test
    void aStoreOfANewerVersionIsRefused() throws Exception {
        tune(StudyFile.PARABOLA, "--quiet", "--trials", "1");
        String location = folder.resolve("hone.db").toString();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + location);
                var statement = connection.createStatement()) {
            statement.execute("INSERT INTO hone_schema_history"
                    + " (installed_rank, version, description, type, script, installed_by, execution_time, success)"
                    + " VALUES (999, '999', 'future', 'SQL', 'V999__future.sql', 'test', 0, 1)");
        }
        Cli cli = Cli.run("study", "list", "--store", location);
        assertThat(cli.status()).as(cli.err()).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).contains("newer").doesNotContain("\tat ");
    }
}
