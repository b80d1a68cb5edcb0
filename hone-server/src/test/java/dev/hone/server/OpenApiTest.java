package dev.hone.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class OpenApiTest {

    private static final List<String> METHODS = List.of("get", "post", "put", "patch", "delete");
    /** The dashboard's own files, which are no interface. */
    private static final Set<String> PAGES = Set.of("/", "/api-docs", "/<file>", "/vendor/echarts/<file>");

    private final JsonNode api = OpenApi.read();

    @Test
    void whatIsServedIsDescribedAndWhatIsDescribedIsServed() {
        Set<String> served = new TreeSet<>();
        try (ServerFixture fixture = new ServerFixture()) {
            for (Routes.Route route : fixture.server.routes().list()) {
                if (!PAGES.contains(route.path())) {
                    served.add(route.method().name().toLowerCase(Locale.ROOT) + " " + route.path());
                }
            }
            assertThat(fixture.get("/openapi.json").json()).isEqualTo(api);
        }
        Set<String> described = new TreeSet<>();
        api.get("paths")
                .properties()
                .forEach(path -> path.getValue().fieldNames().forEachRemaining(key -> {
                    if (METHODS.contains(key)) {
                        described.add(key + " " + path.getKey());
                    }
                }));
        assertThat(described).as("openapi.yaml against the routes").isEqualTo(served);
    }

    @Test
    void referencesLeadSomewhere() {
        List<String> references = api.findValuesAsText("$ref");
        assertThat(references)
                .isNotEmpty()
                .allSatisfy(
                        reference -> assertThat(api.at(reference.substring(1)).isMissingNode())
                                .as(reference)
                                .isFalse());
    }

    @Test
    void everyOperationIsNamedAndItsPathParametersAreDescribed() {
        Set<String> names = new HashSet<>();
        Set<String> tags = new HashSet<>();
        api.get("tags").forEach(tag -> tags.add(tag.get("name").asText()));
        api.get("paths").properties().forEach(path -> {
            for (String method : METHODS) {
                JsonNode operation = path.getValue().path(method);
                if (operation.isMissingNode()) {
                    continue;
                }
                String where = method + " " + path.getKey();
                assertThat(names.add(operation.path("operationId").asText()))
                        .as(where)
                        .isTrue();
                assertThat(operation.path("summary").asText()).as(where).isNotBlank();
                assertThat(tags).as(where).contains(operation.at("/tags/0").asText());
                assertThat(operation.path("responses").size()).as(where).isPositive();
                Set<String> described = new HashSet<>();
                for (JsonNode list : List.of(path.getValue().path("parameters"), operation.path("parameters"))) {
                    for (JsonNode given : list) {
                        JsonNode parameter = given.has("$ref")
                                ? api.at(given.get("$ref").asText().substring(1))
                                : given;
                        if (parameter.get("in").asText().equals("path")) {
                            described.add(parameter.get("name").asText());
                        }
                    }
                }
                Set<String> needed = new HashSet<>();
                Matcher matcher = Pattern.compile("[{]([^}]+)}").matcher(path.getKey());
                while (matcher.find()) {
                    needed.add(matcher.group(1));
                }
                assertThat(described).as(where).isEqualTo(needed);
            }
        });
    }

    @Test
    void answersHaveTheFieldsThatAreDescribed() {
        try (ServerFixture fixture = new ServerFixture()) {
            fixture.send(
                    "POST",
                    "/api/studies",
                    "application/yaml",
                    ServerFixture.yaml("s", "evaluator: external\nbudget: {trials: 3}"));
            fixture.post("/api/studies/s/ask", "{}");
            JsonNode study = fixture.get("/api/studies").json().at("/items/0");
            assertThat(fieldNames(study)).isSubsetOf(described("Study"));
            assertThat(fieldNames(study)).containsAll(required("Study"));
            JsonNode trial = fixture.get("/api/studies/s/trials").json().at("/items/0");
            assertThat(fieldNames(trial)).isEqualTo(described("Trial"));
            Set<String> detail = described("Study");
            api.at("/components/schemas/StudyDetail/allOf/1/properties")
                    .fieldNames()
                    .forEachRemaining(detail::add);
            assertThat(fieldNames(fixture.get("/api/studies/s").json())).isSubsetOf(detail);
        }
    }

    private Set<String> described(String schema) {
        return fieldNames(api.at("/components/schemas/" + schema + "/properties"));
    }

    private Set<String> required(String schema) {
        Set<String> names = new TreeSet<>();
        api.at("/components/schemas/" + schema + "/required").forEach(name -> names.add(name.asText()));
        return names;
    }

    private static Set<String> fieldNames(JsonNode node) {
        Set<String> names = new TreeSet<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
