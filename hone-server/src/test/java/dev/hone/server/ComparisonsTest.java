package dev.hone.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.core.Json;
import dev.hone.core.store.MemoryStore;
import dev.hone.core.store.StudyStore;
import dev.hone.server.ServerFixture.Answer;
import dev.hone.server.chart.Charts;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Studies whose trials are compared, over REST. */
class ComparisonsTest {

    private static final String STUDY = """
            study: s
            seed: 3
            judge: human
            parameters:
              x: {type: float, low: -1, high: 1}
              y: {type: float, low: -1, high: 1}
            evaluator: external
            optimizer: {name: rank-sgd, points: 3, line_search: false, blind: false, smoothing: 0.1}
            budget: {trials: 6}
            """;

    private final StudyStore store = new MemoryStore();
    private ServerFixture fixture;

    @BeforeEach
    void start() {
        fixture = new ServerFixture(store);
        Answer created = fixture.send("POST", "/api/studies", "application/yaml", STUDY);
        assertThat(created.status()).as(created.response().body()).isEqualTo(201);
        assertThat(created.json().at("/objectives")).isEmpty();
        assertThat(created.json().get("best").isNull()).isTrue();
        assertThat(created.json().get("comparisons").asInt()).isZero();
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private JsonNode ask(int count) {
        Answer answer = fixture.post("/api/studies/s/ask", "{\"count\": " + count + "}");
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
        return answer.json();
    }

    private void make(JsonNode trials) {
        for (JsonNode trial : trials) {
            long number = trial.get("number").asLong();
            Answer told = fixture.post(
                    "/api/studies/s/trials/" + number + "/tell",
                    "{\"attempt\": 1, \"values\": [], \"metrics\": {\"m\": 2}}");
            assertThat(told.status()).as(told.response().body()).isEqualTo(200);
        }
    }

    private static List<Long> screen(ServerFixture at) {
        List<Long> numbers = new ArrayList<>();
        at.get("/api/studies/s/screen")
                .json()
                .get("trials")
                .forEach(t -> numbers.add(t.get("number").asLong()));
        return numbers;
    }

    @Test
    void candidatesAreMadeShownComparedAndTheNextOnesMade() {
        assertThat(screen(fixture)).isEmpty();
        JsonNode first = ask(5).get("trials");
        assertThat(first).hasSize(3);
        assertThat(screen(fixture)).as("none is made yet").isEmpty();
        fixture.send("PUT", "/api/studies/s/trials/1/artifacts/poem.txt", "text/plain", "roses");
        make(first);

        JsonNode open = fixture.get("/api/studies/s/screen").json();
        assertThat(screen(fixture)).containsExactly(0L, 1L, 2L);
        assertThat(open.at("/trials/1/artifacts/0/name").asText()).isEqualTo("poem.txt");
        assertThat(open.at("/trials/1/metrics/m").asInt()).isEqualTo(2);
        JsonNode waiting = ask(1);
        assertThat(waiting.get("trials")).isEmpty();
        assertThat(waiting.get("comparing").toString()).isEqualTo("[0,1,2]");
        assertThat(waiting.has("done")).isFalse();

        Answer said = fixture.post(
                "/api/studies/s/comparisons", "{\"ranking\": [2, [0, 1]], \"judge\": \"Ada\", \"degree\": 0.5}");
        assertThat(said.status()).as(said.response().body()).isEqualTo(201);
        assertThat(screen(fixture)).isEmpty();
        JsonNode study = fixture.get("/api/studies/s").json();
        assertThat(study.at("/best/number").asInt()).isEqualTo(2);
        assertThat(study.at("/best/values")).isEmpty();
        assertThat(study.get("comparisons").asInt()).isEqualTo(1);
        assertThat(fixture.get("/api/studies?sort=best")
                        .json()
                        .at("/items/0/best/number")
                        .asInt())
                .isEqualTo(2);

        make(ask(5).get("trials"));
        assertThat(screen(fixture)).containsExactly(3L, 4L, 5L);
        fixture.post("/api/studies/s/comparisons", "{\"ranking\": [5, 4, 3]}");
        assertThat(ask(1).get("done").asText()).isEqualTo("all 6 trials are done");

        JsonNode all = fixture.get("/api/studies/s/comparisons?limit=1").json();
        assertThat(all.at("/items/0").toString())
                .isEqualTo("{\"position\":0,\"ranking\":[2,[0,1]],\"degree\":0.5,\"judge\":\"Ada\"}");
        assertThat(all.get("next").asInt()).isEqualTo(1);
        JsonNode rest = fixture.get("/api/studies/s/comparisons?from=1").json();
        assertThat(rest.at("/items/0/judge").asText()).isEqualTo("rest/127.0.0.1");
        assertThat(rest.get("next").isNull()).isTrue();
    }

    @Test
    void aServerThatDidNotProposeKnowsWhatIsToBeCompared() {
        ServerFixture other = new ServerFixture(store);
        try {
            assertThat(screen(other)).isEmpty();
            make(ask(3).get("trials"));
            assertThat(screen(other)).containsExactly(0L, 1L, 2L);
            other.post("/api/studies/s/comparisons", "{\"ranking\": [0, 1, 2]}");
            make(ask(3).get("trials"));
            assertThat(screen(other)).containsExactly(3L, 4L, 5L);
        } finally {
            other.server.close();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"ranking": [0, 7]}                  | ranking | has 7, expected trials of study 's'
            {"ranking": [0, 1, 0]}               | ranking | has trial 0 twice
            {"ranking": [0, [1, 1]]}             | ranking | has trial 1 twice
            {"ranking": [0, 2]}                  | ranking | has trial 2, which is running
            {"ranking": [0, "A"]}                | ranking | has "A", expected the number of a trial
            {"ranking": [0, []]}                 | ranking | expected no empty group
            {"ranking": [0]}                     | ranking | expected at least two trials
            {"ranking": 3}                       | ranking | is 3, expected an array of trial numbers
            {}                                   | ranking | is missing
            {"ranking": [0, 1], "degree": 0}     | degree  | expected a number above 0
            {"ranking": [0, 1], "degree": "x"}   | degree  | expected a number
            {"ranking": [0, 1], "judge": ""}     | judge   | expected a name
            {"ranking": [0, 1], "judge": 3}      | judge   | expected a name
            {"ranking": [0, 1], "jugde": "me"}   | jugde   | 'judge'
            """)
    void saysWhatIsWrongWithAComparisonAndKeepsNothing(String body, String field, String message) {
        JsonNode trials = ask(3).get("trials");
        make(Json.MAPPER.createArrayNode().add(trials.get(0)).add(trials.get(1)));

        Answer answer = fixture.post("/api/studies/s/comparisons", body);

        assertThat(answer.status()).as(answer.response().body()).isEqualTo(400);
        assertThat(answer.json().at("/error/field").asText()).isEqualTo(field);
        assertThat(answer.error()).contains(message);
        assertThat(fixture.get("/api/studies/s/comparisons").json().get("items"))
                .isEmpty();
    }

    @Test
    void chartsSayThatThereIsNothingToDraw() {
        make(ask(3).get("trials"));
        for (String chart : Charts.names()) {
            Answer answer = fixture.get("/api/studies/s/charts/" + chart + "?objective=0");
            assertThat(answer.status()).as(chart + answer.response().body()).isEqualTo(200);
            if (!List.of("cost", "timeline").contains(chart)) {
                assertThat(answer.json().get("note").asText()).contains("compared with each other");
            }
        }
        fixture.send(
                "POST",
                "/api/studies",
                "application/yaml",
                ServerFixture.yaml("measured", "evaluator: external\nbudget: {trials: 3}"));
        for (String chart : Charts.comparisons()) {
            Answer answer = fixture.get("/api/compare/" + chart + "?study=s&study=measured");
            assertThat(answer.status()).as(chart + answer.response().body()).isEqualTo(200);
            assertThat(answer.json().get("series")).hasSize(1);
            assertThat(answer.json().get("note").asText()).contains("not measured");
            assertThat(fixture.get("/api/compare/" + chart + "?study=s").json().get("series"))
                    .isEmpty();
        }
    }

    @Test
    void valuesAreNotTaken() {
        ask(1);
        Answer answer = fixture.post("/api/studies/s/trials/0/tell", "{\"attempt\": 1, \"value\": 2}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error()).contains("value").contains("compared, not measured");
        assertThat(fixture.post("/api/studies/s/trials/0/tell", "{\"attempt\": 1}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aStudyThatIsMeasuredHasNoScreen() {
        fixture.send(
                "POST",
                "/api/studies",
                "application/yaml",
                ServerFixture.yaml("measured", "evaluator: external\nbudget: {trials: 3}"));
        JsonNode screen = fixture.get("/api/studies/measured/screen").json();
        assertThat(screen.get("trials")).isEmpty();
        assertThat(screen.get("comparisons").asInt()).isZero();
    }
}
