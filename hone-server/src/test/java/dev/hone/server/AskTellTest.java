package dev.hone.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.core.store.MemoryStore;
import dev.hone.core.study.Control;
import dev.hone.core.trial.TrialState;
import dev.hone.server.ServerFixture.Answer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AskTellTest {

    private static final String TRIALS = "/api/studies/s/trials/";

    private ServerFixture fixture;

    @BeforeEach
    void start() {
        fixture = new ServerFixture();
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private Answer create(String rest) {
        return fixture.send("POST", "/api/studies", "application/yaml", ServerFixture.yaml("s", rest));
    }

    private JsonNode ask(String body) {
        Answer answer = fixture.post("/api/studies/s/ask", body);
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
        return answer.json();
    }

    private Answer tell(long number, String body) {
        return fixture.post(TRIALS + number + "/tell", body);
    }

    @Test
    void aStudyIsCreatedAskedToldAndEnds() {
        Answer created = create("evaluator: external\nbudget: {trials: 3}");
        assertThat(created.status()).as(created.response().body()).isEqualTo(201);
        assertThat(created.response().headers().firstValue("Location")).contains("/api/studies/s");
        assertThat(created.json().get("state").asText()).isEqualTo("running");

        JsonNode two = ask("{\"count\": 2, \"worker\": \"me\"}").get("trials");
        assertThat(two).hasSize(2);
        assertThat(two.at("/0/parameters/x").asDouble()).isBetween(-1.0, 1.0);
        assertThat(two.at("/0/parameters/n").isInt()).isTrue();
        Answer told = tell(0, "{\"attempt\": 1, \"value\": 0.25, \"cost\": 2, \"metrics\": {\"ms\": 7}}");
        assertThat(told.status()).as(told.response().body()).isEqualTo(200);
        assertThat(told.json().get("state").asText()).isEqualTo("complete");
        assertThat(told.json().get("worker").asText()).isEqualTo("rest/me");
        assertThat(tell(1, "{\"attempt\": 1, \"state\": \"failed\", \"reason\": \"no\"}")
                        .json()
                        .get("failure")
                        .asText())
                .isEqualTo("no");
        assertThat(ask("{\"count\": 5}").get("trials")).hasSize(1);
        JsonNode waiting = ask("{}");
        assertThat(waiting.get("trials")).isEmpty();
        assertThat(waiting.has("done")).isFalse();
        assertThat(waiting.get("retry_after_s").asInt()).isPositive();
        tell(2, "{\"attempt\": 1, \"state\": \"pruned\"}");
        assertThat(ask("{}").get("done").asText()).contains("3");
        JsonNode end = fixture.get("/api/studies/s").json();
        assertThat(end.get("state").asText()).isEqualTo("finished");
        assertThat(end.at("/counts/pruned").asInt()).isEqualTo(1);
        assertThat(end.get("cost").asDouble()).isEqualTo(2);

        Answer queued = fixture.post("/api/studies/s/enqueue", "{\"configurations\": [{\"n\": 5}, {\"x\": 0.5}]}");
        assertThat(queued.json().get("numbers").toString()).isEqualTo("[3,4]");
        assertThat(ask("{}").at("/trials/0/parameters/n").asInt()).isEqualTo(5);
        assertThat(fixture.get("/api/studies/s").json().get("state").asText()).isEqualTo("running");
        assertThat(ask("{}").at("/trials/0/parameters/x").asDouble()).isCloseTo(0.5, within(1e-12));
    }

    @Test
    void manyClientsGetEveryTrialOnce() throws InterruptedException {
        create("evaluator: external\nbudget: {trials: 60}");
        ConcurrentLinkedQueue<Long> numbers = new ConcurrentLinkedQueue<>();
        ExecutorService clients = Executors.newFixedThreadPool(6);
        for (int client = 0; client < 6; client++) {
            clients.execute(() -> {
                for (JsonNode answer = ask("{}"); !answer.has("done"); answer = ask("{}")) {
                    for (JsonNode trial : answer.get("trials")) {
                        numbers.add(trial.get("number").asLong());
                        tell(trial.get("number").asLong(), "{\"attempt\": 1, \"value\": 1}");
                    }
                }
            });
        }
        clients.shutdown();
        assertThat(clients.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        assertThat(numbers).hasSize(60);
        Set<Long> different = new HashSet<>(numbers);
        assertThat(different).hasSize(60);
        assertThat(fixture.get("/api/studies/s").json().at("/counts/complete").asInt())
                .isEqualTo(60);
    }

    @Test
    void aTrialIsToldOnceAndARepeatedAnswerIsHarmless() {
        create("evaluator: external\nbudget: {trials: 3}");
        ask("{}");
        assertThat(tell(0, "{\"attempt\": 1, \"value\": 1}").status()).isEqualTo(200);
        assertThat(tell(0, "{\"attempt\": 1, \"value\": 1}").status()).isEqualTo(200);
        Answer other = tell(0, "{\"attempt\": 1, \"value\": 2}");
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.error()).contains("complete");
        assertThat(fixture.get(TRIALS + 0).json().at("/values/0").asDouble()).isEqualTo(1);
        assertThat(tell(0, "{\"attempt\": 2, \"value\": 1}").status()).isEqualTo(409);
        assertThat(tell(7, "{\"attempt\": 1, \"value\": 1}").status()).isEqualTo(404);
    }

    @Test
    void whatIsNotANumberFailsTheTrial() {
        create("evaluator: external\nbudget: {trials: 3}");
        ask("{}");
        Answer told = tell(0, "{\"attempt\": 1, \"value\": NaN}");
        assertThat(told.json().get("state").asText()).isEqualTo("failed");
        assertThat(told.json().get("failure").asText()).contains("loss").contains("NaN");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                             | attempt",
                "{\"attempt\": 0, \"value\": 1}                 | attempt",
                "{\"attempt\": 1}                               | values",
                "{\"attempt\": 1, \"values\": [1, 2]}           | values",
                "{\"attempt\": 1, \"values\": {\"los\": 1}}     | values.loss",
                "{\"attempt\": 1, \"value\": \"1\"}             | value",
                "{\"attempt\": 1, \"value\": 1, \"values\": []} | values",
                "{\"attempt\": 1, \"value\": 1, \"variances\": [1, 1]} | variances",
                "{\"attempt\": 1, \"value\": 1, \"metrics\": {\"a\": \"b\"}} | metrics.a",
                "{\"attempt\": 1, \"state\": \"done\"}          | state",
                "{\"attempt\": 1, \"valu\": 1}                  | valu"
            })
    void badResultsAreRefusedByName(String body, String field) {
        create("evaluator: external\nbudget: {trials: 3}");
        ask("{}");
        Answer told = tell(0, body);
        assertThat(told.status()).as(told.response().body()).isEqualTo(400);
        assertThat(told.json().at("/error/field").asText()).isEqualTo(field);
        assertThat(fixture.get(TRIALS + 0).json().get("state").asText()).isEqualTo("running");
    }

    @Test
    void boundsOfTheStudyBecomeConstraints() {
        create("evaluator: external\nbudget: {trials: 3}\noutcome_constraints: [{metric: mb, max: 10}]");
        ask("{}");
        Answer missing = tell(0, "{\"attempt\": 1, \"value\": 1}");
        assertThat(missing.status()).isEqualTo(400);
        assertThat(missing.error()).contains("'mb'");
        JsonNode told = tell(0, "{\"attempt\": 1, \"value\": 1, \"metrics\": {\"mb\": 12}}")
                .json();
        assertThat(told.get("feasible").asBoolean()).isFalse();
        assertThat(told.at("/constraints/mb <= 10.0").asDouble()).isEqualTo(2);
    }

    @Test
    void thePrunerAnswersReports() {
        create("evaluator: external\nbudget: {trials: 30}\npruner: {name: threshold, upper: 10}");
        ask("{}");
        String path = TRIALS + "0/report";
        assertThat(fixture.post(path, "{\"attempt\": 1, \"step\": 1, \"value\": 3}")
                        .json()
                        .get("prune")
                        .asBoolean())
                .isFalse();
        JsonNode second = fixture.post(path, "{\"attempt\": 1, \"step\": 2, \"value\": 30}")
                .json();
        assertThat(second.get("prune").asBoolean()).isTrue();
        assertThat(second.get("reason").asText()).contains("step 2");
        assertThat(fixture.get(TRIALS + 0).json().get("reports")).hasSize(2);
        assertThat(fixture.post(path, "{\"attempt\": 1, \"step\": 2, \"value\": NaN}")
                        .status())
                .isEqualTo(400);
        assertThat(fixture.post(path, "{\"attempt\": 2, \"step\": 3, \"value\": 1}")
                        .status())
                .isEqualTo(409);
        assertThat(fixture.post(TRIALS + "0/heartbeat", "{\"attempt\": 1}").status())
                .isEqualTo(204);
        assertThat(fixture.post(TRIALS + "0/heartbeat", "{\"attempt\": 2}").status())
                .isEqualTo(409);
    }

    @Test
    void aPausedStudyGivesNothingOut() {
        create("evaluator: external\nbudget: {trials: 3}");
        long id = fixture.store.find("s").orElseThrow().id();
        assertThat(fixture.post("/api/studies/s/control", "{\"action\": \"pause\"}")
                        .json()
                        .get("state")
                        .asText())
                .isEqualTo("paused");
        assertThat(Control.of(fixture.store, id)).isEqualTo(Control.PAUSED);
        Answer refused = fixture.post("/api/studies/s/ask", "{}");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.error()).contains("paused");
        assertThat(fixture.post("/api/studies/s/control", "{\"action\": \"halt\"}")
                        .error())
                .contains("resume");
        fixture.post("/api/studies/s/control", "{\"action\": \"resume\"}");
        assertThat(ask("{}").get("trials")).hasSize(1);
        fixture.post("/api/studies/s/control", "{\"action\": \"stop\"}");
        assertThat(fixture.get("/api/studies/s").json().get("state").asText()).isEqualTo("stopped");
        assertThat(tell(0, "{\"attempt\": 1, \"value\": 1}").status()).isEqualTo(200);
    }

    @Test
    void targetAndFailuresEndAStudy() {
        create("evaluator: external\nbudget: {target: 0.5}\nmax_failures: 1");
        ask("{\"count\": 3}");
        tell(0, "{\"attempt\": 1, \"state\": \"failed\"}");
        assertThat(ask("{}").get("trials")).hasSize(1);
        tell(1, "{\"attempt\": 1, \"value\": 0.4}");
        assertThat(ask("{}").get("done").asText()).contains("trial 1").contains("0.5");
    }

    @Test
    void theTrialsOfASilentClientGoToAnotherOne() throws InterruptedException {
        MemoryStore store = new MemoryStore();
        try (ServerFixture quick = new ServerFixture(store, Duration.ofSeconds(3))) {
            quick.send(
                    "POST",
                    "/api/studies",
                    "application/yaml",
                    ServerFixture.yaml("s", "evaluator: external\nbudget: {trials: 2}"));
            quick.post("/api/studies/s/ask", "{\"count\": 2}");
            long id = store.find("s").orElseThrow().id();
            long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (store.counts(id).get(TrialState.QUEUED) == 0 && System.nanoTime() < deadline) {
                quick.post("/api/studies/s/trials/0/heartbeat", "{\"attempt\": 1}");
                Thread.sleep(50);
            }
            JsonNode again = quick.post("/api/studies/s/ask", "{}").json();
            assertThat(again.at("/trials/0/number").asInt()).isEqualTo(1);
            assertThat(again.at("/trials/0/attempt").asInt()).isEqualTo(2);
            assertThat(quick.post("/api/studies/s/trials/1/tell", "{\"attempt\": 1, \"value\": 1}")
                            .status())
                    .isEqualTo(409);
            assertThat(quick.post("/api/studies/s/trials/1/tell", "{\"attempt\": 2, \"value\": 1}")
                            .status())
                    .isEqualTo(200);
            assertThat(quick.post("/api/studies/s/trials/0/tell", "{\"attempt\": 1, \"value\": 1}")
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void anotherServerTakesResultsOfTrialsThatThisOneGaveOut() {
        create("evaluator: external\nbudget: {trials: 3}");
        ask("{\"count\": 2}");
        try (HoneServer other = HoneServer.builder(fixture.store).build().start()) {
            fixture.server.close();
            Answer told = ServerFixture.send(
                    java.net.http.HttpRequest.newBuilder(other.uri().resolve(TRIALS + "1/tell"))
                            .header("Content-Type", "application/json")
                            .POST(java.net.http.HttpRequest.BodyPublishers.ofString("{\"attempt\": 1, \"value\": 1}")));
            assertThat(told.status()).as(told.response().body()).isEqualTo(200);
            assertThat(fixture.store.counts(
                            fixture.store.find("s").orElseThrow().id()))
                    .containsEntry(TrialState.RUNNING, 1L)
                    .containsEntry(TrialState.COMPLETE, 1L);
        }
    }

    @Test
    void whatWorkersWouldRunIsNotTakenFromClients() {
        for (String evaluator : List.of(
                "{command: [sh, -c, 'echo 1']}", "{java: java.lang.Math::abs}", "{http: 'http://127.0.0.1:9/'}")) {
            Answer refused = create("evaluator: " + evaluator + "\nbudget: {trials: 3}");
            assertThat(refused.status()).as(refused.response().body()).isEqualTo(403);
            assertThat(refused.json().at("/error/field").asText()).isEqualTo("evaluator");
            assertThat(refused.error()).contains("external", "hone tune", "--allow-commands");
        }
        assertThat(fixture.store.studies()).isEmpty();
    }

    @Test
    void aServerMayAllowCommandsWhichWorkersThenRun() {
        try (HoneServer server =
                HoneServer.builder(fixture.store).allowCommands(true).build().start()) {
            Answer created =
                    ServerFixture.send(HttpRequest.newBuilder(server.uri().resolve("/api/studies"))
                            .header("Content-Type", "application/yaml")
                            .POST(BodyPublishers.ofString(ServerFixture.yaml(
                                    "s", "evaluator: {command: [sh, -c, 'echo 1']}\nbudget: {trials: 3}"))));
            assertThat(created.status()).as(created.response().body()).isEqualTo(201);
            assertThat(created.json().get("state").asText()).isEqualTo("running");
        }
    }

    @Test
    void severalObjectivesAreToldByNameOrPosition() {
        String yaml = ServerFixture.yaml("m", "evaluator: external\nbudget: {trials: 3}")
                .replace("[{minimize: loss}]", "[{minimize: loss}, {maximize: score}]");
        fixture.send("POST", "/api/studies", "application/yaml", yaml);
        fixture.post("/api/studies/m/ask", "{\"count\": 2}");
        for (String values : List.of("[1, 2]", "{\"score\": 2, \"loss\": 1}")) {
            int number = values.startsWith("[") ? 0 : 1;
            JsonNode told = fixture.post(
                            "/api/studies/m/trials/" + number + "/tell", "{\"attempt\": 1, \"values\": " + values + "}")
                    .json();
            assertThat(told.get("values").toString()).isEqualTo("[1.0,2.0]");
        }
        JsonNode study = fixture.get("/api/studies/m").json();
        assertThat(study.get("best").isNull()).isTrue();
        assertThat(study.get("front_size").asInt()).isPositive();
    }
}
