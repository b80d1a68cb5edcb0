package dev.hone.core.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.entry;

import dev.hone.core.HoneException;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.sandbox.Facilities;
import dev.hone.core.sandbox.Limits;
import dev.hone.core.space.CategoricalParameter;
import dev.hone.core.space.Condition;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.ConstantParameter;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.IntParameter;
import dev.hone.core.space.PermutationParameter;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.trial.Evaluation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class CommandEvaluatorTest {

    private static final SearchSpace SPACE = SearchSpace.of(
            CategoricalParameter.of("gc", "", "-XX:+UseParallelGC"),
            IntParameter.linear("heap_mb", 64, 1024),
            IntParameter.linear("threads", 1, 4).when(Condition.on("gc", "-XX:+UseParallelGC")),
            FloatParameter.linear("rate", 0, 1),
            PermutationParameter.of("order", "a", "b", "c"),
            ConstantParameter.of("port", 8080));

    private static final Configuration PARALLEL = SPACE.configuration(Map.of(
            "gc", "-XX:+UseParallelGC", "heap_mb", 256, "threads", 3, "rate", 1e-4, "order", List.of("b", "a", "c")));

    private static final Configuration DEFAULT =
            SPACE.configuration(Map.of("gc", "", "heap_mb", 64, "rate", 0.5, "order", List.of("a", "b", "c")));

    private final RecordingContext context = new RecordingContext();

    @TempDir
    Path folder;

    private static CommandEvaluator.Builder sh(String script) {
        return CommandEvaluator.builder(SPACE, List.of("sh", "-c", script));
    }

    private String failure(CommandEvaluator evaluator) {
        HoneException failure = catchThrowableOfType(HoneException.class, () -> evaluator.evaluate(DEFAULT, context));
        assertThat(failure).isNotNull();
        return failure.getMessage();
    }

    @Test
    void placeholdersBecomeValuesAndInactiveArgumentsGo() {
        CommandEvaluator evaluator = CommandEvaluator.builder(
                        SPACE,
                        List.of(
                                "java",
                                "{gc}",
                                "-Xmx{heap_mb}m",
                                "-XX:ParallelGCThreads={threads}",
                                "r={rate}",
                                "{order}",
                                "{{x}} {} {{{port}}}",
                                ""))
                .build();

        assertThat(evaluator.command(PARALLEL))
                .containsExactly(
                        "java",
                        "-XX:+UseParallelGC",
                        "-Xmx256m",
                        "-XX:ParallelGCThreads=3",
                        "r=0.00010",
                        "b,a,c",
                        "{x} {} {8080}",
                        "");
        assertThat(evaluator.command(DEFAULT))
                .containsExactly("java", "-Xmx64m", "r=0.5", "a,b,c", "{x} {} {8080}", "");
    }

    @Test
    void anUnknownPlaceholderIsNamedWithTheNearest() {
        assertThatThrownBy(() -> CommandEvaluator.builder(SPACE, List.of("java", "-Xmx{heap_mbs}m"))
                        .build())
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageContaining("command[1]: mentions {heap_mbs}, expected one of the parameters [gc, heap_mb")
                .hasMessageContaining("did you mean 'heap_mb'?");
    }

    @Test
    void namesThatClashAsVariablesAreRefused() {
        SearchSpace space = SearchSpace.of(FloatParameter.linear("a-b", 0, 1), FloatParameter.linear("A_b", 0, 1));

        assertThatThrownBy(
                        () -> CommandEvaluator.builder(space, List.of("true")).build())
                .hasMessageContaining("parameters.A_b: has the same environment variable HONE_PARAM_A_B as 'a-b'");
    }

    @Test
    void filesLeftInTheFolderForThemAreKept() throws Exception {
        sh("echo 42 > $HONE_KEEP/model; echo $HONE_KEEP > $HONE_KEEP/where.txt; echo '{\"a\": 1}'")
                .build()
                .evaluate(DEFAULT, context);

        assertThat(context.artifacts).containsEntry("model", "42\n");
        assertThat(Path.of(context.artifacts.get("where.txt").strip())).doesNotExist();
        assertThatThrownBy(() ->
                        sh("mkdir $HONE_KEEP/deep; echo '{\"a\": 1}'").build().evaluate(DEFAULT, context))
                .hasMessageContaining("HONE_KEEP has 'deep', expected files");
    }

    @Test
    void aCommandThatFailsKeepsNothing() {
        assertThatThrownBy(
                        () -> sh("echo half > $HONE_KEEP/model; exit 1").build().evaluate(DEFAULT, context))
                .hasMessageContaining("exit status 1");
        assertThat(context.artifacts).doesNotContainKey("model");
    }

    @Test
    void aTrialThatGoesOnHasTheFilesOfTheOneBefore() throws Exception {
        CommandEvaluator evaluator = sh("if [ -n \"$HONE_CONTINUES\" ]; then"
                        + " echo \"{\\\"from\\\": $HONE_CONTINUES, \\\"w\\\": $(cat $HONE_CONTINUES_FOLDER/model)}\";"
                        + " else echo '{\"afresh\": 1}'; fi")
                .build();

        assertThat(evaluator.evaluate(DEFAULT, context).metrics()).containsExactly(entry("afresh", 1.0));
        context.before.put("model", "42");
        assertThat(evaluator.evaluate(DEFAULT, context).metrics()).containsOnly(entry("from", 3.0), entry("w", 42.0));
    }

    @Test
    void valuesArriveInTheEnvironment() throws Exception {
        CommandEvaluator evaluator =
                sh("echo \"{\\\"heap\\\": $HONE_PARAM_HEAP_MB, \\\"trial\\\": $HONE_TRIAL, \\\"seed\\\": $HONE_SEED,"
                                + " \\\"set\\\": $SET, \\\"threads\\\": \\\"${{HONE_PARAM_THREADS-none}}\\\"}\"")
                        .environment(Map.of("SET", "5"))
                        .build();

        assertThat(evaluator.evaluate(DEFAULT, context).metrics())
                .containsExactly(entry("heap", 64.0), entry("trial", 7.0), entry("seed", 42.0), entry("set", 5.0));
    }

    @Test
    void theLastJsonObjectOnStandardOutputIsTheResult() throws Exception {
        String script =
                "echo '{\"score\": 1}'; echo noise; printf '{\\n  \"score\": 2,\\n  \"parts\": [\\n    {\"score\": 9}\\n"
                        + "  ],\\n  \"cost\": 3, \"good\": true, \"name\": \"x\"\\n}\\ntrailing'";

        Evaluation evaluation = sh(script).build().evaluate(DEFAULT, context);

        assertThat(evaluation.metrics()).containsExactly(entry("score", 2.0), entry("cost", 3.0), entry("good", 1.0));
        assertThat(evaluation.cost()).isEqualTo(3.0);
    }

    @Test
    void resultsComeFromEverywhere() throws Exception {
        CommandEvaluator evaluator = sh("echo acc=0.5; echo acc=0.75; echo '{\"a\": {\"b\": [1, \"2.5\"]} }';"
                        + " echo '{\"n\": 4}' > out.json; echo 'time 8 ms' > log.txt; exit 3")
                .results(Map.of(
                        "acc", ResultSource.regex("acc=([0-9.]+)"),
                        "deep", ResultSource.json("/a/b/1"),
                        "n", ResultSource.file("out.json", ResultSource.json("/n")),
                        "ms", ResultSource.file("log.txt", ResultSource.regex("[0-9]+")),
                        "status", ResultSource.measure("exit_status"),
                        "wall", ResultSource.measure("wall"),
                        "cpu", ResultSource.measure("cpu")))
                .build();

        Map<String, Double> metrics = evaluator.evaluate(DEFAULT, context).metrics();

        assertThat(metrics)
                .containsEntry("acc", 0.75)
                .containsEntry("deep", 2.5)
                .containsEntry("n", 4.0)
                .containsEntry("ms", 8.0)
                .containsEntry("status", 3.0);
        assertThat(metrics.get("wall")).isPositive();
        assertThat(metrics.get("cpu")).isNotNegative();
    }

    @Test
    void peakMemoryScalesByItsUnit() throws Exception {
        CommandEvaluator evaluator = sh("head -c 30000000 /dev/zero | tail -c 30000000 | wc -c")
                .results(Map.of(
                        "bytes", ResultSource.measure("peak_rss"), "mib", ResultSource.measure("peak_rss", "MiB")))
                .build();

        Map<String, Double> metrics = evaluator.evaluate(DEFAULT, context).metrics();

        assertThat(metrics.get("mib")).isEqualTo(metrics.get("bytes") / 1048576);
        if (Facilities.probe().stream().anyMatch(f -> f.name().equals("GNU time") && f.available())) {
            assertThat(metrics.get("bytes")).isBetween(30_000_000.0, 80_000_000.0);
        }
    }

    @Test
    void badSourcesAreRefusedWhereTheyAreMade() {
        assertThatThrownBy(() -> ResultSource.measure("wal")).hasMessageContaining("did you mean 'wall'?");
        assertThatThrownBy(() -> ResultSource.measure("wall", "MiB")).hasMessageContaining("a unit only for peak_rss");
        assertThatThrownBy(() -> ResultSource.measure("peak_rss", "MX")).hasMessageContaining("unit: is 'MX'");
        assertThatThrownBy(() -> ResultSource.json("score"))
                .hasMessageContaining("expected a JSON pointer such as /score");
        assertThatThrownBy(() -> ResultSource.regex("(")).hasMessageContaining("regex: is '('");
        assertThatThrownBy(() -> ResultSource.file("../x", ResultSource.json("/n")))
                .hasMessageContaining("a path inside the working folder");
        assertThatThrownBy(() -> ResultSource.file("x", ResultSource.measure("wall")))
                .hasMessageContaining("a file with json or regex");
    }

    @Test
    void failuresSayWhatAndWhy() {
        assertThat(failure(CommandEvaluator.builder(SPACE, List.of("no-such-program"))
                        .build()))
                .contains("command not found: 'no-such-program' is in none of the folders of PATH (");
        assertThat(failure(sh("echo one >&2; echo two >&2; exit 4").build()))
                .isEqualTo("exit status 4; standard error ends with: one\ntwo");
        assertThat(failure(sh("kill -SEGV $$").build()))
                .isEqualTo("ended by signal 11 (SIGSEGV, an invalid memory access)");
        assertThat(failure(sh("echo waiting >&2; sleep 100")
                        .limits(Limits.none().withWall(Duration.ofMillis(300)))
                        .build()))
                .isEqualTo("timeout: still running after 0.3 s; standard error ends with: waiting");
        assertThat(failure(sh("cat /dev/zero")
                        .limits(Limits.none().withOutput(100_000))
                        .build()))
                .isEqualTo("killed by the output limit of 100000 bytes");
        assertThat(failure(sh("echo score: 5").build()))
                .isEqualTo(
                        "output not parseable: expected a JSON object such as {\"score\": 0.5} on standard output, got"
                                + " 'score: 5'");
        assertThat(failure(sh("echo '{\"score\": \"high\"}'").build()))
                .contains("expected a number in the JSON object on standard output, got '{\"score\":\"high\"}'");
        assertThat(failure(sh("echo '{\"score\": NaN}'").build()))
                .isEqualTo("result 'score' is NaN, expected a finite number");
        assertThat(failure(sh("echo '{\"score\": 1}'")
                        .results(Map.of("loss", ResultSource.json("/loss")))
                        .build()))
                .contains("result 'loss' not found: expected /loss in the JSON object on standard output");
        assertThat(failure(sh("echo acc=")
                        .results(Map.of("acc", ResultSource.regex("acc=(.*)")))
                        .build()))
                .contains("result 'acc' not parseable: expected a number at the match of /acc=(.*)/, got ''");
        assertThat(failure(sh("true")
                        .results(Map.of("n", ResultSource.file("out.json", ResultSource.json("/n"))))
                        .build()))
                .contains("result 'n' not found: the command wrote no file ");
    }

    @Test
    void outputsAndMeasurementsStayWithTheTrialAlsoWhenItFails() {
        failure(sh("echo some output; echo some error >&2; exit 1").build());

        assertThat(context.artifacts)
                .containsEntry("stdout.txt", "some output\n")
                .containsEntry("stderr.txt", "some error\n");
        assertThat(context.attributes.get("process"))
                .contains("\"exit_status\":1")
                .contains("\"wall_s\":");
    }

    @Test
    void intermediateValuesAreReportedAndPruningKills() {
        RecordingContext pruning = new RecordingContext(2);
        CommandEvaluator evaluator =
                sh("for i in 0 1 2; do echo \"{\\\"step\\\": $i, \\\"loss\\\": 0.$i}\"; done; sleep 100; exit 9")
                        .intermediate("step", "loss")
                        .build();

        assertThatThrownBy(() -> evaluator.evaluate(DEFAULT, pruning))
                .isInstanceOf(TrialPrunedException.class)
                .hasMessage("pruned at step 2 with value 0.2");
        assertThat(pruning.reports).containsExactly(entry(0L, 0.0), entry(1L, 0.1), entry(2L, 0.2));
    }

    @Test
    void anIntermediateNanFailsTheTrialAtOnce() {
        assertThat(failure(sh("echo '{\"step\": 3, \"loss\": NaN}'; sleep 100")
                        .intermediate("step", "loss")
                        .build()))
                .isEqualTo("result 'loss at step 3' is NaN, expected a finite number");
    }

    @Test
    void templateBecomesAFile() throws Exception {
        Path file = Files.writeString(
                folder.resolve("app.conf.in"),
                "server {\n  heap = {heap_mb};\n  threads = {threads};\n  x = {{y}};\n}\n");
        CommandEvaluator evaluator = sh("cat conf/app.conf; echo '{\"ok\": 1}'")
                .template(new FileTemplate(file, "conf/app.conf", SPACE))
                .build();

        evaluator.evaluate(DEFAULT, context);

        assertThat(context.artifacts.get("stdout.txt"))
                .isEqualTo("server {\n  heap = 64;\n  x = {y};\n}\n{\"ok\": 1}\n");
        Files.writeString(file, "a = 1\nb = {missing}\n");
        assertThatThrownBy(() -> new FileTemplate(file, "x", SPACE))
                .hasMessageContaining("app.conf.in:2): mentions {missing}, expected one of the parameters");
        assertThatThrownBy(() -> new FileTemplate(folder.resolve("absent"), "x", SPACE))
                .hasMessageContaining("template.file: is " + folder.resolve("absent") + ", which cannot be read");
        assertThatThrownBy(() -> new FileTemplate(file, "/etc/passwd", SPACE))
                .hasMessageContaining("template.to: is '/etc/passwd', expected a path inside the working folder");
    }

    @Test
    void aFileMissedInTheFreshFolderIsSaidToBeMissedThere() {
        assertThat(failure(sh("cat $PWD/data.txt").build()))
                .startsWith("in an empty folder of its own, as 'directory' is not given: exit status 1;")
                .contains("data.txt")
                .doesNotContain("hone-trial");
        assertThat(failure(sh("cat $PWD/data.txt").directory(folder).build()))
                .startsWith("exit status 1;")
                .contains(folder + "/data.txt");
    }

    @Test
    void aFreshFolderIsDeletedUnlessItFailedAndIsWanted() throws Exception {
        CommandEvaluator evaluator =
                sh("pwd > here; echo \"{\\\"ok\\\": 1}\"; cat here >&2; test $HONE_PARAM_HEAP_MB = 256")
                        .keepFolderOnFailure(true)
                        .build();

        evaluator.evaluate(PARALLEL, context);
        Path gone = Path.of(context.artifacts.get("stderr.txt").strip());
        failure(evaluator);
        Path kept = Path.of(context.attributes.get("folder"));

        assertThat(gone).doesNotExist();
        assertThat(kept.resolve("here")).exists();
        Folders.delete(kept);
        assertThat(kept).doesNotExist();
    }

    @Test
    void runsThatShareAFileTakeTurns() throws Exception {
        CommandEvaluator evaluator = sh("echo \"{\\\"n\\\": $HONE_PARAM_HEAP_MB}\" > out.json; sleep 0.05")
                .directory(folder)
                .results(Map.of("n", ResultSource.file("out.json", ResultSource.json("/n"))))
                .build();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Double>> results = IntStream.range(0, 8)
                    .mapToObj(i -> threads.submit(() -> evaluator
                            .evaluate(
                                    SPACE.configuration(Map.of(
                                            "gc",
                                            "",
                                            "heap_mb",
                                            100 + i,
                                            "rate",
                                            0.5,
                                            "order",
                                            List.of("a", "b", "c"))),
                                    new RecordingContext())
                            .metrics()
                            .get("n")))
                    .toList();
            for (int i = 0; i < 8; i++) {
                assertThat(results.get(i).get()).isEqualTo(100.0 + i);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aStaleResultFileIsNoResult() throws Exception {
        Files.writeString(folder.resolve("out.json"), "{\"n\": 1}");

        assertThat(failure(sh("true")
                        .directory(folder)
                        .results(Map.of("n", ResultSource.file("out.json", ResultSource.json("/n"))))
                        .build()))
                .contains("the command wrote no file");
    }
}
