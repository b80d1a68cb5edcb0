package dev.hone.core.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.hone.core.definition.DefinitionException.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The bad-input table of study files: one change to a good file, and the one problem it must give, at its place. */
class DefinitionErrorsTest {

    /** Line numbers of the cases below are those of this text. */
    private static final String GOOD = """
            study: s
            objectives:
              - minimize: wall_s
            parameters:
              gc: {type: categorical, choices: [serial, parallel]}
              heap_mb: {type: int, low: 64, high: 1024, log: true}
              rate: {type: float, low: 0.1, high: 1}
            constraints: [heap_mb > 65]
            outcome_constraints: [{metric: rss, max: 512}]
            evaluator:
              command: [java, "-Xmx{heap_mb}m"]
              results:
                wall_s: {measure: wall}
                rss: {measure: peak_rss, unit: MiB}
              timeout: 60s
              intermediate: {step: step, value: loss}
            optimizer: {name: gp, startup_trials: 5}
            pruner: {name: median}
            budget: {trials: 10}
            enqueue: [{gc: serial, heap_mb: 128, rate: 0.5}]
            baseline: {command: [java]}
            """;

    private static List<Problem> problems(String text) {
        DefinitionException e = catchThrowableOfType(
                DefinitionException.class,
                () -> StudyDefinition.parse(text, "s.yaml", Path.of("/"), TestCatalogue.CATALOGUE));
        assertThat(e).as("the text is refused").isNotNull();
        return e.problems();
    }

    static Stream<Arguments> table() {
        return Stream.of(
                // a program where none can be
                arguments(
                        "[java, \"-Xmx{heap_mb}m\"]",
                        "[./bench, \"{heap_mb}\"]",
                        11,
                        13,
                        "evaluator.command[0]",
                        "is './bench', a path into the empty folder that each run gets, expected 'directory: .'"),
                arguments(
                        "{command: [java]}", "{command: [bin/java]}", 21, 22, "baseline.command[0]", "'directory: .'"),
                // unknown keys
                arguments(
                        "budget: {trials: 10}",
                        "budget: {trails: 10, trials: 5}",
                        19,
                        10,
                        "budget.trails",
                        "did you mean 'trials'?"),
                arguments(
                        "study: s\n", "study: s\nparralelism: 2\n", 2, 1, "parralelism", "did you mean 'parallelism'?"),
                arguments("log: true", "logg: true", 6, 45, "parameters.heap_mb.logg", "did you mean 'log'?"),
                arguments(
                        "{name: median}",
                        "{name: median, warm: 1}",
                        18,
                        24,
                        "pruner.warm",
                        "expected one of [name, warmup_steps]"),
                arguments("  timeout: 60s", "  timout: 60s", 15, 3, "evaluator.timout", "did you mean 'timeout'?"),
                arguments(
                        "{metric: rss, max: 512}",
                        "{metric: rss, max: 512, foo: 1}",
                        9,
                        47,
                        "outcome_constraints[0].foo",
                        "is not a key here"),
                arguments("study: s\n", "study: s\n<<: {seed: 1}\n", 2, 1, "<<", "is not a key here"),
                // wrong types
                arguments("study: s\n", "study: [s]\n", 1, 8, "study", "is a list, expected a name"),
                arguments("study: s\n", "study: 5\n", 1, 8, "study", "is 5, expected a name"),
                arguments("study: s\n", "study:\n", 1, 7, "study", "is empty, expected a name"),
                arguments("study: s\n", "study: s\nseed: 1.5\n", 2, 7, "seed", "is 1.5, expected a whole number"),
                arguments("study: s\n", "study: s\nseed: abc\n", 2, 7, "seed", "is 'abc', expected a whole number"),
                arguments("low: 64", "low: '64'", 6, 29, "parameters.heap_mb.low", "is '64', expected a whole number"),
                arguments("low: 64", "low: 64.5", 6, 29, "parameters.heap_mb.low", "is 64.5, expected a whole number"),
                arguments("low: 0.1", "low: .inf", 7, 28, "parameters.rate.low", "expected a number"),
                arguments("low: 0.1", "low: .nan", 7, 28, "parameters.rate.low", "expected a number"),
                arguments("log: true", "log: yes", 6, 50, "parameters.heap_mb.log", "is 'yes', expected true or false"),
                arguments(
                        "[serial, parallel]",
                        "serial",
                        5,
                        36,
                        "parameters.gc.choices",
                        "is 'serial', expected a list of choices"),
                arguments(
                        "[serial, parallel]",
                        "[]",
                        5,
                        36,
                        "parameters.gc.choices",
                        "is an empty list, expected a list of choices"),
                arguments(
                        "[serial, parallel]",
                        "[serial, [parallel]]",
                        5,
                        45,
                        "parameters.gc.choices[1]",
                        "is a list, expected a text, a number or a boolean"),
                arguments(
                        "[java, \"-Xmx{heap_mb}m\"]",
                        "java -Xmx",
                        11,
                        12,
                        "evaluator.command",
                        "expected a list: the program and its arguments"),
                arguments(
                        "budget: {trials: 10}",
                        "budget: 10",
                        19,
                        9,
                        "budget",
                        "is 10, expected a mapping with the keys [trials, duration, cost, target]"),
                arguments("- minimize: wall_s", "- wall_s", 3, 5, "objectives[0]", "is 'wall_s', expected a mapping"),
                arguments(
                        "enqueue: [{gc: serial, heap_mb: 128, rate: 0.5}]",
                        "enqueue: {gc: serial}",
                        20,
                        10,
                        "enqueue",
                        "is a mapping, expected a list of configurations"),
                // missing
                arguments("study: s\n", "", 1, 1, "study", "is missing, expected a name"),
                arguments("budget: {trials: 10}\n", "", 1, 1, "budget", "is missing"),
                arguments(
                        "budget: {trials: 10}",
                        "budget: {}",
                        19,
                        9,
                        "budget",
                        "has none of these keys, expected at least one of [trials, duration, cost, target]"),
                arguments(
                        "  command: [java, \"-Xmx{heap_mb}m\"]\n  results",
                        "  results",
                        11,
                        3,
                        "evaluator",
                        "has none of these keys, expected exactly one of [command, java, http]"),
                arguments(
                        "  timeout: 60s",
                        "  java: a.B",
                        11,
                        3,
                        "evaluator",
                        "has command and java, expected exactly one of"),
                arguments(
                        "type: int, ",
                        "",
                        6,
                        12,
                        "parameters.heap_mb.type",
                        "is missing, expected one of [float, int, categorical, permutation, constant]"),
                arguments("low: 64, ", "", 6, 12, "parameters.heap_mb.low", "is missing, expected a whole number"),
                arguments("choices: [serial, parallel]", "ordered: true", 5, 7, "parameters.gc.choices", "is missing"),
                arguments(
                        "- minimize: wall_s",
                        "- {direction: minimize, minimize: wall_s}",
                        3,
                        6,
                        "objectives[0].direction",
                        "expected only beside name"),
                arguments(
                        "{metric: rss, max: 512}",
                        "{metric: rss}",
                        9,
                        23,
                        "outcome_constraints[0]",
                        "expected at least one of [max, min]"),
                arguments(
                        "{name: gp, startup_trials: 5}",
                        "{startup_trials: 5}",
                        17,
                        12,
                        "optimizer.name",
                        "is missing, expected one of [auto, cheb-cb, gp, picky]"),
                arguments(
                        "  timeout: 60s", "  headers: {A: b}", 15, 3, "evaluator.headers", "expected only beside http"),
                // twice
                arguments("study: s\n", "study: s\nstudy: t\n", 2, 1, "study", "is given twice, first in line 1"),
                arguments("  rate: {", "  heap_mb: {", 7, 3, "parameters.heap_mb", "is given twice, first in line 6"),
                arguments(
                        "- minimize: wall_s",
                        "- minimize: wall_s\n  - maximize: wall_s",
                        4,
                        15,
                        "objectives[1].maximize",
                        "for the second time, expected every objective once"),
                arguments(
                        "[serial, parallel]",
                        "[serial, serial]",
                        5,
                        36,
                        "parameters.gc.choices",
                        "expected no choice twice"),
                arguments(
                        "  rate: {type: float, low: 0.1, high: 1}",
                        "  rate: {type: float, low: 0.1, high: 1}\n  RATE: {type: float, low: 0.1, high: 1}",
                        8,
                        3,
                        "parameters.RATE",
                        "differs from 'rate' in case only"),
                // domains
                arguments(
                        "low: 64",
                        "low: 2048",
                        6,
                        29,
                        "parameters.heap_mb.low",
                        "is 2048, expected at most high, which is 1024"),
                arguments(
                        "low: 64",
                        "low: 0",
                        6,
                        29,
                        "parameters.heap_mb.low",
                        "is 0, expected a whole number above 0, because log is true"),
                arguments(
                        "low: 0.1, high: 1",
                        "low: -1, high: 1, log: true",
                        7,
                        28,
                        "parameters.rate.low",
                        "is -1.0, expected a number above 0, because log is true"),
                arguments(
                        "low: 0.1, high: 1",
                        "low: 0.1, high: 1, step: 0",
                        7,
                        48,
                        "parameters.rate.step",
                        "is 0, expected a number above 0"),
                arguments(
                        "log: true",
                        "log: true, step: 2",
                        6,
                        62,
                        "parameters.heap_mb.step",
                        "expected no step, because log is true"),
                arguments(
                        "type: int,",
                        "type: integer,",
                        6,
                        19,
                        "parameters.heap_mb.type",
                        "is 'integer', expected one of [float, int,"),
                arguments("type: int,", "type: itn,", 6, 19, "parameters.heap_mb.type", "did you mean 'int'?"),
                arguments(
                        "  rate: {",
                        "  2rate: {",
                        7,
                        3,
                        "parameters.2rate",
                        "is not a name, expected letters, digits and underscores"),
                // conditions
                arguments(
                        "high: 1}",
                        "high: 1, when: {cg: serial}}",
                        7,
                        49,
                        "parameters.rate.when.cg",
                        "is not a parameter; did you mean 'gc'?"),
                arguments(
                        "high: 1}",
                        "high: 1, when: {gc: [serial, zgc]}}",
                        7,
                        62,
                        "parameters.rate.when.gc[1]",
                        "is 'zgc', expected one of [serial, parallel]"),
                arguments(
                        "high: 1}",
                        "high: 1, when: {rate: 0.5}}",
                        7,
                        48,
                        "parameters.rate.when",
                        "is a cycle of conditions rate -> rate"),
                arguments(
                        "high: 1}",
                        "high: 1, when: {gc: serial, heap_mb: 64}}",
                        7,
                        48,
                        "parameters.rate.when",
                        "has the parents [gc, heap_mb], expected one"),
                // constraints
                arguments("heap_mb > 65", "heap_mb >", 8, 15, "constraints[0]", "is not an expression over parameters"),
                arguments(
                        "heap_mb > 65",
                        "size > 65",
                        8,
                        15,
                        "constraints[0]",
                        "size is a word of the expression language"),
                arguments("heap_mb > 65", "heap > 65", 8, 15, "constraints[0]", "mentions 'heap'"),
                arguments("heap_mb > 65", "heap_mb + 65", 8, 15, "constraints[0]", "expected true or false"),
                arguments(
                        "heap_mb > 65",
                        "new('java.io.File') != 1",
                        8,
                        15,
                        "constraints[0]",
                        "expected only parameters, numbers, texts and operators"),
                arguments("heap_mb > 65", "gc > 3 * gc", 8, 15, "constraints[0]", "cannot be evaluated"),
                // placeholders, results
                arguments(
                        "-Xmx{heap_mb}m", "-Xmx{heap}m", 11, 19, "evaluator.command[1]", "has the placeholder {heap}"),
                arguments(
                        "baseline: {command: [java]}",
                        "baseline: {command: ['{gc}']}",
                        21,
                        22,
                        "baseline.command[0]",
                        "expected none: nothing varies here"),
                arguments(
                        "    wall_s: {measure: wall}",
                        "    wal_s: {measure: wall}",
                        3,
                        15,
                        "objectives[0].minimize",
                        "did you mean 'wal_s'?"),
                arguments(
                        "{metric: rss, max: 512}",
                        "{metric: mem, max: 512}",
                        9,
                        32,
                        "outcome_constraints[0].metric",
                        "expected a metric under evaluator.results: [wall_s, rss]"),
                arguments(
                        "{metric: rss, max: 512}",
                        "{metric: rss, max: 5, min: 6}",
                        9,
                        50,
                        "outcome_constraints[0].min",
                        "at most max"),
                arguments(
                        "{measure: wall}",
                        "{measure: time}",
                        13,
                        23,
                        "evaluator.results.wall_s.measure",
                        "expected one of [wall, user, system, cpu, peak_rss, exit_status]"),
                arguments(
                        "{measure: wall}",
                        "{measure: wall, unit: MB}",
                        13,
                        35,
                        "evaluator.results.wall_s.unit",
                        "times are seconds"),
                arguments(
                        "{measure: wall}",
                        "{regex: '([0-9]+'}",
                        13,
                        21,
                        "evaluator.results.wall_s.regex",
                        "expected a regular expression"),
                arguments(
                        "{measure: wall}",
                        "{json: score}",
                        13,
                        20,
                        "evaluator.results.wall_s.json",
                        "expected a JSON pointer such as /score"),
                arguments(
                        "{measure: wall}",
                        "{measure: wall, file: a}",
                        13,
                        29,
                        "evaluator.results.wall_s.file",
                        "expected only beside json or regex"),
                arguments(
                        "{measure: wall}",
                        "{}",
                        13,
                        13,
                        "evaluator.results.wall_s",
                        "expected exactly one of [measure, json, regex]"),
                // quantities
                arguments(
                        "timeout: 60s",
                        "timeout: 60",
                        15,
                        12,
                        "evaluator.timeout",
                        "is 60, expected a duration such as"),
                arguments(
                        "timeout: 60s",
                        "timeout: 60 seconds",
                        15,
                        12,
                        "evaluator.timeout",
                        "is '60 seconds', expected a duration such as"),
                arguments("timeout: 60s", "timeout: 0s", 15, 12, "evaluator.timeout", "expected a duration above 0"),
                arguments(
                        "  timeout: 60s",
                        "  limits: {memory: 2 apples}",
                        15,
                        20,
                        "evaluator.limits.memory",
                        "expected a size such as"),
                arguments(
                        "  timeout: 60s",
                        "  repeats: {count: 0}",
                        15,
                        20,
                        "evaluator.repeats.count",
                        "is 0, expected a whole number from 1 to 10000"),
                arguments(
                        "  timeout: 60s",
                        "  repeats: {count: 3, aggregate: quantile}",
                        15,
                        12,
                        "evaluator.repeats",
                        "without a quantile"),
                arguments(
                        "  timeout: 60s",
                        "  repeats: {count: 3, aggregate: mediam}",
                        15,
                        34,
                        "evaluator.repeats.aggregate",
                        "did you mean 'median'?"),
                arguments(
                        "study: s\n", "study: s\nmax_failures: 150%\n", 2, 15, "max_failures", "expected at most 100%"),
                arguments(
                        "study: s\n",
                        "study: s\nmax_failures: half\n",
                        2,
                        15,
                        "max_failures",
                        "expected a share such as 50%"),
                arguments(
                        "budget: {trials: 10}",
                        "budget: {trials: 0}",
                        19,
                        18,
                        "budget.trials",
                        "is 0, expected a whole number of at least 1"),
                arguments(
                        "budget: {trials: 10}",
                        "budget: {cost: -1}",
                        19,
                        16,
                        "budget.cost",
                        "is -1, expected a number above 0"),
                arguments(
                        "study: s\n",
                        "study: s\nparallelism: 0\n",
                        2,
                        14,
                        "parallelism",
                        "is 0, expected a whole number from 1"),
                // methods
                arguments("{name: gp, startup_trials: 5}", "pg", 17, 12, "optimizer", "did you mean 'gp'?"),
                arguments(
                        "{name: gp, startup_trials: 5}", "{name: gpp}", 17, 19, "optimizer.name", "did you mean 'gp'?"),
                arguments(
                        "startup_trials: 5",
                        "startup_trails: 5",
                        17,
                        23,
                        "optimizer.startup_trails",
                        "did you mean 'startup_trials'?"),
                arguments(
                        "startup_trials: 5",
                        "startup_trials: 0",
                        17,
                        39,
                        "optimizer.startup_trials",
                        "is 0, expected a whole number of at least 1"),
                arguments(
                        "startup_trials: 5",
                        "noise: 2",
                        17,
                        30,
                        "optimizer.noise",
                        "is 2, expected a number from 0 to 1"),
                arguments("startup_trials: 5", "kernel: rbff", 17, 31, "optimizer.kernel", "did you mean 'rbf'?"),
                arguments(
                        "startup_trials: 5",
                        "restarts: 1",
                        17,
                        33,
                        "optimizer.restarts",
                        "is 1, expected true or false"),
                arguments(
                        "{name: gp, startup_trials: 5}",
                        "picky",
                        17,
                        12,
                        "optimizer",
                        "picky searches at most two parameters"),
                arguments("{name: median}", "medain", 18, 9, "pruner", "did you mean 'median'?"),
                // enqueue, baseline
                arguments(
                        "heap_mb: 128,",
                        "heap_mb: 12,",
                        20,
                        33,
                        "enqueue[0].heap_mb",
                        "is 12, expected a whole number from 64 to 1024"),
                arguments("heap_mb: 128,", "heap: 128,", 20, 30, "enqueue[0].heap", "is not a parameter"),
                arguments(
                        "heap_mb: 128,",
                        "heap_mb: 64,",
                        20,
                        11,
                        "enqueue[0]",
                        "violates the constraint 'heap_mb > 65'"),
                arguments(
                        "{command: [java]}",
                        "{configuration: {gc: none, heap_mb: 99, rate: 1}}",
                        21,
                        32,
                        "baseline.configuration.gc",
                        "expected one of [serial, parallel]"),
                arguments(
                        "{command: [java]}",
                        "{label: x}",
                        21,
                        11,
                        "baseline",
                        "expected exactly one of [command, configuration]"));
    }

    @ParameterizedTest(name = "[{index}] {4}: {5}")
    @MethodSource("table")
    void oneMistakeGivesOneProblemAtItsPlace(
            String from, String to, int line, int column, String path, String message) {
        assertThat(GOOD).contains(from);
        List<Problem> problems = problems(GOOD.replace(from, to));
        assertThat(problems).anySatisfy(problem -> {
            assertThat(problem.message()).contains(message);
            assertThat(problem.path()).isEqualTo(path);
            assertThat(problem.line()).as("line").isEqualTo(line);
            assertThat(problem.column()).as("column").isEqualTo(column);
        });
        assertThat(problems).as("no follow-up problems: " + problems).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void theTableStartsFromAGoodFile() {
        assertThat(StudyDefinition.parse(GOOD, "s.yaml", Path.of("/"), TestCatalogue.CATALOGUE)
                        .name())
                .isEqualTo("s");
    }

    static Stream<Arguments> broken() {
        return Stream.of(
                arguments("", 1, 1, "is empty, expected a study"),
                arguments("# nothing\n", 1, 1, "is empty, expected a study"),
                arguments("just a text", 1, 1, "is 'just a text', expected a mapping"),
                arguments("- a\n- b\n", 1, 1, "is a list, expected a mapping"),
                arguments("study: s\n\tseed: 1\n", 2, 1, "has a tab, expected spaces"),
                arguments("study: s\nobjectives: [a\n", 3, 1, "is not YAML"),
                arguments("study: 'open\n", 2, 1, "is not YAML"),
                arguments("study: s\n  seed: 1\n", 2, 7, "is not YAML"),
                arguments("study: s\n---\nstudy: t\n", 2, 1, "is not YAML: but found another document"),
                arguments("study: !!java.util.Date x\n", 1, 8, "Global tag is not allowed"),
                arguments("study: &a [*a]\n", 1, 8, "contains itself"),
                arguments("? [a]\n: b\n", 1, 3, "has a key that is not a text"),
                arguments("study: *nobody\n", 1, 8, "is not YAML"),
                arguments("study: \"a\\qb\"\n", 1, 11, "is not YAML"));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void textsThatAreNoStudyAreRefused(String text, int line, int column, String message) {
        assertThat(problems(text)).anySatisfy(problem -> {
            assertThat(problem.message()).contains(message);
            assertThat(problem.line()).as("line").isEqualTo(line);
            assertThat(problem.column()).as("column").isEqualTo(column);
        });
    }

    @Test
    void hugeTextsAreRefused() {
        assertThat(problems("#" + "x".repeat(1_000_001)).get(0).message()).contains("expected at most 1000000");
        assertThat(problems("[".repeat(60) + "]".repeat(60)).get(0).message())
                .contains("Nesting Depth exceeded max 50");
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 7; i++) {
            bomb.append("a%d: &a%d [%s]\n"
                    .formatted(i, i, String.join(", ", java.util.Collections.nCopies(6, "*a" + (i - 1)))));
        }
        assertThat(problems(bomb.toString()).get(0).message()).contains("more than 50000 values");
        assertThat(problems("a: &a [1]\nb: [" + "*a, ".repeat(60) + "]\n")
                        .get(0)
                        .message())
                .contains("aliases");
    }

    @Test
    void everythingThatIsWrongIsToldAtOnceInTheOrderOfTheFile() {
        String text = """
                study: s
                objective: [{minimize: a}]
                parameters:
                  x: {type: int, low: 5, high: 1}
                  y: {type: flot, low: 5}
                  z: {type: int, low: 1, high: 2, when: {w: 1}}
                evaluator: {command: [run, "{xx}"], timeout: soon}
                optimizer: gpp
                budget: {trials: many}
                """;
        assertThat(problems(text))
                .extracting(p -> p.line() + " " + p.path())
                .containsExactly(
                        "2 objective",
                        "4 parameters.x.low",
                        "5 parameters.y.type",
                        "6 parameters.z.when.w",
                        "7 evaluator.command[1]",
                        "7 evaluator.timeout",
                        "8 optimizer",
                        "9 budget.trials");
    }

    @Test
    void aMisspeltDiscriminatorIsToldWithItsChoices() {
        assertThat(problems(GOOD.replace("heap_mb: {type", "heap_mb: {typ")))
                .extracting(p -> p.column() + " " + p.path() + " " + p.message())
                .containsExactly(
                        "13 parameters.heap_mb.typ is not a key here; did you mean 'type'? Expected type with one"
                                + " of [float, int, categorical, permutation, constant]");
    }

    @ParameterizedTest
    @CsvSource({
        "objectives:, objectifs:, objectifs",
        "parameters:, paramters:, paramters",
        "evaluator:, evalutor:, evalutor",
        "budget:, budgte:, budgte",
        "study:, studdy:, studdy",
        "{trials: 10}, {trails: 10}, budget.trails",
        "minimize:, minimise:, objectives[0].minimise",
        "low: 64, lo: 64, parameters.heap_mb.lo",
        "command: [java. , comand: [java. , evaluator.comand",
        "max: 512, maxx: 512, outcome_constraints[0].maxx",
        "{name: gp, {nam: gp, optimizer.nam"
    })
    void aKeyThatIsMissingBecauseItIsMisspeltIsToldOnce(String right, String wrong, String path) {
        String text = GOOD.replace(right.replace('.', ','), wrong.replace('.', ','));
        assertThat(text).isNotEqualTo(GOOD);
        assertThat(problems(text)).first().satisfies(p -> {
            assertThat(p.path()).isEqualTo(path);
            assertThat(p.message()).contains("is not a key here; did you mean");
        });
        assertThat(problems(text)).noneMatch(p -> p.message().startsWith("is missing"));
    }

    @Test
    void aMissingKeyIsToldBesideAnUnknownOneThatResemblesAnother() {
        assertThat(problems(GOOD.replace("budget: {trials: 10}", "parralelism: 2")))
                .extracting(Problem::path)
                .containsExactly("budget", "parralelism");
    }

    @Test
    void aCycleOverSeveralParametersIsNamed() {
        String text = GOOD.replace("log: true}", "log: true, when: {rate: 0.5}}")
                .replace("high: 1}", "high: 1, when: {heap_mb: 64}}");
        assertThat(problems(text))
                .singleElement()
                .satisfies(p -> assertThat(p.message())
                        .contains("is a cycle of conditions heap_mb -> rate -> heap_mb, expected none"));
    }

    @Test
    void combinationsOfOptionsThatAMethodRefusesStandAtTheOption() {
        String text = StudyKeys.MINIMAL + "\noptimizer: {name: picky, a: 1, b: 1}\n";
        assertThat(problems(text)).singleElement().satisfies(p -> {
            assertThat(p.path()).isEqualTo("optimizer.b");
            assertThat(p.message()).isEqualTo("is 1, expected 0 because a is 1");
            assertThat(p.column()).isEqualTo(35);
        });
    }

    @Test
    void theMessageShowsTheLineACaretAndAnExample() {
        assertThat(problems(GOOD.replace("timeout: 60s", "timeout: soon")).get(0))
                .hasToString("""
                        s.yaml:15:12: evaluator.timeout: is 'soon', expected a duration such as 500ms, 60s, 10m or 1h30m
                           15 |   timeout: soon
                              |            ^
                                for example: timeout: 60s""");
    }
}
