package dev.hone.cli.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.cli.Cli;
import dev.hone.cli.ExitCode;
import dev.hone.core.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TuneCommandTest {

    @TempDir
    Path folder;

    private String store;

    @BeforeEach
    void store() {
        store = folder.resolve("hone.db").toString();
    }

    private Cli tune(String yaml, String... more) throws IOException {
        Path file = StudyFile.write(folder, yaml);
        List<String> args = new ArrayList<>(List.of("tune", file.toString(), "--store", store));
        args.addAll(List.of(more));
        return Cli.run(args.toArray(String[]::new));
    }

    private JsonNode show() {
        return Json.parse(Cli.run("study", "show", "--json", "--store", store).out());
    }

    @Test
    void runsTheStudyAndSaysWhatWasFoundWhereItIsAndHowToGoOn() throws IOException {
        Cli cli = tune(StudyFile.PARABOLA);
        assertThat(cli.status()).as(cli.err()).isZero();
        assertThat(cli.out())
                .contains("8 complete")
                .contains("Best is trial")
                .contains("PARAMETER")
                .contains("hone study show parabola")
                .contains("--resume");
        assertThat(cli.err())
                .contains("optimizer random")
                .contains("best so far")
                .doesNotContain("\u001b");
        assertThat(show().at("/trials/complete").asInt()).isEqualTo(8);
        double x = show().at("/best/parameters/x").asDouble();
        assertThat(show().at("/best/values/y").asDouble()).isCloseTo((x - 3) * (x - 3), within(1e-4));
    }

    @Test
    void whatIsOnlyInMemoryIsSaidToBeGone() throws IOException {
        Path file = StudyFile.write(folder, StudyFile.PARABOLA);
        Cli cli = Cli.run("tune", file.toString(), "--store", ":memory:", "--trials", "2");
        assertThat(cli.status()).as(cli.err()).isZero();
        assertThat(cli.out()).contains("Nothing is stored").doesNotContain("--resume");
    }

    @Test
    void quietSaysOnlyTheResult() throws IOException {
        Cli cli = tune(StudyFile.PARABOLA, "--quiet");
        assertThat(cli.err()).isEmpty();
        assertThat(cli.out()).contains("Best is trial");
    }

    @Test
    void jsonIsOneObjectALineAndNothingElse() throws IOException {
        Cli cli = tune(StudyFile.PARABOLA, "--json", "--trials", "3");
        assertThat(cli.err()).isEmpty();
        List<String> events = cli.out()
                .lines()
                .map(line -> Json.parse(line).get("event").asText())
                .toList();
        assertThat(events).startsWith("study", "started", "finished", "best").endsWith("end");
        assertThat(events.stream().filter("finished"::equals)).hasSize(3);
    }

    @Test
    void theSameSeedGivesTheSameTrials() throws IOException {
        tune(StudyFile.PARABOLA, "--quiet");
        String first = show().at("/best/parameters/x").asText();
        Files.delete(Path.of(store));
        tune(StudyFile.PARABOLA, "--quiet");
        assertThat(show().at("/best/parameters/x").asText()).isEqualTo(first);
        Files.delete(Path.of(store));
        tune(StudyFile.PARABOLA, "--quiet", "--seed", "8");
        assertThat(show().at("/best/parameters/x").asText()).isNotEqualTo(first);
    }

    @Test
    void anExistingStudyIsNotTouchedWithoutResume() throws IOException {
        tune(StudyFile.PARABOLA, "--quiet");
        Cli again = tune(StudyFile.PARABOLA, "--quiet");
        assertThat(again.status()).isEqualTo(ExitCode.USAGE);
        assertThat(again.err()).contains("exists").contains("--resume").contains("hone study delete parabola");
        assertThat(show().at("/trials/complete").asInt()).isEqualTo(8);
    }

    @Test
    void resumeTakesALargerBudget() throws IOException {
        tune(StudyFile.PARABOLA, "--quiet");
        Cli again = tune(StudyFile.PARABOLA.replace("trials: 8", "trials: 11"), "--resume");
        assertThat(again.status()).as(again.err()).isZero();
        assertThat(show().at("/trials/complete").asInt()).isEqualTo(11);
    }

    @Test
    void resumeSaysThatAutoKeepsItsChoice() throws IOException {
        String auto = StudyFile.PARABOLA.replace("optimizer: random\n", "").replace("trials: 8", "trials: 3");
        assertThat(tune(auto).err()).contains("optimizer auto: gp, because the space is numeric with 1 axis");
        Cli same = tune(auto.replace("trials: 3", "trials: 4"), "--resume");
        assertThat(same.err()).contains("optimizer auto: gp, because");
        Cli wide = tune(auto.replace("trials: 3", "trials: 5"), "--resume", "--workers", "17");
        assertThat(wide.err()).contains("optimizer auto: gp, as when the study began");
    }

    @Test
    void resumeRefusesAnotherSpaceAndSaysWhatDiffers() throws IOException {
        tune(StudyFile.PARABOLA, "--quiet");
        Cli again = tune(StudyFile.PARABOLA.replace("high: 10", "high: 20"), "--resume");
        assertThat(again.status()).isEqualTo(ExitCode.USAGE);
        assertThat(again.err()).contains("parameters.x: was float 0 to 10, is float 0 to 20");
    }

    @Test
    void resumeRefusesOtherObjectives() throws IOException {
        tune(StudyFile.PARABOLA, "--quiet");
        Cli again = tune(StudyFile.PARABOLA.replace("minimize: y", "maximize: y"), "--resume");
        assertThat(again.status()).isEqualTo(ExitCode.USAGE);
        assertThat(again.err()).contains("objectives: were minimize y, are maximize y");
    }

    @Test
    void aStoredStudyIsResumedWithoutItsFile() throws IOException {
        tune(StudyFile.PARABOLA, "--quiet");
        Cli again = Cli.run("tune", "--resume", "--name", "parabola", "--trials", "9", "--store", store);
        assertThat(again.status()).as(again.err()).isZero();
        assertThat(show().at("/trials/complete").asInt()).isEqualTo(9);
    }

    @Test
    void aRenamedStudyIsResumedUnderItsNewName() throws IOException {
        tune(StudyFile.PARABOLA, "--quiet");
        Cli.run("study", "rename", "parabola", "bowl", "--store", store);
        Cli again = Cli.run("tune", "--resume", "--name", "bowl", "--trials", "9", "--store", store);
        assertThat(again.status()).as(again.err()).isZero();
        assertThat(Cli.run("study", "list", "--store", store).out())
                .contains("bowl", "9 complete")
                .doesNotContain("parabola");
    }

    @Test
    void theBaselineIsMeasuredAgainstTheBest() throws IOException {
        String yaml = StudyFile.PARABOLA + "baseline: {label: nine, configuration: {x: 9}}\nverify: {repeats: 3}\n";
        Cli cli = tune(yaml);
        assertThat(cli.status()).as(cli.err()).isZero();
        assertThat(cli.out())
                .contains("Measured again in alternation, 3 rounds")
                .contains("nine")
                .contains("than nine, a significant gain");
    }

    @Test
    void noGainIsSaidPlainly() throws IOException {
        String yaml = StudyFile.PARABOLA + "baseline: {label: perfect, configuration: {x: 3}}\nverify: {repeats: 2}\n";
        assertThat(tune(yaml).out()).contains("No significant gain over perfect was found.");
    }

    @Test
    void severalObjectivesEndWithAFrontAndItsKnee() throws IOException {
        String yaml = """
                study: two
                objectives: [{minimize: y}, {maximize: z}]
                parameters:
                  x: {type: float, low: 0, high: 4}
                evaluator:
                  command: [awk, 'BEGIN {{ x = {x}; printf "{{\\"y\\": %.6f, \\"z\\": %.6f}}\\n", x * x + 1, x + 1 }}']
                optimizer: random
                budget: {trials: 6}
                baseline: {label: zero, configuration: {x: 0}}
                verify: {repeats: 2}
                """;
        Cli cli = tune(yaml);
        assertThat(cli.status()).as(cli.err()).isZero();
        assertThat(cli.out())
                .contains("Pareto front of 6 trials")
                .contains("best y")
                .contains("best z")
                .contains("knee")
                .contains("corrected for 6 comparisons");
    }

    @Test
    void failedTrialsAreCountedByReasonAndTheSearchGoesOn() throws IOException {
        String yaml = StudyFile.PARABOLA.replace("x = {x};", "x = {x}; if (x > 7) exit 4;");
        Cli cli = tune(yaml, "--trials", "20");
        assertThat(cli.status()).as(cli.err()).isZero();
        assertThat(cli.out()).contains("Why trials failed").contains("4");
        assertThat(show().at("/trials/failed").asInt()).isPositive();
        assertThat(show().at("/trials/complete").asInt()).isPositive();
    }

    @Test
    void tooManyFailuresEndTheRunWithStatus3() throws IOException {
        String yaml = StudyFile.PARABOLA.replace("x = {x};", "x = {x}; if (x > 1) exit 4;") + "max_failures: 2\n";
        Cli cli = tune(yaml, "--trials", "30");
        assertThat(cli.status()).isEqualTo(ExitCode.FAILURES);
        assertThat(cli.out()).contains("more than allowed");
    }

    @Test
    void noSuccessfulTrialIsStatus3() throws IOException {
        Cli cli = tune(StudyFile.PARABOLA.replace("x = {x};", "exit 1;"), "--trials", "2");
        assertThat(cli.status()).isEqualTo(ExitCode.FAILURES);
        assertThat(cli.out()).contains("No trial is complete");
    }

    @Test
    void parallelEvaluationsFinishAllTrials() throws IOException {
        Cli cli = tune(StudyFile.PARABOLA, "--workers", "3", "--quiet");
        assertThat(cli.status()).as(cli.err()).isZero();
        assertThat(show().at("/trials/complete").asInt()).isEqualTo(8);
    }

    @Test
    void dryRunShowsEverythingAndTouchesNothing() throws IOException {
        Cli cli = tune(StudyFile.PARABOLA, "--dry-run");
        assertThat(cli.status()).as(cli.err()).isZero();
        assertThat(cli.out())
                .contains("float 0 to 10")
                .contains("Optimizer  random")
                .contains("8 trials")
                .contains("First trials");
        assertThat(Path.of(store)).doesNotExist();
        JsonNode json =
                Json.parse(tune(StudyFile.PARABOLA, "--dry-run", "--json").out());
        assertThat(json.get("proposals")).hasSize(5);
        assertThat(json.at("/parameters/x/high").asDouble()).isEqualTo(10);
    }

    @Test
    void aCommandIsTunedWithoutAFile() {
        Cli cli = Cli.run(
                "tune",
                "--space",
                "x=float(0,10)",
                "--minimize",
                "y",
                "--regex",
                "y=y is (\\S+)",
                "--optimizer",
                "random",
                "--name",
                "inline",
                "--trials",
                "4",
                "--store",
                store,
                "--",
                "echo",
                "y is {x}");
        assertThat(cli.status()).as(cli.err()).isZero();
        assertThat(cli.out()).contains("hone tune --resume --name inline");
        JsonNode best = show().get("best");
        assertThat(best.at("/values/y").asDouble())
                .isEqualTo(best.at("/parameters/x").asDouble());
    }

    @Test
    void withoutAnythingToTuneItSaysWhatIsExpected() {
        Cli cli = Cli.run("tune", "--store", store);
        assertThat(cli.status()).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).contains("--space").contains("YAML file");
        assertThat(Path.of(store)).doesNotExist();
    }

    @Test
    void aWorkerFinishesWhatIsLeftAndExitsWhenIdle() throws IOException {
        tune(StudyFile.PARABOLA, "--quiet");
        Cli worker = Cli.run("worker", "--store", store, "--exit-when-idle");
        assertThat(worker.status()).as(worker.err()).isZero();
        assertThat(worker.err()).contains("nothing to do");
        assertThat(show().at("/trials/complete").asInt()).isEqualTo(8);
    }
}
