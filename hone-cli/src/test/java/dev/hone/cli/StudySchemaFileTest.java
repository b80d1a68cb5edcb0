package dev.hone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.hone.core.Json;
import dev.hone.core.definition.StudyDefinition;
import dev.hone.core.definition.StudySchema;
import dev.hone.core.method.Method;
import dev.hone.core.method.MethodCatalogue;
import dev.hone.core.optimize.Ask;
import dev.hone.core.optimize.OptimizerFactory;
import dev.hone.core.optimize.Problem;
import dev.hone.core.optimize.Proposal;
import dev.hone.core.prune.Pruner;
import dev.hone.core.space.Configuration;
import dev.hone.core.trial.Instance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/** The schema that the examples refer to, with every optimizer and pruner that Hone ships. */
class StudySchemaFileTest {

    private static final Path FILE = Path.of("..", "docs", "study.schema.json");

    private static final String STUDY = """
            study: s
            objectives: [{minimize: a}]
            parameters: {x: {type: int, low: 1, high: 4}}
            evaluator: {java: com.example.A}
            budget: {trials: 3}
            """;

    @TempDir
    Path folder;

    private static final JsonSchema SCHEMA =
            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(StudySchema.json());

    @Test
    void theFileIsWhatTheCommandPrints() throws IOException {
        assertThat(Json.parse(Files.readString(FILE)))
                .as("./hone schema > docs/study.schema.json brings it up to date")
                .isEqualTo(Json.parse(StudySchema.json()));
    }

    static List<Method> methods() {
        return MethodCatalogue.load().methods();
    }

    /** What {@code hone methods NAME} shows as an example must work: a whole study, or what is to be added to one. */
    @ParameterizedTest
    @MethodSource("methods")
    void everyMethodsExampleIsAccepted(Method method) throws IOException {
        String example = method.example().contains("study:") ? method.example() : STUDY + method.example();
        MethodCatalogue catalogue = MethodCatalogue.load();
        Files.writeString(folder.resolve("drag.csv"), "speed,area,drag\n" + "1,2,3\n2,3,5\n3,5,9\n".repeat(4));
        StudyDefinition definition = StudyDefinition.parse(example, method.id(), folder, catalogue);
        String chosen = method.kind().equals(Method.PRUNER)
                ? definition.prunerChoice().orElseThrow().id()
                : definition.optimizer().id();
        assertThat(chosen).isEqualTo(method.id());
        OptimizerFactory<?> factory = definition.parts(catalogue).optimizer();
        assertThat(factory.id()).isEqualTo(definition.optimizer().id());
        Problem problem = new Problem(
                        definition.objectives(), 1, definition.budget().trials(), 1, definition.isConstrained())
                .with(definition.fidelity(), definition.budget().cost());
        List<Instance> instances = definition
                .instanceStream()
                .map(stream -> List.of(stream.apply(0)))
                .orElse(List.of());
        assertThat(candidates(factory, problem, instances))
                .hasSize(1)
                .allMatch(candidate -> !(candidate instanceof Configuration configuration)
                        || definition.space().isFeasible(configuration));
        assertThat(definition.pruner(catalogue))
                .matches(pruner -> (pruner == Pruner.NONE)
                        == definition
                                .prunerChoice()
                                .map(choice -> choice.id().equals("none"))
                                .orElse(true));
        assertThat(SCHEMA.validate(Json.MAPPER.valueToTree(new Yaml().load(example))))
                .isEmpty();
    }

    private static <C> List<C> candidates(OptimizerFactory<C> factory, Problem problem, List<Instance> instances) {
        return factory.create(problem).ask(new Ask<>(1, 0, List.of(), instances)).stream()
                .map(Proposal::candidate)
                .toList();
    }
}
