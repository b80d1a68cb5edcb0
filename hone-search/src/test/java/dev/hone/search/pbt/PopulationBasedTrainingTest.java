package dev.hone.search.pbt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hone.core.HoneException;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.evaluate.CommandEvaluator;
import dev.hone.core.evaluate.Evaluator;
import dev.hone.core.execute.TrialExecutor;
import dev.hone.core.method.MethodCatalogue;
import dev.hone.core.optimize.Problem;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.store.SqliteStore;
import dev.hone.core.study.Budget;
import dev.hone.core.study.Study;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Objective;
import dev.hone.core.trial.Trial;
import dev.hone.search.pbt.PopulationBasedTraining.Options;
import dev.hone.search.pbt.PopulationBasedTraining.Selection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class PopulationBasedTrainingTest {

    private static final SearchSpace SPACE =
            SearchSpace.of(FloatParameter.linear("rate", 0, 10), FloatParameter.linear("other", 0, 10));

    @TempDir
    Path folder;

    private static Options options(int population, Selection selection) {
        return new Options(population, selection, 0.25, 0.8, 1.2, 0, false);
    }

    private static Study<Configuration> study(Options options) {
        return Study.named("s")
                .minimize("loss")
                .seed(3)
                .optimizer(PopulationBasedTraining.over(SPACE, options))
                .create();
    }

    private static List<Trial<Configuration>> interval(Study<Configuration> study, double... losses) {
        List<Trial<Configuration>> trials = study.ask(losses.length);
        for (int i = 0; i < losses.length; i++) {
            study.tell(trials.get(i), Evaluation.of(losses[i]));
        }
        return trials;
    }

    @Test
    void theLastQuarterGoesOnFromTheFirst() {
        try (Study<Configuration> study = study(options(4, Selection.TRUNCATION))) {
            List<Trial<Configuration>> first = interval(study, 0.3, 0.1, 0.4, 0.2);
            assertThat(first)
                    .allMatch(t -> t.continues().isEmpty() && t.parents().isEmpty());
            assertThat(first).extracting(Trial::candidate).doesNotHaveDuplicates();

            List<Trial<Configuration>> second = study.ask(4);
            for (int m : new int[] {0, 1, 3}) {
                assertThat(second.get(m).continues()).hasValue(m);
                assertThat(second.get(m).candidate()).isEqualTo(first.get(m).candidate());
            }
            assertThat(second.get(2).continues()).as("the worst from the best").hasValue(1);
            assertThat(second.get(2).parents()).containsExactly(1L);
            for (String name : List.of("rate", "other")) {
                double was = first.get(1).candidate().getDouble(name);
                double is = second.get(2).candidate().getDouble(name);
                assertThat(Math.abs(is - 0.8 * was) < 1e-9 || Math.abs(is - Math.min(10, 1.2 * was)) < 1e-9)
                        .isTrue();
            }
        }
    }

    @Test
    void inATournamentTheWorseOfTwoGoesOnFromTheOther() {
        try (Study<Configuration> study = study(options(2, Selection.TOURNAMENT))) {
            interval(study, 0.3, 0.1);
            List<Trial<Configuration>> second = study.ask(2);
            assertThat(second).allMatch(t -> t.continues().getAsLong() == 1);
            assertThat(second.get(0).candidate()).isNotEqualTo(second.get(1).candidate());
        }
    }

    @Test
    void nobodyWaitsForTheOthers() {
        try (Study<Configuration> study = study(options(4, Selection.TRUNCATION))) {
            List<Trial<Configuration>> first = study.ask(4);
            study.tell(first.get(2), Evaluation.of(0.5));
            Trial<Configuration> next = study.ask();
            assertThat(next.continues()).as("too few to be behind").hasValue(2);
            study.tell(next, Evaluation.of(0.4));
            study.tell(first.get(0), Evaluation.of(0.1));
            Trial<Configuration> late = study.ask();
            assertThat(late.continues()).as("the member with fewer intervals").hasValue(0);
            Trial<Configuration> behind = study.ask();
            assertThat(behind.continues()).as("the worse of two").hasValue(0);
        }
    }

    @Test
    void moreAtATimeThanMembersMakesMoreMembers() {
        try (Study<Configuration> study = study(options(2, Selection.TRUNCATION))) {
            List<Trial<Configuration>> trials = study.ask(5);
            assertThat(trials).extracting(Trial::candidate).hasSize(5).doesNotHaveDuplicates();
            assertThat(trials).extracting(t -> t.attributes().get("member")).doesNotHaveDuplicates();
        }
    }

    @Test
    void whoFailedGoesOnFromABetterOneOrStartsAnew() {
        try (Study<Configuration> study = study(options(2, Selection.TRUNCATION))) {
            List<Trial<Configuration>> first = study.ask(2);
            study.fail(first.get(0), "diverged");
            Trial<Configuration> anew = study.ask();
            assertThat(anew.continues()).isEmpty();
            assertThat(anew.candidate()).isNotEqualTo(first.get(0).candidate());
            study.fail(anew, "diverged");
            study.tell(first.get(1), Evaluation.of(0.5));
            List<Trial<Configuration>> next = study.ask(2);
            assertThat(next).allMatch(t -> t.continues().getAsLong() == 1);
        }
    }

    /** The model is a number in a file; each interval adds the rate to it, and the closer to 40 the better. */
    private Evaluator<Configuration> training() {
        return CommandEvaluator.builder(SPACE, List.of("sh", "-c", """
                                w=0
                                [ -z "$HONE_CONTINUES" ] || w=$(cat "$HONE_CONTINUES_FOLDER/model")
                                w=$(echo "$w {rate}" | awk '{printf "%.6f", $1 + $2}')
                                echo $w > "$HONE_KEEP/model"
                                echo "$w" | awk '{d = $1 - 40; if (d < 0) d = -d; print "{\\"loss\\": " d ", \\"w\\": " $1 "}"}'
                                """)).build();
    }

    private Study<Configuration> stored(String name, boolean load) {
        var builder = Study.named("s")
                .minimize("loss")
                .seed(3)
                .optimizer(PopulationBasedTraining.over(SPACE, options(4, Selection.TRUNCATION)))
                .store(SqliteStore.at(folder.resolve(name)));
        return load ? builder.load() : builder.create();
    }

    private static double model(Trial<Configuration> trial) {
        return trial.evaluation().orElseThrow().metrics().get("w");
    }

    private static void assertLineage(List<Trial<Configuration>> trials) {
        int continued = 0;
        for (Trial<Configuration> trial : trials) {
            double before = trials.stream()
                    .filter(other -> trial.continues().isPresent()
                            && other.number() == trial.continues().getAsLong())
                    .mapToDouble(PopulationBasedTrainingTest::model)
                    .findFirst()
                    .orElse(0);
            double expected = before + trial.candidate().getDouble("rate");
            assertThat(model(trial)).isCloseTo(expected, within(1e-4));
            continued += trial.continues().isPresent() ? 1 : 0;
        }
        assertThat(continued).isGreaterThanOrEqualTo(trials.size() - 8);
    }

    @Test
    void checkpointsOfACommandAreHandedOnAndAResumedStudyGoesOnTheSame() {
        List<Configuration> undisturbed;
        try (Study<Configuration> study = stored("a.db", false)) {
            study.run(training(), Budget.trials(24));
            assertLineage(study.trials());
            undisturbed = study.trials().stream().map(Trial::candidate).toList();
            assertThat(study.best().value())
                    .as("no rate reaches 40 in one interval")
                    .isLessThan(10);
        }
        try (Study<Configuration> study = stored("b.db", false)) {
            study.run(training(), Budget.trials(9));
            // an interval that was running when its process was killed
            study.ask();
        }
        List<Configuration> resumed = new ArrayList<>();
        try (Study<Configuration> study = stored("b.db", true)) {
            study.run(training(), Budget.trials(24));
            assertThat(study.trials()).filteredOn(Trial::isComplete).hasSizeGreaterThanOrEqualTo(23);
            assertLineage(study.trials().stream().filter(Trial::isComplete).toList());
            study.trials().forEach(t -> resumed.add(t.candidate()));
        }
        assertThat(resumed.subList(0, 10)).isEqualTo(undisturbed.subList(0, 10));
    }

    @Test
    void severalWorkersTrainAtATime() {
        try (Study<Configuration> study = stored("c.db", false);
                TrialExecutor threads = TrialExecutor.threads(3)) {
            study.run(training(), Budget.trials(24), threads);
            assertThat(study.trials()).hasSize(24).allMatch(Trial::isComplete);
            assertLineage(study.trials());
            assertThat(kept(study))
                    .as("of each of 4 members the last, of 3 workers the last and where it started, and the best")
                    .hasSizeLessThanOrEqualTo(11)
                    .contains(study.best().number());
        }
    }

    private static List<Long> kept(Study<Configuration> study) {
        return study.trials().stream()
                .map(Trial::number)
                .filter(number -> study.store().artifacts(study.id(), number).stream()
                        .anyMatch(artifact -> artifact.name().equals("model")))
                .toList();
    }

    private void checkpoint(Study<Configuration> study, Trial<Configuration> trial, double loss) throws IOException {
        Path file = Files.writeString(folder.resolve("model"), "after " + trial.number());
        study.store().putArtifact(study.id(), trial.number(), "model", "text/plain", file);
        study.tell(trial, Evaluation.of(loss));
    }

    @Test
    void checkpointsThatNobodyGoesOnFromAreRemoved() throws IOException {
        try (Study<Configuration> study = study(options(2, Selection.TOURNAMENT))) {
            List<Trial<Configuration>> first = study.ask(2);
            checkpoint(study, first.get(0), 0.1);
            checkpoint(study, first.get(1), 0.5);
            List<Trial<Configuration>> second = study.ask(2);
            assertThat(second).allMatch(t -> t.continues().getAsLong() == 0);
            checkpoint(study, second.get(0), 0.05);
            Trial<Configuration> fourth = study.ask();
            assertThat(kept(study)).as("trial 3 still goes on from 0").containsExactly(0L, 1L, 2L);
            checkpoint(study, second.get(1), 0.2);
            Trial<Configuration> fifth = study.ask();
            assertThat(kept(study)).containsExactly(2L, 3L);
            checkpoint(study, fourth, 0.3);
            Trial<Configuration> sixth = study.ask();
            assertThat(sixth.continues()).as("a start for trial 6").hasValue(3);
            assertThat(kept(study)).as("2 is the best").containsExactly(2L, 3L, 4L);
            checkpoint(study, fifth, 0.01);
            study.ask();
            assertThat(kept(study)).containsExactly(3L, 4L, 5L);
        }
    }

    @Test
    void allCheckpointsAreKeptWhereThatIsAskedFor() throws IOException {
        Options all = new Options(2, Selection.TOURNAMENT, 0.25, 0.8, 1.2, 0, true);
        try (Study<Configuration> study = study(all)) {
            for (int i = 0; i < 6; i++) {
                checkpoint(study, study.ask(), 1.0 / (i + 1));
            }
            study.ask();
            assertThat(kept(study)).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
        }
    }

    @Test
    void saysWhatItCannotDo() {
        assertThatThrownBy(() -> PopulationBasedTraining.over(SPACE)
                        .create(Problem.of(1, Objective.minimize("a"), Objective.minimize("b"))))
                .isInstanceOf(HoneException.class)
                .hasMessageContaining("one objective");
        assertThatThrownBy(() -> new Options(1, Selection.TRUNCATION, 0.2, 0.8, 1.2, 0, false))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageContaining("population");
        assertThatThrownBy(() -> new Options(4, Selection.TRUNCATION, 0.6, 0.8, 1.2, 0, false))
                .hasMessageContaining("quantile");
        assertThatThrownBy(() -> MethodCatalogue.load().sampler("optimizer", "pbt", SPACE, Map.of("grow", 1)))
                .hasMessageContaining("grow");
        assertThatThrownBy(() -> MethodCatalogue.load().sampler("optimizer", "pbt", SPACE, Map.of("selection", "x")))
                .hasMessageContaining("tournament");
    }
}
