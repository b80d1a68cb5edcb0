package dev.hone.server;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.core.HoneException;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.Json;
import dev.hone.core.definition.DefinitionException;
import dev.hone.core.definition.DefinitionException.Problem;
import dev.hone.core.store.StoreException;
import dev.hone.server.chart.ChartsBusyException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.io.EOFException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Failures as JSON: {@code {"error": {"message", "field", "place", "problems"}}}. */
final class Errors {

    private static final Logger LOG = LoggerFactory.getLogger(HoneServer.class);
    /** Marks requests whose failure has been told, which pass the handler of unknown addresses too. */
    private static final String ANSWERED = "hone.answered";

    private static final String RETRY_SECONDS = "2";

    private Errors() {}

    static void register(RoutesConfig routes) {
        routes.exception(ApiException.class, (e, ctx) -> {
            ObjectNode error = error(e.getMessage());
            e.field().ifPresent(field -> error.put("field", field));
            answer(ctx, e.status(), error);
        });
        routes.exception(DefinitionException.class, (e, ctx) -> answer(ctx, 400, definition(e)));
        routes.exception(
                InvalidFieldException.class,
                (e, ctx) -> answer(ctx, 400, error(e.getMessage()).put("field", e.field())));
        routes.exception(ChartsBusyException.class, (e, ctx) -> {
            ctx.header("Retry-After", RETRY_SECONDS);
            answer(ctx, 503, error(e.getMessage()));
        });
        routes.exception(StoreException.class, Errors::store);
        routes.exception(HoneException.class, (e, ctx) -> answer(ctx, 400, error(e.getMessage())));
        routes.exception(HttpResponseException.class, (e, ctx) -> answer(ctx, e.getStatus(), error(e.getMessage())));
        routes.exception(Exception.class, Errors::unexpected);
        routes.error(404, ctx -> {
            if (ctx.attribute(ANSWERED) == null) {
                answer(ctx, 404, error("there is nothing at " + ctx.path()));
            }
        });
    }

    private static void store(StoreException e, Context ctx) {
        if (e.isTransient()) {
            ctx.header("Retry-After", RETRY_SECONDS);
            answer(ctx, 503, error("the store is out of reach: " + e.getMessage()));
        } else {
            LOG.atError().setCause(e).log("{} {} failed", ctx.method(), ctx.path());
            answer(ctx, 500, error(e.getMessage()));
        }
    }

    private static void unexpected(Exception e, Context ctx) {
        if (e instanceof EOFException || e.getCause() instanceof EOFException) {
            // the client went away; there is nobody to tell
            return;
        }
        LOG.atError().setCause(e).log("{} {} failed", ctx.method(), ctx.path());
        answer(ctx, 500, error("unexpected " + e.getClass().getSimpleName() + "; the server's log says more"));
    }

    private static ObjectNode definition(DefinitionException e) {
        ObjectNode error = error(e.getMessage());
        Problem first = e.problems().get(0);
        error.put("field", first.path()).put("place", place(first));
        ArrayNode problems = error.putArray("problems");
        for (Problem problem : e.problems()) {
            problems.addObject()
                    .put("field", problem.path())
                    .put("place", place(problem))
                    .put("line", problem.line())
                    .put("column", problem.column())
                    .put("message", problem.message())
                    .put("example", problem.example());
        }
        return error;
    }

    private static String place(Problem problem) {
        return problem.source() + ":" + problem.line() + ":" + problem.column();
    }

    private static ObjectNode error(String message) {
        return Json.MAPPER.createObjectNode().put("message", message);
    }

    private static void answer(Context ctx, int status, ObjectNode error) {
        ObjectNode body = Json.MAPPER.createObjectNode();
        body.set("error", error);
        ctx.status(status);
        ctx.attribute(ANSWERED, true);
        Answers.json(ctx, body);
    }
}
