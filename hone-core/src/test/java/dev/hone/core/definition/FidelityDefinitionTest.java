package dev.hone.core.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hone.core.space.Fidelity;
import dev.hone.core.space.FidelityLevels;
import dev.hone.core.space.FidelityLevels.Level;
import dev.hone.core.space.FidelityRange;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Study files with a fidelity. */
class FidelityDefinitionTest {

    private static final String GOOD = """
            study: wing
            objectives: [{minimize: drag}]
            parameters:
              span: {type: float, low: 5, high: 20}
              mesh: {type: categorical, ordered: true, choices: [coarse, medium, fine]}
            fidelity: {parameter: mesh, truth: fine, costs: {coarse: 0.1, medium: 0.3, fine: 1}}
            evaluator: {command: [cat]}
            optimizer: auto
            enqueue: [{span: 7}]
            budget: {cost: 20}
            """;

    private static StudyDefinition parse(String text) {
        return StudyDefinition.parse(text, "s.yaml", Path.of("/"), TestCatalogue.CATALOGUE);
    }

    @Test
    void levelsGoFromTheCoarsestToTheTruth() {
        Fidelity fidelity = parse(GOOD).fidelity().orElseThrow();
        assertThat(fidelity.parameter()).isEqualTo("mesh");
        assertThat(fidelity)
                .isEqualTo(new FidelityLevels(
                        "mesh",
                        List.of(new Level("coarse", 0.1), new Level("medium", 0.3), new Level("fine", 1)),
                        true));
        assertThat(fidelity.warnings()).isEmpty();
        Fidelity reversed = parse(GOOD.replace("[coarse, medium, fine]", "[fine, medium, coarse]"))
                .fidelity()
                .orElseThrow();
        assertThat(reversed).isEqualTo(fidelity);
    }

    @Test
    void valuesOfLevelsMayBeNumbers() {
        Fidelity fidelity = parse(GOOD.replace("[coarse, medium, fine]", "[10, 100]")
                        .replace("truth: fine", "truth: 100")
                        .replace("{coarse: 0.1, medium: 0.3, fine: 1}", "{10: 1, 100: 7}"))
                .fidelity()
                .orElseThrow();
        assertThat(((FidelityLevels) fidelity).levels()).containsExactly(new Level(10L, 1), new Level(100L, 7));
    }

    @Test
    void aChoiceWithoutOrderHasSourcesAndAnyOfThemMayBeTheTruth() {
        Fidelity fidelity = parse(GOOD.replace("ordered: true, ", "").replace("truth: fine", "truth: medium"))
                .fidelity()
                .orElseThrow();
        assertThat(fidelity)
                .isEqualTo(new FidelityLevels(
                        "mesh",
                        List.of(new Level("coarse", 0.1), new Level("fine", 1), new Level("medium", 0.3)),
                        false));
        assertThat(fidelity.truth()).isEqualTo("medium");
    }

    private static final String EPOCHS = GOOD.replace(
                    "{type: categorical, ordered: true, choices: [coarse, medium, fine]}",
                    "{type: int, low: 1, high: 27}")
            .replace("truth: fine, costs: {coarse: 0.1, medium: 0.3, fine: 1}", "cost: \"mesh / 27\"");

    @Test
    void aNumberHasACostThatIsAFunctionOfIt() {
        Fidelity fidelity = parse(EPOCHS).fidelity().orElseThrow();
        assertThat(fidelity).isInstanceOf(FidelityRange.class).hasToString("mesh from 1 to 27 for mesh / 27");
        assertThat(fidelity.truth()).isEqualTo(27L);
        assertThat(fidelity.cost(9L)).isEqualTo(9.0 / 27);
        assertThat(parse(EPOCHS).enqueue().get(0).get("mesh")).isEqualTo(27L);
        assertThat(parse(EPOCHS.replace("cost: \"", "truth: 1, cost: \""))
                        .fidelity()
                        .orElseThrow()
                        .truth())
                .isEqualTo(1L);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    cost: "mesh / 27" | cost: "mesh - 1"                  | fidelity.cost  | gives 0 at mesh = 1, expected a number above 0
                    cost: "mesh / 27" | cost: "1 / (mesh - 14)"           | fidelity.cost  | expected a number above 0
                    cost: "mesh / 27" | cost: "span"                      | fidelity.cost  | no name but that of the fidelity
                    cost: "mesh / 27" | cost: "mesh ^ 2"                  | fidelity.cost  | which is no power
                    cost: "mesh / 27" | cost: "exp(mesh)"                 | fidelity.cost  | has 'exp('
                    cost: "mesh / 27" | cost: "mesh > 2"                  | fidelity.cost  | gives false at mesh
                    cost: "mesh / 27" | truth: 3, cost: mesh              | fidelity.truth | 1.0 or 27.0, an end of the range
                    cost: "mesh / 27" | costs: {a: 1}                     | fidelity.costs | expected 'cost': an expression
                    cost: "mesh / 27" | truth: 27                         | fidelity       | expected exactly one of [costs, cost]
                    """)
    void saysWhatIsWrongWithARange(String good, String bad, String path, String message) {
        DefinitionException e = catchThrowableOfType(DefinitionException.class, () -> parse(EPOCHS.replace(good, bad)));
        assertThat(e).isNotNull();
        assertThat(e.problems()).anySatisfy(problem -> {
            assertThat(problem.path()).isEqualTo(path);
            assertThat(problem.message()).contains(message);
            assertThat(problem.line()).isEqualTo(6);
        });
    }

    @Test
    void equalCostsAreWarnedOf() {
        assertThat(parse(GOOD.replace("0.1, medium: 0.3", "1, medium: 1"))
                        .fidelity()
                        .orElseThrow()
                        .warnings())
                .singleElement()
                .asString()
                .contains("all levels of 'mesh' cost the same");
    }

    @Test
    void whatIsEnqueuedWithoutAFidelityIsEvaluatedAtTheTruth() {
        assertThat(parse(GOOD).enqueue().get(0).get("mesh")).isEqualTo("fine");
        assertThat(parse(GOOD.replace("{span: 7}", "{span: 7, mesh: coarse}"))
                        .enqueue()
                        .get(0)
                        .get("mesh"))
                .isEqualTo("coarse");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    parameter: mesh | parameter: mash         | fidelity.parameter | did you mean 'mesh'
                    parameter: mesh | parameter: span         | fidelity.costs     | expected 'cost': an expression
                    costs: {coarse: 0.1, medium: 0.3, fine: 1} | cost: "1" | fidelity.cost | expected 'costs': a cost for each
                    truth: fine     | truth: fein             | fidelity.truth     | did you mean 'fine'
                    truth: fine     | truth: medium           | fidelity.truth     | expected the first or the last choice
                    medium: 0.3,    |                         | fidelity.costs     | has no 'medium', expected a cost for each
                    medium: 0.3     | medium: 0               | fidelity.costs.medium | expected a number above 0
                    medium: 0.3     | medium: many            | fidelity.costs.medium | expected a number above 0
                    medium: 0.3     | medium: 0.3, finer: 2   | fidelity.costs.finer  | is no level of 'mesh'
                    truth: fine,    |                         | fidelity.truth     | is missing
                    truth: fine,    | truht: fine,            | fidelity.truht     | did you mean 'truth'
                    optimizer: auto | optimizer: gp           | optimizer          | expected one that chooses fidelities
                    optimizer: auto | pruner: median          | pruner             | expected no pruner with a fidelity
                    optimizer: auto | constraints: [mesh != span && span > 6] | fidelity.parameter | which the constraint
                    optimizer: auto | baseline: {configuration: {span: 6, mesh: coarse}} | baseline.configuration.mesh | expected the truth, 'fine'
                    high: 20}       | high: 20, when: {mesh: fine}} | fidelity.parameter | on which 'span' depends
                    """)
    void saysWhatIsWrongAndWhere(String good, String bad, String path, String message) {
        String text = GOOD.replace(good, bad == null ? "" : bad);
        assertThat(text).isNotEqualTo(GOOD);
        DefinitionException e = catchThrowableOfType(DefinitionException.class, () -> parse(text));
        assertThat(e).as(text).isNotNull();
        assertThat(e.problems()).anySatisfy(problem -> {
            assertThat(problem.path()).isEqualTo(path);
            assertThat(problem.message()).contains(message);
            assertThat(problem.line()).isEqualTo(path.startsWith("fidelity") ? 6 : 8);
        });
    }
}
