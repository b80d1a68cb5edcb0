package dev.hone.core.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hone.core.space.Fidelity;
import dev.hone.core.space.Fidelity.Level;
import java.nio.file.Path;
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
        assertThat(fidelity.levels())
                .containsExactly(new Level("coarse", 0.1), new Level("medium", 0.3), new Level("fine", 1));
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
        assertThat(fidelity.levels()).containsExactly(new Level(10L, 1), new Level(100L, 7));
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
                    parameter: mesh | parameter: span         | fidelity.parameter | is 'span', which is no choice
                    ordered: true,  | ordered: false,         | fidelity.parameter | expected one with 'ordered: true'
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
