package dev.hone.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.core.Json;
import dev.hone.core.definition.StoredDefinition;
import dev.hone.core.method.MethodCatalogue;
import dev.hone.core.space.Configuration;
import dev.hone.core.store.SqliteStore;
import dev.hone.core.store.StudyStore;
import dev.hone.core.study.Control;
import dev.hone.core.study.Study;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Trial;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventsTest {

    @TempDir
    Path folder;

    private Path file;
    private ServerFixture fixture;

    @BeforeEach
    void start() {
        file = folder.resolve("hone.db");
        fixture = new ServerFixture(SqliteStore.at(file));
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private record Event(String type, String id, JsonNode data) {}

    /** An open stream, read by a thread of its own. */
    private static final class Stream implements AutoCloseable {

        private final InputStream in;
        private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
        private volatile boolean ended;

        Stream(ServerFixture fixture, String path, String lastEventId) throws Exception {
            HttpRequest.Builder request = fixture.request(path).header("Accept", "text/event-stream");
            if (lastEventId != null) {
                request.header("Last-Event-ID", lastEventId);
            }
            HttpResponse<InputStream> response =
                    ServerFixture.CLIENT.send(request.build(), BodyHandlers.ofInputStream());
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
            in = response.body();
            Thread reader = new Thread(this::read, "event-reader");
            reader.setDaemon(true);
            reader.start();
        }

        private void read() {
            try (var lines = new java.io.BufferedReader(new java.io.InputStreamReader(in, StandardCharsets.UTF_8))) {
                String type = "";
                String id = "";
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith("event: ")) {
                        type = line.substring(7);
                    } else if (line.startsWith("id: ")) {
                        id = line.substring(4);
                    } else if (line.startsWith("data: ")) {
                        events.add(new Event(type, id, Json.parse(line.substring(6))));
                    }
                }
            } catch (java.io.IOException e) {
                ended = true;
            }
            ended = true;
        }

        /** The next event that is wanted; others are passed over. */
        Event next(Predicate<Event> wanted) throws InterruptedException {
            List<Event> passed = new ArrayList<>();
            while (true) {
                Event event = events.poll(10, TimeUnit.SECONDS);
                assertThat(event).as("an event after %s", passed).isNotNull();
                if (wanted.test(event)) {
                    return event;
                }
                passed.add(event);
            }
        }

        Event next(String type) throws InterruptedException {
            return next(e -> e.type().equals(type));
        }

        @Override
        public void close() throws Exception {
            in.close();
        }
    }

    private static Predicate<Event> trial(long number, String state) {
        return e -> e.type().equals("trial")
                && e.data().get("number").asLong() == number
                && e.data().get("state").asText().equals(state);
    }

    @Test
    void changesByAnotherProcessAreTold() throws Exception {
        try (Study<Configuration> created = fixture.study("s", 50)) {
            assertThat(created.name()).isEqualTo("s");
        }
        // another connection to the file stands for another process
        try (StudyStore other = SqliteStore.at(file);
                Stream stream = new Stream(fixture, "/api/studies/s/events", null);
                Study<Configuration> study = StoredDefinition.read(
                                other, other.find("s").orElseThrow(), MethodCatalogue.load())
                        .describe(other)
                        .load()) {
            Event first = stream.next("study");
            assertThat(first.data().at("/counts/complete").asInt()).isZero();
            Trial<Configuration> trial = study.ask();
            stream.next(trial(0, "running"));
            study.report(trial, 4, 0.5);
            Event reported = stream.next(e -> e.data().has("report"));
            assertThat(reported.data().get("report").toString()).isEqualTo("[4,0.5]");
            study.tell(trial, Evaluation.of(2));
            Event complete = stream.next(trial(0, "complete"));
            assertThat(complete.id()).isEqualTo("1");
            assertThat(complete.data().at("/values/0").asDouble()).isEqualTo(2);
            assertThat(stream.next("study").data().at("/counts/complete").asInt())
                    .isEqualTo(1);
            Control.PAUSED.set(other, study.id());
            assertThat(stream.next("control").data().get("control").asText()).isEqualTo("paused");
            other.delete(study.id());
            stream.next(e -> e.data().path("deleted").asBoolean());
        }
    }

    @Test
    void aStreamIsTakenUpWhereItBroke() throws Exception {
        try (Study<Configuration> study = fixture.study("s", 3_000)) {
            study.tell(study.ask(), Evaluation.of(0));
            String last;
            try (Stream stream = new Stream(fixture, "/api/studies/s/events", null)) {
                stream.next("study");
                study.tell(study.ask(), Evaluation.of(1));
                last = stream.next(trial(1, "complete")).id();
                assertThat(last).isEqualTo("2");
            }
            for (int i = 2; i < 6; i++) {
                study.tell(study.ask(), Evaluation.of(i));
            }
            try (Stream stream = new Stream(fixture, "/api/studies/s/events", last)) {
                for (int i = 2; i < 6; i++) {
                    Event event = stream.next("trial");
                    assertThat(event.data().get("number").asInt()).isEqualTo(i);
                    assertThat(event.id()).isEqualTo(Integer.toString(i + 1));
                }
                assertThat(stream.next("study").data().has("reset")).isFalse();
                study.tell(study.ask(), Evaluation.of(6));
                stream.next(trial(6, "complete"));
            }
            try (Stream stream = new Stream(fixture, "/api/studies/s/events", "999")) {
                assertThat(stream.next(e -> true).data().get("reset").asBoolean())
                        .as("an id of the future")
                        .isTrue();
            }
        }
    }

    @Test
    void theListOfStudiesIsFollowed() throws Exception {
        try (Stream stream = new Stream(fixture, "/api/events", null)) {
            Event hello = stream.next("studies");
            try (Study<Configuration> study = fixture.study("new one", 5)) {
                assertThat(stream.next("study").data().get("study").asText()).isEqualTo("new one");
                study.tell(study.ask(), Evaluation.of(1));
                Event told = stream.next(e -> e.data().at("/counts/complete").asInt() == 1);
                assertThat(told.id()).isNotEqualTo(hello.id());
                fixture.store.delete(study.id());
                stream.next(e -> e.data().path("deleted").asBoolean());
            }
            try (Stream again = new Stream(fixture, "/api/events", hello.id())) {
                assertThat(again.next("studies").data().get("reset").asBoolean())
                        .isTrue();
            }
        }
    }

    @Test
    void otherRequestsForEventsAreRefused() {
        assertThat(fixture.get("/api/events").status()).isEqualTo(406);
        assertThat(ServerFixture.send(
                                fixture.request("/api/studies/none/events").header("Accept", "text/event-stream"))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void streamsEndWithTheServer() throws Exception {
        try (Stream stream = new Stream(fixture, "/api/events", null)) {
            stream.next("studies");
            long from = System.nanoTime();
            fixture.server.close();
            while (!stream.ended && System.nanoTime() - from < 10_000_000_000L) {
                Thread.sleep(20);
            }
            assertThat(stream.ended).isTrue();
        }
    }

    @Test
    void comparisonsAreToldToThoseWhoFollow() throws Exception {
        fixture.send("POST", "/api/studies", "application/yaml", """
                study: c
                judge: human
                parameters: {x: {type: float, low: 0, high: 1}}
                evaluator: external
                optimizer: {name: rank-sgd, points: 2}
                budget: {trials: 9}
                """);
        fixture.post("/api/studies/c/ask", "{\"count\": 2}");
        fixture.post("/api/studies/c/trials/0/tell", "{\"attempt\": 1, \"values\": []}");
        fixture.post("/api/studies/c/trials/1/tell", "{\"attempt\": 1, \"values\": []}");
        fixture.post("/api/studies/c/comparisons", "{\"ranking\": [0, 1], \"judge\": \"before\"}");
        try (Stream stream = new Stream(fixture, "/api/studies/c/events", null)) {
            stream.next("study");
            fixture.post("/api/studies/c/comparisons", "{\"ranking\": [[0, 1]], \"judge\": \"Ada\"}");

            JsonNode told = stream.next("comparison").data();
            assertThat(told.toString())
                    .isEqualTo("{\"study\":\"c\",\"position\":1,\"ranking\":[[0,1]],\"degree\":1.0,\"judge\":\"Ada\"}");
        }
    }
}
