package dev.hone.claims.bench.optimizers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.claims.problem.TestProblem;
import dev.hone.core.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class PeerPipeTest {

    private static List<JsonNode> answers(String... requests) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new PeerPipe()
                .serve(
                        new ByteArrayInputStream(String.join("\n", requests).getBytes(StandardCharsets.UTF_8)),
                        new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8).lines().map(Json::parse).toList();
    }

    @Test
    void describesAndEvaluatesProblems() throws IOException {
        List<JsonNode> answers = answers(
                "{\"op\":\"problem\",\"problem\":\"branin\"}",
                "{\"op\":\"value\",\"problem\":\"branin\",\"values\":{\"x1\":3.141592653589793,\"x2\":2.275}}",
                "{\"op\":\"problem\",\"problem\":\"Branches\"}");

        assertThat(answers.get(0))
                .isEqualTo(Json.parse(
                        "{\"name\":\"Branin\",\"minimum\":0.39788735772973816,\"constraints\":0,\"noise\":0.0,"
                                + "\"parameters\":[{\"name\":\"x1\",\"type\":\"float\",\"low\":-5.0,\"high\":10.0},"
                                + "{\"name\":\"x2\",\"type\":\"float\",\"low\":0.0,\"high\":15.0}]}"));
        assertThat(answers.get(1).get("value").asDouble()).isCloseTo(0.397887, within(1e-6));
        assertThat(answers.get(1).get("regret").asDouble()).isCloseTo(0, within(1e-9));
        assertThat(answers.get(2).at("/parameters/1/when/branch/0").asText()).isEqualTo("branin");
    }

    @Test
    void constraintsAndNoiseAreAnswered() throws IOException {
        String beam = "{\"op\":\"value\",\"problem\":\"Welded-beam\",\"values\":{\"h\":1,\"l\":1,\"t\":1,\"b\":1}}";
        String noisy =
                "{\"op\":\"value\",\"problem\":\"Branin-noisy\",\"values\":{\"x1\":1,\"x2\":2},\"seed\":5,\"trial\":%d}";
        List<JsonNode> answers = answers(beam, noisy.formatted(0), noisy.formatted(1), noisy.formatted(0));

        assertThat(answers.get(0).get("constraints")).hasSize(7);
        double branin = TestProblem.branin().function().applyAsDouble(new double[] {1, 2});
        assertThat(answers.get(1).get("value").asDouble())
                .isNotEqualTo(branin)
                .isNotEqualTo(answers.get(2).get("value").asDouble());
        assertThat(answers.get(3)).isEqualTo(answers.get(1));
        assertThat(answers.get(1).get("regret").asDouble())
                .isCloseTo(branin - TestProblem.branin().minimum(), within(1e-12));
    }

    @Test
    void runsOptimizersAsTheRaceDoes() throws IOException {
        JsonNode run = answers("{\"op\":\"run\",\"problem\":\"Branin\",\"optimizer\":\"tpe\",\"seed\":3,\"trials\":15}")
                .get(0);

        Run same = Run.of(
                TestProblem.branin(),
                Contender.parse("tpe").over(TestProblem.branin().space()),
                new Run.Key("Branin", "tpe", 3, 15));
        assertThat(StreamSupport.stream(run.get("regrets").spliterator(), false).map(JsonNode::asDouble))
                .hasSize(15)
                .endsWith(same.regretAt(15));
    }

    @Test
    void timesProposals() throws IOException {
        JsonNode time = answers(
                        "{\"op\":\"time\",\"problem\":\"Levy-10\",\"optimizer\":\"random\",\"told\":20,\"rounds\":3}")
                .get(0);

        assertThat(time.get("ms").asDouble()).isPositive();
    }

    @Test
    void whatCannotBeAnsweredIsSaidAndTheNextRequestIsRead() throws IOException {
        List<JsonNode> answers = answers(
                "nonsense",
                "{\"op\":\"valu\",\"problem\":\"Branin\"}",
                "{\"op\":\"problem\",\"problem\":\"standard\"}",
                "{\"op\":\"value\",\"problem\":\"Branin\",\"values\":{\"x1\":1}}",
                "{\"op\":\"value\",\"problem\":\"Branin\"}",
                "{\"op\":\"problem\",\"problem\":\"Branin\"}");

        assertThat(answers).hasSize(6);
        assertThat(answers.get(0).get("error").asText()).startsWith("not valid JSON");
        assertThat(answers.get(1).get("error").asText()).contains("op: is 'valu'");
        assertThat(answers.get(2).get("error").asText()).contains("expected one problem");
        assertThat(answers.get(3).get("error").asText()).contains("x2");
        assertThat(answers.get(4).get("error").asText()).contains("values: is missing");
        assertThat(answers.get(5).has("error")).isFalse();
    }
}
