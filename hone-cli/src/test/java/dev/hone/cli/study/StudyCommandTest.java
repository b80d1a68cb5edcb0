package dev.hone.cli.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hone.cli.Cli;
import dev.hone.cli.ExitCode;
import dev.hone.core.Json;
import dev.hone.core.store.Stores;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.NewStudy;
import dev.hone.core.store.StudyStore.NewTrial;
import dev.hone.core.store.StudyStore.Outcome;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Objective;
import dev.hone.core.trial.Origin;
import dev.hone.core.trial.Trial;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyCommandTest {

    @TempDir
    Path folder;

    private String location;

    @BeforeEach
    void fill() {
        location = folder.resolve("hone.db").toString();
        try (StudyStore store = Stores.open(location)) {
            long single = store.create(new NewStudy("single", List.of(Objective.maximize("score")), 5, "random", ""))
                    .id();
            finish(store, single, "{\"x\":1}", Outcome.complete(Evaluation.of(1)));
            finish(store, single, "{\"x\":2}", Outcome.complete(Evaluation.of(3)));
            finish(store, single, "{\"x\":3}", Outcome.failed("exit status 17"));
            finish(store, single, "{\"x\":4}", Outcome.failed("exit status 18"));
            store.enqueue(single, List.of(new NewTrial("{\"x\":5}", Origin.USER, Map.of(), List.of())));
            long pair = store.create(new NewStudy(
                            "pair", List.of(Objective.minimize("a"), Objective.minimize("b")), 5, "random", ""))
                    .id();
            finish(store, pair, "{\"x\":1}", Outcome.complete(Evaluation.of(1, 3)));
            finish(store, pair, "{\"x\":2}", Outcome.complete(Evaluation.of(2, 2)));
            finish(store, pair, "{\"x\":3}", Outcome.complete(Evaluation.of(3, 3)));
            finish(
                    store,
                    pair,
                    "{\"x\":4}",
                    Outcome.complete(Evaluation.of(0, 0).withConstraint("c", 1)));
        }
    }

    private static void finish(StudyStore store, long study, String candidate, Outcome outcome) {
        store.enqueue(study, List.of(new NewTrial(candidate, Origin.USER, Map.of(), List.of())));
        Trial<String> trial = store.claim(study, "w").orElseThrow();
        store.finish(study, trial.number(), trial.attempt(), outcome);
    }

    private Cli study(String... args) {
        String[] all = new String[args.length + 3];
        all[0] = "study";
        System.arraycopy(args, 0, all, 1, args.length);
        all[args.length + 1] = "--store";
        all[args.length + 2] = location;
        return Cli.run(all);
    }

    @Test
    void listNamesStudiesWithCountsAndBest() {
        Cli cli = study("list");
        assertThat(cli.status()).isZero();
        assertThat(cli.out())
                .contains("single", "1 queued, 2 complete, 2 failed", "score=3")
                .contains("pair", "2 trials on the front");
        assertThat(Json.parse(study("list", "--json").out())).hasSize(2);
    }

    @Test
    void showTellsBestAndFailures() {
        Cli cli = study("show", "single");
        assertThat(cli.status()).isZero();
        assertThat(cli.out())
                .contains("maximize score", "random, seed 5", "Best: trial 1, score=3")
                .containsPattern("2 +exit status 17 +2, 3");
        var json = Json.parse(study("show", "single", "--json").out());
        assertThat(json.at("/best/number").asInt()).isEqualTo(1);
        assertThat(json.at("/trials/failed").asInt()).isEqualTo(2);
    }

    @Test
    void showOfSeveralObjectivesTellsTheFeasibleFront() {
        assertThat(study("show", "pair").out()).contains("Pareto front of 2 trials");
        var front = Json.parse(study("show", "pair", "--json").out()).get("front");
        assertThat(front).extracting(t -> t.get("number").asInt()).containsExactly(0, 1);
    }

    @Test
    void bestIsATrialOrAFront() {
        assertThat(study("best", "single").out()).contains("trial 1, score=3");
        assertThat(Json.parse(study("best", "pair", "--json").out()))
                .extracting(t -> t.at("/values/a").asDouble())
                .containsExactly(1.0, 2.0);
    }

    @Test
    void trialsAreFilteredAndPaged() {
        assertThat(study("trials", "single").out().lines()).hasSize(6);
        Cli failed = study("trials", "single", "--state", "failed", "--json");
        assertThat(failed.out().lines().map(l -> Json.parse(l).get("reason").asText()))
                .containsExactly("exit status 17", "exit status 18");
        Cli page = study("trials", "single", "--limit", "2", "--from", "1", "--json");
        assertThat(page.out().lines().map(l -> Json.parse(l).get("number").asInt()))
                .containsExactly(1, 2);
        assertThat(study("trials", "single", "--limit", "2").err()).contains("--from 2");
    }

    @Test
    void trialsRefuseNonsense() {
        assertThat(study("trials", "single", "--limit", "-1").status()).isEqualTo(ExitCode.USAGE);
        Cli state = study("trials", "single", "--state", "lost");
        assertThat(state.status()).isEqualTo(ExitCode.USAGE);
        assertThat(state.err()).contains("lost").contains("--state");
    }

    @Test
    void aMisspeltStudyGetsASuggestion() {
        Cli cli = study("show", "singel");
        assertThat(cli.status()).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).contains("singel").contains("did you mean 'single'?");
    }

    @Test
    void withSeveralStudiesANameIsNeeded() {
        Cli cli = study("show");
        assertThat(cli.status()).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).contains("single").contains("pair");
    }

    @Test
    void renameKeepsTrials() {
        assertThat(study("rename", "single", "solo").status()).isZero();
        assertThat(study("show", "solo").out()).contains("2 complete");
        assertThat(study("rename", "solo", "pair").status()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void deleteAsks() {
        assertThat(Cli.answering("n\n", "study", "delete", "single", "--store", location)
                        .status())
                .isEqualTo(ExitCode.USAGE);
        Cli nobody = Cli.answering("", "study", "delete", "single", "--store", location);
        assertThat(nobody.status()).isEqualTo(ExitCode.USAGE);
        assertThat(nobody.err()).contains("--yes");
        assertThat(study("show", "single").status()).isZero();
        assertThat(Cli.answering("y\n", "study", "delete", "single", "--store", location)
                        .status())
                .isZero();
        assertThat(study("show", "single").status()).isEqualTo(ExitCode.USAGE);
        assertThat(study("delete", "pair", "--yes").status()).isZero();
        assertThat(study("list").out()).contains("no studies");
    }

    @Test
    void aMissingStoreIsNotMade() {
        Path nowhere = folder.resolve("other.db");
        Cli cli = Cli.run("study", "list", "--store", nowhere.toString());
        assertThat(cli.status()).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).contains("no store at").contains("--store");
        assertThat(nowhere).doesNotExist();
    }

    @Test
    void anExportedStudyIsImportedAgain() {
        for (String ending : List.of("jsonl", "csv", "db")) {
            Path file = folder.resolve("single." + ending);
            Cli export = study("export", "single", file.toString());
            assertThat(export.status()).as(export.err()).isZero();
            assertThat(file).isNotEmptyFile();
            Cli back = study("import", file.toString(), "--name", "from-" + ending);
            assertThat(back.status()).as(back.err()).isZero();
            assertThat(study("show", "from-" + ending).out())
                    .contains("2 complete")
                    .contains("score=3");
        }
    }

    @Test
    void exchangeRefusesWhatItCannotDo() {
        Path file = folder.resolve("single.csv");
        assertThat(study("export", "single", file.toString()).status()).isZero();
        Cli twice = study("export", "single", file.toString());
        assertThat(twice.status()).isEqualTo(ExitCode.USAGE);
        assertThat(twice.err()).contains("exists");
        assertThat(study("import", folder.resolve("none.csv").toString()).status())
                .isEqualTo(ExitCode.USAGE);
        assertThat(study("export", "single", folder.resolve("x.doc").toString()).err())
                .contains(".csv", ".jsonl", ".sqlite3", "--format");
    }

    @Test
    void theHelpOfExchangeNamesFormatsAndTheEndsOfNamesThatTellThem() {
        for (String verb : List.of("export", "import")) {
            Cli help = Cli.run("study", verb, "--help");
            assertThat(help.status()).isZero();
            assertThat(help.out().replaceAll("\\s+", " "))
                    .contains("csv .csv one row a trial", "jsonl .jsonl, .ndjson")
                    .contains("optuna .db, .sqlite, .sqlite3", "SQLite file", "sqlite:///FILE")
                    .contains("--store", "--format", "--json");
        }
    }
}
