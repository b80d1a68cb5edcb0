package dev.hone.cli.tune;

import dev.hone.core.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;

/** {@code hone serve} in a process of its own, at a free port, and a client of it. */
public final class ServerProcess implements AutoCloseable {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final HoneProcess hone;
    private final URI uri;

    private ServerProcess(HoneProcess hone, URI uri) {
        this.hone = hone;
        this.uri = uri;
    }

    public static ServerProcess start(Path folder, String name, Map<String, String> environment, String... args)
            throws Exception {
        HoneProcess hone = HoneProcess.start(
                folder,
                name,
                environment,
                Stream.concat(Stream.of("serve", "--json", "--port", "0"), Stream.of(args))
                        .toArray(String[]::new));
        HoneProcess.until(() -> ready(hone), () -> "a server, which said: " + hone.said());
        int port = URI.create(
                        Json.parse(Files.readString(hone.out())).get("uri").asText())
                .getPort();
        return new ServerProcess(hone, URI.create("http://127.0.0.1:" + port + "/"));
    }

    private static boolean ready(HoneProcess hone) {
        try {
            return Files.readString(hone.out()).contains("}");
        } catch (IOException e) {
            return false;
        }
    }

    public URI uri() {
        return uri;
    }

    public Process process() {
        return hone.process();
    }

    public int status() throws InterruptedException {
        return hone.status();
    }

    public HttpResponse<String> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri.resolve(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }

    public HttpResponse<String> send(String method, String path, String type, String body) throws Exception {
        return CLIENT.send(
                HttpRequest.newBuilder(uri.resolve(path))
                        .header("Content-Type", type)
                        .method(method, BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    /** Tells the value of a trial in its first attempt. */
    public void tell(String study, long number, double value) throws Exception {
        var answer = send(
                "POST",
                "api/studies/" + study + "/trials/" + number + "/tell",
                "application/json",
                "{\"attempt\": 1, \"value\": " + value + "}");
        Assertions.assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    /** SIGKILL. */
    public void kill() throws InterruptedException {
        hone.process().destroyForcibly();
        Assertions.assertThat(hone.process().waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    @Override
    public void close() {
        hone.close();
    }
}
