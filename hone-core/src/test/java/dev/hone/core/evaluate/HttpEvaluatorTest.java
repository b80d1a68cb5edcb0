package dev.hone.core.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.hone.core.Json;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.IntParameter;
import dev.hone.core.space.SearchSpace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpEvaluatorTest {

    private static final Configuration CONFIGURATION =
            SearchSpace.of(IntParameter.linear("x", 0, 9)).configuration(Map.of("x", 3));

    private final AtomicReference<String> received = new AtomicReference<>();
    private final AtomicReference<String> token = new AtomicReference<>();
    private final CountDownLatch release = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        answer("/good", 200, "{\"loss\": 0.25, \"cost\": 2, \"note\": \"fine\"}".getBytes(StandardCharsets.UTF_8));
        answer("/broken", 500, "no such model".getBytes(StandardCharsets.UTF_8));
        answer("/text", 200, "0.25".getBytes(StandardCharsets.UTF_8));
        answer("/nan", 200, "{\"loss\": NaN}".getBytes(StandardCharsets.UTF_8));
        answer("/huge", 200, new byte[20_000_000]);
        server.createContext("/slow", exchange -> {
            try {
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().write('{');
                exchange.getResponseBody().flush();
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        release.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(String path, int status, byte[] body) {
        server.createContext(path, exchange -> {
            received.set(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            token.set(exchange.getRequestHeaders().getFirst("X-Token"));
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    private HttpEvaluator at(String path, Duration timeout) {
        URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
        return new HttpEvaluator(uri, Map.of("X-Token", "abc"), timeout);
    }

    private HttpEvaluator at(String path) {
        return at(path, Duration.ofSeconds(30));
    }

    @Test
    void postsTheConfigurationAndReadsNumbers() throws Exception {
        var evaluation = at("/good").evaluate(CONFIGURATION, new RecordingContext());

        assertThat(evaluation.metrics()).containsExactly(entry("loss", 0.25), entry("cost", 2.0));
        assertThat(evaluation.cost()).isEqualTo(2);
        JsonNode body = Json.parse(received.get());
        assertThat(body)
                .isEqualTo(Json.parse("{\"study\":\"a study\",\"trial\":7,\"seed\":42,\"parameters\":{\"x\":3}}"));
        assertThat(token.get()).isEqualTo("abc");
    }

    @Test
    void failuresSayWhatCame() {
        assertThatThrownBy(() -> at("/broken").evaluate(CONFIGURATION, new RecordingContext()))
                .hasMessageContaining("/broken answered with status 500: 'no such model'");
        assertThatThrownBy(() -> at("/absent").evaluate(CONFIGURATION, new RecordingContext()))
                .hasMessageContaining("answered with status 404");
        assertThatThrownBy(() -> at("/text").evaluate(CONFIGURATION, new RecordingContext()))
                .hasMessageContaining("output not parseable: expected a JSON object")
                .hasMessageContaining("got '0.25'");
        assertThatThrownBy(() -> at("/nan").evaluate(CONFIGURATION, new RecordingContext()))
                .hasMessage("result 'loss' is NaN, expected a finite number");
        assertThatThrownBy(() -> at("/huge").evaluate(CONFIGURATION, new RecordingContext()))
                .hasMessageContaining("the body is larger than 16777216 bytes");
    }

    @Test
    void aBodyThatDoesNotEndTimesOut() {
        assertThatThrownBy(() -> at("/slow", Duration.ofMillis(300)).evaluate(CONFIGURATION, new RecordingContext()))
                .hasMessageContaining("timeout: no")
                .hasMessageContaining("after 300 ms");
    }

    @Test
    void nobodyThereIsAFailureWithTheAddress() {
        HttpEvaluator evaluator = at("/good");
        server.stop(0);

        assertThatThrownBy(() -> evaluator.evaluate(CONFIGURATION, new RecordingContext()))
                .hasMessageContaining("no answer from http://127.0.0.1:");
    }

    @Test
    void anInterruptEndsTheWait() throws Exception {
        CompletableFuture<Throwable> outcome = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                at("/slow").evaluate(CONFIGURATION, new RecordingContext());
                outcome.complete(null);
            } catch (Throwable e) {
                outcome.complete(e);
            }
        });
        thread.start();
        thread.interrupt();

        assertThat(outcome.get(20, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
    }

    @Test
    void badAddressesAndHeadersAreRefused() {
        assertThatThrownBy(() -> new HttpEvaluator(URI.create("ftp://x/y"), Map.of(), Duration.ofSeconds(1)))
                .hasMessageContaining("http: is 'ftp://x/y'");
        assertThatThrownBy(() -> new HttpEvaluator(
                        URI.create("http://x/y"), Map.of("Content-Length", "1"), Duration.ofSeconds(1)))
                .hasMessageContaining("headers.Content-Length: is refused");
        assertThatThrownBy(() -> new HttpEvaluator(URI.create("http://x/y"), Map.of(), Duration.ZERO))
                .hasMessageContaining("timeout: is PT0S");
    }
}
