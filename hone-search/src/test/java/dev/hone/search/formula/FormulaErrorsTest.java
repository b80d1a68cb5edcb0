package dev.hone.search.formula;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hone.core.HoneException;
import dev.hone.core.definition.DefinitionException;
import dev.hone.core.definition.StudyDefinition;
import dev.hone.core.method.MethodCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormulaErrorsTest {

    private static final MethodCatalogue CATALOGUE = MethodCatalogue.load();
    private static final String ROWS = "1,2,a\n2,3,b\n3,5,c\n4,4,d\n5,1,e\n6,8,f\n";

    @TempDir
    Path folder;

    private StudyDefinition study(String formula, String optimizer) {
        String text = "study: s\nformula:\n  " + formula.replace("\n", "\n  ") + "\noptimizer: " + optimizer
                + "\nbudget: {trials: 5}\n";
        return StudyDefinition.parse(text, "s.yaml", folder, CATALOGUE);
    }

    private void refused(String csv, String formula, String... words) throws IOException {
        Files.writeString(folder.resolve("t.csv"), csv);
        assertThatThrownBy(() ->
                        study("data: t.csv\n" + formula, "genetic-programming").parts(CATALOGUE))
                .isInstanceOf(DefinitionException.class)
                .satisfies(e -> assertThat(e.getMessage()).contains(words));
    }

    @Test
    void cellsThatAreNoNumbersAreNamedByTheirLine() throws IOException {
        refused(
                "x,y,z\n1,2,3\n2,3,n/a\n",
                "target: y",
                "s.yaml:3:9: formula.data: t.csv:3: column 'z' is 'n/a', expected a finite number");
        refused("x,y\n1,\n", "target: y", "t.csv:2: column 'y' is empty");
        refused("x,y\r\n\"1\",\"2\n\"\r\n1,NaN\r\n", "target: y", "t.csv:4: column 'y' is 'NaN'");
        refused("x,y\n1,2\n1,2,3\n", "target: y", "t.csv:3: the row has 3 cells, expected 2");
        refused("x,y\n1,\"2\n", "target: y", "starting at line 2");
        refused("1,2\n3,4\n", "target: y", "t.csv:1: '1' as the name of a column, expected a first row with the names");
        refused("x,x,y\n1,2,3\n", "target: y", "t.csv:1: 'x' is given twice");
        refused("x;y\n1;2\n", "target: y", "expected commas between cells");
        refused("", "target: y", "t.csv:1: the file is empty");
        refused("x,y\n" + "1,".repeat(20_000) + "\n", "target: y", "t.csv: Record starting at line 2");
    }

    @Test
    void textsInColumnsThatAreNotUsedDoNoHarm() throws IOException {
        Files.writeString(folder.resolve("t.csv"), "\uFEFFx,y,name\n" + ROWS);
        FormulaTask task = (FormulaTask) new FormulaKind()
                .read(java.util.Map.of("data", "t.csv", "target", "y", "inputs", java.util.List.of("x")))
                .open(folder);
        assertThat(task.describe()).containsEntry("Inputs", "x").containsEntry("Data", "t.csv, 6 rows");
        refused("x,y,name\n" + ROWS, "target: y", "column 'name' is 'a'");
    }

    @Test
    void columnsMustBeThere() throws IOException {
        refused(
                "speed,area,drag\n1,2,3\n",
                "target: drga",
                "s.yaml:4:11: formula.target: is 'drga', not a column of the data; did you mean 'drag'?",
                "[speed, area, drag]");
        refused(
                "speed,drag\n1,2\n",
                "target: drag\ninputs: [speed, mass]",
                "s.yaml:5:19: formula.inputs[1]: is 'mass'");
        refused("drag\n1\n", "target: drag", "has no column but the target");
        assertThatThrownBy(() -> study("data: none.csv\ntarget: y", "genetic-programming")
                        .parts(CATALOGUE))
                .hasMessageContaining("s.yaml:3:9: formula.data: is 'none.csv', expected a file; there is none in");
    }

    @Test
    void thereMustBeSomethingToFit() throws IOException {
        refused("x,y\n1,2\n2,4\n3,5\n", "target: y", "has 3 row(s) of numbers, expected at least 4 to fit to");
        refused(
                "x,y\n1,2\n2,4\n3,5\n4,7\n",
                "target: y\nholdout: 0.1",
                "has 4 row(s) of numbers, 1 of them held out, expected at least 4");
        refused(
                "x,y\n1,2\n2,2\n3,2\n4,2\n5,2\n",
                "target: y",
                "formula.target: is 'y', which is 2.0 in every row to fit to, expected one that varies");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "target: y, inputs: [x, y]        | formula.inputs[1]: is 'y', the target",
                "target: y, inputs: [x, x]        | formula.inputs[1]: is 'x' for the second time",
                "target: y, functions: [add, sine]| formula.functions[1]: is 'sine'; did you mean 'sin'?",
                "target: y, functions: [add, add] | formula.functions[1]: is 'add' for the second time",
                "target: y, loss: mea             | formula.loss: is 'mea'; did you mean",
                "target: y, holdout: 1            | formula.holdout: is 1, expected a number from 0 to",
                "target: y, constants: {low: 2}   | formula.constants.high: is 1.0, expected a number above low, 2.0",
                "target: y, tarmac: 1             | formula.tarmac: is not a key here",
                "loss: mae                        | formula.target: is missing",
            })
    void theSectionIsCheckedBeforeAnythingIsOpened(String section, String message) {
        assertThatThrownBy(() -> StudyDefinition.parse(
                        "study: s\nformula: {data: t.csv, " + section + "}\nbudget: {trials: 5}\n",
                        "s.yaml",
                        folder,
                        CATALOGUE))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("s.yaml:2:")
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{name: genetic-programming, population: 4}               | optimizer.population: is 4, expected at least 2 and"
                        + " at least the 5 candidates",
                "{name: genetic-programming, mating: pump}                | optimizer.mating: is 'pump'; did you mean 'pimp'?",
                "{name: genetic-programming, depth_limit: 3}              | optimizer.depth_limit: is 3, expected a whole"
                        + " number of at least 6",
                "{name: genetic-programming, population: 10, elitism: 10} | optimizer.elitism: is 10",
                "{name: genetic-programming, mutation: 1.5}               | optimizer.mutation: is 1.5",
                "tpe                                                      | optimizer: is 'tpe'",
            })
    void optionsOfTheOptimizerAreChecked(String optimizer, String message) {
        assertThatThrownBy(() -> study("data: t.csv\ntarget: y", optimizer))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("s.yaml:5:")
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"parameters: {x: {type: int, low: 1, high: 2}}", "evaluator: {java: a.B}", "pruner: median"})
    void whatGoesWithParametersHasNoPlace(String line) {
        assertThatThrownBy(() -> StudyDefinition.parse(
                        "study: s\nformula: {data: t.csv, target: y}\nbudget: {trials: 5}\n" + line + "\n",
                        "s.yaml",
                        folder,
                        CATALOGUE))
                .hasMessageContaining("s.yaml:4:1: " + line.substring(0, line.indexOf(':')) + ": is not a key here");
    }

    @Test
    void geneticProgrammingHasNoUseForParameters() {
        assertThatThrownBy(() -> StudyDefinition.parse("""
                study: s
                objectives: [{minimize: y}]
                parameters: {x: {type: int, low: 1, high: 2}}
                evaluator: {java: a.B}
                optimizer: genetic-programming
                budget: {trials: 5}
                """, "s.yaml", folder, CATALOGUE))
                .hasMessageContaining("s.yaml:5:12: optimizer: is 'genetic-programming', expected one of");
    }

    @Test
    void aStudyOfFormulasHasNoSpace() {
        assertThatThrownBy(() ->
                        study("data: t.csv\ntarget: y", "genetic-programming").space())
                .isInstanceOf(HoneException.class)
                .hasMessageContaining("'formula'");
    }

    @Test
    void columnsBecomeNamesOfVariables() {
        assertThat(FormulaData.variables(java.util.List.of("wind speed", "wind-speed", "sin", "2nd", "c", "größe")))
                .containsExactly("wind_speed", "wind_speed_2", "sin_2", "v2nd", "c", "gr_e");
    }
}
