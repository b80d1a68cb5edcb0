package dev.hone.claims.bench.optimizers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hone.claims.problem.TestProblem;
import dev.hone.claims.problem.TestProblems;
import dev.hone.claims.problem.TestProblems.BbobRange;
import dev.hone.core.HoneException;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.space.CategoricalParameter;
import dev.hone.core.space.SearchSpace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OptimizerRaceTest {

    private static OptimizerRace.Options options(int jobs, List<String> problems, String... optimizers) {
        List<TestProblem> selected = TestProblems.select(problems, new BbobRange(List.of(2), List.of(1)));
        return new OptimizerRace.Options(selected, Contender.parse(List.of(optimizers)), 20, false, 3, jobs);
    }

    private static List<Run> race(OptimizerRace.Options options, Path folder) throws InterruptedException {
        try (OptimizerRace race = new OptimizerRace(options, folder)) {
            race.run((done, now) -> {});
            return race.results();
        }
    }

    private static List<List<Object>> outcomes(List<Run> runs) {
        return runs.stream().map(r -> List.<Object>of(r.key(), r.steps())).toList();
    }

    @Test
    void theResultDoesNotDependOnTheNumberOfJobs(@TempDir Path folder) throws Exception {
        List<String> problems = List.of("Branin", "bbob-f1");
        List<Run> one = race(options(1, problems, "random", "tpe"), folder.resolve("one"));
        List<Run> three = race(options(3, problems, "random", "tpe"), folder.resolve("three"));

        assertThat(one).hasSize(2 * 2 * 3);
        assertThat(outcomes(three)).isEqualTo(outcomes(one));
        assertThat(one.get(0).steps()).isNotEqualTo(one.get(2).steps());
        assertThat(one).allSatisfy(run -> {
            assertThat(run.evaluated()).isEqualTo(20);
            assertThat(run.steps()).extracting(Run.Step::regret).isSortedAccordingTo(Collections.reverseOrder());
        });
    }

    @Test
    void goesOnWhereItWasInterrupted(@TempDir Path folder) throws Exception {
        OptimizerRace.Options options = options(1, List.of("Branin"), "random", "sobol");
        List<Run> whole = race(options, folder.resolve("whole"));
        Path results = folder.resolve("part").resolve(OptimizerRace.RESULTS);
        try (OptimizerRace race = new OptimizerRace(options, folder.resolve("part"))) {
            race.run((done, now) -> {
                if (done == 2) {
                    race.stop();
                }
            });
            assertThat(race.results()).hasSize(2);
        }
        Files.writeString(results, "{\"problem\":\"Bra", StandardOpenOption.APPEND);

        List<String> run = new ArrayList<>();
        try (OptimizerRace race = new OptimizerRace(options, folder.resolve("part"))) {
            assertThat(race.results()).hasSize(2);
            race.run((done, now) -> run.add(now));
            assertThat(outcomes(race.results())).isEqualTo(outcomes(whole));
        }
        assertThat(run.stream().distinct()).hasSize(4);
        assertThat(Files.readAllLines(results)).hasSize(6).allMatch(line -> line.endsWith("}"));
    }

    @Test
    void optimizersThatCannotSearchASpaceAreLeftOut(@TempDir Path folder) {
        TestProblem choice =
                new TestProblem("Choice", SearchSpace.of(CategoricalParameter.of("choice", "a", "b", "c")), x -> 0, 0);
        OptimizerRace.Options options = new OptimizerRace.Options(
                List.of(choice), Contender.parse(List.of("cmaes", "random")), 20, false, 3, 1);
        try (OptimizerRace race = new OptimizerRace(options, folder)) {
            assertThat(race.leftOut()).singleElement().asString().startsWith("cmaes is left out on Choice: ");
            assertThat(race.size()).isEqualTo(3);
        }
    }

    @Test
    void constraintsAndNoiseReachTheOptimizer(@TempDir Path folder) throws Exception {
        List<Run> runs = race(options(2, List.of("Welded-beam", "Branin-noisy"), "random"), folder);

        // nearly all of the beam's box is infeasible, and what is not does not count
        assertThat(runs.get(0).regretAt(20)).isGreaterThan(0.1);
        Run noisy = runs.get(3);
        assertThat(noisy.regretAt(20)).isFinite();
    }

    @Test
    void badInputIsNamed(@TempDir Path folder) throws Exception {
        assertThatThrownBy(() -> new OptimizerRace(options(1, List.of("Branin"), "rendom"), folder))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageContaining("did you mean 'random'?");
        assertThatThrownBy(() -> new OptimizerRace(options(1, List.of("Branin"), "tpe:startup=3"), folder))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageContaining("optimizer.startup");
        assertThatThrownBy(() -> Contender.parse("tpe:startup"))
                .hasMessageContaining("has 'startup', expected OPTION=VALUE");
        Files.writeString(folder.resolve(OptimizerRace.RESULTS), "{}\n");
        assertThatThrownBy(() -> new OptimizerRace(options(1, List.of("Branin"), "random"), folder))
                .isInstanceOf(HoneException.class)
                .hasMessageContaining("results.jsonl:1: 'steps' is missing");
    }

    @Test
    void oneComparisonAtATimeWritesAFolder(@TempDir Path folder) {
        OptimizerRace.Options options = options(1, List.of("Branin"), "random");
        try (OptimizerRace race = new OptimizerRace(options, folder)) {
            assertThat(race.size()).isEqualTo(3);
            assertThatThrownBy(() -> new OptimizerRace(options, folder)).hasMessageContaining("in use by another");
        }
    }

    @Test
    void theReportHasTablesAndPictures(@TempDir Path folder) throws Exception {
        OptimizerRace.Options options = options(2, List.of("Branin", "Pressure-vessel"), "random", "tpe");
        String report = new RaceReport(options, race(options, folder)).write(folder);

        assertThat(report)
                .contains("2 problem(s), 3 seed(s), 20 trials a run, 12 run(s) done")
                .contains("| optimizer | problems | area | targets reached | mean rank | ms a trial |")
                .containsPattern("\\| tpe \\| 2 \\| 0\\.\\d{3} \\[0\\.\\d{3}, 0\\.\\d{3}\\] \\|")
                .contains("| problem | optimizer | median regret at 5 | at 10 | at 20 | area |")
                .containsPattern("\\| Branin \\| random \\| [\\d.]+ \\| [\\d.]+ \\| [\\d.]+ \\[[\\d.]+, [\\d.]+\\] \\|")
                .contains("![regret-branin](regret-branin.svg)");
        assertThat(folder.resolve("report.md")).hasContent(report);
        assertThat(folder.resolve("ecdf.svg")).content().contains("share of targets reached");
        assertThat(folder.resolve("regret-branin.svg")).content().contains(">tpe<");
    }
}
