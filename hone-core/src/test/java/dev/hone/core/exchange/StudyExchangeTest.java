package dev.hone.core.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hone.core.HoneException;
import dev.hone.core.Json;
import dev.hone.core.definition.StudyDefinition;
import dev.hone.core.definition.TestCatalogue;
import dev.hone.core.exchange.StudyExchange.Format;
import dev.hone.core.exchange.StudyExchange.Imported;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.Parameter;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.store.MemoryStore;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.NewStudy;
import dev.hone.core.store.StudyStore.NewTrial;
import dev.hone.core.store.StudyStore.OptimizerState;
import dev.hone.core.store.StudyStore.Outcome;
import dev.hone.core.store.StudyStore.StudyRecord;
import dev.hone.core.trial.Comparison;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Objective;
import dev.hone.core.trial.Origin;
import dev.hone.core.trial.Trial;
import dev.hone.core.trial.TrialState;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StudyExchangeTest {

    private final StudyStore store = new MemoryStore();
    private final StudyStore other = new MemoryStore();
    private StudyRecord study;

    @TempDir
    private Path folder;

    @AfterEach
    void closeStores() {
        store.close();
        other.close();
    }

    @BeforeEach
    void aStudyWithTrialsOfAllStates() throws IOException {
        study = store.create(new NewStudy(
                "origin", List.of(Objective.minimize("time_s"), Objective.maximize("ratio")), 7, "random", ""));
        long id = study.id();
        store.putAttribute(id, "note", "kept, \"quoted\"");
        propose(0, "{\"gc\":\"G1, \\\"fast\\\"\",\"heap\":64,\"share\":0.5,\"digits\":\"12\",\"order\":[\"a\",\"b\"]}");
        store.report(id, 0, 1, 9.5);
        store.report(id, 0, 2, 9.25);
        store.putTrialAttribute(id, 0, "why", "\"because\"");
        Path file = Files.writeString(folder.resolve("log.txt"), "content");
        store.putArtifact(id, 0, "log.txt", "text/plain", file);
        Evaluation good = Evaluation.of(1.5, 0.1 + 0.2)
                .withMetric("rss", 1e-300)
                .withConstraint("memory", -1)
                .withCost(2);
        store.finish(id, 0, 1, Outcome.complete(good));
        propose(1, "{\"gc\":\"\",\"heap\":128,\"share\":1.0E-7,\"digits\":\"true\",\"order\":[\"b\",\"a\"]}");
        store.finish(id, 1, 1, Outcome.failed("exit status 3\nsecond line"));
        propose(2, "{\"gc\":\"Z\",\"heap\":128,\"share\":0.25}");
        store.finish(id, 2, 1, Outcome.pruned("median"));
        store.enqueue(
                id,
                List.of(new NewTrial("{\"gc\":\"Z\",\"heap\":96,\"share\":0.125}", Origin.USER, Map.of(), List.of())));
        store.compare(id, new Comparison(List.of(List.of(2L), List.of(0L, 1L)), 0.5, "judge"));
    }

    private void propose(long version, String candidate) {
        List<Long> parents = version == 0 ? List.of() : List.of(version - 1);
        NewTrial trial = new NewTrial(candidate, Origin.OPTIMIZER, Map.of(), parents);
        assertThat(store.propose(study.id(), version, new OptimizerState("", 0), List.of(trial), 100, List.of("w")))
                .isPresent();
    }

    private static List<Trial<String>> all(StudyStore store, long id) {
        return store.trials(id, EnumSet.allOf(TrialState.class), 0, 1000);
    }

    @Test
    void jsonLinesKeepEverything() throws IOException {
        Path file = folder.resolve("study.jsonl");
        assertThat(StudyExchange.export(store, study, Format.of(file), file)).isEqualTo(4);
        Imported imported = StudyExchange.importFrom(other, Format.JSONL, file, Optional.empty(), Optional.empty());
        StudyRecord copy = imported.study();
        assertThat(copy.name()).isEqualTo("origin");
        assertThat(copy.seed()).isEqualTo(7);
        assertThat(copy.objectives()).isEqualTo(study.objectives());
        assertThat(all(other, copy.id()))
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("created")
                .isEqualTo(all(store, study.id()));
        assertThat(other.attributes(copy.id())).isEqualTo(store.attributes(study.id()));
        assertThat(other.comparisons(copy.id(), 0)).isEqualTo(store.comparisons(study.id(), 0));
        assertThat(other.cost(copy.id())).isEqualTo(2);
        try (InputStream in = other.openArtifact(copy.id(), 0, "log.txt")) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("content");
        }
    }

    @Test
    void csvKeepsCandidatesValuesAndReasons() {
        Path file = folder.resolve("study.csv");
        StudyExchange.export(store, study, Format.of(file), file);
        StudyRecord copy = StudyExchange.importFrom(other, Format.CSV, file, Optional.empty(), Optional.of("copy"))
                .study();
        assertThat(copy.objectives()).isEqualTo(study.objectives());
        List<Trial<String>> before = all(store, study.id());
        List<Trial<String>> after = all(other, copy.id());
        assertThat(after).hasSameSizeAs(before);
        for (int i = 0; i < before.size(); i++) {
            assertThat(parse(after.get(i).candidate()))
                    .isEqualTo(parse(before.get(i).candidate()));
            assertThat(after.get(i).state()).isEqualTo(before.get(i).state());
            assertThat(after.get(i).origin()).isEqualTo(before.get(i).origin());
            assertThat(after.get(i).evaluation()).isEqualTo(before.get(i).evaluation());
            assertThat(after.get(i).finished()).isEqualTo(before.get(i).finished());
        }
        assertThat(after.get(2).failure()).contains("median");
    }

    private static Object parse(String json) {
        return Json.MAPPER.convertValue(Json.parse(json), Object.class);
    }

    @Test
    void optunaGetsOurStudyAndGivesItBack() {
        Path file = folder.resolve("study.db");
        StudyExchange.export(store, study, Format.of(file), file);
        assertThat(texts(file, "SELECT state FROM trials ORDER BY number"))
                .containsExactly("COMPLETE", "FAIL", "PRUNED", "WAITING");
        assertThat(texts(file, "SELECT value_json FROM trial_system_attributes WHERE \"key\" = 'constraints'"))
                .containsExactly("[-1.0]");
        // 'digits' is absent from the pruned trial, and the choice of 'gc' says why
        Imported imported = StudyExchange.importFrom(other, Format.OPTUNA, file, Optional.empty(), Optional.empty());
        Trial<String> first = all(other, imported.study().id()).get(0);
        assertThat(first.values()).containsExactly(1.5, 0.1 + 0.2);
        assertThat(first.evaluation().orElseThrow().constraints()).containsExactly(Map.entry("memory", -1.0));
        assertThat(first.intermediate()).containsExactly(Map.entry(1L, 9.5), Map.entry(2L, 9.25));
        assertThat(imported.study().objectives()).isEqualTo(study.objectives());
        assertThat(other.counts(imported.study().id())).containsEntry(TrialState.QUEUED, 1L);
    }

    private static List<String> texts(Path database, String query) {
        try (Handle handle = Jdbi.create("jdbc:sqlite:" + database).open()) {
            return handle.createQuery(query).mapTo(String.class).list();
        }
    }

    private Path optuna() throws IOException {
        Path file = folder.resolve("optuna.db");
        try (InputStream in = StudyExchangeTest.class.getResourceAsStream("optuna-4.9.0.sql")) {
            String script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            Jdbi.create("jdbc:sqlite:" + file)
                    .useHandle(h -> h.createScript(script).execute());
        }
        return file;
    }

    @Test
    void studiesOfOptunaContinueHere() throws IOException {
        Imported imported =
                StudyExchange.importFrom(store, Format.OPTUNA, optuna(), Optional.of("optuna-made"), Optional.empty());
        long id = imported.study().id();
        assertThat(imported.trials()).isEqualTo(8);
        assertThat(imported.skipped()).as("the trial that was running").isEqualTo(1);
        assertThat(imported.study().objectives())
                .containsExactly(Objective.minimize("value_0"), Objective.maximize("value_1"));
        assertThat(store.counts(id))
                .containsEntry(TrialState.COMPLETE, 6L)
                .containsEntry(TrialState.PRUNED, 1L)
                .containsEntry(TrialState.FAILED, 1L);
        Trial<String> first = store.trial(id, 0).orElseThrow();
        assertThat(first.values()).containsExactly(0.0004038900489620458, 97.4);
        assertThat(parse(first.candidate()))
                .isEqualTo(Map.of("lr", 0.0002019450244810229, "drop", 0.4, "layers", 2, "width", 97, "kind", "svm"));
        assertThat(first.attributes()).containsEntry("note", "\"n0\"");
        Object parameters = parse(store.attributes(id).get("parameters"));
        assertThat(parameters)
                .extracting("lr", "layers", "kind")
                .containsExactly(
                        Map.of("type", "float", "low", 1e-4, "high", 1.0, "log", true),
                        Map.of("type", "int", "low", 1, "high", 4),
                        Map.of("type", "categorical", "choices", List.of("svm", "forest", 3, true)));
        assertThat(parameters).extracting("depth.when").isEqualTo(Map.of("kind", List.of("forest")));
    }

    @Test
    void theSpaceOfAStudyIsThatOfItsDefinitionOrOfItsImport() throws IOException {
        StudyRecord imported = StudyExchange.importFrom(
                        store, Format.OPTUNA, optuna(), Optional.of("optuna-made"), Optional.empty())
                .study();
        String text = """
            study: defined
            objectives: [{minimize: loss}]
            parameters: {x: {type: float, low: 0, high: 1}}
            evaluator: external
            budget: {trials: 3}
            """;
        StudyRecord defined =
                store.create(new NewStudy("defined", List.of(Objective.minimize("loss")), 7, "random", text));

        assertThat(StudySpace.of(imported, store.attributes(imported.id()), TestCatalogue.CATALOGUE)
                        .orElseThrow()
                        .parameters())
                .extracting(Parameter::name)
                .contains("lr", "kind", "depth");
        assertThat(StudySpace.of(defined, Map.of(), TestCatalogue.CATALOGUE))
                .contains(SearchSpace.of(FloatParameter.linear("x", 0, 1)));
        assertThat(StudySpace.of(defined, Map.of("definition", text.replace("x:", "y:")), TestCatalogue.CATALOGUE))
                .contains(SearchSpace.of(FloatParameter.linear("y", 0, 1)));
        assertThat(StudySpace.of(study, Map.of(), TestCatalogue.CATALOGUE)).isEmpty();
        assertThat(StudySpace.of(study, Map.of("parameters", "[1]"), TestCatalogue.CATALOGUE))
                .isEmpty();
        assertThat(StudySpace.of(study, Map.of("definition", "x: [unknown"), TestCatalogue.CATALOGUE))
                .isEmpty();
    }

    @Test
    void studiesOfOptunaGoBackAsTheyCame() throws IOException {
        Path before = optuna();
        StudyRecord copy = StudyExchange.importFrom(
                        store, Format.OPTUNA, before, Optional.of("optuna-made"), Optional.empty())
                .study();
        Path after = folder.resolve("back.db");
        StudyExchange.export(store, copy, Format.OPTUNA, after);
        String finished = "FROM trials t JOIN trial_params p ON p.trial_id = t.trial_id"
                + " WHERE t.study_id = 1 AND t.state <> 'RUNNING' ORDER BY t.number, p.param_name";
        // Optuna has 0.30000000000000004 on the grid of step 0.1, Hone 0.3
        assertThat(texts(after, "SELECT t.state || t.number || p.param_name || round(p.param_value, 12) " + finished))
                .hasSize(43)
                .isEqualTo(texts(
                        before, "SELECT t.state || t.number || p.param_name || round(p.param_value, 12) " + finished));
        assertThat(texts(after, "SELECT p.distribution_json " + finished).stream()
                        .map(StudyExchangeTest::parse))
                .isEqualTo(texts(before, "SELECT p.distribution_json " + finished).stream()
                        .map(StudyExchangeTest::parse)
                        .toList());
    }

    @Test
    void infiniteValuesOfOptunaStayOutside() throws IOException {
        long id = StudyExchange.importFrom(
                        store, Format.OPTUNA, optuna(), Optional.of("optuna-pruned"), Optional.of("p"))
                .study()
                .id();
        Trial<String> pruned = store.trial(id, 1).orElseThrow();
        assertThat(pruned.state()).isEqualTo(TrialState.PRUNED);
        assertThat(pruned.evaluation()).isEmpty();
        assertThat(pruned.intermediate()).containsOnlyKeys(0L, 1L, 2L);
    }

    @Test
    void namesTheStudiesWhereThereAreSeveral() throws IOException {
        Path file = optuna();
        assertThatThrownBy(
                        () -> StudyExchange.importFrom(store, Format.OPTUNA, file, Optional.empty(), Optional.empty()))
                .isInstanceOf(HoneException.class)
                .hasMessageContaining(
                        "has 2 studies, expected the name of one (--source): [optuna-made, optuna-pruned]");
    }

    @Test
    void constraintsOfOptunaFiveKeepTheirNames() throws IOException {
        Path file = optuna();
        Jdbi.create("jdbc:sqlite:" + file).useHandle(h -> {
            String trial = "(SELECT trial_id FROM trials WHERE study_id = 1 AND number = 0)";
            h.execute("DELETE FROM trial_system_attributes WHERE trial_id = " + trial);
            h.execute("INSERT INTO trial_system_attributes (trial_id, \"key\", value_json) VALUES (" + trial
                    + ", 'constraints:memory', '-2.5'), (" + trial + ", 'constraints:heat', '1')");
        });
        long id = StudyExchange.importFrom(store, Format.OPTUNA, file, Optional.of("optuna-made"), Optional.empty())
                .study()
                .id();
        assertThat(store.trial(id, 0).orElseThrow().evaluation().orElseThrow().constraints())
                .containsExactlyInAnyOrderEntriesOf(Map.of("memory", -2.5, "heat", 1.0));
    }

    @Test
    void aStudyOfOptunaBringsItsStudyFileButNoOrders() throws IOException {
        Path file = optuna();
        Jdbi.create("jdbc:sqlite:" + file)
                .useHandle(h -> h.execute("INSERT INTO study_user_attributes (study_id, \"key\", value_json) VALUES"
                        + " (1, 'definition', '\"study: x\"'), (1, 'run', '\"RUNNING\"'), (1, 'author', '\"me\"')"));
        StudyRecord copy = StudyExchange.importFrom(
                        store, Format.OPTUNA, file, Optional.of("optuna-made"), Optional.empty())
                .study();
        assertThat(store.attributes(copy.id()))
                .containsEntry("author", "\"me\"")
                .doesNotContainKeys("definition", "run");
        String yaml = StudyExchange.studyFile(store, copy).orElseThrow();
        assertThat(yaml).contains("  lr: {type: float, low: 0.0001, high: 1.0, log: true}\n");
        StudyDefinition read = StudyDefinition.fromText(
                yaml + "evaluator: {command: [sh]}\nbudget: {trials: 1}\n", "study.yaml", TestCatalogue.CATALOGUE);
        assertThat(read.objectives()).isEqualTo(copy.objectives());
        assertThat(read.space())
                .isEqualTo(SpaceJson.read(store.attributes(copy.id()).get("parameters")));
        assertThat(StudyExchange.studyFile(store, study))
                .as("a study whose space is not known")
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void aFileThatIsSomethingElseLeavesNoStudy(Format format) throws IOException {
        Path file = Files.writeString(folder.resolve("other"), "nonsense, really\n1\n");
        assertThatThrownBy(() -> StudyExchange.importFrom(store, format, file, Optional.empty(), Optional.of("new")))
                .isInstanceOf(HoneException.class)
                .hasMessageContaining(file.toString());
        assertThat(store.studies()).containsExactly(study);
    }

    @Test
    void aBrokenLineIsNamedAndLeavesNoStudy() throws IOException {
        Path file = folder.resolve("study.jsonl");
        StudyExchange.export(store, study, Format.JSONL, file);
        List<String> lines = Files.readAllLines(file);
        lines.set(3, lines.get(3).replace("PRUNED", "SHORN"));
        Files.write(file, lines);
        assertThatThrownBy(
                        () -> StudyExchange.importFrom(store, Format.JSONL, file, Optional.empty(), Optional.of("new")))
                .hasMessageContaining("study.jsonl:4: state: is 'SHORN', expected one of");
        assertThat(store.studies()).containsExactly(study);
    }

    @Test
    void overwritesNeitherFilesNorStudies() {
        Path file = folder.resolve("study.jsonl");
        StudyExchange.export(store, study, Format.JSONL, file);
        assertThatThrownBy(() -> StudyExchange.export(store, study, Format.JSONL, file))
                .hasMessageContaining("exists already");
        assertThatThrownBy(
                        () -> StudyExchange.importFrom(store, Format.JSONL, file, Optional.empty(), Optional.empty()))
                .hasMessageContaining("a study named 'origin' exists already");
    }
}
