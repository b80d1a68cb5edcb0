package dev.hone.core.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hone.core.HoneException;
import dev.hone.core.evaluate.Evaluator;
import dev.hone.core.optimize.Ask;
import dev.hone.core.space.Configuration;
import dev.hone.core.study.Budget;
import dev.hone.core.study.Study;
import dev.hone.core.study.UniformSampling;
import dev.hone.core.trial.Instance;
import dev.hone.core.trial.Trial;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Trials about instances: from the study file to the command that is run, and to the store. */
class InstancesTest {

    @TempDir
    Path folder;

    private StudyDefinition study(String more) {
        String text = """
                study: s
                objectives: [{minimize: cost}]
                parameters:
                  x: {type: int, low: 1, high: 9}
                budget: {trials: 4}
                """ + more.stripIndent();
        return StudyDefinition.parse(text, "s.yaml", folder, TestCatalogue.CATALOGUE);
    }

    private static Study<Configuration> create(StudyDefinition definition) {
        var described = Study.named("s").minimize("cost").optimizer(new UniformSampling(definition.space()));
        definition.instanceStream().ifPresent(described::instances);
        return described.create();
    }

    @Test
    void aListInTheFileReachesTheCommandAndTheStore() {
        StudyDefinition definition = study("""
                instances: [{shift: 0.5, name: a}, {shift: 2, name: b}, {shift: 1e-3, name: c}]
                evaluator:
                  command: [sh, -c, "echo '{{\\"cost\\": '$HONE_INSTANCE_SHIFT', \\"x\\": {x}, \\"{instance.name}\\": {instance.shift}}}'"]
                """);
        try (Study<Configuration> study = create(definition)) {
            study.run(definition.buildEvaluator(), Budget.trials(4));
            List<Trial<Configuration>> trials = study.trials();
            assertThat(trials).extracting(t -> t.value()).containsExactly(0.5, 2.0, 0.001, 0.5);
            assertThat(trials.get(1).evaluation().orElseThrow().metrics()).containsEntry("b", 2.0);
            assertThat(trials.get(3).attributes()).containsEntry("instance", "{\"shift\":0.5,\"name\":\"a\"}");
        }
    }

    @Test
    void aFileOfJsonLinesIsRead() throws Exception {
        Files.writeString(folder.resolve("i.jsonl"), "{\"shift\": 1}\n\n{\"shift\": 3}\n");
        Files.writeString(folder.resolve("in.conf"), "shift={instance.shift}\n");
        StudyDefinition definition = study("""
                instances: {file: i.jsonl}
                evaluator:
                  command: [sh, -c, 'echo "{{\\"cost\\": $(cut -d= -f2 app.conf)}}"']
                  template: {file: in.conf, to: app.conf}
                """);
        Evaluator<Configuration> evaluator = definition.buildEvaluator();
        try (Study<Configuration> study = create(definition)) {
            study.run(evaluator, Budget.trials(3));
            assertThat(study.trials()).extracting(t -> t.value()).containsExactly(1.0, 3.0, 1.0);
        }
    }

    @Test
    void enqueuedTrialsAreAboutTheInstanceOfTheirNumber() {
        StudyDefinition definition =
                study("instances: [{k: 1}, {k: 2}]\nevaluator: {command: [echo, '{x}']}\nenqueue: [{x: 3}, {x: 4}]\n");
        try (Study<Configuration> study = create(definition)) {
            study.enqueue(definition.enqueue());
            study.run(
                    (c, trial) ->
                            dev.hone.core.trial.Evaluation.of(trial.instance().number("k")),
                    Budget.trials(3));
            assertThat(study.trials()).extracting(t -> t.value()).containsExactly(1.0, 2.0, 1.0);
        }
    }

    @Test
    void whoAsksMaySayWhatTheTrialIsAbout() {
        StudyDefinition definition = study("evaluator: external\n");
        try (Study<Configuration> study = create(definition)) {
            Trial<Configuration> own = study.ask(Instance.of("load", 0.25));
            assertThat(study.instance(own)).isEqualTo(Instance.of("load", 0.25));
            Trial<Configuration> others =
                    study.askFor("x", 1, 9, List.of(Instance.of("load", 0.5))).get(0);
            assertThat(Instance.of(others).number("load")).isEqualTo(0.5);
            assertThat(study.instance(study.ask())).isEqualTo(Instance.NONE);
            assertThatThrownBy(() -> study.askFor("x", 2, 9, List.of(Instance.of("load", 0.5))))
                    .hasMessageContaining("one for each of the 2 trial(s)");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "instances: [] | is empty, expected at least one instance",
                "instances: [{a: 1}, {b: 2}] | has [b], expected what the first instance has: [a]",
                "instances: [{a-b: 1}] | instances[0].a-b",
                "instances: {folder: x} | folder",
                "instances: [{a: 1}]\\nbaseline: {configuration: {x: 1}} | no two trials are about the same",
            })
    void mistakesAreReportedWhereTheyAre(String more, String message) {
        assertThatThrownBy(() -> study(more.replace("\\n", "\n") + "\nevaluator: {command: [echo, '{x}']}\n"))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aPlaceholderThatNoInstanceHasIsAMistake() {
        assertThatThrownBy(() -> study("instances: [{a: 1}]\nevaluator: {command: [echo, '{instance.b}']}\n"))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("{instance.b}");
        assertThatThrownBy(() -> study("evaluator: {command: [echo, '{instance.b}']}\n"))
                .isInstanceOf(DefinitionException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\": 1}\\n{\"a\": nope} | i.jsonl:2",
                "{\"a\": 1}\\n{\"b\": 1} | i.jsonl:2) has [b], expected what the first line has: [a]",
                "{\"a\": [1]} | a: is [1], expected a number or a text",
                "[1] | expected a JSON object",
                "'' | is empty",
            })
    void badLinesAreReportedByNumber(String lines, String message) throws Exception {
        Files.writeString(folder.resolve("i.jsonl"), lines.replace("\\n", "\n"));
        StudyDefinition definition = study("instances: {file: i.jsonl}\nevaluator: {command: [echo, '{x}']}\n");
        assertThatThrownBy(definition::buildEvaluator)
                .isInstanceOf(HoneException.class)
                .hasMessageContaining(message)
                .hasMessageContaining("s.yaml:6");
        assertThatThrownBy(definition::instanceStream).hasMessageContaining(message);
    }

    @Test
    void anOptimizerThatDecidesByANumberNeedsItInEveryInstance() {
        String evaluator = "evaluator: {command: [echo, '{x}']}\n";
        assertThatThrownBy(() -> study(evaluator + "optimizer: cheb-cb\n"))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("is 'cheb-cb', which decides by a number of each instance, expected 'instances'");
        assertThat(study("evaluator: external\noptimizer: cheb-cb\n").instanceStream())
                .isEmpty();
        StudyDefinition other =
                study(evaluator + "optimizer: {name: cheb-cb, context: load}\ninstances: [{shift: 1}, {shift: 2}]\n");
        assertThatThrownBy(other::instanceStream)
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("instances[0]: is without a number 'load'");
    }

    @Test
    void instancesAreNumbersAndTexts() {
        Instance instance = Instance.fromJson("{\"a\": 1, \"b\": \"x\"}");
        assertThat(instance.values()).isEqualTo(Map.of("a", 1.0, "b", "x"));
        assertThat(Instance.fromJson(instance.toJson())).isEqualTo(instance);
        assertThat(instance.number("b")).isNaN();
        assertThat(new Ask<>(2, 0, List.of(), List.of(instance, Instance.NONE)).instance(1))
                .isEqualTo(Instance.NONE);
        assertThatThrownBy(() -> Instance.of("a", Double.NaN)).hasMessageContaining("a: is NaN");
    }
}
