package dev.hone.search.formula;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.core.Json;
import dev.hone.core.definition.StoredDefinition;
import dev.hone.core.definition.StudyDefinition;
import dev.hone.core.definition.StudyParts;
import dev.hone.core.execute.TrialExecutor;
import dev.hone.core.method.CandidateTexts;
import dev.hone.core.method.MethodCatalogue;
import dev.hone.core.optimize.Ask;
import dev.hone.core.optimize.Optimizer;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.store.MemoryStore;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.StudyRecord;
import dev.hone.core.study.Study;
import dev.hone.core.trial.Trial;
import dev.hone.search.programming.Diversity;
import dev.hone.search.programming.GenerationLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormulaStudyTest {

    private static final MethodCatalogue CATALOGUE = MethodCatalogue.load();

    @TempDir
    Path folder;

    private final StudyStore store = new MemoryStore();

    /** drag = 0.5 * 1.2 * area * speed^2. */
    @BeforeEach
    void data() throws IOException {
        StringBuilder csv = new StringBuilder("speed,area,drag\n");
        for (int i = 0; i < 30; i++) {
            double speed = 1 + (i * 7) % 10;
            double area = 0.2 + 0.1 * (i % 6);
            csv.append(String.format(Locale.ROOT, "%s,%s,%s%n", speed, area, 0.6 * area * speed * speed));
        }
        Files.writeString(folder.resolve("drag.csv"), csv);
    }

    private StudyDefinition definition(String options, int trials) {
        return StudyDefinition.parse("""
                study: drag
                seed: 5
                formula: {data: drag.csv, target: drag, holdout: 0.2}
                optimizer: {name: genetic-programming, population: 20, depth_limit: 7, %s}
                budget: {trials: %d}
                """.formatted(options, trials), "drag.yaml", folder, CATALOGUE);
    }

    private StudyRecord run(StudyDefinition definition, int workers, boolean goOn) {
        return run(definition, definition.parts(CATALOGUE), workers, goOn);
    }

    private <C> StudyRecord run(StudyDefinition definition, StudyParts<C> parts, int workers, boolean goOn) {
        var description = StoredDefinition.describe(
                        definition, parts.optimizer(), definition.name(), 5, definition.budget(), CATALOGUE)
                .store(store);
        try (Study<C> study = goOn ? description.load() : description.create();
                TrialExecutor executor = TrialExecutor.threads(workers)) {
            parts.attributes().forEach((key, value) -> store.putAttribute(study.id(), key, value));
            study.run(parts.evaluator(), definition.budget(), executor);
        }
        return store.find(definition.name()).orElseThrow();
    }

    private List<Trial<String>> trials(StudyRecord study) {
        List<Trial<String>> all = new ArrayList<>();
        for (long i = 0; store.trial(study.id(), i).isPresent(); i++) {
            all.add(store.trial(study.id(), i).orElseThrow());
        }
        return all;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mating: pimp",
                "mating: pimp, preference_distance: semantic",
                "mating: standard, elitism: 3",
                "mating: random-mate, elitism: 0",
                "mating: assortative",
                "mating: disassortative, mutation: 0.3"
            })
    void findsAFormulaThatBeatsALinearModel(String options) {
        StudyRecord study = run(definition(options, 300), 1, false);
        Trial<String> best = store.best(study.id(), 0).orElseThrow();
        FormulaData data = FormulaData.load(
                FormulaOptions.of(Map.of("data", "drag.csv", "target", "drag", "holdout", 0.2)), folder);
        double linear = LinearModel.loss(
                dev.hone.search.programming.SymbolicRegression.Loss.MAE,
                LinearModel.fit(data.train().columns(), data.train().target()),
                data.train().columns(),
                data.train().target());
        assertThat(linear).isGreaterThan(1);
        assertThat(best.value()).isLessThan(linear / 2);
        assertThat(best.evaluation().orElseThrow().metrics()).containsKeys("test_mae", "size", "slope", "intercept");
    }

    @Test
    void anInterruptedStudyEndsLikeOneThatWasNot() {
        StudyRecord whole = run(definition("mating: pimp", 130), 1, false);
        List<Trial<String>> expected = trials(whole);
        store.delete(whole.id());
        run(definition("mating: pimp", 57), 1, false);
        StudyRecord resumed = run(definition("mating: pimp", 130), 1, true);
        List<Trial<String>> found = trials(resumed);
        assertThat(found).hasSize(130);
        for (int i = 0; i < 130; i++) {
            assertThat(found.get(i).candidate()).isEqualTo(expected.get(i).candidate());
            assertThat(found.get(i).values()).isEqualTo(expected.get(i).values());
            assertThat(found.get(i).attributes())
                    .containsAllEntriesOf(withoutSameAs(expected.get(i).attributes()));
        }
    }

    private static Map<String, String> withoutSameAs(Map<String, String> attributes) {
        Map<String, String> rest = new java.util.HashMap<>(attributes);
        rest.remove("same_as");
        return rest;
    }

    @Test
    void everyGenerationThatWasBredFromIsLoggedOnce() {
        StudyRecord study = run(definition("mating: pimp", 105), 1, false);
        List<Diversity> log = GenerationLog.read(store, study.id(), 100);
        assertThat(log).extracting(Diversity::generation).containsExactly(0, 1, 2, 3, 4);
        assertThat(trials(study).stream().filter(t -> t.attributes().containsKey(GenerationLog.KEY)))
                .extracting(Trial::number)
                .containsExactly(20L, 40L, 60L, 80L, 100L);
        assertThat(log.get(0).preferenceStrength()).isNaN();
        assertThat(log.subList(1, 5)).allSatisfy(d -> {
            assertThat(d.preferenceStrength()).isBetween(0.3, 1.2);
            assertThat(d.uniqueTrees()).isBetween(0.1, 1.0);
            assertThat(d.uniqueOutputs()).isBetween(0.05, d.uniqueTrees());
            assertThat(d.matingGini()).isBetween(0.0, 1.0);
        });
        // the least loss of generation 1 is that of the first 40 trials, the best of generation 0 having lived on
        double least = trials(study).subList(0, 40).stream()
                .filter(Trial::isComplete)
                .mapToDouble(Trial::value)
                .min()
                .orElseThrow();
        assertThat(log.get(1).bestLoss()).isEqualTo(least);
        assertThat(GenerationLog.read(store, study.id(), 2)).isEqualTo(log.subList(3, 5));
        assertThat(new FormulaKind().report(store, study))
                .hasSize(7)
                .first()
                .asString()
                .contains("PREFERENCE");
    }

    @Test
    void severalAtATimeLogEveryGenerationOnceToo() {
        StudyRecord study = run(definition("mating: pimp", 100), 4, false);
        assertThat(GenerationLog.read(store, study.id(), 100))
                .extracting(Diversity::generation)
                .startsWith(0, 1, 2, 3)
                .doesNotHaveDuplicates();
    }

    /** The contract of optimizers: restored from state and trials, it proposes what the other one would have. */
    @Test
    void restoredItProposesTheSame() {
        restoredItProposesTheSame(
                definition("mating: pimp, preference_distance: semantic", 10).parts(CATALOGUE));
    }

    private <C> void restoredItProposesTheSame(StudyParts<C> parts) {
        OptimizerFactory<C> factory = parts.optimizer();
        try (Study<C> study = Study.named("contract")
                .minimize("mae")
                .seed(5)
                .optimizer(factory)
                .create()) {
            Optimizer<C> going = factory.create(study.problem());
            List<Trial<C>> told = new ArrayList<>();
            for (int i = 0; i < 70; i++) {
                Optimizer<C> restored = factory.create(study.problem());
                restored.restore(going.state(), told);
                Ask<C> ask = new Ask<>(2, i, List.of());
                assertThat(restored.ask(ask)).as("after " + i).isEqualTo(going.ask(ask));
                assertThat(restored.state()).isEqualTo(going.state());
                study.run(parts.evaluator(), dev.hone.core.study.Budget.trials(i + 1));
                Trial<C> trial = study.trial(i).orElseThrow();
                told.add(trial);
                going.tell(List.of(trial));
            }
        }
    }

    @Test
    void polishedNumbersAreInheritedAndShown() {
        StudyRecord study = run(definition("mating: pimp, mutation: 0", 120), 1, false);
        CandidateTexts texts = CandidateTexts.of(CATALOGUE, store.attributes(study.id()));
        List<Trial<String>> trials = trials(study);
        Trial<String> polished = trials.stream()
                .filter(t ->
                        t.isComplete() && t.evaluation().orElseThrow().metrics().containsKey("c1"))
                .findFirst()
                .orElseThrow();
        double c1 = polished.evaluation().orElseThrow().metrics().get("c1");
        assertThat(polished.candidate()).doesNotContain(Double.toString(c1));
        JsonNode json = Json.parse(new FormulaKind().write("json", polished, store.attributes(study.id())));
        assertThat(json.get("tree").asText()).contains(Double.toString(c1));
        assertThat(texts.text(polished)).hasValueSatisfying(t -> assertThat(t).doesNotContain("(*"));
        // without mutation all numbers come from the first generation, some of them as they were polished
        List<String> fitted = trials.subList(0, 20).stream()
                .flatMap(t -> t.evaluation().stream())
                .flatMap(e -> e.metrics().entrySet().stream())
                .filter(m -> m.getKey().matches("c\\d+"))
                .map(m -> Double.toString(m.getValue()))
                .toList();
        assertThat(trials.subList(20, 120)).anyMatch(t -> fitted.stream().anyMatch(t.candidate()::contains));
    }

    @Test
    void whatIsShownIsWhatWasMeasured() {
        StudyRecord study = run(definition("mating: pimp", 80), 1, false);
        FormulaData data = FormulaData.load(
                FormulaOptions.of(Map.of("data", "drag.csv", "target", "drag", "holdout", 0.2)), folder);
        assertThat(data.train().size()).isEqualTo(24);
        assertThat(data.test().size()).isEqualTo(6);
        for (Trial<String> trial : trials(study)) {
            if (trial.isComplete()) {
                double[] predicted = FormulaText.formula(trial, data.inputs())
                        .predict(data.train().columns());
                double error = dev.hone.search.programming.SymbolicRegression.Loss.MAE.of(
                        predicted, data.train().target());
                assertThat(error).isEqualTo(trial.value(), within(1e-12));
            }
        }
    }

    @Test
    void theLastRowsMayBeHeldOut() {
        FormulaData data = FormulaData.load(
                FormulaOptions.of(Map.of("data", "drag.csv", "target", "drag", "holdout", 0.1, "holdout_rows", "last")),
                folder);
        assertThat(data.test().lines()).containsExactly(29, 30, 31);
    }

    @Test
    void formulasThatAreNoNumbersFailAndSayWhere() throws IOException {
        Files.writeString(folder.resolve("big.csv"), "x,y\n1,2\n2,4\n1e308,1\n3,5\n4,4\n");
        FormulaTask task = new FormulaTask(
                FormulaOptions.of(Map.of("data", "big.csv", "target", "y")),
                FormulaData.load(FormulaOptions.of(Map.of("data", "big.csv", "target", "y")), folder));
        OptimizerFactory<dev.hone.search.programming.Tree> factory = task.optimizer(
                "genetic-programming",
                dev.hone.core.method.OptionValues.defaults(
                        ProgrammingOptions.method().options()));
        org.assertj.core.api.Assertions.assertThatThrownBy(
                        () -> task.evaluate(factory.codec().decode("\"(* x x)\"")))
                .hasMessageContaining("is not a finite number on some row, first on line 4 of big.csv");
    }
}
