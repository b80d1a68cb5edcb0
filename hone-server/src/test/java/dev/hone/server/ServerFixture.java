package dev.hone.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.core.Json;
import dev.hone.core.definition.StoredDefinition;
import dev.hone.core.definition.StudyDefinition;
import dev.hone.core.method.MethodCatalogue;
import dev.hone.core.space.Configuration;
import dev.hone.core.store.MemoryStore;
import dev.hone.core.store.StudyStore;
import dev.hone.core.study.Study;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** A server on a free port, its store, and a client. */
final class ServerFixture implements AutoCloseable {

    static final HttpClient CLIENT = HttpClient.newHttpClient();

    final StudyStore store;
    final HoneServer server;

    ServerFixture() {
        this(new MemoryStore());
    }

    ServerFixture(StudyStore store) {
        this(store, Duration.ofMinutes(1));
    }

    ServerFixture(StudyStore store, Duration silence) {
        this(store, HoneServer.builder(store).silence(silence));
    }

    private ServerFixture(StudyStore store, HoneServer.Builder server) {
        this.store = store;
        this.server = server.build().start();
    }

    static ServerFixture allowingCommands(StudyStore store) {
        return new ServerFixture(store, HoneServer.builder(store).allowCommands(true));
    }

    /** A study file over x and y with the given lines in place of the evaluator. */
    static String yaml(String name, String rest) {
        return """
            study: %s
            seed: 3
            objectives: [{minimize: loss}]
            parameters:
              x: {type: float, low: -1, high: 1}
              n: {type: int, low: 1, high: 8}
            optimizer: random
            """.formatted(name) + rest + "\n";
    }

    /** A stored study, evaluated by whoever asks. */
    Study<Configuration> study(String name, int budget) {
        String text = yaml(name, "evaluator: external\nbudget: {trials: " + budget + "}");
        MethodCatalogue catalogue = MethodCatalogue.load();
        StudyDefinition definition = StudyDefinition.parse(text, "test", java.nio.file.Path.of(""), catalogue);
        return StoredDefinition.describe(definition, name, 3, definition.budget(), catalogue)
                .store(store)
                .create();
    }

    record Answer(int status, JsonNode json, HttpResponse<String> response) {
        String error() {
            return json.at("/error/message").asText();
        }
    }

    Answer get(String path) {
        return send(request(path).GET());
    }

    Answer post(String path, String json) {
        return send("POST", path, "application/json", json);
    }

    Answer send(String method, String path, String type, String body) {
        return send(request(path).header("Content-Type", type).method(method, BodyPublishers.ofString(body)));
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(server.uri().resolve(path));
    }

    static Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = CLIENT.send(request.build(), BodyHandlers.ofString());
            boolean json =
                    response.headers().firstValue("Content-Type").orElse("").matches("application/json(;.*)?");
            return new Answer(
                    response.statusCode(), json ? Json.parse(response.body()) : Json.MAPPER.missingNode(), response);
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    URI uri(String path) {
        return server.uri().resolve(path);
    }

    @Override
    public void close() {
        server.close();
        store.close();
    }
}
