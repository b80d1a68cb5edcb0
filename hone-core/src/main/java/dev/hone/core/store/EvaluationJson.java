package dev.hone.core.store;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.core.Json;
import dev.hone.core.trial.Evaluation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Evaluations as JSON text; empty parts are left out. */
public final class EvaluationJson {

    private static final TypeReference<List<Double>> NUMBERS = new TypeReference<>() {};
    private static final TypeReference<LinkedHashMap<String, Double>> NAMED = new TypeReference<>() {};

    private EvaluationJson() {}

    public static String write(Evaluation evaluation) {
        ObjectNode node = Json.MAPPER.createObjectNode();
        put(node, "values", evaluation.values());
        put(node, "variances", evaluation.variances());
        put(node, "constraints", evaluation.constraints());
        put(node, "metrics", evaluation.metrics());
        evaluation.critique().ifPresent(text -> node.put("critique", text));
        put(node, "gradient", evaluation.gradient());
        evaluation.profile().ifPresent(profile -> node.set("profile", profile));
        if (evaluation.cost() != 0) {
            node.put("cost", evaluation.cost());
        }
        evaluation.fidelity().ifPresent(name -> node.put("fidelity", name));
        return Json.write(node);
    }

    public static Evaluation read(String text) {
        JsonNode node = Json.parse(text);
        return new Evaluation(
                list(node, "values"),
                list(node, "variances"),
                map(node, "constraints"),
                map(node, "metrics"),
                Optional.ofNullable(node.get("critique")).map(JsonNode::asText),
                map(node, "gradient"),
                Optional.ofNullable(node.get("profile")),
                node.path("cost").asDouble(0),
                Optional.ofNullable(node.get("fidelity")).map(JsonNode::asText));
    }

    private static void put(ObjectNode node, String name, List<Double> numbers) {
        if (!numbers.isEmpty()) {
            node.set(name, Json.MAPPER.valueToTree(numbers));
        }
    }

    private static void put(ObjectNode node, String name, Map<String, Double> numbers) {
        if (!numbers.isEmpty()) {
            node.set(name, Json.MAPPER.valueToTree(numbers));
        }
    }

    private static List<Double> list(JsonNode node, String name) {
        return node.has(name) ? Json.MAPPER.convertValue(node.get(name), NUMBERS) : List.of();
    }

    private static Map<String, Double> map(JsonNode node, String name) {
        return node.has(name) ? Json.MAPPER.convertValue(node.get(name), NAMED) : Map.of();
    }
}
