package dev.hone.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.core.space.Configuration;
import dev.hone.core.study.Study;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Trial;
import dev.hone.server.ServerFixture.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadingTest {

    private ServerFixture fixture;

    @BeforeEach
    void start() {
        fixture = new ServerFixture();
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void studiesAreFilteredSortedAndPaged() {
        for (String name : List.of("beta", "alpha", "gamma")) {
            try (Study<Configuration> study = fixture.study(name, 5)) {
                study.tell(study.ask(), Evaluation.of(name.length() + (name.equals("gamma") ? -10.0 : 0)));
            }
        }
        fixture.store.putAttribute(fixture.store.find("beta").orElseThrow().id(), "tags", "[\"Weekly\"]");
        fixture.store.putAttribute(fixture.store.find("alpha").orElseThrow().id(), "archived", "true");

        assertThat(names(fixture.get("/api/studies"))).containsExactly("beta", "gamma");
        assertThat(names(fixture.get("/api/studies?archived=true"))).containsExactly("alpha");
        assertThat(names(fixture.get("/api/studies?sort=best"))).containsExactly("gamma", "beta");
        assertThat(names(fixture.get("/api/studies?sort=best&order=desc"))).containsExactly("beta", "gamma");
        assertThat(names(fixture.get("/api/studies?sort=name&order=desc"))).containsExactly("gamma", "beta");
        assertThat(names(fixture.get("/api/studies?query=WEEK"))).containsExactly("beta");
        Answer page = fixture.get("/api/studies?limit=1&offset=1");
        assertThat(names(page)).containsExactly("gamma");
        assertThat(page.json().get("total").asInt()).isEqualTo(2);
        assertThat(fixture.get("/api/studies?sort=size").error())
                .contains("size")
                .contains("created");
        assertThat(fixture.get("/api/studies?limit=0").status()).isEqualTo(400);
    }

    private static List<String> names(Answer answer) {
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
        List<String> names = new ArrayList<>();
        answer.json().get("items").forEach(s -> names.add(s.get("name").asText()));
        return names;
    }

    @Test
    void aStudyShowsTheLatestRecommendationOfItsModel() {
        try (Study<Configuration> study = fixture.study("advised", 5)) {
            assertThat(fixture.get("/api/studies/advised")
                            .json()
                            .get("recommendation")
                            .isNull())
                    .isTrue();
            for (int i = 0; i < 3; i++) {
                Trial<Configuration> trial = study.ask();
                if (i < 2) {
                    fixture.store.putTrialAttribute(
                            study.id(),
                            trial.number(),
                            "recommendation",
                            "{\"configuration\": {\"x\": 0.25, \"n\": " + i + "}, \"mean\": 1.5, \"sd\": 0.1}");
                }
            }
            assertThat(fixture.get("/api/studies/advised").json().get("recommendation"))
                    .hasToString("{\"configuration\":{\"x\":0.25,\"n\":1},\"mean\":1.5,\"sd\":0.1}");
        }
    }

    @Test
    void aStudyShowsItsSpaceAndItsBest() {
        try (Study<Configuration> study = fixture.study("a/b ü%", 5)) {
            study.tell(study.ask(), Evaluation.of(2.5).withCost(4));
            study.fail(study.ask(), "no");
            study.ask();
            Answer answer = fixture.get("/api/studies/a%2Fb%20%C3%BC%25");
            assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
            JsonNode json = answer.json();
            assertThat(json.get("name").asText()).isEqualTo("a/b ü%");
            assertThat(json.at("/counts/failed").asInt()).isEqualTo(1);
            assertThat(json.at("/counts/running").asInt()).isEqualTo(1);
            assertThat(json.at("/best/number").asInt()).isZero();
            assertThat(json.at("/best/values/0").asDouble()).isEqualTo(2.5);
            assertThat(json.at("/budget/trials").asInt()).isEqualTo(5);
            assertThat(json.get("cost").asDouble()).isEqualTo(4);
            assertThat(json.get("state").asText()).isEqualTo("running");
            assertThat(json.get("evaluator").asText()).isEqualTo("external");
            assertThat(json.at("/parameters/1/name").asText()).isEqualTo("n");
            assertThat(json.at("/parameters/1/high").asInt()).isEqualTo(8);
        }
        Answer missing = fixture.get("/api/studies/a%2Fb");
        assertThat(missing.status()).isEqualTo(404);
        assertThat(missing.error()).contains("'a/b'");
    }

    @Test
    void trialsArePagedInBothDirections() {
        try (Study<Configuration> study = fixture.study("paged", 1_000)) {
            for (int i = 0; i < 450; i++) {
                Trial<Configuration> trial = study.ask();
                if (i % 200 == 7) {
                    study.fail(trial, "broken");
                } else {
                    study.tell(trial, Evaluation.of(i));
                }
            }
        }
        assertThat(walk("/api/studies/paged/trials?limit=97")).hasSize(450).isSorted();
        List<Long> down = walk("/api/studies/paged/trials?limit=97&order=desc");
        assertThat(down).hasSize(450).startsWith(449L, 448L).endsWith(1L, 0L);
        assertThat(walk("/api/studies/paged/trials?state=failed&limit=2&order=desc"))
                .containsExactly(407L, 207L, 7L);
        assertThat(walk("/api/studies/paged/trials?state=failed,pruned&limit=1"))
                .containsExactly(7L, 207L, 407L);
        assertThat(fixture.get("/api/studies/paged/trials?state=broken").error())
                .contains("broken")
                .contains("pruned");
    }

    private List<Long> walk(String path) {
        List<Long> numbers = new ArrayList<>();
        String from = "";
        while (true) {
            Answer page = fixture.get(path + from);
            assertThat(page.status()).as(page.response().body()).isEqualTo(200);
            page.json().get("items").forEach(t -> numbers.add(t.get("number").asLong()));
            if (page.json().get("next").isNull()) {
                return numbers;
            }
            from = "&from=" + page.json().get("next").asLong();
        }
    }

    @Test
    void aTrialShowsItsResultItsLogAndItsReports(@TempDir Path folder) throws IOException {
        Path log = Files.writeString(folder.resolve("log"), "x".repeat(70_000) + "the end");
        try (Study<Configuration> study = fixture.study("one", 5)) {
            Trial<Configuration> trial = study.ask();
            study.report(trial, 1, 0.5);
            fixture.store.putArtifact(study.id(), 0, "stdout.txt", "text/plain", log);
            study.tell(
                    trial,
                    Evaluation.of(1.5)
                            .withMetric("seconds", 3)
                            .withConstraint("memory", 1)
                            .withCritique("too big"));
        }
        JsonNode json = fixture.get("/api/studies/one/trials/0").json();
        assertThat(json.get("state").asText()).isEqualTo("complete");
        assertThat(json.at("/values/0").asDouble()).isEqualTo(1.5);
        assertThat(json.get("feasible").asBoolean()).isFalse();
        assertThat(json.at("/metrics/seconds").asDouble()).isEqualTo(3);
        assertThat(json.get("critique").asText()).isEqualTo("too big");
        assertThat(json.at("/reports/0/1").asDouble()).isEqualTo(0.5);
        assertThat(json.at("/candidate/n").isInt()).isTrue();
        assertThat(json.at("/artifacts/0/name").asText()).isEqualTo("stdout.txt");
        assertThat(json.at("/log/stdout").asText()).hasSize(64_000).endsWith("the end");
        assertThat(json.at("/log/stderr").isNull()).isTrue();
        assertThat(fixture.get("/api/studies/one/trials/9").status()).isEqualTo(404);
        assertThat(fixture.get("/api/studies/one/trials/x").error()).contains("'x'");
    }

    @Test
    void theDashboardIsServedCompressedAndCached() throws Exception {
        Answer page = fixture.get("/");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.response().body()).contains("<!doctype html>");
        var headers = page.response().headers();
        assertThat(headers.firstValue("Content-Type")).contains("text/html;charset=utf-8");
        String etag = headers.firstValue("ETag").orElseThrow();
        assertThat(ServerFixture.send(fixture.request("/").header("If-None-Match", etag))
                        .status())
                .isEqualTo(304);
        Answer charts = fixture.get("/vendor/echarts/dist/echarts.esm.min.js");
        assertThat(charts.status()).isEqualTo(200);
        assertThat(charts.response().body().length()).isBetween(500_000, 1_500_000);
        var zipped = ServerFixture.CLIENT.send(
                fixture.request("/vendor/echarts/dist/echarts.esm.min.js")
                        .header("Accept-Encoding", "gzip")
                        .build(),
                java.net.http.HttpResponse.BodyHandlers.ofByteArray());
        assertThat(zipped.body().length).isLessThan(450_000);
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        try (var in = new java.util.zip.GZIPInputStream(new java.io.ByteArrayInputStream(zipped.body()))) {
            in.transferTo(plain);
        }
        assertThat(plain.toString(java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo(charts.response().body());
        assertThat(fixture.get("/health").json().get("status").asText()).isEqualTo("ok");
    }
}
