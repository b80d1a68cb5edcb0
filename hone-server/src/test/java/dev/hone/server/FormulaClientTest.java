package dev.hone.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.core.store.MemoryStore;
import dev.hone.core.store.StudyStore;
import dev.hone.core.trial.Trial;
import dev.hone.core.trial.TrialState;
import dev.hone.server.ServerFixture.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that evaluate formulas: y = 2 x z - z. */
class FormulaClientTest {

    private static final double[][] ROWS = {{0, 1}, {1, 2}, {2, -1}, {3, 0.5}, {-1, 2}, {0.5, 3}};

    @TempDir
    Path folder;

    private final StudyStore store = new MemoryStore();
    private ServerFixture fixture;

    @BeforeEach
    void start() throws IOException {
        write("");
        fixture = ServerFixture.allowingCommands(store);
        Answer created =
                fixture.send("POST", "/api/studies", "application/yaml", """
                study: s
                seed: 1
                formula: {data: %s, target: y, polish: false}
                optimizer: {name: genetic-programming, population: 6, candidates: 3, max_depth: 3, depth_limit: 4}
                budget: {trials: 15}
                """.formatted(folder.resolve("t.csv")));
        assertThat(created.status()).as(created.response().body()).isEqualTo(201);
    }

    private void write(String more) throws IOException {
        StringBuilder csv = new StringBuilder("x,z,y\n");
        for (double[] row : ROWS) {
            csv.append(row[0])
                    .append(',')
                    .append(row[1])
                    .append(',')
                    .append(target(row))
                    .append('\n');
        }
        Files.writeString(folder.resolve("t.csv"), csv + more);
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private static double target(double[] row) {
        return 2 * row[0] * row[1] - row[1];
    }

    private JsonNode ask() {
        Answer answer = fixture.post("/api/studies/s/ask", "{}");
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
        return answer.json();
    }

    private Answer enqueue(String formula) {
        return fixture.post("/api/studies/s/enqueue", "{\"candidates\": [\"" + formula + "\"]}");
    }

    /** What a client does with the expression. */
    private static double value(JsonNode expression, Map<String, Double> variables) {
        if (!expression.isArray()) {
            return expression.isNumber() ? expression.doubleValue() : variables.get(expression.asText());
        }
        double a = value(expression.get(1), variables);
        double b = value(expression.get(2), variables);
        return switch (expression.get(0).asText()) {
            case "+" -> a + b;
            case "-" -> a - b;
            case "*" -> a * b;
            default -> Math.abs(b) < 1e-9 ? 1 : a / b;
        };
    }

    private static double error(JsonNode candidate) {
        double sum = 0;
        for (double[] row : ROWS) {
            double predicted = candidate.get("intercept").asDouble()
                    + candidate.get("slope").asDouble()
                            * value(candidate.get("expression"), Map.of("x", row[0], "z", row[1]));
            sum += Math.abs(predicted - target(row));
        }
        return sum / ROWS.length;
    }

    @Test
    void aClientIsGivenFormulasAndTellsTheirErrors() {
        assertThat(enqueue("2 * x * z - z").json().get("numbers")).hasToString("[0]");
        int asked = 0;
        for (JsonNode answer = ask(); !answer.has("done"); answer = ask()) {
            JsonNode trial = answer.at("/trials/0");
            if (asked++ == 0) {
                assertThat(trial.get("number").asLong()).isZero();
                assertThat(trial.get("text").asText()).isEqualTo("2 * x * z - z");
                assertThat(trial.at("/candidate/inputs")).hasToString("[\"x\",\"z\"]");
                assertThat(trial.at("/candidate/nodes").asInt()).isEqualTo(7);
                assertThat(error(trial.get("candidate"))).isZero();
            }
            Answer told = fixture.post(
                    "/api/studies/s/trials/" + trial.get("number") + "/tell",
                    "{\"attempt\": 1, \"value\": " + error(trial.get("candidate")) + "}");
            assertThat(told.status()).as(told.response().body()).isEqualTo(200);
            assertThat(told.json().get("text")).isEqualTo(trial.get("text"));
        }

        assertThat(asked).isEqualTo(15);
        long id = store.find("s").orElseThrow().id();
        assertThat(store.best(id, 0).orElseThrow().number()).isZero();
        assertThat(store.trials(id, EnumSet.of(TrialState.COMPLETE), 6, 100))
                .as("the formula that was queued breeds with the others")
                .hasSize(9)
                .allMatch(t -> !t.parents().isEmpty())
                .flatExtracting(Trial::parents)
                .contains(0L);
    }

    @Test
    void whatIsNoFormulaIsRefusedWithThePlace() {
        Answer unknown = enqueue("x + sin(z)");
        assertThat(unknown.status()).isEqualTo(400);
        assertThat(unknown.json().at("/error/field").asText()).isEqualTo("candidates[0]");
        assertThat(unknown.error()).contains("'sin'", "at character 5");
        assertThat(enqueue("x * (z - (x * (z - (x - z))))").error()).contains("a depth of at most the limit of 4");
        Answer configuration = fixture.post("/api/studies/s/enqueue", "{\"configurations\": [{\"x\": 1}]}");
        assertThat(configuration.status()).isEqualTo(400);
        assertThat(configuration.error()).contains("configurations: is not a key here", "[candidates]");
        Answer number = fixture.post("/api/studies/s/enqueue", "{\"candidates\": [\"x\", 2]}");
        assertThat(number.error()).contains("candidates[1]: is 2, expected a text");
        Answer none = fixture.post("/api/studies/s/enqueue", "{\"candidates\": []}");
        assertThat(none.error()).contains("expected a list of 1 to 1000 texts");
        assertThat(store.counts(store.find("s").orElseThrow().id()).values()).allMatch(count -> count == 0);
    }

    @Test
    void whereTheDataAreOthersOrGoneNobodyIsAsked() throws IOException {
        write("4,4,28\n");
        Answer other = fixture.post("/api/studies/s/ask", "{}");
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.error()).contains("cannot be asked here: formula.", "was 6 rows", "is 7 rows");
        Files.delete(folder.resolve("t.csv"));
        Answer gone = fixture.post("/api/studies/s/ask", "{}");
        assertThat(gone.status()).isEqualTo(409);
        assertThat(gone.error()).contains("cannot be asked here", "expected a file");
        assertThat(enqueue("x * z").status()).as("needs no data").isEqualTo(200);
    }
}
