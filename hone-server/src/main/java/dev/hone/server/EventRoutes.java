package dev.hone.server;

import dev.hone.core.store.StudyStore.StudyRecord;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.sse.SseClient;
import io.javalin.http.sse.SseHandler;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Changes as server-sent events. */
final class EventRoutes {

    private static final String STREAM = "text/event-stream";

    private final Services services;

    EventRoutes(Services services) {
        this.services = services;
    }

    void register(Routes routes) {
        routes.add(HandlerType.GET, "/api/events", ctx -> stream(ctx, services.feed()::follow));
        routes.add(HandlerType.GET, "/api/studies/{study}/events", ctx -> {
            StudyRecord study = services.study(ctx);
            stream(ctx, (subscriber, last) -> services.feed().follow(study, subscriber, last));
        });
    }

    private void stream(Context ctx, BiConsumer<Subscriber, Optional<String>> follow) throws Exception {
        String accepted = ctx.header("Accept");
        if (accepted == null || !accepted.contains(STREAM)) {
            throw new ApiException(406, "Accept is '" + accepted + "', expected " + STREAM);
        }
        services.feed().checkRoom();
        Optional<String> last = Optional.ofNullable(ctx.header("Last-Event-ID")).filter(id -> !id.isBlank());
        new SseHandler((SseClient client) -> {
                    client.keepAlive();
                    follow.accept(services.feed().subscriber(client), last);
                })
                .handle(ctx);
    }
}
