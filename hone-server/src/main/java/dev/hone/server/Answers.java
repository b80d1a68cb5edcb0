package dev.hone.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.core.Json;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;

/** Writes answers. */
final class Answers {

    private Answers() {}

    static void json(Context ctx, JsonNode body) {
        ctx.contentType("application/json").result(Json.write(body).getBytes(StandardCharsets.UTF_8));
    }
}
