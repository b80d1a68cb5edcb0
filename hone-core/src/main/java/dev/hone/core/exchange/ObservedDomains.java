package dev.hone.core.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.hone.core.Json;
import dev.hone.core.exchange.OptunaDistribution.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Domains of parameters as far as trials show them, for studies whose space is not known or has no counterpart. */
final class ObservedDomains {

    /** Distinct numbers that are remembered in case a parameter turns out to have choices that are no numbers. */
    private static final int MAX_NUMBERS = 1000;

    private static final class Seen {
        private double low = Double.POSITIVE_INFINITY;
        private double high = Double.NEGATIVE_INFINITY;
        private boolean integral = true;
        private boolean numeric = true;
        private final Set<JsonNode> choices = new LinkedHashSet<>();
    }

    private final Map<String, Seen> seen = new LinkedHashMap<>();

    void add(String candidate) {
        JsonNode node = Json.parse(candidate);
        parameters(node).forEach((name, value) -> {
            Seen parameter = seen.computeIfAbsent(name, n -> new Seen());
            if (value.isNumber()) {
                parameter.low = Math.min(parameter.low, value.asDouble());
                parameter.high = Math.max(parameter.high, value.asDouble());
                parameter.integral &= value.isIntegralNumber();
            } else {
                parameter.numeric = false;
            }
            if (!value.isNumber() || parameter.choices.size() < MAX_NUMBERS) {
                parameter.choices.add(value);
            }
        });
    }

    /** The values of a candidate by name; one that is not an object is a single value named {@code candidate}. */
    static Map<String, JsonNode> parameters(JsonNode candidate) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        if (candidate.isObject()) {
            candidate.properties().forEach(e -> values.put(e.getKey(), e.getValue()));
        } else {
            values.put("candidate", candidate.isTextual() ? candidate : TextNode.valueOf(candidate.toString()));
        }
        return values;
    }

    Map<String, OptunaDistribution> distributions() {
        Map<String, OptunaDistribution> domains = new LinkedHashMap<>();
        seen.forEach((name, parameter) -> {
            if (parameter.numeric) {
                Kind kind = parameter.integral ? Kind.INT : Kind.FLOAT;
                domains.put(
                        name,
                        new OptunaDistribution(
                                kind, parameter.low, parameter.high, false, parameter.integral ? 1 : 0, List.of()));
            } else {
                domains.put(name, OptunaDistribution.categorical(new ArrayList<>(parameter.choices)));
            }
        });
        return domains;
    }
}
