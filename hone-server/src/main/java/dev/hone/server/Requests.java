package dev.hone.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.core.Json;
import dev.hone.core.Nearest;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what clients send, with errors that name field, value and expectation. */
final class Requests {

    /** Largest body but those of artifacts, bytes. */
    static final int MAX_BODY = 4_000_000;

    /** NaN and Infinity are what a failed evaluation gives, and what Python's JSON writes. */
    private static final ObjectMapper LENIENT = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Requests() {}

    /** A whole number of the query. */
    static long number(Context ctx, String name, long absent, long low, long high) {
        return number(ctx, name, low, high).orElse(absent);
    }

    /** A whole number of the query, if it is there. */
    static Optional<Long> number(Context ctx, String name, long low, long high) {
        return text(ctx, name).map(text -> whole(name, text, low, high));
    }

    private static long whole(String name, String text, long low, long high) {
        String expected = "a whole number from " + low + " to " + high;
        try {
            long number = Long.parseLong(text);
            if (number >= low && number <= high) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw ApiException.badField(name, "is '" + text + "', expected " + expected);
        }
        throw ApiException.badField(name, "is " + text + ", expected " + expected);
    }

    /** A text of the query; empty texts count as absent. */
    static Optional<String> text(Context ctx, String name) {
        return Optional.ofNullable(ctx.queryParam(name)).filter(t -> !t.isBlank());
    }

    /** One of several texts of the query. */
    static String choice(Context ctx, String name, String absent, List<String> choices) {
        String text = text(ctx, name).orElse(absent);
        if (!choices.contains(text)) {
            throw ApiException.badField(
                    name, "is '" + text + "'" + Nearest.hint(text, choices) + ", expected one of " + choices);
        }
        return text;
    }

    /** The number of a trial in the path. */
    static long trialNumber(Context ctx) {
        return whole("trial", ctx.pathParam("trial"), 0, Long.MAX_VALUE);
    }

    /** The media type of the body in lower case, without parameters. */
    static String mediaType(Context ctx) {
        String type = ctx.contentType();
        return type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(java.util.Locale.ROOT);
    }

    /**
     * The body, a JSON object. The media type must say so: a page elsewhere cannot send that without asking first.
     *
     * @param keys the keys that it may have
     */
    static ObjectNode object(Context ctx, Set<String> keys) {
        if (!mediaType(ctx).equals("application/json")) {
            throw new ApiException(415, "Content-Type is '" + ctx.contentType() + "', expected application/json");
        }
        String text = body(ctx);
        JsonNode node;
        try {
            node = text.isBlank() ? Json.MAPPER.createObjectNode() : LENIENT.readTree(text);
        } catch (JsonProcessingException e) {
            throw new ApiException(400, "the body is not valid JSON: " + e.getOriginalMessage(), e);
        }
        if (!(node instanceof ObjectNode object)) {
            throw new ApiException(400, "the body is " + kind(node) + ", expected a JSON object");
        }
        object.fieldNames().forEachRemaining(key -> {
            if (!keys.contains(key)) {
                throw ApiException.badField(
                        key, "is not a key here" + Nearest.hint(key, keys) + ", expected some of " + keys);
            }
        });
        return object;
    }

    /** The body as text. */
    static String body(Context ctx) {
        byte[] bytes;
        try {
            bytes = ctx.bodyInputStream().readNBytes(MAX_BODY + 1);
        } catch (IOException e) {
            throw new ApiException(400, "the body ended early: " + e.getMessage(), e);
        }
        if (bytes.length > MAX_BODY) {
            throw new ApiException(413, "the body has more than " + MAX_BODY + " bytes");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ApiException(400, "the body is not text in UTF-8", e);
        }
    }

    static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> "a JSON object";
            case ARRAY -> "a list";
            case STRING -> "'" + node.asText() + "'";
            case MISSING -> "missing";
            default -> node.toString();
        };
    }
}
