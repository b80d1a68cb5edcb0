package dev.hone.server.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.core.Json;
import dev.hone.core.trial.Objective;
import java.util.Locale;

/** Pieces of JSON that charts share. */
final class Rows {

    private Rows() {}

    static ObjectNode object() {
        return Json.MAPPER.createObjectNode();
    }

    static ArrayNode array() {
        return Json.MAPPER.createArrayNode();
    }

    /** A list of texts, booleans, numbers and null; numbers that JSON cannot hold become null. */
    static ArrayNode of(Object... cells) {
        ArrayNode row = array();
        for (Object cell : cells) {
            row.add(cell(cell));
        }
        return row;
    }

    static JsonNode cell(Object value) {
        boolean hasNoJson = value instanceof Double number && !Double.isFinite(number);
        return value instanceof JsonNode node ? node : Json.MAPPER.valueToTree(hasNoJson ? null : value);
    }

    static ArrayNode of(double[] numbers) {
        ArrayNode row = array();
        for (double number : numbers) {
            row.add(cell(number));
        }
        return row;
    }

    /** Name and direction. */
    static ObjectNode objective(Objective objective) {
        return object().put("name", objective.name())
                .put("direction", objective.direction().name().toLowerCase(Locale.ROOT));
    }

    static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
