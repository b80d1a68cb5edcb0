package dev.hone.claims.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.claims.TemporaryFolder;
import dev.hone.core.HoneException;
import dev.hone.core.Json;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * A Chromium of this machine without a window, driven through its DevTools protocol with nothing but the JDK, so that a
 * measurement costs users no library. One page. Not thread-safe.
 */
final class Chromium implements AutoCloseable {

    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome", "chrome");
    private static final String READY = "DevTools listening on ";
    private static final int ANSWER_SECONDS = 120;

    private final Process process;
    private final TemporaryFolder profile;
    private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicLong transferred = new AtomicLong();
    private final WebSocket socket;
    private Optional<String> session = Optional.empty();

    private Chromium(Process process, TemporaryFolder profile, URI address) {
        this.process = process;
        this.profile = profile;
        this.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(address, new Messages())
                .join();
    }

    /** Starts it with a page of the given size. */
    static Chromium start(int width, int height) throws IOException, InterruptedException {
        Path executable = executable()
                .orElseThrow(() -> new HoneException("Chromium is missing on the PATH, expected one of " + NAMES
                        + "; on Debian or Ubuntu: apt-get install chromium"));
        TemporaryFolder profile = TemporaryFolder.create("chromium");
        Process process = new ProcessBuilder(
                        executable.toString(),
                        "--headless=new",
                        // in containers, where the sandbox of Chromium cannot work; only our own server is visited
                        "--no-sandbox",
                        "--disable-gpu",
                        "--no-first-run",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile.path(),
                        "--window-size=" + width + "," + height,
                        "about:blank")
                .redirectErrorStream(true)
                .start();
        Chromium chromium = null;
        try {
            chromium = new Chromium(process, profile, address(process));
            chromium.attach(width, height);
            return chromium;
        } finally {
            if (chromium == null) {
                process.destroyForcibly();
            }
        }
    }

    private static Optional<Path> executable() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(folder -> !folder.isBlank())
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static URI address(Process process) throws IOException {
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith(READY)) {
                Thread drain = new Thread(() -> out.lines().forEach(unread -> {}), "chromium-output");
                drain.setDaemon(true);
                drain.start();
                return URI.create(line.substring(READY.length()).trim());
            }
        }
        throw new HoneException("Chromium did not start");
    }

    private void attach(int width, int height) {
        JsonNode target =
                call("Target.createTarget", Json.MAPPER.createObjectNode().put("url", "about:blank"));
        JsonNode attached = call(
                "Target.attachToTarget",
                Json.MAPPER
                        .createObjectNode()
                        .put("targetId", target.get("targetId").asText())
                        .put("flatten", true));
        session = Optional.of(attached.get("sessionId").asText());
        call("Network.enable", Json.MAPPER.createObjectNode());
        call("Page.enable", Json.MAPPER.createObjectNode());
        call(
                "Emulation.setDeviceMetricsOverride",
                Json.MAPPER
                        .createObjectNode()
                        .put("width", width)
                        .put("height", height)
                        .put("deviceScaleFactor", 1)
                        .put("mobile", false));
    }

    /** Goes to a page with nothing of it in the cache, and counts what is transferred from then on. */
    void visit(URI address) {
        call("Page.navigate", Json.MAPPER.createObjectNode().put("url", "about:blank"));
        call("Network.clearBrowserCache", Json.MAPPER.createObjectNode());
        transferred.set(0);
        call("Page.navigate", Json.MAPPER.createObjectNode().put("url", address.toString()));
    }

    /** Bytes of headers and bodies, as they came over the network, since the last visit. */
    long transferred() {
        return transferred.get();
    }

    /** The value of an expression, or of what a promise resolves to. */
    JsonNode evaluate(String expression) {
        JsonNode answer = call(
                "Runtime.evaluate",
                Json.MAPPER
                        .createObjectNode()
                        .put("expression", expression)
                        .put("returnByValue", true)
                        .put("awaitPromise", true));
        if (answer.has("exceptionDetails")) {
            throw new HoneException("the page failed: " + answer.get("exceptionDetails"));
        }
        return answer.get("result").path("value");
    }

    private JsonNode call(String method, ObjectNode parameters) {
        int id = calls.incrementAndGet();
        ObjectNode message = Json.MAPPER.createObjectNode().put("id", id).put("method", method);
        message.set("params", parameters);
        session.ifPresent(s -> message.put("sessionId", s));
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        waiting.put(id, answer);
        socket.sendText(Json.write(message), true).join();
        try {
            return answer.get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new HoneException(
                    "Chromium refuses " + method + ": " + e.getCause().getMessage(), e);
        } catch (TimeoutException e) {
            throw new HoneException("Chromium does not answer " + method, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HoneException("interrupted", e);
        }
    }

    /** Answers go to who waits for them; of events only the sizes of what was received count. */
    private final class Messages implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                JsonNode message = Json.parse(text.toString());
                text.setLength(0);
                if (message.has("id")) {
                    answered(message);
                } else {
                    event(message.path("method").asText(), message.path("params"));
                }
            }
            from.request(1);
            return CompletableFuture.completedStage(null);
        }

        private void answered(JsonNode message) {
            CompletableFuture<JsonNode> answer =
                    waiting.remove(message.get("id").asInt());
            if (answer != null && message.has("error")) {
                answer.completeExceptionally(
                        new HoneException(message.get("error").toString()));
            } else if (answer != null) {
                answer.complete(message.get("result"));
            }
        }

        private void event(String method, JsonNode parameters) {
            if (method.equals("Network.loadingFinished")) {
                transferred.addAndGet(parameters.get("encodedDataLength").asLong());
            }
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            waiting.values().forEach(answer -> answer.completeExceptionally(error));
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
            onError(from, new HoneException("Chromium has ended"));
            return CompletableFuture.completedStage(null);
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
        profile.close();
    }
}
