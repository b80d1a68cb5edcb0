package dev.hone.cli.dashboard;

import dev.hone.core.Json;
import dev.hone.core.definition.StudyDefinition;
import dev.hone.core.evaluate.Evaluator;
import dev.hone.core.method.MethodCatalogue;
import dev.hone.core.space.Configuration;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.NewStudy;
import dev.hone.core.store.StudyStore.NewTrial;
import dev.hone.core.store.StudyStore.Outcome;
import dev.hone.core.store.StudyStore.StudyRecord;
import dev.hone.core.study.Budget;
import dev.hone.core.study.Study;
import dev.hone.core.study.StudyBuilder;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Objective;
import dev.hone.core.trial.Origin;
import dev.hone.core.trial.Trial;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/** Real studies, run to their end, of every kind that the dashboard shows. */
final class DashboardStudies {

    static final String TUNING = "resnet/tuning";
    static final String TRADE_OFF = "zstd levels";
    static final String THREE = "three-way";
    static final String PROMPT = "support-prompt";
    static final String EMPTY = "empty";

    private static final String PARAMETERS = """
            parameters:
              learning_rate: {type: float, low: 1e-5, high: 0.1, log: true}
              layers: {type: int, low: 1, high: 8}
              solver: {type: categorical, choices: [adam, sgd, lion], ordered: false}
              momentum: {type: float, low: 0, high: 0.99, when: {solver: [sgd]}}
            evaluator: {java: dev.hone.cli.dashboard.Measure}
            """;

    private DashboardStudies() {}

    static void fill(StudyStore store) {
        run(
                store,
                TUNING,
                "objectives: [{minimize: loss}]\npruner: median\nbudget: {trials: 80}\n",
                (c, context) -> {
                    double loss = loss(c);
                    if (context.number() % 17 == 9) {
                        throw new IllegalStateException("exit status 137, <b>killed</b>: out of memory");
                    }
                    for (int step = 1; step <= 8; step++) {
                        context.reportOrPrune(step, loss + 1.5 * Math.exp(-step / 3.0));
                    }
                    return Evaluation.of(loss)
                            .withVariances(List.of(4e-4))
                            .withMetric("accuracy", 1 - loss / 4)
                            .withCost(0.02);
                },
                80);
        run(
                store,
                TRADE_OFF,
                "objectives: [{minimize: size_mb}, {maximize: throughput}]\n"
                        + "outcome_constraints: [{metric: memory_mb, max: 900}]\nbudget: {trials: 60}\n",
                (c, context) -> Evaluation.of(0.4 + loss(c), 3 * Math.sqrt(0.2 + loss(c)) + c.getInt("layers") / 8.0)
                        .withMetric("memory_mb", 120.0 * c.getInt("layers")),
                60);
        run(
                store,
                THREE,
                "objectives: [{minimize: latency_ms}, {maximize: throughput}, {minimize: memory_gb}]\nbudget: {trials: 50}\n",
                (c, context) -> Evaluation.of(
                        5 / (0.2 + loss(c)), 8 - 3 * loss(c) + c.getInt("layers"), 0.3 * c.getInt("layers") + loss(c)),
                50);
        create(store, EMPTY, "objectives: [{minimize: loss}]\nbudget: {trials: 10}\n");
        prompts(store);
    }

    /** A smooth loss with its least value at learning rate 1e-3 and five layers. */
    static double loss(Configuration c) {
        double far = Math.log10(c.getDouble("learning_rate")) + 3;
        return 0.1
                + 0.25 * far * far
                + 0.08 * Math.abs(c.getInt("layers") - 5)
                + (c.getString("solver").equals("adam") ? 0 : 0.2);
    }

    /** The study, not begun. */
    static Study<Configuration> create(StudyStore store, String name, String more) {
        MethodCatalogue catalogue = MethodCatalogue.load();
        StudyDefinition definition = StudyDefinition.parse(
                "study: '" + name + "'\nseed: 1\n" + more + PARAMETERS, "test", Path.of("."), catalogue);
        StudyBuilder builder = Study.named(name).seed(1).definition(definition.toText());
        definition.objectives().forEach(builder::objective);
        Study<Configuration> study = builder.optimizer(
                        catalogue.sampler("optimizer", "tpe", definition.space(), Map.of()))
                .store(store)
                .pruner(definition.pruner(catalogue))
                .create();
        definition.budget().trials().ifPresent(n -> store.putAttribute(study.id(), "budget.trials", Long.toString(n)));
        return study;
    }

    private static void run(
            StudyStore store, String name, String more, Evaluator<Configuration> evaluator, int trials) {
        try (Study<Configuration> study = create(store, name, more)) {
            study.run(evaluator, Budget.trials(trials));
        }
    }

    /** Texts that were made from each other, with critiques and artifacts of all kinds. */
    private static void prompts(StudyStore store) {
        StudyRecord study =
                store.create(new NewStudy(PROMPT, List.of(Objective.maximize("accuracy")), 1, "textgrad", ""));
        for (int i = 0; i < 9; i++) {
            List<Long> parents = i == 0 ? List.of() : i < 3 ? List.of(0L) : List.of(i / 2L, i - 1L);
            store.enqueue(study.id(), List.of(new NewTrial(Json.write(text(i)), Origin.OPTIMIZER, Map.of(), parents)));
            Trial<String> trial = store.claim(study.id(), "host/" + i % 2).orElseThrow();
            artifacts(store, study, trial);
            store.finish(
                    study.id(),
                    trial.number(),
                    trial.attempt(),
                    Outcome.complete(Evaluation.of(0.5 + 0.07 * i - (i == 8 ? 0.3 : 0))
                            .withCritique(
                                    "Too terse: the reasoning is missing.\n<script>document.title = 'x'</script>")));
        }
    }

    private static String text(int i) {
        String padding = String.join(
                "\n",
                IntStream.range(0, 12).mapToObj(n -> "Rule " + n + " stays.").toList());
        return "You are a careful assistant.\nAnswer in " + (1 + i) + " sentences.\n"
                + (i % 2 == 0 ? "" : "Show your working step by step.\n") + padding
                + "\nIf unsure, say so.\n\nQuestion: {question}\n";
    }

    private static void artifacts(StudyStore store, StudyRecord study, Trial<String> trial) {
        try {
            Path folder = Files.createTempDirectory("hone-artifacts");
            Path image = folder.resolve("curve.png");
            BufferedImage picture = new BufferedImage(160, 90, BufferedImage.TYPE_INT_RGB);
            for (int x = 0; x < 160; x++) {
                picture.setRGB(x, 45 + (int) (30 * Math.sin(x / 12.0)), 0x2a5bd0);
            }
            ImageIO.write(picture, "png", image.toFile());
            Path json = Files.writeString(folder.resolve("report.json"), "{\"right\":[1,2],\"wrong\":[]}");
            Path text = Files.writeString(folder.resolve("answers.txt"), "first answer\nsecond <b>answer</b>\n");
            Path log = Files.writeString(folder.resolve("stdout.txt"), "graded 20 answers\n");
            Path binary = Files.write(folder.resolve("model.bin"), new byte[2048]);
            long number = trial.number();
            store.putArtifact(study.id(), number, "curve.png", "image/png", image);
            store.putArtifact(study.id(), number, "report.json", "application/json", json);
            store.putArtifact(study.id(), number, "answers.txt", "text/plain", text);
            store.putArtifact(study.id(), number, "stdout.txt", "text/plain", log);
            store.putArtifact(study.id(), number, "model.bin", "application/octet-stream", binary);
            for (Path file : List.of(image, json, text, log, binary, folder)) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
