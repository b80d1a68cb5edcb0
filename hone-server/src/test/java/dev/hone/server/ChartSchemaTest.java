package dev.hone.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.hone.core.Json;
import dev.hone.core.store.StudyStore.NewStudy;
import dev.hone.core.store.StudyStore.NewTrial;
import dev.hone.core.store.StudyStore.Outcome;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Objective;
import dev.hone.core.trial.Origin;
import dev.hone.core.trial.Trial;
import dev.hone.server.chart.Charts;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the server sends of charts, against openapi.yaml: all fields that are described, and no others. */
class ChartSchemaTest {

    private static final List<String> STUDIES = List.of("one", "pair", "texts", "empty");

    private static ServerFixture fixture;
    private static JsonNode api;

    @BeforeAll
    static void begin() {
        fixture = new ServerFixture();
        api = OpenApi.read();
        String definition = """
                study: one
                objectives: [{minimize: loss}]
                parameters:
                  x: {type: float, low: 1e-3, high: 1, log: true}
                  k: {type: categorical, choices: [a, b]}
                  n: {type: int, low: 1, high: 9, when: {k: [b]}}
                evaluator: external
                """;
        fill(
                "one",
                definition,
                List.of(Objective.minimize("loss")),
                i -> i % 2 == 0
                        ? "{\"x\":0." + (i + 1) + ",\"k\":\"a\"}"
                        : "{\"x\":0." + (i + 1) + ",\"k\":\"b\",\"n\":" + i + "}");
        fill("pair", "", List.of(Objective.minimize("size"), Objective.maximize("speed")), i -> "{\"x\":" + i + "}");
        fill("texts", "", List.of(Objective.maximize("accuracy")), i -> "\"prompt " + i + "\"");
        fixture.store.create(new NewStudy("empty", List.of(Objective.minimize("loss")), 1, "random", ""));
    }

    private static void fill(
            String name, String definition, List<Objective> objectives, IntFunction<String> candidate) {
        long id = fixture.store
                .create(new NewStudy(name, objectives, 1, "random", definition))
                .id();
        for (int i = 0; i < 9; i++) {
            fixture.store.enqueue(id, List.of(new NewTrial(candidate.apply(i), Origin.OPTIMIZER, Map.of(), List.of())));
            Trial<String> trial = fixture.store.claim(id, "w").orElseThrow();
            fixture.store.report(id, trial.number(), 1, 0.5);
            double[] values = objectives.size() == 1 ? new double[] {i % 4} : new double[] {i, i % 4};
            Evaluation evaluation = Evaluation.of(values).withCost(0.1);
            if (objectives.size() == 1) {
                evaluation = evaluation.withVariances(List.of(0.04));
            }
            if (i < 7) {
                fixture.store.finish(id, trial.number(), trial.attempt(), Outcome.complete(evaluation));
            } else if (i == 7) {
                fixture.store.finish(id, trial.number(), trial.attempt(), Outcome.failed("no"));
            }
        }
    }

    @AfterAll
    static void end() {
        fixture.close();
    }

    @Test
    void everyChartOfEveryStudyIsAsDescribed() {
        Set<String> schemas = new HashSet<>();
        for (String chart : Charts.names()) {
            String schema = chart.substring(0, 1).toUpperCase(Locale.ROOT) + chart.substring(1) + "Chart";
            schemas.add("#/components/schemas/" + schema);
            for (String study : STUDIES) {
                check(schema, "/api/studies/" + study + "/charts/" + chart);
            }
        }
        assertThat(api.at("/paths/~1api~1studies~1{study}~1charts~1{chart}/get/responses")
                        .findValuesAsText("$ref"))
                .containsAll(schemas);
        assertThat(strings(api.at("/paths/~1api~1studies~1{study}~1charts~1{chart}/parameters/1/schema/enum")))
                .isEqualTo(Charts.names());
    }

    @Test
    void everyComparisonIsAsDescribed() {
        Map<String, String> schemas = Map.of("history", "ComparedHistory", "front", "ComparedFront", "edf", "EdfChart");
        assertThat(Charts.comparisons()).containsExactlyInAnyOrderElementsOf(schemas.keySet());
        schemas.forEach((chart, schema) -> {
            check(schema, "/api/compare/" + chart + "?study=one&study=empty");
            check(schema, "/api/compare/" + chart + "?study=one&study=pair&study=texts");
        });
        assertThat(strings(api.at("/paths/~1api~1compare~1{chart}/parameters/0/schema/enum")))
                .isEqualTo(Charts.comparisons());
    }

    private static List<String> strings(JsonNode list) {
        return Json.MAPPER.convertValue(
                list, Json.MAPPER.getTypeFactory().constructCollectionType(List.class, String.class));
    }

    private static void check(String name, String path) {
        ServerFixture.Answer answer = fixture.get(path);
        assertThat(answer.status()).as(path + ": " + answer.json()).isEqualTo(200);
        ObjectNode document = Json.MAPPER.createObjectNode().put("$ref", "#/components/schemas/" + name);
        document.set("components", closed(api.get("components").deepCopy()));
        JsonSchema schema =
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4).getSchema(document);
        assertThat(schema.validate(answer.json())).as(path).isEmpty();
    }

    /** OpenAPI's schema as JSON Schema has it: null is a type of its own; and objects have no fields but those described. */
    private static JsonNode closed(JsonNode node) {
        if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, closed(array.get(i)));
            }
        } else if (node instanceof ObjectNode object) {
            object.properties().forEach(field -> field.setValue(closed(field.getValue())));
            if (object.path("properties").isObject() && !object.has("additionalProperties")) {
                object.put("additionalProperties", false);
            }
            if (object.path("nullable").asBoolean()) {
                object.remove("nullable");
                ObjectNode either = Json.MAPPER.createObjectNode();
                either.putArray("anyOf").add(object).addObject().put("type", "null");
                return either;
            }
        }
        return node;
    }
}
