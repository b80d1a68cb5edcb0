package dev.hone.core.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.core.Check;
import dev.hone.core.HoneException;
import dev.hone.core.Json;
import dev.hone.core.space.Configuration;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Trial;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Posts each configuration as JSON, {@code {"study", "trial", "seed", "parameters": {...}}},
 * with {@code "instance": {...}} where a trial is about one, and takes the number fields of
 * the JSON object that comes back as metrics. Immutable and thread-safe. Redirects are not followed.
 */
public final class HttpEvaluator implements Evaluator<Configuration> {

    /** How long to wait for an answer where the caller does not say. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(10);

    private static final int RESPONSE_BYTES = 16 << 20;

    private final URI uri;
    private final Map<String, String> headers;
    private final Duration timeout;
    private final HttpClient client;

    /**
     * @param uri http or https
     * @param headers sent besides Content-Type and Accept
     * @param timeout for the whole exchange
     */
    public HttpEvaluator(URI uri, Map<String, String> headers, Duration timeout) {
        boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
        Check.that(http && uri.getHost() != null, "http", "'" + uri + "'", "an address such as http://host:8000/path");
        Check.that(!timeout.isNegative() && !timeout.isZero(), "timeout", timeout, "a duration above 0");
        this.uri = uri;
        this.headers = Map.copyOf(headers);
        this.timeout = timeout;
        HttpRequest.Builder probe = HttpRequest.newBuilder(uri);
        this.headers.forEach((name, value) -> {
            try {
                probe.setHeader(name, value);
            } catch (IllegalArgumentException e) {
                Check.that(false, "headers." + name, "refused (" + e.getMessage() + ")", "a header that may be sent");
            }
        });
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(timeout)
                .build();
    }

    @Override
    public Evaluation evaluate(Configuration configuration, TrialContext context) throws InterruptedException {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("study", context.study());
        body.put("trial", context.number());
        body.put("seed", context.seed());
        body.put("parameters", configuration.values());
        if (!context.instance().isNone()) {
            body.put("instance", context.instance().values());
        }
        context.continues().ifPresent(number -> body.put(Trial.CONTINUES, number));
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(timeout)
                .setHeader("Content-Type", "application/json")
                .setHeader("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Json.write(body)));
        headers.forEach(request::setHeader);
        HttpResponse<byte[]> response = send(request.build());
        String text = new String(response.body(), StandardCharsets.UTF_8);
        if (response.statusCode() < 200 || response.statusCode() >= 300) {
            throw new HoneException(
                    uri + " answered with status " + response.statusCode() + ": " + ResultReader.excerpt(text));
        }
        JsonNode object = ResultReader.object(text)
                .orElseThrow(() -> new HoneException("output not parseable: expected a JSON object such as"
                        + " {\"score\": 0.5} from " + uri + ", got " + ResultReader.excerpt(text)));
        Map<String, Double> metrics = ResultReader.numbers(object);
        if (metrics.isEmpty()) {
            throw new HoneException("output not parseable: expected a number in the JSON object from " + uri + ", got "
                    + ResultReader.excerpt(text));
        }
        return ResultReader.evaluation(metrics);
    }

    private HttpResponse<byte[]> send(HttpRequest request) throws InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(request, info -> new Bounded());
        try {
            return answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new HoneException(
                    "timeout: no complete answer from " + uri + " after " + timeout.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof HttpTimeoutException) {
                throw new HoneException(
                        "timeout: no answer from " + uri + " after " + timeout.toMillis() + " ms", cause);
            }
            String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
            throw new HoneException("no answer from " + uri + ": " + message, cause);
        } finally {
            answer.cancel(true);
        }
    }

    /** Collects a body up to {@link #RESPONSE_BYTES}; a longer one is an error. */
    private static final class Bounded implements HttpResponse.BodySubscriber<byte[]> {

        private final CompletableFuture<byte[]> body = new CompletableFuture<>();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private Flow.Subscription subscription;

        @Override
        public CompletionStage<byte[]> getBody() {
            return body;
        }

        @Override
        public void onSubscribe(Flow.Subscription started) {
            subscription = started;
            started.request(1);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            for (ByteBuffer buffer : buffers) {
                byte[] chunk = new byte[buffer.remaining()];
                buffer.get(chunk);
                bytes.write(chunk, 0, chunk.length);
            }
            if (bytes.size() > RESPONSE_BYTES) {
                subscription.cancel();
                body.completeExceptionally(new HoneException("the body is larger than " + RESPONSE_BYTES + " bytes"));
                return;
            }
            subscription.request(1);
        }

        @Override
        public void onError(Throwable failure) {
            body.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            body.complete(bytes.toByteArray());
        }
    }
}
