package dev.hone.cli.tune;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.cli.Cli;
import dev.hone.cli.ExitCode;
import dev.hone.core.Json;
import dev.hone.core.store.SqliteStore;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.StudyRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Studies whose trials are compared, on the command line. */
@Timeout(120)
class ComparedStudyCommandTest {

    private static final String SOUP = """
            study: soup
            seed: 5
            judge: human
            parameters:
              salt: {type: float, low: 0, high: 1}
              herbs: {type: float, low: 0, high: 1}
            evaluator: none
            optimizer: {name: rank-sgd, points: 3, line_search: false, blind: false, smoothing: 0.1}
            budget: {trials: 6}
            """;

    @TempDir
    Path folder;

    private Cli hone(String... words) {
        return answering("", words);
    }

    private Cli answering(String input, String... words) {
        List<String> args = new ArrayList<>(List.of(words));
        args.addAll(List.of("--store", store()));
        return Cli.answering(input, args.toArray(String[]::new));
    }

    private String store() {
        return folder.resolve("hone.db").toString();
    }

    private CompletableFuture<Cli> tuning(String yaml, String... more) throws IOException {
        String file = StudyFile.write(folder, yaml).toString();
        List<String> words = new ArrayList<>(List.of("tune", file));
        words.addAll(List.of(more));
        CompletableFuture<Cli> run = CompletableFuture.supplyAsync(() -> hone(words.toArray(String[]::new)));
        awaitScreen();
        return run;
    }

    /** Until three trials wait to be compared. */
    private void awaitScreen() {
        while (!hone("study", "show", "--json").out().contains("\"complete\":3")) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aPersonComparesWhileARunGoesOn() throws Exception {
        CompletableFuture<Cli> run = tuning(SOUP);

        Cli judged = answering("D\nC A\nA=B C\n", "study", "judge", "soup", "--as", "Ada");

        assertThat(judged.status()).as(judged.err()).isZero();
        assertThat(judged.out())
                .contains("soup, comparison 1")
                .contains("*  herbs")
                .contains("ranking: has 'D', expected some of A B C, best first")
                .contains("recorded: trial 2 > trial 0 > trial 1")
                .contains("soup, comparison 2")
                .contains("recorded: trial 3 = trial 4 > trial 5")
                .contains("nothing to compare: the study is done");
        Cli tune = run.get(60, TimeUnit.SECONDS);
        assertThat(tune.status()).as(tune.err()).isZero();
        assertThat(tune.err())
                .contains("compare trials 0, 1, 2: hone study judge soup --store " + store())
                .contains("compare trials 3, 4, 5: ");
        assertThat(tune.out())
                .contains("Preferred: trial")
                .contains("after 2 comparisons")
                .doesNotContain("baseline");

        JsonNode show = Json.parse(hone("study", "show", "--json").out());
        assertThat(show.get("comparisons").asInt()).isEqualTo(2);
        assertThat(show.at("/best/number").asInt()).isBetween(2, 4);
        assertThat(hone("study", "show").out())
                .contains("none, trials are compared")
                .contains("Preferred: trial");
        assertThat(hone("study", "list").out()).containsPattern("trial \\d preferred");
        assertThat(hone("study", "best").out()).contains("Preferred: trial").contains("salt");
        assertThat(hone("study", "trials").out()).contains("salt=");
        String copy = folder.resolve("copy.jsonl").toString();
        assertThat(hone("study", "export", "soup", copy).status()).isZero();
        assertThat(hone("study", "import", copy, "--name", "copy").status()).isZero();
        assertThat(hone("study", "best", "copy").out())
                .isEqualTo(hone("study", "best", "soup").out());
    }

    @Test
    void aRankingOfNumbersIsTakenWithoutAsking() throws Exception {
        CompletableFuture<Cli> run = tuning(SOUP.replace("trials: 6", "trials: 3"), "--json");

        Cli bad = hone("study", "judge", "soup", "--ranking", "2 7");
        assertThat(bad.status()).isEqualTo(ExitCode.USAGE);
        assertThat(bad.err()).contains("has '7', expected some of 0 1 2");
        Cli good = hone("study", "judge", "soup", "--ranking", "2 0=1", "--as", "Bo");
        assertThat(good.out()).contains("recorded: trial 2 > trial 0 = trial 1");

        Cli tune = run.get(60, TimeUnit.SECONDS);
        List<JsonNode> events = tune.out().lines().map(Json::parse).toList();
        assertThat(events).anySatisfy(e -> {
            assertThat(e.get("event").asText()).isEqualTo("comparing");
            assertThat(e.get("trials").toString()).isEqualTo("[0,1,2]");
        });
        assertThat(events).noneMatch(e -> e.get("event").asText().equals("best"));
        try (StudyStore store = SqliteStore.at(Path.of(store()))) {
            StudyRecord study = store.find("soup").orElseThrow();
            assertThat(store.comparisons(study.id(), 0).get(0).judge()).isEqualTo("Bo");
        }
        Cli after = hone("study", "judge", "soup", "--ranking", "1 0");
        assertThat(after.status()).isEqualTo(ExitCode.USAGE);
        assertThat(after.err()).contains("nothing to compare: the study is done");
    }

    @Test
    void aCommandComparesToo() throws IOException {
        String yaml = SOUP.replace(
                        "judge: human",
                        "judge: {command: [sh, -c, 'cat > seen.json; echo \"{\\\"ranking\\\": [1, 0]}\"'], directory: .}")
                .replace("trials: 6", "trials: 3");
        Cli tune = hone("tune", StudyFile.write(folder, yaml).toString());
        assertThat(tune.status()).as(tune.err()).isZero();
        assertThat(tune.out()).contains("Preferred: trial 1, after 1 comparison");
        assertThat(tune.err()).contains("trials 0, 1, 2 are compared").doesNotContain("hone study judge");
        assertThat(folder.resolve("seen.json")).content().contains("salt");
    }

    @Test
    void aWorkerMovesOnWhileAComparisonIsAwaited() throws Exception {
        CompletableFuture<Cli> run = tuning(SOUP);

        Cli worker = hone("worker", "--exit-when-idle");

        assertThat(worker.status()).isZero();
        assertThat(worker.err())
                .contains("'soup': waits until its trials are compared")
                .contains("nothing to do");
        hone("study", "stop", "soup");
        assertThat(run.get(60, TimeUnit.SECONDS).status()).isZero();
        Cli judge = answering("q\n", "study", "judge", "soup");
        assertThat(judge.out()).contains("nothing recorded");
    }

    @Test
    void thereIsNothingToCompareInAStudyThatIsMeasured() throws IOException {
        hone("tune", StudyFile.write(folder, StudyFile.PARABOLA).toString(), "--quiet");
        Cli judge = hone("study", "judge", "parabola");
        assertThat(judge.status()).isEqualTo(ExitCode.USAGE);
        assertThat(judge.err()).contains("are measured (minimize y)");
    }

    @Test
    void aDryRunShowsWhatWouldBeMade() throws IOException {
        Cli dry = hone("tune", StudyFile.write(folder, SOUP).toString(), "--dry-run");
        assertThat(dry.status()).as(dry.err()).isZero();
        assertThat(dry.out())
                .contains("soup: none, trials are compared")
                .contains("rank-sgd")
                .contains("salt=");
    }
}
