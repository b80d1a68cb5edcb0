package dev.hone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hone.core.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {

    @Test
    void helpNamesEveryVerb() {
        Cli cli = Cli.run("--help");
        assertThat(cli.status()).isZero();
        assertThat(cli.out()).contains("Exit status").contains(Verbs.all().keySet());
        assertThat(cli.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tune",
                "train",
                "study",
                "worker",
                "serve",
                "methods",
                "claim",
                "bench",
                "schema",
                "doctor",
                "completion"
            })
    void everyVerbExplainsItself(String verb) {
        Cli cli = Cli.run(verb, "--help");
        assertThat(cli.status()).isZero();
        assertThat(cli.out()).contains("hone " + verb).contains("--help");
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "show", "best", "trials", "export", "import", "rename", "delete"})
    void everyVerbOfStudyExplainsItself(String verb) {
        Cli cli = Cli.run("study", verb, "--help");
        assertThat(cli.status()).isZero();
        assertThat(cli.out()).contains("hone study " + verb).contains("--store");
    }

    @Test
    void versionIsTheBuilds() {
        assertThat(Cli.run("--version").out()).matches("(?s)hone \\d+\\.\\d+\\.\\d+\\S* \\(Java .*\\)\\s*");
    }

    @Test
    void anUnknownVerbGetsASuggestion() {
        Cli cli = Cli.run("tun", "x.yaml");
        assertThat(cli.status()).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).contains("tun").contains("Did you mean").contains("hone tune");
        assertThat(cli.out()).isEmpty();
    }

    @Test
    void noVerbIsAUsageError() {
        Cli cli = Cli.run();
        assertThat(cli.status()).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).contains("expected").doesNotContain("\tat ");
    }

    @Test
    void anUnknownOptionIsAUsageError() {
        Cli cli = Cli.run("methods", "--jsn");
        assertThat(cli.status()).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).contains("--jsn").contains("hone methods --help");
    }

    @Test
    void methodsAreListedAndExplained() {
        Cli list = Cli.run("methods", "--json");
        assertThat(list.status()).isZero();
        List<String> names = new ArrayList<>();
        Json.parse(list.out()).forEach(m -> names.add(m.get("name").asText()));
        assertThat(names).isNotEmpty();
        Cli one = Cli.run("methods", names.get(0));
        assertThat(one.status()).isZero();
        assertThat(one.out()).contains(names.get(0)).contains("Paper");
        assertThat(Cli.run("methods").out()).contains("KIND").contains(names.get(0));
    }

    @Test
    void aMisspeltMethodGetsASuggestion() {
        Cli cli = Cli.run("methods", "randm");
        assertThat(cli.status()).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).contains("did you mean 'random'?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh"})
    void completionKnowsVerbsAndOptions(String shell) throws Exception {
        Cli cli = Cli.run("completion", shell);
        assertThat(cli.status()).isZero();
        assertThat(cli.out()).contains("--resume").contains("delete");
        Process bash =
                new ProcessBuilder("bash", "-n").redirectErrorStream(true).start();
        try (var stdin = bash.getOutputStream()) {
            stdin.write(cli.out().getBytes(StandardCharsets.UTF_8));
        }
        String complaints = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(complaints).isZero();
    }

    @Test
    void benchmarksPrintATableAndUnknownOnesAreNamed() {
        Cli latency = Cli.run("bench", "latency", "random", "d=3", "n=60,200");
        assertThat(latency.status()).isZero();
        assertThat(latency.out())
                .contains("| optimizer | d | n | median ms | p95 ms | kB |")
                .contains("| random | 3 | 200 |");
        Cli wrong = Cli.run("bench", "latancy");
        assertThat(wrong.status()).isEqualTo(ExitCode.USAGE);
        assertThat(wrong.err()).contains("did you mean 'latency'");
    }

    @Test
    void optimizersAreComparedInAFolder(@TempDir Path folder) {
        String[] command = {
            "bench",
            "optimizers",
            "Branin",
            "--optimizers",
            "random,tpe:startup_trials=5",
            "--seeds",
            "2",
            "--trials",
            "12",
            "--output",
            folder.toString()
        };
        Cli cli = Cli.run(command);
        assertThat(cli.status()).as(cli.err()).isZero();
        assertThat(cli.out()).contains("| tpe:startup_trials=5 | 1 |").contains("| Branin | random |");
        assertThat(cli.err()).contains("4 of 4 runs done").contains("report.md");
        assertThat(folder.resolve("results.jsonl")).content().hasLineCount(4);
        Cli again = Cli.run(command);
        assertThat(again.out()).isEqualTo(cli.out());
        assertThat(again.err()).doesNotContain("runs done");
        Cli wrong = Cli.run("bench", "optimizers", "branim", "--output", folder.toString());
        assertThat(wrong.status()).isEqualTo(ExitCode.USAGE);
        assertThat(wrong.err()).contains("did you mean 'branin'?");
        Cli nothing = Cli.run("bench");
        assertThat(nothing.status()).isEqualTo(ExitCode.USAGE);
        assertThat(nothing.err()).contains("what shall be measured?").contains("optimizers");
    }

    @Test
    void claimsAreListedAndUnknownOnesNamed() {
        Cli list = Cli.run("claim", "list");
        assertThat(list.status()).isZero();
        assertThat(list.out()).contains("resume-equivalence").contains("STATEMENT");
        Cli wrong = Cli.run("claim", "resume-equivalance");
        assertThat(wrong.status()).isEqualTo(ExitCode.USAGE);
        assertThat(wrong.err()).contains("did you mean 'resume-equivalence'?");
        Cli budget = Cli.run("claim", "all", "--budget", "soon");
        assertThat(budget.status()).isEqualTo(ExitCode.USAGE);
        assertThat(budget.err()).contains("soon").contains("60m");
    }

    @Test
    void theSchemaIsJson() {
        Cli cli = Cli.run("schema");
        assertThat(cli.status()).isZero();
        assertThat(Json.parse(cli.out()).at("/else/else/properties/parameters").isObject())
                .isTrue();
        assertThat(Json.parse(cli.out()).at("/else/then/properties/formula").isObject())
                .isTrue();
        assertThat(Json.parse(cli.out()).at("/then/properties/training").isObject())
                .isTrue();
    }

    @Test
    void doctorSaysWhatIsThere(@TempDir Path folder) {
        Cli cli = Cli.run("doctor", "--store", folder.resolve("hone.db").toString());
        assertThat(cli.status()).as(cli.out()).isZero();
        assertThat(cli.out()).contains("java").contains("memory").contains("will be made by 'hone tune'");
        Cli lost = Cli.run(
                "doctor", "--json", "--store", folder.resolve("no/such/hone.db").toString());
        assertThat(lost.status()).isEqualTo(ExitCode.UNEXPECTED);
        assertThat(Json.parse(lost.out()))
                .filteredOn(f -> f.get("name").asText().equals("store"))
                .allMatch(f ->
                        !f.get("ok").asBoolean() && !f.get("advice").asText().isEmpty())
                .hasSize(1);
    }
}
