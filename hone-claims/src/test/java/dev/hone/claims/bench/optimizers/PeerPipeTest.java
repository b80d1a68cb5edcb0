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
import java.util.Comparator;
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
                        "{\"name\":\"Branin\",\"minimum\":0.39788735772973816,\"noise\":0.0,\"objectives\":1,\"constraints\":0,"
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
        assertThat(numbers(run.get("regrets"))).hasSize(15).endsWith(same.regretAt(15));
    }

    @Test
    void severalObjectivesAreJudgedByTheHypervolume() throws IOException {
        String value = "{\"op\":\"value\",\"problem\":\"binh-korn\",\"values\":{\"x\":%d,\"y\":%d}}";
        List<JsonNode> answers = answers(
                "{\"op\":\"problem\",\"problem\":\"binh-korn\"}",
                value.formatted(1, 1),
                "{\"op\":\"regrets\",\"problem\":\"binh-korn\",\"points\":[{\"x\":0,\"y\":3},{\"x\":1,\"y\":1},"
                        + "{\"x\":5,\"y\":3},{\"x\":1,\"y\":2}]}",
                "{\"op\":\"run\",\"problem\":\"Binh-Korn\",\"optimizer\":\"nsga2\",\"seed\":3,\"trials\":60}",
                "{\"op\":\"regrets\",\"problem\":\"Branin\",\"points\":[]}");

        assertThat(answers.get(0).get("objectives").asInt()).isEqualTo(2);
        assertThat(answers.get(0).get("reference")).isEqualTo(Json.parse("[149.6,54.6]"));
        assertThat(answers.get(1).get("values")).isEqualTo(Json.parse("[8.0,32.0]"));
        assertThat(answers.get(1).get("constraints")).isEqualTo(Json.parse("[-8.0,-57.3]"));
        // (0, 3) violates the first constraint; (1, 1) and (5, 3) have (8, 32) and (136, 4); (1, 2) is dominated by
        // neither
        double volume = answers.get(0).get("volume").asDouble();
        List<Double> regrets = numbers(answers.get(2).get("regrets"));
        double two = 141.6 * 22.6 + 13.6 * 28;
        double three = two + (136 - 20) * 7;
        assertThat(regrets.get(0)).isEqualTo(1);
        assertThat(regrets.get(1)).isCloseTo(1 - 141.6 * 22.6 / volume, within(1e-12));
        assertThat(regrets.get(2)).isCloseTo(1 - two / volume, within(1e-12));
        assertThat(regrets.get(3)).isCloseTo(1 - three / volume, within(1e-12));
        assertThat(numbers(answers.get(3).get("regrets"))).hasSize(60).isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(answers.get(4).get("error").asText()).contains("expected one with several objectives");
    }

    private static List<Double> numbers(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asDouble)
                .toList();
    }

    @Test
    void timesProposals() throws IOException {
        String time = "{\"op\":\"time\",\"problem\":\"%s\",\"optimizer\":\"random\",\"told\":20,\"rounds\":3}";

        assertThat(answers(time.formatted("Levy-10"), time.formatted("ZDT4")))
                .allSatisfy(answer -> assertThat(answer.path("ms").asDouble()).isPositive());
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
