package dev.hone.core.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hone.core.HoneException;
import dev.hone.core.evaluate.OutcomeConstraint;
import dev.hone.core.space.CategoricalParameter;
import dev.hone.core.space.Condition;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.ConstantParameter;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.IntParameter;
import dev.hone.core.space.PermutationParameter;
import dev.hone.core.study.FailureLimit;
import dev.hone.core.trial.Objective;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyDefinitionTest {

    /** Every key that a study with a command may have. */
    static final String FULL = """
            # a comment
            study: jvm-flags
            seed: 7
            objectives:
              - minimize: wall_s
              - {name: score, direction: maximize}
            parameters:
              gc: {type: categorical, choices: ["", "-XX:+UseSerialGC", parallel], ordered: true}
              heap_mb: {type: int, low: 64, high: 1024, log: true}
              heap_min_mb: {type: int, low: 64, high: 1024, step: 64}
              rate: {type: float, low: 1e-4, high: 1, log: true}
              share: {type: float, low: 0, high: 1, step: 0.25}
              threads: {type: int, low: 1, high: 4, when: {gc: [parallel, ""]}}
              pause: {type: float, low: 1, high: 9, when: {gc: parallel}}
              order: {type: permutation, items: [a, b, 3]}
              port: {type: constant, value: 8080}
            constraints: ["heap_min_mb <= heap_mb"]
            outcome_constraints: [{metric: peak_rss_mb, max: 512}]
            evaluator:
              command: [java, "{gc}", "-Xmx{heap_mb}m", "{{literal}}", -cp, 8080, true, "awk '{print $1}'"]
              directory: work
              environment: {LANG: C, N: 3}
              allow_environment: [PATH, HOME]
              template: {file: app.conf.in, to: app.conf}
              timeout: 1m30s
              limits: {cpu: 120s, memory: 2GB, output: 10MiB, network: false}
              results:
                wall_s: {measure: wall}
                peak_rss_mb: {measure: peak_rss, unit: MiB}
                score: {json: /score}
                acc: {regex: 'acc=([0-9.]+)'}
                n: {file: out.json, json: /n}
              intermediate: {step: step, value: loss}
              repeats: {count: 3, aggregate: quantile, quantile: 0.9}
            optimizer: {name: gp, startup_trials: 20, noise: 1}
            pruner: median
            budget: {trials: 60, duration: 10m, cost: 100, target: -0.1}
            parallelism: 2
            retries: 0
            max_failures: 50%
            enqueue:
              - {gc: parallel, heap_mb: 256, heap_min_mb: 64, rate: 0.1, share: 0.5, threads: 2, pause: 5, order: [b, a, "3"]}
            warm_start: [other-study]
            baseline: {label: default flags, command: [java, -cp, target/classes, Workload]}
            verify: {repeats: 7}
            """;

    static StudyDefinition parse(String text) {
        return StudyDefinition.parse(text, "study.yaml", Path.of("/base"), TestCatalogue.CATALOGUE);
    }

    @Test
    void drawsWhatAnEnqueuedConfigurationLeavesOutFromTheSeed() {
        String partial = FULL.replaceAll("- \\{gc: parallel, heap_mb: 256.*", "- {pause: 5, heap_mb: 256}");
        Configuration drawn = parse(partial).enqueue().get(0);

        assertThat(drawn.values())
                .containsEntry("gc", "parallel")
                .containsEntry("pause", 5.0)
                .containsEntry("heap_mb", 256L)
                .containsKeys("heap_min_mb", "rate", "share", "threads", "order", "port");
        assertThat(parse(partial).enqueue()).containsExactly(drawn);
        assertThat(parse(partial.replace("seed: 7", "seed: 8"))
                        .enqueue()
                        .get(0)
                        .values()
                        .get("rate"))
                .isNotEqualTo(drawn.values().get("rate"));
    }

    @Test
    void readsEveryKey() {
        StudyDefinition study = parse(FULL);
        assertThat(study.name()).isEqualTo("jvm-flags");
        assertThat(study.seed()).isEqualTo(OptionalLong.of(7));
        assertThat(study.objectives()).containsExactly(Objective.minimize("wall_s"), Objective.maximize("score"));
        assertThat(study.space().parameters())
                .containsExactly(
                        CategoricalParameter.ordered("gc", "", "-XX:+UseSerialGC", "parallel"),
                        IntParameter.log("heap_mb", 64, 1024),
                        IntParameter.stepped("heap_min_mb", 64, 1024, 64),
                        FloatParameter.log("rate", 1e-4, 1),
                        FloatParameter.stepped("share", 0, 1, 0.25),
                        IntParameter.linear("threads", 1, 4).when(Condition.on("gc", "parallel", "")),
                        FloatParameter.linear("pause", 1, 9).when(Condition.on("gc", "parallel")),
                        PermutationParameter.of("order", "a", "b", "3"),
                        ConstantParameter.of("port", 8080));
        assertThat(study.space().constraints()).extracting(Object::toString).containsExactly("heap_min_mb <= heap_mb");
        assertThat(study.outcomeConstraints()).containsExactly(OutcomeConstraint.atMost("peak_rss_mb", 512));
        assertThat(study.isConstrained()).isTrue();
        assertThat(study.budget().trials()).isEqualTo(OptionalLong.of(60));
        assertThat(study.budget().duration()).contains(Duration.ofMinutes(10));
        assertThat(study.budget().cost()).isEqualTo(OptionalDouble.of(100));
        assertThat(study.budget().target()).isEqualTo(OptionalDouble.of(-0.1));
        assertThat(study.parallelism()).isEqualTo(2);
        assertThat(study.retries()).isZero();
        assertThat(study.failureLimit()).isEqualTo(FailureLimit.fraction(0.5));
        assertThat(study.enqueue()).hasSize(1);
        assertThat(study.enqueue().get(0).getPermutation("order")).containsExactly("b", "a", "3");
        assertThat(study.enqueue().get(0).getLong("port")).isEqualTo(8080);
        assertThat(study.warmStart()).containsExactly("other-study");
        assertThat(study.baseline().orElseThrow().label()).isEqualTo("default flags");
        assertThat(study.baseline().orElseThrow().command())
                .contains(List.of("java", "-cp", "target/classes", "Workload"));
        assertThat(study.verifyRepeats()).isEqualTo(OptionalInt.of(7));
    }

    @Test
    void knowsWhetherItMeasuresMoreThanWallTime() {
        assertThat(((EvaluatorDefinition.Command) parse(FULL).evaluator()).measuresResources())
                .isTrue();
        String wallAlone = FULL.replace("{measure: peak_rss, unit: MiB}", "{measure: wall}");
        assertThat(((EvaluatorDefinition.Command) parse(wallAlone).evaluator()).measuresResources())
                .isFalse();
    }

    @Test
    void readsTheCommand() {
        EvaluatorDefinition.Command command =
                (EvaluatorDefinition.Command) parse(FULL).evaluator();
        assertThat(command.command())
                .containsExactly(
                        "java", "{gc}", "-Xmx{heap_mb}m", "{{literal}}", "-cp", "8080", "true", "awk '{print $1}'");
        assertThat(command.directory()).contains("work");
        assertThat(command.environment()).isEqualTo(Map.of("LANG", "C", "N", "3"));
        assertThat(command.allowEnvironment()).contains(List.of("PATH", "HOME"));
        assertThat(command.template()).contains(new EvaluatorDefinition.Template("app.conf.in", "app.conf"));
        assertThat(command.timeout()).contains(Duration.ofSeconds(90));
        assertThat(command.limits())
                .isEqualTo(new EvaluatorDefinition.Limits(
                        Optional.of(Duration.ofMinutes(2)),
                        OptionalLong.of(2_000_000_000L),
                        OptionalLong.of(10 << 20),
                        false));
        assertThat(command.results().keySet()).containsExactly("wall_s", "peak_rss_mb", "score", "acc", "n");
        assertThat(command.results().get("n"))
                .isEqualTo(new EvaluatorDefinition.JsonResult("/n", Optional.of("out.json")));
        assertThat(command.intermediate()).contains(new EvaluatorDefinition.Intermediate("step", "loss"));
        assertThat(command.repeats()).contains(new EvaluatorDefinition.Repeats(3, "quantile", OptionalDouble.of(0.9)));
    }

    @Test
    void makesOptimizerAndPrunerFromTheCatalogue() {
        StudyDefinition study = parse(FULL);
        assertThat(study.optimizerFactory(TestCatalogue.CATALOGUE).id())
                .isEqualTo("gp{startup_trials=20, noise=1.0, restarts=false, kernel=matern}");
        assertThat(study.pruner(TestCatalogue.CATALOGUE)).isNotNull();
        assertThat(study.prunerChoice().orElseThrow().id()).isEqualTo("median");
    }

    @Test
    void whatIsAbsentHasItsDefault() {
        StudyDefinition study = parse(StudyKeys.MINIMAL);
        assertThat(study.seed()).isEmpty();
        assertThat(study.optimizer()).isEqualTo(new StudyDefinition.MethodChoice("auto", Map.of()));
        assertThat(study.pruner(TestCatalogue.CATALOGUE)).isSameAs(dev.hone.core.prune.Pruner.NONE);
        assertThat(study.parallelism()).isEqualTo(1);
        assertThat(study.retries()).isEqualTo(1);
        assertThat(study.failureLimit()).isEqualTo(FailureLimit.NONE);
        assertThat(study.baseline()).isEmpty();
        assertThat(study.verifyRepeats()).isEmpty();
        assertThat(study.isConstrained()).isFalse();
    }

    @Test
    void jsonIsReadLikeYaml() {
        String json = """
                {
                \t"study": "s", "objectives": [{"minimize": "wall_s"}],
                \t"parameters": {"x": {"type": "float", "low": 0.5, "high": 1e3}},
                \t"evaluator": {"java": "com.example.Cost::of", "classpath": ["a.jar"]},
                \t"budget": {"trials": 5}, "max_failures": 3
                }
                """;
        StudyDefinition study = parse(json);
        assertThat(study.space().parameters()).containsExactly(FloatParameter.linear("x", 0.5, 1000));
        assertThat(study.evaluator())
                .isEqualTo(new EvaluatorDefinition.Java("com.example.Cost::of", List.of("a.jar"), Optional.empty()));
        assertThat(study.failureLimit()).isEqualTo(FailureLimit.count(3));
    }

    @Test
    void plainScalarsFollowYaml12() {
        StudyDefinition study = parse(StudyKeys.MINIMAL.replace(
                "threads: {type: int, low: 1, high: 4}",
                "threads: {type: categorical, choices: [no, on, 12:30, 1e-3, 010, 0x10, true, '1', 2019-01-01]}"));
        assertThat(((CategoricalParameter) study.space().parameters().get(0)).choices())
                .containsExactly("no", "on", "12:30", 1e-3, 10L, 16L, true, "1", "2019-01-01");
    }

    @Test
    void storedTextGivesTheSameDefinition(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("study.yaml"), FULL);
        StudyDefinition study = StudyDefinition.read(file, TestCatalogue.CATALOGUE);
        assertThat(study.baseDirectory()).isEqualTo(folder.toAbsolutePath());
        StudyDefinition again = StudyDefinition.fromText(study.toText(), "store", TestCatalogue.CATALOGUE);
        assertThat(again.baseDirectory()).isEqualTo(study.baseDirectory());
        assertThat(again.space()).isEqualTo(study.space());
        assertThat(again.enqueue()).isEqualTo(study.enqueue());
        assertThat(again.toText()).isEqualTo(study.toText());
        String json = "{\"study\": 's', objectives: [{minimize: a}], parameters: {x: {type: int, low: 1, high: 2}},"
                + " evaluator: {http: 'http://localhost:1/'}, budget: {trials: 1}}";
        StudyDefinition flow = StudyDefinition.fromText(parse(json).toText(), "store", TestCatalogue.CATALOGUE);
        assertThat(flow.baseDirectory()).isEqualTo(Path.of("/base"));
    }

    @Test
    void filesThatCannotBeReadAreNamed(@TempDir Path folder) throws Exception {
        assertThatThrownBy(() -> StudyDefinition.read(folder.resolve("none.yaml"), TestCatalogue.CATALOGUE))
                .isInstanceOf(HoneException.class)
                .hasMessageEndingWith("none.yaml: no such file");
        assertThatThrownBy(() -> StudyDefinition.read(folder, TestCatalogue.CATALOGUE))
                .hasMessageContaining("is a folder");
        Path latin = Files.write(folder.resolve("latin.yaml"), "study: é".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> StudyDefinition.read(latin, TestCatalogue.CATALOGUE))
                .hasMessageContaining("UTF-8");
    }
}
