package dev.hone.core.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.core.HoneException;
import dev.hone.core.Json;
import dev.hone.core.store.EvaluationJson;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Objective;
import dev.hone.core.trial.Origin;
import dev.hone.core.trial.Trial;
import dev.hone.core.trial.TrialState;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** A trial as a JSON object, without loss. */
final class TrialJson {

    private TrialJson() {}

    static ObjectNode write(Trial<String> trial) {
        ObjectNode node = Json.MAPPER.createObjectNode();
        node.put("number", trial.number());
        node.put("state", trial.state().name());
        node.set("candidate", Json.parse(trial.candidate()));
        node.put("origin", trial.origin().name());
        node.put("attempt", trial.attempt());
        trial.worker().ifPresent(worker -> node.put("worker", worker));
        trial.evaluation().ifPresent(e -> node.set("evaluation", Json.parse(EvaluationJson.write(e))));
        trial.failure().ifPresent(failure -> node.put("failure", failure));
        if (!trial.intermediate().isEmpty()) {
            ArrayNode reports = node.putArray("intermediate");
            trial.intermediate()
                    .forEach((step, value) -> reports.addArray().add(step).add(value));
        }
        if (!trial.attributes().isEmpty()) {
            ObjectNode attributes = node.putObject("attributes");
            new TreeMap<>(trial.attributes()).forEach(attributes::put);
        }
        if (!trial.parents().isEmpty()) {
            ArrayNode parents = node.putArray("parents");
            trial.parents().forEach(parents::add);
        }
        node.put("created", trial.created().toString());
        trial.started().ifPresent(time -> node.put("started", time.toString()));
        trial.finished().ifPresent(time -> node.put("finished", time.toString()));
        node.put("finish_order", trial.finishOrder());
        return node;
    }

    /** @throws HoneException naming the field that is missing or wrong */
    static Trial<String> read(JsonNode node, List<Objective> objectives) {
        TrialState state = constant(TrialState.class, node, "state");
        Optional<Evaluation> evaluation = Optional.ofNullable(node.get("evaluation"))
                .map(JsonNode::toString)
                .map(EvaluationJson::read);
        if (state == TrialState.COMPLETE) {
            evaluation = Optional.of(evaluation
                    .orElseThrow(() -> new HoneException("evaluation: is missing, expected one of a complete trial"))
                    .against(objectives));
        }
        NavigableMap<Long, Double> intermediate = new TreeMap<>();
        for (JsonNode report : node.path("intermediate")) {
            intermediate.put(report.path(0).asLong(), report.path(1).asDouble());
        }
        Map<String, String> attributes = new HashMap<>();
        node.path("attributes")
                .properties()
                .forEach(e -> attributes.put(e.getKey(), e.getValue().asText()));
        List<Long> parents = new ArrayList<>();
        node.path("parents").forEach(parent -> parents.add(parent.asLong()));
        return new Trial<>(
                required(node, "number").asLong(),
                state,
                required(node, "candidate").toString(),
                constant(Origin.class, node, "origin"),
                node.path("attempt").asInt(0),
                text(node, "worker"),
                evaluation,
                text(node, "failure"),
                intermediate,
                attributes,
                parents,
                time(node, "created").orElseThrow(() -> missing("created")),
                time(node, "started"),
                time(node, "finished"),
                node.path("finish_order").asLong(0));
    }

    static JsonNode required(JsonNode node, String field) {
        if (!node.hasNonNull(field)) {
            throw missing(field);
        }
        return node.get(field);
    }

    static <E extends Enum<E>> E constant(Class<E> type, JsonNode node, String field) {
        String value = required(node, field).asText();
        try {
            return Enum.valueOf(type, value);
        } catch (IllegalArgumentException e) {
            throw new HoneException(
                    field + ": is '" + value + "', expected one of " + List.of(type.getEnumConstants()), e);
        }
    }

    private static HoneException missing(String field) {
        return new HoneException(field + ": is missing");
    }

    private static Optional<String> text(JsonNode node, String field) {
        return Optional.ofNullable(node.get(field)).map(JsonNode::asText);
    }

    private static Optional<Instant> time(JsonNode node, String field) {
        try {
            return text(node, field).map(Instant::parse);
        } catch (DateTimeException e) {
            throw new HoneException(
                    field + ": is '" + node.get(field).asText() + "', expected a time such as 2026-01-31T12:00:00Z", e);
        }
    }
}
