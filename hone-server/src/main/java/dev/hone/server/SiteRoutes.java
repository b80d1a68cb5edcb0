package dev.hone.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.core.Json;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.Optional;

/** What tells nothing about studies: the dashboard's files and whether the server is alive. */
final class SiteRoutes {

    private static final String REVALIDATE = "no-cache";
    private static final String FOREVER = "public, max-age=86400";

    private final Services services;
    private final SiteFiles files = new SiteFiles();
    private final JsonNode openApi = OpenApi.read();

    SiteRoutes(Services services) {
        this.services = services;
    }

    void register(Routes routes) {
        routes.addOpen(HandlerType.GET, "/health", this::health);
        routes.addOpen(HandlerType.GET, "/openapi.json", ctx -> Answers.json(ctx, openApi));
        routes.addOpen(HandlerType.GET, "/api-docs", ctx -> send(ctx, files.page("api-docs.html"), REVALIDATE));
        routes.addOpen(HandlerType.GET, "/", ctx -> send(ctx, files.page("index.html"), REVALIDATE));
        routes.addOpen(
                HandlerType.GET,
                "/vendor/echarts/<file>",
                ctx -> send(ctx, files.echarts(ctx.pathParam("file")), FOREVER));
        // last, because it matches everything
        routes.addOpen(HandlerType.GET, "/<file>", ctx -> send(ctx, files.page(ctx.pathParam("file")), REVALIDATE));
    }

    /** Also asks the store, whose absence is a 503. */
    private void health(Context ctx) {
        services.store().find("");
        Answers.json(ctx, Json.MAPPER.createObjectNode().put("status", "ok"));
    }

    private static void send(Context ctx, Optional<SiteFiles.SiteFile> found, String caching) {
        SiteFiles.SiteFile file = found.orElseThrow(() -> new ApiException(404, "there is nothing at " + ctx.path()));
        ctx.header("Cache-Control", caching);
        ctx.header("ETag", file.etag());
        ctx.header("Vary", "Accept-Encoding");
        if (file.etag().equals(ctx.header("If-None-Match"))) {
            ctx.status(304);
            return;
        }
        ctx.contentType(file.mediaType());
        ctx.disableCompression();
        String accepted = ctx.header("Accept-Encoding");
        if (accepted != null && accepted.contains("gzip") && file.zipped().length < file.content().length) {
            ctx.header("Content-Encoding", "gzip");
            ctx.result(file.zipped());
        } else {
            ctx.result(file.content());
        }
    }
}
