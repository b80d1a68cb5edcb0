package dev.hone.core.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hone.core.definition.StudyDefinition.JudgeDefinition;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Study files whose trials are compared. */
class ComparedDefinitionTest {

    private static final String GOOD = """
            study: s
            judge: human
            parameters:
              x: {type: float, low: 0, high: 1}
            evaluator: none
            optimizer: auto
            budget: {trials: 10}
            """;

    private static StudyDefinition parse(String text) {
        return StudyDefinition.parse(text, "s.yaml", Path.of("/"), TestCatalogue.CATALOGUE);
    }

    @Test
    void isComparedByPeopleOrACommand() {
        StudyDefinition human = parse(GOOD);
        assertThat(human.isCompared()).isTrue();
        assertThat(human.buildJudge()).isEmpty();
        assertThat(human.evaluator()).isInstanceOf(EvaluatorDefinition.None.class);

        StudyDefinition command = parse(GOOD.replace("human", "{command: [cat, '-'], timeout: 5s}"));
        assertThat(command.judge())
                .hasValue(
                        new JudgeDefinition(List.of("cat", "-"), Optional.empty(), Optional.of(Duration.ofSeconds(5))));
        assertThat(command.buildJudge()).isPresent();
        assertThat(StudyDefinition.fromText(command.toText(), "store", TestCatalogue.CATALOGUE)
                        .judge())
                .isEqualTo(command.judge());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    judge: human      | judge: humans                         | 2 | judge        | did you mean 'human'
                    judge: human      | judge: {comand: [a]}                  | 2 | judge.comand | did you mean 'command'
                    judge: human      | seed: 1                               | 1 |              | exactly one of [objectives, judge]
                    judge: human      | objectives: [{minimize: y}]           | 5 | evaluator    | expected one: 'judge: human'
                    optimizer: auto   | optimizer: {name: gp}                 | 6 | optimizer    | learns from values
                    budget: {         | budget: {target: 1,                   | 7 | budget.target | expected no target with a judge
                    evaluator: none   | verify: {repeats: 3}\\nevaluator: none | 5 | verify       | expected no verify with a judge
                    evaluator: none   | warm_start: [t]\\nevaluator: none      | 5 | warm_start   | expected no warm_start with a judge
                    """)
    void saysWhatDoesNotGoTogether(String good, String bad, int line, String path, String message) {
        String text = GOOD.replace(good, bad.replace("\\n", "\n"));
        DefinitionException e = catchThrowableOfType(DefinitionException.class, () -> parse(text));
        assertThat(e).as(text).isNotNull();
        assertThat(e.problems()).anySatisfy(problem -> {
            assertThat(problem.line()).isEqualTo(line);
            assertThat(problem.path()).isEqualTo(path == null ? "" : path);
            assertThat(problem.message()).contains(message);
        });
    }

    @Test
    void namesAProgramThatIsNotThere() {
        StudyDefinition definition = parse(GOOD.replace("human", "{command: [no-such-judge]}"));
        DefinitionException e = catchThrowableOfType(DefinitionException.class, definition::buildJudge);
        assertThat(e.problems().get(0).path()).isEqualTo("judge.command");
        assertThat(e).hasMessageContaining("no-such-judge");
    }
}
