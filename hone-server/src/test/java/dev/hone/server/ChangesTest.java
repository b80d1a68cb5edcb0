package dev.hone.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.core.exchange.StudyExchange;
import dev.hone.core.exchange.StudyExchange.Format;
import dev.hone.core.space.Configuration;
import dev.hone.core.store.MemoryStore;
import dev.hone.core.store.SqliteStore;
import dev.hone.core.study.Study;
import dev.hone.core.trial.Evaluation;
import dev.hone.server.ServerFixture.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChangesTest {

    private static final String YAML = ServerFixture.yaml("s", "evaluator: external\nbudget: {trials: 3}");

    @TempDir
    Path folder;

    private ServerFixture fixture;

    @BeforeEach
    void start() {
        fixture = new ServerFixture(SqliteStore.at(folder.resolve("hone.db")));
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private Answer create(String yaml) {
        return fixture.send("POST", "/api/studies", "application/yaml", yaml);
    }

    @Test
    void aWrongStudyFileIsRefusedWithThePlace() {
        Answer refused = create(YAML.replace("high: 8", "hihg: 8"));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().at("/error/field").asText()).isEqualTo("parameters.n.hihg");
        assertThat(refused.json().at("/error/place").asText()).matches("study:6:\\d+");
        assertThat(refused.json().at("/error/problems/0/message").asText()).contains("high");
        assertThat(fixture.store.studies()).isEmpty();
    }

    @Test
    void namesAreTakenOnce() {
        assertThat(create(YAML).status()).isEqualTo(201);
        assertThat(create(YAML).status()).isEqualTo(409);
        assertThat(create(YAML.replace("study: s", "study: '..'")).status()).isEqualTo(400);
        Answer missing = create(YAML.replace("study: s", "study: t") + "warm_start: [nothing]\n");
        assertThat(missing.status()).isEqualTo(404);
        assertThat(missing.error()).contains("'nothing'");
        assertThat(fixture.store.studies()).hasSize(1);
    }

    @Test
    void aStudyMayComeAsJson() {
        Answer text = fixture.post(
                "/api/studies",
                dev.hone.core.Json.write(
                        dev.hone.core.Json.MAPPER.createObjectNode().put("definition", YAML)));
        assertThat(text.status()).as(text.response().body()).isEqualTo(201);
        Answer object = fixture.post(
                "/api/studies",
                "{\"definition\": {\"study\": \"t\", \"objectives\": [{\"minimize\": \"v\"}], \"parameters\":"
                        + " {\"x\": {\"type\": \"int\", \"low\": 1, \"high\": 3}}, \"evaluator\": \"external\","
                        + " \"budget\": {\"trials\": 1}, \"enqueue\": [{\"x\": 3}]}}");
        assertThat(object.status()).as(object.response().body()).isEqualTo(201);
        assertThat(object.json().at("/counts/queued").asInt()).isEqualTo(1);
        assertThat(fixture.post("/api/studies", "{\"definition\": 3}").status()).isEqualTo(400);
        assertThat(fixture.send("POST", "/api/studies", "text/plain", YAML).status())
                .isEqualTo(415);
    }

    @Test
    void notesTagsArchiveAndName() {
        create(YAML);
        Answer changed = fixture.send(
                "PATCH",
                "/api/studies/s",
                "application/json",
                "{\"name\": \"t u\", \"notes\": \"why\", \"tags\": [\"a\", \" b \", \"a\"], \"archived\": true}");
        assertThat(changed.status()).as(changed.response().body()).isEqualTo(200);
        JsonNode study = fixture.get("/api/studies/t%20u").json();
        assertThat(study.get("notes").asText()).isEqualTo("why");
        assertThat(study.get("tags").toString()).isEqualTo("[\"a\",\"b\"]");
        assertThat(study.get("archived").asBoolean()).isTrue();
        assertThat(fixture.get("/api/studies/s").status()).isEqualTo(404);
        assertThat(fixture.post("/api/studies/t%20u/ask", "{}").json().get("trials"))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"tags\": \"a\"}      | tags",
                "{\"tags\": [1]}        | tags",
                "{\"notes\": 3}         | notes",
                "{\"archived\": \"no\"} | archived",
                "{\"name\": \"\"}       | name",
                "{\"note\": \"x\"}      | note"
            })
    void wrongChangesAreRefusedByName(String body, String field) {
        create(YAML);
        Answer refused = fixture.send("PATCH", "/api/studies/s", "application/json", body);
        assertThat(refused.status()).as(refused.response().body()).isEqualTo(400);
        assertThat(refused.json().at("/error/field").asText()).isEqualTo(field);
    }

    @Test
    void deletingWantsTheName() {
        create(YAML);
        assertThat(fixture.send("DELETE", "/api/studies/s", "application/json", "{}")
                        .status())
                .isEqualTo(400);
        assertThat(fixture.send("DELETE", "/api/studies/s?confirm=t", "application/json", "{}")
                        .status())
                .isEqualTo(400);
        assertThat(fixture.store.find("s")).isPresent();
        assertThat(fixture.send("DELETE", "/api/studies/s?confirm=s", "application/json", "{}")
                        .status())
                .isEqualTo(204);
        assertThat(fixture.store.find("s")).isEmpty();
    }

    @Test
    void aQueuedConfigurationMustBelongToTheSpace() {
        create(YAML);
        Answer refused = fixture.post("/api/studies/s/enqueue", "{\"configurations\": [{\"n\": 2}, {\"n\": 99}]}");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().at("/error/field").asText()).isEqualTo("configurations[1].n");
        assertThat(fixture.get("/api/studies/s/trials").json().get("items")).isEmpty();
        assertThat(fixture.post("/api/studies/s/enqueue", "{\"configurations\": {}}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void bodiesAreLimited() {
        create(YAML);
        Answer large = fixture.post("/api/studies/s/ask", "{\"worker\": \"" + "x".repeat(Requests.MAX_BODY) + "\"}");
        assertThat(large.status()).isEqualTo(413);
        assertThat(fixture.post("/api/studies/s/ask", "{").error()).contains("not valid JSON");
        assertThat(fixture.post("/api/studies/s/ask", "[]").error()).contains("a list");
        assertThat(fixture.send("POST", "/api/studies/s/ask", "text/plain", "{}")
                        .status())
                .isEqualTo(415);
        assertThat(fixture.send("PUT", "/api/studies/s/ask", "application/json", "{}")
                        .status())
                .isEqualTo(405);
    }

    @Test
    void artifactsGoUpAndDown() throws Exception {
        create(YAML);
        fixture.post("/api/studies/s/ask", "{}");
        String path = "/api/studies/s/trials/0/artifacts";
        byte[] bytes = {1, 2, 3, 0, -1};
        var put = ServerFixture.send(fixture.request(path + "/model.bin")
                .header("Content-Type", "application/x-model")
                .PUT(BodyPublishers.ofByteArray(bytes)));
        assertThat(put.status()).as(put.response().body()).isEqualTo(201);
        assertThat(fixture.send("PUT", path + "/page.html", "text/html", "<script>alert(1)</script>")
                        .status())
                .isEqualTo(201);
        assertThat(fixture.send("PUT", path + "/note.txt", "text/plain; charset=utf-8", "ü")
                        .status())
                .isEqualTo(201);
        assertThat(fixture.get(path).json().get("items")).hasSize(3);

        var got = ServerFixture.CLIENT.send(fixture.request(path + "/model.bin").build(), BodyHandlers.ofByteArray());
        assertThat(got.body()).isEqualTo(bytes);
        assertThat(got.headers().firstValue("Content-Type")).contains("application/x-model");
        assertThat(got.headers().firstValue("Content-Disposition").orElse("")).startsWith("attachment");
        var page = fixture.get(path + "/page.html").response().headers();
        assertThat(page.firstValue("Content-Disposition").orElse("")).startsWith("attachment");
        assertThat(page.firstValue("Content-Security-Policy").orElse(""))
                .contains("sandbox")
                .doesNotContain("script-src");
        var note = fixture.get(path + "/note.txt").response();
        assertThat(note.body()).isEqualTo("ü");
        assertThat(note.headers().firstValue("Content-Disposition").orElse("")).startsWith("inline");
        assertThat(fixture.get(path + "/nothing").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"..%2f..%2fevil", "%2e%2e", "%2Fetc%2Fpasswd", ".hidden", "a%00b", "a%5Cb", "con%0Atrol"})
    void artifactNamesReachNoOtherFile(String name) throws Exception {
        create(YAML);
        fixture.post("/api/studies/s/ask", "{}");
        Answer put = fixture.send("PUT", "/api/studies/s/trials/0/artifacts/" + name, "text/plain", "evil");
        assertThat(put.status()).as(put.response().body()).isIn(400, 404, 405);
        assertThat(fixture.get("/api/studies/s/trials/0/artifacts/" + name).status())
                .isIn(400, 404);
        try (var files = Files.walk(folder)) {
            assertThat(files.filter(f -> f.toString().contains("evil"))).isEmpty();
        }
    }

    @Test
    void studiesAreExported() throws Exception {
        try (Study<Configuration> study = fixture.study("ex/port", 4)) {
            for (int i = 0; i < 3; i++) {
                study.tell(study.ask(), Evaluation.of(i));
            }
        }
        String path = "/api/studies/ex%2Fport/export?format=";
        assertThat(fixture.get(path + "csv").response().body().lines()).hasSize(4);
        var jsonl = fixture.get(path + "jsonl").response();
        assertThat(jsonl.headers().firstValue("Content-Disposition").orElse("")).contains("ex%2Fport.jsonl");
        Path file = Files.writeString(folder.resolve("in.jsonl"), jsonl.body());
        try (MemoryStore other = new MemoryStore()) {
            var imported = StudyExchange.importFrom(other, Format.JSONL, file, Optional.empty(), Optional.of("copy"));
            assertThat(imported.trials()).isEqualTo(3);
        }
        byte[] optuna = ServerFixture.CLIENT
                .send(fixture.request(path + "optuna").build(), BodyHandlers.ofByteArray())
                .body();
        assertThat(new String(optuna, 0, 15, java.nio.charset.StandardCharsets.US_ASCII))
                .isEqualTo("SQLite format 3");
        assertThat(fixture.get(path + "xlsx").error()).contains("optuna");
    }

    @Test
    void metricsAreExposed() {
        create(YAML);
        fixture.post("/api/studies/s/ask", "{}");
        String text = fixture.get("/metrics").response().body();
        assertThat(text)
                .contains("hone_trials{state=\"running\",study=\"s\"} 1.0")
                .contains(
                        "hone_http_seconds_count{method=\"POST\",route=\"/api/studies/{study}/ask\",status=\"200\"} 1")
                .contains("hone_store_call_seconds_count");
        fixture.send("DELETE", "/api/studies/s?confirm=s", "application/json", "{}");
        assertThat(fixture.get("/metrics").response().body()).doesNotContain("study=\"s\"");
    }
}
