package dev.hone.core.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.evaluate.Evaluator;
import dev.hone.core.evaluate.TrialContext;
import dev.hone.core.space.Configuration;
import dev.hone.core.trial.Evaluation;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Evaluators made from definitions, run for real. */
public class BuiltEvaluatorTest {

    @TempDir
    Path folder;

    private StudyDefinition study(String evaluatorAndMore) {
        String text = """
                study: s
                objectives: [{minimize: cost}]
                parameters:
                  x: {type: int, low: 1, high: 9}
                  mode: {type: categorical, choices: [a, b]}
                  extra: {type: int, low: 1, high: 2, when: {mode: b}}
                budget: {trials: 3}
                """ + evaluatorAndMore.stripIndent();
        return StudyDefinition.parse(text, "s.yaml", folder, TestCatalogue.CATALOGUE);
    }

    private static Evaluation evaluate(Evaluator<Configuration> evaluator, Configuration configuration)
            throws Exception {
        return evaluator.evaluate(configuration, new Context());
    }

    private static Configuration at(StudyDefinition study, long x) {
        return study.space().configuration(Map.of("x", x, "mode", "a"));
    }

    @Test
    void aCommandWithTemplateFileResultConstraintAndRepeats() throws Exception {
        Files.writeString(folder.resolve("in.conf"), "value={x}\nextra={extra}\n");
        Files.createDirectory(folder.resolve("work"));
        StudyDefinition study = study("""
                evaluator:
                  command: [sh, -c, "cat app.conf > out.txt; echo run >> runs.txt; echo '{{\\"cost\\": {x}.5}}'"]
                  directory: work
                  template: {file: in.conf, to: app.conf}
                  timeout: 30s
                  limits: {output: 1MB}
                  results:
                    cost: {json: /cost}
                    value: {file: out.txt, regex: 'value=(\\d+)'}
                    status: {measure: exit_status}
                    rss: {measure: peak_rss, unit: MiB}
                  repeats: {count: 3, aggregate: max}
                outcome_constraints: [{metric: value, max: 5}]
                baseline: {command: [sh, -c, "echo '{{\\"cost\\": 99}}'; echo value=1 > out.txt"]}
                """);
        Evaluation evaluation = evaluate(study.buildEvaluator(), at(study, 7));
        assertThat(evaluation.metrics())
                .containsEntry("cost", 7.5)
                .containsEntry("value", 7.0)
                .containsEntry("status", 0.0);
        assertThat(evaluation.metrics().get("rss")).isPositive();
        assertThat(evaluation.constraints()).containsValue(2.0).hasSize(1);
        assertThat(evaluation.isFeasible()).isFalse();
        assertThat(evaluation.against(study.objectives()).values()).containsExactly(7.5);
        assertThat(Files.readAllLines(folder.resolve("work/runs.txt"))).hasSize(3);
        assertThat(Files.readString(folder.resolve("work/app.conf"))).isEqualTo("value=7\n");
        Evaluation baseline = evaluate(study.baselineEvaluator().orElseThrow(), at(study, 7));
        assertThat(baseline.metrics()).containsEntry("cost", 99.0).containsEntry("value", 1.0);
    }

    @Test
    void aJavaMethod() throws Exception {
        StudyDefinition study = study("evaluator: {java: 'dev.hone.core.definition.BuiltEvaluatorTest::square'}");
        assertThat(evaluate(study.buildEvaluator(), at(study, 3)).values()).containsExactly(9.0);
        assertThat(study.baselineEvaluator()).isEmpty();
    }

    @Test
    void aBaselineConfigurationIsMeasuredLikeTrials() throws Exception {
        StudyDefinition study = study("""
                evaluator: {java: 'dev.hone.core.definition.BuiltEvaluatorTest::square'}
                baseline: {configuration: {x: 2, mode: a}}
                """);
        Configuration baseline = study.baseline().orElseThrow().configuration().orElseThrow();
        assertThat(evaluate(study.baselineEvaluator().orElseThrow(), baseline).values())
                .containsExactly(4.0);
    }

    public static double square(Configuration configuration) {
        return Math.pow(configuration.getLong("x"), 2);
    }

    @Test
    void anHttpAddressWithASecretFromTheEnvironment() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        AtomicReference<String> token = new AtomicReference<>();
        server.createContext("/evaluate", exchange -> {
            token.set(exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] answer = "{\"cost\": 4}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        try {
            StudyDefinition study = study(
                    "evaluator: {http: 'http://127.0.0.1:%d/evaluate', headers: {Authorization: 'Bearer ${TOKEN}'}}"
                            .formatted(server.getAddress().getPort()));
            Evaluator<Configuration> evaluator =
                    new EvaluatorFactory(study, Set.of(), Map.of("TOKEN", "a$1")::get).make(study.evaluator());
            assertThat(evaluate(evaluator, at(study, 3)).metrics()).isEqualTo(Map.of("cost", 4.0));
            assertThat(token).hasValue("Bearer a$1");
            assertThat(study.toText()).doesNotContain("a$1");
            assertThatThrownBy(() -> new EvaluatorFactory(study, Set.of(), name -> null).make(study.evaluator()))
                    .isInstanceOf(InvalidFieldException.class)
                    .hasMessage("headers.Authorization: has ${TOKEN}, expected that environment variable to be set");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void whatIsNotThereIsToldAtItsLine() {
        StudyDefinition missing = study("""
                evaluator:
                  command: [echo, "{x}"]
                  template: {file: none.in, to: a}
                """);
        assertThatThrownBy(missing::buildEvaluator)
                .isInstanceOf(DefinitionException.class)
                .hasMessageStartingWith("s.yaml:10:20: evaluator.template.file: is " + folder.resolve("none.in"));
        StudyDefinition unknown = study("evaluator: {java: com.example.None}");
        assertThatThrownBy(unknown::buildEvaluator)
                .isInstanceOf(DefinitionException.class)
                .hasMessageStartingWith("s.yaml:8:19: evaluator.java: is 'com.example.None'");
    }

    /** A trial that nobody watches. */
    private static final class Context implements TrialContext {

        @Override
        public String study() {
            return "s";
        }

        @Override
        public long number() {
            return 0;
        }

        @Override
        public int attempt() {
            return 1;
        }

        @Override
        public long seed() {
            return 1;
        }

        @Override
        public void report(long step, double value) {}

        @Override
        public boolean shouldPrune() {
            return false;
        }

        @Override
        public void attribute(String key, String value) {}

        @Override
        public void artifact(String name, String mediaType, Path file) {}
    }
}
