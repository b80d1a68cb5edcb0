package dev.hone.core.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.core.HoneException;
import dev.hone.core.Json;
import dev.hone.core.exchange.StudyExchange.Imported;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.NewStudy;
import dev.hone.core.store.StudyStore.StudyRecord;
import dev.hone.core.trial.Artifact;
import dev.hone.core.trial.Comparison;
import dev.hone.core.trial.Direction;
import dev.hone.core.trial.Objective;
import dev.hone.core.trial.Rankings;
import dev.hone.core.trial.Trial;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A study as JSON lines: the first line describes the study, then one line a trial by number, then one a comparison.
 * Everything is kept but the order in which concurrent trials finished, which becomes the order of numbers, and the
 * optimizer's own state. Artifacts lie in the folder {@code <file>.artifacts}, named by their SHA-256.
 */
final class JsonLinesStudy {

    private static final String KIND = "hone-study";
    private static final int VERSION = 1;

    private JsonLinesStudy() {}

    /** Writes to {@code part}; {@code file} is the name that it gets afterwards. */
    static long write(StudyStore store, StudyRecord study, Path part, Path file) throws IOException {
        try (Writer out = Files.newBufferedWriter(part)) {
            line(out, header(store, study));
            long trials = TrialPages.<IOException>forEach(store, study.id(), trial -> {
                ObjectNode node = TrialJson.write(trial);
                List<Artifact> artifacts = store.artifacts(study.id(), trial.number());
                if (!artifacts.isEmpty()) {
                    node.set("artifacts", Json.MAPPER.valueToTree(artifacts));
                    for (Artifact artifact : artifacts) {
                        copy(store, study.id(), trial, artifact, folder(file));
                    }
                }
                line(out, node);
            });
            for (Comparison comparison : store.comparisons(study.id(), 0)) {
                ObjectNode line = Json.MAPPER.createObjectNode();
                line.putObject("comparison")
                        .put("degree", comparison.degree())
                        .put("judge", comparison.judge())
                        .set("ranking", Rankings.json(comparison));
                line(out, line);
            }
            return trials;
        }
    }

    private static ObjectNode header(StudyStore store, StudyRecord study) {
        ObjectNode node = Json.MAPPER.createObjectNode();
        node.put("format", KIND);
        node.put("version", VERSION);
        node.put("study", study.name());
        ArrayNode objectives = node.putArray("objectives");
        study.objectives()
                .forEach(o -> objectives
                        .addObject()
                        .put("name", o.name())
                        .put("direction", o.direction().name()));
        node.put("seed", study.seed());
        node.put("optimizer", study.optimizer());
        node.put("definition", study.definition());
        ObjectNode attributes = node.putObject("attributes");
        new TreeMap<>(store.attributes(study.id())).forEach(attributes::put);
        return node;
    }

    private static void line(Writer out, JsonNode node) throws IOException {
        out.write(Json.write(node));
        out.write('\n');
    }

    private static Path folder(Path file) {
        return file.resolveSibling(file.getFileName() + ".artifacts");
    }

    private static void copy(StudyStore store, long studyId, Trial<String> trial, Artifact artifact, Path folder)
            throws IOException {
        Files.createDirectories(folder);
        Path target = folder.resolve(artifact.sha256());
        if (!Files.exists(target)) {
            try (InputStream in = store.openArtifact(studyId, trial.number(), artifact.name())) {
                Files.copy(in, target);
            }
        }
    }

    static Imported read(StudyStore store, Path file, Optional<String> name) throws IOException {
        long number = 0;
        try (BufferedReader in = Files.newBufferedReader(file)) {
            String first = in.readLine();
            number = 1;
            JsonNode header = Json.parse(first == null ? "" : first);
            if (!header.path("format").asText().equals(KIND)) {
                throw new HoneException("is not the first line of a study that Hone exported");
            }
            if (header.path("version").asInt() != VERSION) {
                throw new HoneException("version: is " + header.path("version") + ", expected " + VERSION
                        + "; the file is of another version of Hone");
            }
            List<Objective> objectives = objectives(header);
            NewStudy study = new NewStudy(
                    name.orElse(header.path("study").asText()),
                    objectives,
                    header.path("seed").asLong(),
                    header.path("optimizer").asText(),
                    header.path("definition").asText());
            try (StudyIntake intake = new StudyIntake(store, study)) {
                header.path("attributes")
                        .properties()
                        .forEach(e -> store.putAttribute(
                                intake.studyId(), e.getKey(), e.getValue().asText()));
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    number++;
                    take(store, intake, Json.parse(line), objectives, folder(file));
                }
                return new Imported(intake.complete(), intake.trials(), 0);
            }
        } catch (IOException e) {
            throw e;
        } catch (HoneException e) {
            throw new HoneException(file + ":" + number + ": " + e.getMessage(), e);
        }
    }

    private static List<Objective> objectives(JsonNode header) {
        List<Objective> objectives = new ArrayList<>();
        for (JsonNode node : TrialJson.required(header, "objectives")) {
            objectives.add(new Objective(
                    TrialJson.required(node, "name").asText(), TrialJson.constant(Direction.class, node, "direction")));
        }
        return objectives;
    }

    private static void take(
            StudyStore store, StudyIntake intake, JsonNode node, List<Objective> objectives, Path folder) {
        if (node.has("comparison")) {
            JsonNode comparison = node.get("comparison");
            store.compare(
                    intake.studyId(),
                    new Comparison(
                            Rankings.read(comparison.path("ranking"), intake::number),
                            comparison.path("degree").asDouble(1),
                            comparison.path("judge").asText()));
            return;
        }
        Trial<String> trial = TrialJson.read(node, objectives);
        intake.add(trial);
        for (JsonNode artifact : node.path("artifacts")) {
            String sha256 = artifact.path("sha256").asText();
            if (!sha256.matches("[0-9a-f]{64}")) {
                throw new HoneException("sha256: is '" + sha256 + "', expected 64 hexadecimal digits");
            }
            Artifact stored = store.putArtifact(
                    intake.studyId(),
                    intake.number(trial.number()),
                    artifact.path("name").asText(),
                    artifact.path("mediaType").asText(),
                    folder.resolve(sha256));
            if (!stored.sha256().equals(sha256)) {
                throw new HoneException("the artifact '" + stored.name() + "' in " + folder + " has been changed");
            }
        }
    }
}
