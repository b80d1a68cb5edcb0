package dev.hone.core.trial;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;

/**
 * The tiers of a {@link Comparison} as JSON: an array of trial numbers, best first, in which several of one tier are an array
 * of their own, such as {@code [3, 1, [0, 2]]}.
 */
public final class Rankings {

    private Rankings() {}

    public static ArrayNode json(Comparison comparison) {
        ArrayNode json = Json.MAPPER.createArrayNode();
        for (List<Long> tier : comparison.tiers()) {
            if (tier.size() == 1) {
                json.add(tier.get(0));
            } else {
                tier.forEach(json.addArray()::add);
            }
        }
        return json;
    }

    /**
     * Reads tiers.
     *
     * @throws InvalidFieldException naming the element that is not a trial number
     */
    public static List<List<Long>> read(JsonNode json) {
        return read(json, LongUnaryOperator.identity());
    }

    /** {@link #read(JsonNode)} with every trial number mapped. */
    public static List<List<Long>> read(JsonNode json, LongUnaryOperator numbers) {
        if (!json.isArray()) {
            throw new InvalidFieldException(
                    "ranking",
                    "is " + shown(json) + ", expected an array of trial numbers, best first: [3, 1, [0, 2]]");
        }
        List<List<Long>> tiers = new ArrayList<>();
        for (JsonNode element : json) {
            List<Long> tier = new ArrayList<>();
            if (element.isArray()) {
                element.forEach(number -> tier.add(number(number, numbers)));
            } else {
                tier.add(number(element, numbers));
            }
            tiers.add(tier);
        }
        return tiers;
    }

    private static long number(JsonNode node, LongUnaryOperator numbers) {
        if (!node.isIntegralNumber() || !node.canConvertToLong() || node.longValue() < 0) {
            throw new InvalidFieldException("ranking", "has " + shown(node) + ", expected the number of a trial");
        }
        return numbers.applyAsLong(node.longValue());
    }

    private static String shown(JsonNode node) {
        String text = node.toString();
        return node.isMissingNode() ? "missing" : text.length() > 60 ? text.substring(0, 60) + "..." : text;
    }
}
