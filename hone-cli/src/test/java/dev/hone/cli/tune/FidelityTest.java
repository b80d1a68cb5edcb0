package dev.hone.cli.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.cli.Cli;
import dev.hone.cli.ExitCode;
import dev.hone.core.Json;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A study with a fidelity on the command line, evaluated by a real command. */
class FidelityTest {

    private static final String STUDY = """
            study: wing
            seed: 3
            objectives: [{minimize: drag}]
            parameters:
              span: {type: float, low: 5, high: 20}
              mesh: {type: categorical, ordered: true, choices: [coarse, fine]}
            fidelity: {parameter: mesh, truth: fine, costs: {coarse: 0.1, fine: 1}}
            evaluator:
              command: [awk, 'BEGIN {{ x = {span}; printf "{{\\"drag\\": %.9f}}\\n", (x - 12) * (x - 12) - ("{mesh}" == "coarse" ? 500 + x : 0) }}']
            budget: {cost: 6}
            """;

    @TempDir
    Path folder;

    private Cli hone(String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--store";
        all[arguments.length + 1] = folder.resolve("hone.db").toString();
        return Cli.run(all);
    }

    @Test
    void theBestIsExactAndCoarseTrialsSayThatTheyAreNot() throws Exception {
        Path file = StudyFile.write(folder, STUDY);
        Cli dry = hone("tune", file.toString(), "--dry-run");
        assertThat(dry.out())
                .contains("Optimizer  auto: multi-fidelity, because the study has a fidelity")
                .contains("Fidelity   mesh: coarse for 0.1000, fine for 1 (the truth)");
        Cli tune = hone("tune", file.toString());
        assertThat(tune.status()).as(tune.err()).isEqualTo(ExitCode.DONE);
        assertThat(tune.out()).contains("leaves too little for a trial at 'fine'");

        JsonNode show = Json.parse(hone("study", "show", "wing", "--json").out());
        assertThat(show.path("cost").asDouble()).isBetween(5.0, 6 + 1e-9);
        assertThat(show.path("best").path("parameters").path("mesh").asText()).isEqualTo("fine");
        assertThat(show.path("best").path("values").path("drag").asDouble()).isBetween(0.0, 0.05);
        assertThat(show.path("fidelity").path("correlations").path("coarse").asDouble())
                .isGreaterThan(0.5);
        assertThat(hone("study", "show", "wing").out())
                .contains("Correlation of each level with the truth, cost of a trial;", "coarse  ");
        assertThat(hone("study", "trials", "wing").out()).containsPattern("drag=-4\\d\\d\\.\\d \\(coarse\\)");
        assertThat(hone("study", "best", "wing").out()).contains("fine").doesNotContain("coarse");
    }

    @Test
    void withoutATrialAtTheTruthThereIsNoResult() throws Exception {
        Path file = StudyFile.write(
                folder,
                STUDY.replace("BEGIN {{ x = {span};", "BEGIN {{ x = {span}; if (\"{mesh}\" == \"fine\") exit 3;"));
        Cli tune = hone("tune", file.toString());
        assertThat(tune.status()).as(tune.err()).isEqualTo(ExitCode.FAILURES);
        assertThat(tune.out())
                .contains("No trial at 'fine' is complete and feasible.", "exit status 3", "Once that is mended");
        assertThat(Json.parse(hone("study", "show", "wing", "--json").out()).has("best"))
                .isFalse();
    }

    /** (span - 12)^2 + span (gust - 0.5) has over gusts from 0 to 1 the mean (span - 12)^2 and the deviation span / sqrt(12). */
    @Test
    void anEnvironmentIsAveragedOverAndTheRecommendationIsExact() throws Exception {
        Path file = StudyFile.write(folder, """
                study: gusts
                seed: 3
                objectives: [{minimize: drag}]
                parameters:
                  span: {type: float, low: 5, high: 20}
                  gust: {type: float, low: 0, high: 1}
                  mesh: {type: categorical, ordered: true, choices: [coarse, fine]}
                fidelity: {parameter: mesh, truth: fine, costs: {coarse: 0.1, fine: 1}}
                optimizer: {name: multi-fidelity, environment: gust, risk_aversion: 2}
                evaluator:
                  command: [awk, 'BEGIN {{ x = {span}; printf "{{\\"drag\\": %.9f}}\\n", (x - 12) * (x - 12) + x * ({gust} - 0.5) - ("{mesh}" == "coarse" ? 500 + x : 0) }}']
                budget: {cost: 8}
                """);
        Cli tune = hone("tune", file.toString());
        assertThat(tune.status()).as(tune.err()).isEqualTo(ExitCode.DONE);
        JsonNode use =
                Json.parse(hone("study", "show", "gusts", "--json").out()).path("recommendation");
        assertThat(use.path("configuration").path("mesh").asText()).isEqualTo("fine");
        double span = use.path("configuration").path("span").asDouble();
        assertThat(span).isCloseTo(12 - 1 / Math.sqrt(12), within(0.3));
        assertThat(use.path("mean").asDouble())
                .isCloseTo((span - 12) * (span - 12) + 2 * span / Math.sqrt(12), within(0.3));
        assertThat(hone("study", "show", "gusts").out())
                .containsPattern(
                        "Recommended by the model: span=11[.\\d]*, mesh=fine; expected 6\\.\\d+ \\+- \\S+ over all gust");
    }

    @Test
    void optimizersThatDoNotChooseFidelitiesAreRefusedWithTheLine() throws Exception {
        Path file = StudyFile.write(folder, STUDY + "optimizer: gp\n");
        Cli tune = hone("tune", file.toString());
        assertThat(tune.status()).isEqualTo(ExitCode.USAGE);
        assertThat(tune.err())
                .contains("study.yaml:11:", "expected one that chooses fidelities: multi-fidelity, or auto");
        assertThat(hone("study", "list").out()).doesNotContain("wing");
    }

    @Test
    void aLevelWithoutACostIsRefusedWithTheLine() throws Exception {
        Path file = StudyFile.write(folder, STUDY.replace("coarse: 0.1, ", ""));
        Cli tune = hone("tune", file.toString());
        assertThat(tune.status()).isEqualTo(ExitCode.USAGE);
        assertThat(tune.err()).contains("study.yaml:7:", "has no 'coarse', expected a cost for each of [coarse, fine]");
    }

    private static final String EPOCHS = STUDY.replace(
                    "mesh: {type: categorical, ordered: true, choices: [coarse, fine]}",
                    "mesh: {type: int, low: 1, high: 9}")
            .replace("truth: fine, costs: {coarse: 0.1, fine: 1}", "cost: \"mesh / 9\"")
            .replace("(\"{mesh}\" == \"coarse\" ? 500 + x : 0)", "50 * (9 - {mesh})");

    @Test
    void aNumberMayBeTheFidelity() throws Exception {
        Path file = StudyFile.write(folder, EPOCHS);
        assertThat(hone("tune", file.toString(), "--dry-run").out())
                .contains("Fidelity   mesh from 1 to 9 for mesh / 9 (the truth: 9)");
        Cli tune = hone("tune", file.toString());
        assertThat(tune.status()).as(tune.err()).isEqualTo(ExitCode.DONE);
        JsonNode best =
                Json.parse(hone("study", "show", "wing", "--json").out()).path("best");
        assertThat(best.path("parameters").path("mesh").asInt()).isEqualTo(9);
        assertThat(best.path("values").path("drag").asDouble()).isBetween(0.0, 0.5);
        assertThat(hone("study", "trials", "wing").out()).containsPattern("drag=-?\\d+\\.?\\d* \\(mesh=\\d\\)");
    }

    @Test
    void tracesNeedAnEvaluatorThatReports() throws Exception {
        Path file = StudyFile.write(
                folder, EPOCHS + "optimizer: {name: multi-fidelity, acquisition: ta-kg, trace_observations: true}\n");
        Cli tune = hone("tune", file.toString());
        assertThat(tune.status()).isEqualTo(ExitCode.USAGE);
        assertThat(tune.err())
                .contains(
                        "study.yaml:11:", "optimizer.trace_observations: is true, expected an evaluator that reports");
    }
}
