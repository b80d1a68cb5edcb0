package dev.hone.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.core.HoneException;
import dev.hone.core.evaluate.OutcomeConstraint;
import dev.hone.core.store.StudyStore.Outcome;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Objective;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a client tells about the end of a trial. */
final class TellBody {

    static final Set<String> KEYS = Set.of(
            "attempt", "state", "reason", "value", "values", "variances", "metrics", "constraints", "cost", "critique");

    private TellBody() {}

    /**
     * The end of a trial; one with a number that is not finite is failed.
     *
     * @param bounds of the study, which become constraints
     * @throws ApiException if something is missing or has the wrong form
     */
    static Outcome outcome(ObjectNode body, List<Objective> objectives, List<OutcomeConstraint> bounds) {
        String state = body.path("state").asText("complete");
        return switch (state) {
            case "complete" -> complete(body, objectives, bounds);
            case "failed" -> Outcome.failed(text(body, "reason").orElse("failed, without a reason"));
            case "pruned" -> Outcome.pruned(text(body, "reason").orElse("pruned by its evaluator"));
            default -> throw ApiException.badField("state", "is '" + state + "', expected complete, failed or pruned");
        };
    }

    private static Outcome complete(ObjectNode body, List<Objective> objectives, List<OutcomeConstraint> bounds) {
        Evaluation evaluation = Evaluation.of()
                .withValues(values(body, objectives))
                .withVariances(variances(body, objectives))
                .withMetrics(named(body, "metrics"))
                .withCost(body.has("cost") ? real(body.get("cost"), "cost") : 0);
        for (Map.Entry<String, Double> constraint : named(body, "constraints").entrySet()) {
            evaluation = evaluation.withConstraint(constraint.getKey(), constraint.getValue());
        }
        Optional<String> critique = text(body, "critique");
        if (critique.isPresent()) {
            evaluation = evaluation.withCritique(critique.get());
        }
        Evaluation bounded = bounded(evaluation, bounds, objectives);
        try {
            return Outcome.complete(bounded.against(objectives));
        } catch (HoneException e) {
            return Outcome.failed(e.getMessage());
        }
    }

    private static Evaluation bounded(
            Evaluation evaluation, List<OutcomeConstraint> bounds, List<Objective> objectives) {
        try {
            return OutcomeConstraint.applied(evaluation, bounds, objectives);
        } catch (HoneException e) {
            throw ApiException.badField("metrics", e.getMessage());
        }
    }

    private static List<Double> values(ObjectNode body, List<Objective> objectives) {
        if (objectives.isEmpty()) {
            return none(body);
        }
        List<String> names = objectives.stream().map(Objective::name).toList();
        JsonNode values = body.path("values");
        if (body.has("value") == body.has("values")) {
            throw ApiException.badField(
                    "values",
                    (body.has("value") ? "stands beside 'value'" : "is missing") + ", expected one number for each of "
                            + names + ", or 'value' for a single objective");
        }
        List<Double> numbers = new ArrayList<>();
        if (body.has("value")) {
            numbers.add(real(body.get("value"), "value"));
        } else if (values.isObject()) {
            names.forEach(name -> numbers.add(real(values.path(name), "values." + name)));
        } else {
            values.forEach(v -> numbers.add(real(v, "values[" + numbers.size() + "]")));
        }
        if (numbers.size() != names.size() || values.isObject() && values.size() != names.size()) {
            throw ApiException.badField(
                    body.has("value") ? "value" : "values",
                    "has " + (values.isObject() ? values.size() : numbers.size())
                            + " number(s), expected one for each of " + names);
        }
        return numbers;
    }

    /** The values of a trial that is compared, not measured. */
    private static List<Double> none(ObjectNode body) {
        for (String key : List.of("value", "values")) {
            if (!body.path(key).isEmpty()
                    || body.path(key).isValueNode() && !body.path(key).isNull()) {
                throw ApiException.badField(
                        key,
                        "is " + Requests.kind(body.get(key))
                                + ", expected nothing, as trials of this study are compared, not measured");
            }
        }
        return List.of();
    }

    private static List<Double> variances(ObjectNode body, List<Objective> objectives) {
        List<Double> numbers = new ArrayList<>();
        body.path("variances").forEach(v -> numbers.add(real(v, "variances[" + numbers.size() + "]")));
        if (body.hasNonNull("variances") && numbers.size() != objectives.size()) {
            throw ApiException.badField(
                    "variances", "has " + numbers.size() + " number(s), expected " + objectives.size());
        }
        numbers.forEach(v -> {
            if (v < 0) {
                throw ApiException.badField("variances", "has " + v + ", expected numbers of at least 0");
            }
        });
        return numbers;
    }

    private static Map<String, Double> named(ObjectNode body, String key) {
        JsonNode node = body.path(key);
        if (!node.isMissingNode() && !node.isNull() && !node.isObject()) {
            throw ApiException.badField(key, "is " + Requests.kind(node) + ", expected an object of numbers");
        }
        Map<String, Double> numbers = new LinkedHashMap<>();
        node.properties().forEach(e -> numbers.put(e.getKey(), real(e.getValue(), key + "." + e.getKey())));
        return numbers;
    }

    private static Optional<String> text(ObjectNode body, String key) {
        JsonNode node = body.path(key);
        if (node.isMissingNode() || node.isNull()) {
            return Optional.empty();
        }
        if (!node.isTextual()) {
            throw ApiException.badField(key, "is " + Requests.kind(node) + ", expected a text");
        }
        return Optional.of(node.asText());
    }

    /** A number, which may be NaN or infinite. */
    static double real(JsonNode node, String field) {
        if (!node.isNumber()) {
            throw ApiException.badField(field, "is " + Requests.kind(node) + ", expected a number");
        }
        return node.doubleValue();
    }

    /** @param absent what counts if it is not there; null if it must be */
    static long whole(ObjectNode body, String key, Integer absent, long low, long high) {
        JsonNode node = body.path(key);
        if (node.isMissingNode() && absent != null) {
            return absent;
        }
        if (!node.isIntegralNumber() || !node.canConvertToLong() || node.longValue() < low || node.longValue() > high) {
            throw ApiException.badField(
                    key,
                    "is " + Requests.kind(node) + ", expected a whole number"
                            + (low == Long.MIN_VALUE ? "" : " of at least " + low));
        }
        return node.longValue();
    }
}
