package dev.hone.core.definition;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.hone.core.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class StudySchemaTest {

    private static final JsonSchema SCHEMA = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
            .getSchema(StudySchema.json(TestCatalogue.CATALOGUE));

    private static Set<ValidationMessage> violations(String yaml) {
        Problems problems = new Problems("s.yaml", yaml);
        JsonNode tree = Json.MAPPER.valueToTree(
                YamlTree.read(yaml, problems).orElseThrow().plain());
        assertThat(problems.isEmpty()).isTrue();
        return SCHEMA.validate(tree);
    }

    /** Those about configurations; other candidates are unknown here. */
    static List<Path> examples() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("..", "examples"))) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .filter(StudySchemaTest::hasParameters)
                    .sorted()
                    .toList();
        }
    }

    private static boolean hasParameters(Path file) {
        try {
            return Files.readString(file).contains("\nparameters:");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void thereAreExamples() throws IOException {
        assertThat(examples()).hasSizeGreaterThanOrEqualTo(3);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void readerAndSchemaAcceptEveryExample(Path file) throws IOException {
        assertThat(StudyDefinition.read(file, TestCatalogue.CATALOGUE).name()).isNotBlank();
        assertThat(violations(Files.readString(file))).isEmpty();
    }

    @Test
    void acceptsEveryKeyThatTheReaderAccepts() {
        assertThat(violations(StudyDefinitionTest.FULL)).isEmpty();
        assertThat(violations(StudyKeys.MINIMAL)).isEmpty();
        assertThat(violations(StudyKeys.MINIMAL + "\noptimizer: picky\nmax_failures: 3\n"))
                .isEmpty();
    }

    /** The same mistakes as in the reader's table, as far as a schema can see them. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "seed: 7 | sede: 7",
                "seed: 7 | seed: 1.5",
                "study: jvm-flags | study: 5",
                "budget: {trials: 60, duration: 10m, cost: 100, target: -0.1} | budget: {}",
                "budget: {trials: 60, | budget: {trials: 0,",
                "duration: 10m | duration: 10 minutes",
                "cost: 100 | cost: 0",
                "- minimize: wall_s | - wall_s",
                "- minimize: wall_s | - {minimize: wall_s, maximize: x}",
                "- minimize: wall_s | - {minimize: wall_s, direction: minimize}",
                "log: true | log: 1",
                "log: true | lgo: true",
                "type: int, low: 64, high: 1024, log | type: itn, low: 64, high: 1024, log",
                "type: int, low: 64, high: 1024, log | low: 64, high: 1024, log",
                "low: 64, high: 1024, log | high: 1024, log",
                "heap_mb: {type | 2heap: {type",
                "ordered: true | low: 1",
                "items: [a, b, 3] | items: []",
                "directory: work | java: a.B",
                "directory: work | classpath: [a]",
                "timeout: 1m30s | timeout: 90",
                "memory: 2GB | memory: 2",
                "network: false | net: false",
                "{measure: wall} | {measure: time}",
                "{measure: wall} | {}",
                "{measure: wall} | {measure: wall, json: /a}",
                "{measure: wall} | {measure: wall, file: a}",
                "{json: /score} | {json: score}",
                "{name: gp, startup_trials: 20, noise: 1} | gpp",
                "{name: gp, startup_trials: 20, noise: 1} | {name: gp, startup_trials: 0}",
                "{name: gp, startup_trials: 20, noise: 1} | {name: gp, foo: 0}",
                "{name: gp, startup_trials: 20, noise: 1} | {startup_trials: 1}",
                "pruner: median | pruner: {name: mediam}",
                "max_failures: 50% | max_failures: half",
                "[{metric: peak_rss_mb, max: 512}] | [{metric: peak_rss_mb}]",
                "warm_start: [other-study] | warm_start: other-study",
                "verify: {repeats: 7} | verify: {repeats: 1}",
                "{label: default flags, command | {configuration: {gc: parallel}, command"
            })
    void refusesWhatASchemaCanRefuse(String from, String to) {
        assertThat(StudyDefinitionTest.FULL).contains(from);
        assertThat(violations(StudyDefinitionTest.FULL.replace(from, to))).isNotEmpty();
    }

    @Test
    void isItselfASchemaWithDescriptionsAndDefaults() {
        JsonNode schema = Json.parse(StudySchema.json(TestCatalogue.CATALOGUE));
        JsonSchema meta = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
                .getSchema(java.net.URI.create("http://json-schema.org/draft-07/schema#"));
        assertThat(meta.validate(schema)).isEmpty();
        assertThat(schema.at("/properties/parallelism/default").asInt()).isEqualTo(1);
        assertThat(schema.at("/properties").findValuesAsText("description"))
                .hasSizeGreaterThan(60)
                .doesNotContain("");
        assertThat(schema.at("/properties/optimizer/anyOf/0/enum"))
                .hasToString("[\"auto\",\"cheb-cb\",\"gp\",\"picky\"]");
        assertThat(schema.at("/properties/optimizer/anyOf/1/allOf/2/then/properties/noise/maximum")
                        .asDouble())
                .isEqualTo(1);
    }
}
