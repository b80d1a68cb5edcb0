package dev.hone.cli.tune;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.cli.Cli;
import dev.hone.cli.ExitCode;
import dev.hone.core.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table in, a formula out, with the real command line. */
class FormulaCommandTest {

    @TempDir
    Path folder;

    private String store;
    private Path file;

    /** y = 3 + 2 x^2 - z, exactly. */
    @BeforeEach
    void study() throws IOException {
        store = folder.resolve("hone.db").toString();
        data(40);
        file = study(100);
    }

    private void data(int rows) throws IOException {
        StringBuilder csv = new StringBuilder("x,z,y\n");
        for (int i = 0; i < rows; i++) {
            double x = (i % 9) / 2.0 - 2;
            double z = (i % 7) / 3.0;
            csv.append(x)
                    .append(',')
                    .append(z)
                    .append(',')
                    .append(3 + 2 * x * x - z)
                    .append('\n');
        }
        Files.writeString(folder.resolve("t.csv"), csv);
    }

    private Path study(int trials) throws IOException {
        return StudyFile.write(folder, """
                study: curve
                seed: 1
                formula: {data: t.csv, target: y, holdout: 0.25}
                optimizer: {name: genetic-programming, population: 20, depth_limit: 6, max_depth: 4}
                budget: {trials: %d}
                parallelism: 2
                """.formatted(trials));
    }

    private Cli hone(String... args) {
        String[] all = java.util.Arrays.copyOf(args, args.length + 2);
        all[args.length] = "--store";
        all[args.length + 1] = store;
        return Cli.run(all);
    }

    @Test
    void aTableInAFormulaOut() {
        Cli tune = hone("tune", file.toString());
        assertThat(tune.status()).as(tune.err()).isZero();
        assertThat(tune.out())
                .contains("Best is trial ", "  y = ", " on the rows it was fitted to, ", " on those held out; ")
                .contains("for comparison: the mean has mae ")
                .doesNotContain("(*", "baseline");
        assertThat(tune.err()).contains("optimizer genetic-programming", "best so far");

        Cli show = hone("study", "show", "curve");
        assertThat(show.out()).contains("  y = ", "GENERATION", "PREFERENCE");
        Cli best = hone("study", "best", "curve");
        assertThat(best.out()).contains("  y = ");
        String infix = hone("study", "best", "curve", "--as", "infix").out().strip();
        assertThat(tune.out()).contains("  y = " + infix + System.lineSeparator());
        assertThat(hone("study", "best", "curve", "--as", "latex").status()).isZero();
        assertThat(hone("study", "best", "curve", "--as", "java").out())
                .startsWith("row -> {")
                .contains("return ");
        JsonNode json =
                Json.parse(hone("study", "best", "curve", "--as", "json").out());
        assertThat(json.get("infix").asText()).isEqualTo(infix);
        assertThat(json.get("inputs")).hasToString("[\"x\",\"z\"]");
        Cli wrong = hone("study", "best", "curve", "--as", "latx");
        assertThat(wrong.status()).isEqualTo(ExitCode.USAGE);
        assertThat(wrong.err()).contains("--as: is 'latx'; did you mean 'latex'?");

        Cli trials = hone("study", "trials", "curve", "--limit", "50");
        assertThat(trials.out()).doesNotContain("(+", "(*", "candidate=");
    }

    @Test
    void aFormulaThatIsQueuedIsEvaluatedFirstAndJoinsThePopulation() throws IOException {
        assertThat(hone("tune", file.toString(), "--trials", "20").status()).isZero();
        Cli queued = hone("study", "enqueue", "curve", "1 + 2 * x^2 - z");
        assertThat(queued.status()).as(queued.err()).isZero();
        assertThat(queued.out()).startsWith("queued as trial 20: ").contains("2 * x * x");
        assertThat(hone("tune", file.toString(), "--resume", "--trials", "60").status())
                .isZero();
        Cli best = hone("study", "best", "curve", "--json");
        assertThat(Json.parse(best.out()).at("/0/number").asLong())
                .as("nothing is better than the formula itself")
                .isEqualTo(20);
        assertThat(Json.parse(best.out()).at("/0/text").asText())
                .isEqualTo(hone("study", "best", "curve", "--as", "infix").out().strip());
        List<JsonNode> trials = hone("study", "trials", "curve", "--json")
                .out()
                .lines()
                .map(Json::parse)
                .toList();
        assertThat(trials).hasSize(60).allMatch(t -> !t.path("text").asText().isEmpty());
        assertThat(trials.get(20).has("parents")).isFalse();
        assertThat(trials).anyMatch(t -> t.path("parents").toString().matches(".*\\b20\\b.*"));
        assertThat(trials.get(59).at("/attributes/generation").asText()).isEqualTo("2");

        Cli wrong = hone("study", "enqueue", "curve", "x +", "sin(z)");
        assertThat(wrong.status()).isEqualTo(ExitCode.USAGE);
        assertThat(wrong.err()).contains("formula: has 'sin'", "at character 5", "in: x + sin(z)");
        Cli minus = Cli.run("study", "enqueue", "curve", "--store", store, "--", "-x * z");
        assertThat(minus.out()).startsWith("queued as trial 60: x * z");
    }

    @Test
    void theCsvExportHasTheFormulaAsText() throws IOException {
        hone("tune", file.toString(), "--trials", "25");
        Path out = folder.resolve("out.csv");
        assertThat(hone("study", "export", "curve", out.toString()).status()).isZero();
        assertThat(Files.readAllLines(out).get(0)).contains("metrics.test_mae", ",candidate,");
        Cli imported = hone("study", "import", out.toString(), "--name", "copy");
        assertThat(imported.status()).as(imported.err()).isZero();
        assertThat(hone("study", "trials", "copy").status()).isZero();

        Path lines = folder.resolve("out.jsonl");
        assertThat(hone("study", "export", "curve", lines.toString()).status()).isZero();
        assertThat(hone("study", "import", lines.toString(), "--name", "whole").status())
                .isZero();
        assertThat(hone("study", "best", "whole", "--as", "infix").out())
                .isEqualTo(hone("study", "best", "curve", "--as", "infix").out());
    }

    @Test
    void aKilledRunGoesOn() throws Exception {
        data(2_000);
        Path slow = study(200);
        String name = "killed";
        try (HoneProcess run = HoneProcess.start(folder, name, Map.of(), "tune", slow.toString(), "--store", store)) {
            HoneProcess.until(() -> complete() >= 22, run::said);
            run.process().destroyForcibly();
            run.status();
        }
        long before = complete();
        assertThat(before).isBetween(22L, 199L);
        Cli resumed = hone("tune", slow.toString(), "--resume", "--trials", Long.toString(before + 25));
        assertThat(resumed.status()).as(resumed.err()).isZero();
        JsonNode shown = Json.parse(hone("study", "show", "curve", "--json").out());
        assertThat(shown.at("/trials/running").asLong()).isZero();
        assertThat(shown.at("/budgeted").asLong()).isLessThanOrEqualTo(before + 25);
        assertThat(complete()).isGreaterThan(before);
    }

    private long complete() {
        if (!Files.exists(Path.of(store))) {
            return 0;
        }
        Cli show = hone("study", "show", "curve", "--json");
        return show.status() == 0
                ? Json.parse(show.out()).at("/trials/complete").asLong()
                : 0;
    }

    @Test
    void otherDataAreAnotherStudy() throws IOException {
        hone("tune", file.toString(), "--trials", "20");
        data(41);
        Cli resumed = hone("tune", file.toString(), "--resume", "--trials", "30");
        assertThat(resumed.status()).isNotZero();
        assertThat(resumed.err()).contains("cannot be resumed", "formula.data: was 30 rows", "is 31 rows");
        data(40);
        assertThat(hone("tune", file.toString(), "--resume", "--trials", "30").status())
                .isZero();
    }

    @Test
    void aWorkerTakesPart() throws Exception {
        // slow enough that the worker proposes between two proposals of the run
        data(5_000);
        try (HoneProcess run = HoneProcess.start(
                folder, "paused", Map.of(), "tune", study(100_000).toString(), "--store", store)) {
            HoneProcess.until(() -> complete() >= 5, run::said);
            try (HoneProcess worker =
                    HoneProcess.start(folder, "worker", Map.of(), "worker", "--study", "curve", "--store", store)) {
                worker.awaitSaid("curve, trial ");
            }
        }
    }

    @Test
    void dryRunsAndErrorsStoreNothing() throws IOException {
        Cli dry = Cli.run("tune", file.toString(), "--dry-run");
        assertThat(dry.status()).as(dry.err()).isZero();
        assertThat(dry.out())
                .contains(
                        "Data       t.csv, 30 rows and 10 held out",
                        "Inputs     x, z",
                        "Optimizer  genetic-programming")
                .contains("CANDIDATE");
        Files.writeString(folder.resolve("t.csv"), "x,z,y\n1,2,3\n2,oops,4\n");
        Cli bad = hone("tune", file.toString());
        assertThat(bad.status()).isEqualTo(ExitCode.USAGE);
        assertThat(bad.err()).contains(file + ":3:17: formula.data: t.csv:3: column 'z' is 'oops'");
        assertThat(Path.of(store)).doesNotExist();
        List<String> names = Cli.run("methods").out().lines().toList();
        assertThat(names).anyMatch(line -> line.contains("genetic-programming"));
    }
}
