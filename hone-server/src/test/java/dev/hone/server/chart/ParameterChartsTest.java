package dev.hone.server.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.Json;
import dev.hone.core.space.Configuration;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Objective;
import org.junit.jupiter.api.Test;

/** Charts of parameters and of what analyses say about them, by hand. */
class ParameterChartsTest {

    private static final String CONDITIONAL = """
            x: {type: float, low: 0, high: 1}
            k: {type: categorical, choices: [a, b], ordered: false}
            n: {type: int, low: 1, high: 3, when: {k: [b]}}
            order: {type: permutation, items: [p, q]}
            """;

    private static JsonNode json(String text) {
        return Json.parse(text.replace('\'', '"'));
    }

    private static double mean(Configuration c) {
        return c.getDouble("x") + (c.isActive("n") ? 10 * c.getInt("n") : 0);
    }

    private static Charted conditional(StubAnalyses stub) {
        return Charted.over(CONDITIONAL, stub.all())
                .complete("{'x': 0.25, 'k': 'a', 'order': ['p', 'q']}".replace('\'', '"'), 3)
                .complete("{'x': 0.5, 'k': 'b', 'n': 2, 'order': ['q', 'p']}".replace('\'', '"'), 2)
                .failed()
                .complete("{'x': 0.75, 'k': 'a', 'order': ['p', 'q']}".replace('\'', '"'), 1)
                .stored();
    }

    @Test
    void parallelRowsFollowTheAxes() {
        try (Charted s = conditional(new StubAnalyses(ParameterChartsTest::mean))) {
            assertThat(s.chart("parallel"))
                    .isEqualTo(
                            json(
                                    "{'axes': [{'name': 'x', 'type': 'float', 'log': false},"
                                            + " {'name': 'k', 'type': 'categorical', 'log': false, 'choices': ['a', 'b']},"
                                            + " {'name': 'n', 'type': 'int', 'log': false}, {'name': 'loss', 'direction': 'minimize'}],"
                                            + " 'rows': [[0, 0.25, 'a', null, 3.0], [1, 0.5, 'b', 2, 2.0], [3, 0.75, 'a', null, 1.0]]}"));
        }
    }

    @Test
    void aSliceGoesThroughTheBest() {
        try (Charted s = conditional(new StubAnalyses(ParameterChartsTest::mean))) {
            JsonNode chart = s.chart("slice", "parameter", "x");
            assertThat(chart.get("points")).isEqualTo(json("[[0.25, 3.0, 0], [0.5, 2.0, 1], [0.75, 1.0, 3]]"));
            JsonNode surrogate = chart.get("surrogate");
            assertThat(surrogate).hasSize(80);
            for (int i = 0; i < 80; i++) {
                // the best has k = a, where n is not active
                assertThat(surrogate.get(i).get(0).asDouble()).isCloseTo(i / 79.0, within(1e-12));
                assertThat(surrogate.get(i).get(1).asDouble()).isCloseTo(i / 79.0, within(1e-12));
                assertThat(surrogate.get(i).get(2).asDouble()).isEqualTo(0.5);
            }
        }
    }

    @Test
    void aSliceOverAConditionalParameterGoesThroughTheBestThatHasIt() {
        try (Charted s = conditional(new StubAnalyses(ParameterChartsTest::mean))) {
            assertThat(s.chart("slice", "parameter", "n"))
                    .isEqualTo(json("{'parameter': 'n', 'axis': {'name': 'n', 'type': 'int', 'log': false},"
                            + " 'points': [[2, 2.0, 1]],"
                            + " 'surrogate': [[1, 10.5, 0.5], [2, 20.5, 0.5], [3, 30.5, 0.5]]}"));
        }
    }

    @Test
    void whatAChoiceMakesActiveIsAtTheMiddleOfItsRange() {
        try (Charted s = conditional(new StubAnalyses(ParameterChartsTest::mean))) {
            assertThat(s.chart("slice", "parameter", "k").get("surrogate"))
                    .isEqualTo(json("[['a', 0.75, 0.5], ['b', 20.75, 0.5]]"));
        }
    }

    @Test
    void ordersHaveNoSlice() {
        try (Charted s = conditional(new StubAnalyses(ParameterChartsTest::mean))) {
            JsonNode chart = s.chart("slice", "parameter", "order");
            assertThat(chart.get("points")).isEmpty();
            assertThat(chart.get("note").asText()).contains("orders");
        }
    }

    /** Rows belong to b, columns to a; a + b may be 4 at most. */
    @Test
    void aContourLeavesOutWhatIsNotAllowed() {
        StubAnalyses stub = new StubAnalyses(c -> 10 * c.getInt("a") + c.getInt("b"));
        try (Charted s = Charted.over(
                        "a: {type: int, low: 1, high: 3}\nb: {type: int, low: 1, high: 3}\n",
                        "constraints: [\"a + b <= 4\"]\n",
                        stub.all())
                .complete("{\"a\": 1, \"b\": 1}", 5)
                .complete("{\"a\": 2, \"b\": 1}", 7)
                .stored()) {
            assertThat(s.chart("contour"))
                    .isEqualTo(json("{'x': {'name': 'a', 'type': 'int', 'log': false},"
                            + " 'y': {'name': 'b', 'type': 'int', 'log': false}, 'xs': [1, 2, 3], 'ys': [1, 2, 3],"
                            + " 'mean': [[11.0, 21.0, 31.0], [12.0, 22.0, null], [13.0, null, null]],"
                            + " 'sd': [[0.5, 0.5, 0.5], [0.5, 0.5, null], [0.5, null, null]],"
                            + " 'points': [[1, 1, 5.0, 0], [2, 1, 7.0, 1]]}"));
            assertThat(s.chart("contour", "x", "b", "y", "a")
                            .get("mean")
                            .get(2)
                            .get(0)
                            .asDouble())
                    .isEqualTo(31);
            assertThat(s.chart("contour", "x", "b").at("/y/name").asText()).isEqualTo("a");
            assertThat(s.chart("contour", "y", "a").at("/x/name").asText()).isEqualTo("b");
            assertThatThrownBy(() -> s.chart("contour", "x", "b", "y", "b"))
                    .isInstanceOf(InvalidFieldException.class)
                    .hasMessageContaining("y: is 'b'");
        }
    }

    @Test
    void oneParameterHasNoContour() {
        try (Charted s = Charted.plain(Objective.minimize("loss"))
                .complete("{\"x\": 1}", 1)
                .complete("{\"x\": 2}", 2)
                .stored()) {
            JsonNode chart = s.chart("contour");
            assertThat(chart.get("points")).isEmpty();
            assertThat(chart.get("note").asText()).contains("two parameters");
        }
    }

    @Test
    void numericAxesHaveThirtyTwoCellsOnTheParametersScale() {
        StubAnalyses stub = new StubAnalyses(c -> Math.log10(c.getDouble("rate")));
        try (Charted s = Charted.over(
                        "rate: {type: float, low: 1e-4, high: 1, log: true}\nk: {type: categorical, choices: [a, b]}\n",
                        stub.all())
                .complete("{\"rate\": 0.1, \"k\": \"a\"}", 5)
                .complete("{\"rate\": 0.01, \"k\": \"b\"}", 7)
                .stored()) {
            JsonNode chart = s.chart("contour");
            assertThat(chart.get("xs")).hasSize(32);
            assertThat(chart.get("ys")).isEqualTo(json("['a', 'b']"));
            assertThat(chart.at("/mean/0/0").asDouble()).isCloseTo(-4, within(1e-9));
            assertThat(chart.at("/mean/1/31").asDouble()).isCloseTo(0, within(1e-9));
            assertThat(chart.at("/mean/0/8").asDouble()).isCloseTo(-4 + 4 * 8 / 31.0, within(1e-9));
        }
    }

    /** 3 a + b over all four combinations: variances 9/4 and 1/4. Of PED-ANOVA's best, all are (no, no). */
    @Test
    void importancesOfAFullFactorial() {
        String parameters = """
                a: {type: categorical, choices: ["no", "yes"], ordered: false}
                b: {type: categorical, choices: ["no", "yes"], ordered: false}
                """;
        try (Charted s = Charted.over(parameters)) {
            for (int i = 0; i < 64; i++) {
                String a = i % 2 == 0 ? "no" : "yes";
                String b = i / 2 % 2 == 0 ? "no" : "yes";
                s.complete(
                        "{\"a\": \"" + a + "\", \"b\": \"" + b + "\"}",
                        (a.equals("yes") ? 3 : 0) + (b.equals("yes") ? 1 : 0));
            }
            JsonNode methods = s.stored().chart("importance").get("methods");
            assertThat(methods.get(0).get("id").asText()).isEqualTo("fanova");
            assertThat(methods.at("/0/values/0/0").asText()).isEqualTo("a");
            assertThat(methods.at("/0/values/0/1").asDouble()).isCloseTo(0.9, within(1e-9));
            assertThat(methods.at("/0/values/1/1").asDouble()).isCloseTo(0.1, within(1e-9));
            assertThat(methods.get(1).get("id").asText()).isEqualTo("ped-anova");
            assertThat(methods.at("/1/values/0/1").asDouble()).isCloseTo(0.5, within(1e-9));
            assertThat(methods.at("/1/values/1/1").asDouble()).isCloseTo(0.5, within(1e-9));
        }
    }

    @Test
    void importanceSaysWhatItMeansAndWhatIsMissing() {
        StubAnalyses stub = new StubAnalyses(c -> 0);
        try (Charted s = conditional(stub)) {
            assertThat(s.chart("importance"))
                    .isEqualTo(
                            json("{'objective': {'name': 'loss', 'direction': 'minimize'}, 'methods': [{'id': 'stub',"
                                    + " 'title': 'Stub', 'values': [['x', 1.0]]}], 'note': 'Stub: what is known.'}"));
            assertThat(stub.seen.get(0).points()).extracting(p -> p.value()).containsExactly(3.0, 2.0, 1.0);
        }
        try (Charted s = Charted.over("x: {type: float, low: 0, high: 1}\n", stub.all())
                .complete("{\"x\": 0.5}", 1)
                .stored()) {
            JsonNode chart = s.chart("importance");
            assertThat(chart.at("/methods/0/values")).isEmpty();
            assertThat(chart.get("note").asText()).isEqualTo("Stub needs 2 complete trials, there are 1.");
        }
    }

    @Test
    void theTerminatorLooksAtFeasibleTrialsOnly() {
        StubAnalyses stub = new StubAnalyses(c -> 0);
        try (Charted s = Charted.over("x: {type: float, low: 0, high: 1}\n", stub.all())
                .complete("{\"x\": 0.5}", 1)
                .complete("{\"x\": 0.6}", Evaluation.of(0).withConstraint("c", 1))
                .complete("{\"x\": 0.7}", 2)
                .complete("{\"x\": 3}", 2)
                .stored()) {
            assertThat(s.chart("terminator"))
                    .isEqualTo(json("{'points': [[0, 0.4, 0.1], [2, 0.1, 0.1]], 'stop_at': 2,"
                            + " 'note': 'Noise: told by points 30.'}"));
            assertThat(stub.seen.get(0).points())
                    .as("without what is infeasible, and what is out of the space")
                    .extracting(p -> p.number())
                    .containsExactly(0L, 2L);
        }
    }

    @Test
    void tooFewTrialsToTell() {
        try (Charted s = Charted.over("x: {type: float, low: 0, high: 1}\n")
                .complete("{\"x\": 0.5}", 1)
                .stored()) {
            JsonNode chart = s.chart("terminator");
            assertThat(chart.get("points")).isEmpty();
            assertThat(chart.get("stop_at").isNull()).isTrue();
            assertThat(chart.get("note").asText()).contains("1 feasible trials are too few");
            assertThat(s.chart("slice").get("surrogate").isNull()).isTrue();
        }
    }

    @Test
    void aSpaceThatNobodyWroteDownIsThatOfTheTrials() {
        try (Charted s = Charted.plain(Objective.minimize("loss"))
                .complete("{\"x\": 0.5, \"n\": 3, \"k\": \"a\", \"same\": 1}", 1)
                .complete("{\"x\": 1.5, \"n\": 8, \"k\": \"b\", \"same\": 1}", 2)
                .stored()) {
            JsonNode chart = s.chart("parallel");
            assertThat(chart.get("axes"))
                    .isEqualTo(json("[{'name': 'x', 'type': 'float', 'log': false},"
                            + " {'name': 'n', 'type': 'int', 'log': false},"
                            + " {'name': 'k', 'type': 'categorical', 'log': false, 'choices': ['a', 'b']},"
                            + " {'name': 'loss', 'direction': 'minimize'}]"));
            assertThat(chart.get("rows")).isEqualTo(json("[[0, 0.5, 3, 'a', 1.0], [1, 1.5, 8, 'b', 2.0]]"));
            assertThat(chart.get("note").asText()).contains("does not say what its parameters are");
        }
    }

    @Test
    void textsHaveNoParameters() {
        try (Charted s = Charted.plain(Objective.minimize("loss"))
                .complete("\"Be brief.\"", 1)
                .complete("\"Be exact.\"", 2)
                .stored()) {
            for (String chart : new String[] {"parallel", "slice", "contour", "importance", "terminator"}) {
                JsonNode node = s.chart(chart);
                assertThat(node.findValues("points")).as(chart).allMatch(JsonNode::isEmpty);
                if (!chart.equals("terminator")) {
                    assertThat(node.get("note").asText()).as(chart).contains("not made of parameters");
                }
            }
        }
    }
}
