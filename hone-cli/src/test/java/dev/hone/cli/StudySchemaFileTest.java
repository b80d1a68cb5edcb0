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
import dev.hone.core.prune.Pruner;
import dev.hone.core.space.Configuration;
import dev.hone.core.trial.Instance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
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
    void everyMethodsExampleIsAccepted(Method method) {
        String example = method.example().contains("study:") ? method.example() : STUDY + method.example();
        StudyDefinition definition = StudyDefinition.parse(example, method.id());
        String chosen = method.kind().equals(Method.PRUNER)
                ? definition.prunerChoice().orElseThrow().id()
                : definition.optimizer().id();
        assertThat(chosen).isEqualTo(method.id());
        MethodCatalogue catalogue = MethodCatalogue.load();
        OptimizerFactory<Configuration> factory = definition.optimizerFactory(catalogue);
        assertThat(factory.id()).isEqualTo(definition.optimizer().id());
        Problem problem = new Problem(
                        definition.objectives(), 1, definition.budget().trials(), 1, definition.isConstrained())
                .with(definition.fidelity(), definition.budget().cost());
        List<Instance> instances = definition
                .instanceStream()
                .map(stream -> List.of(stream.apply(0)))
                .orElse(List.of());
        assertThat(factory.create(problem).ask(new Ask<>(1, 0, List.of(), instances)))
                .hasSize(1)
                .allMatch(proposal -> definition.space().isFeasible(proposal.candidate()));
        assertThat(definition.pruner(catalogue))
                .matches(pruner -> (pruner == Pruner.NONE)
                        == definition
                                .prunerChoice()
                                .map(choice -> choice.id().equals("none"))
                                .orElse(true));
        assertThat(SCHEMA.validate(Json.MAPPER.valueToTree(new Yaml().load(example))))
                .isEmpty();
    }
}
