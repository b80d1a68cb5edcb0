package dev.hone.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.core.Json;
import dev.hone.core.method.CandidateTexts;
import dev.hone.core.store.StoreException;
import dev.hone.core.store.StudyStore;
import dev.hone.core.trial.Artifact;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Trial;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Trials as JSON. Absent values are null. */
final class TrialView {

    /** Ancestors that a lineage goes back to, at most. */
    private static final int MAX_LINEAGE = 200;
    /** Bytes of a log that are shown; the artifact has all of it. */
    private static final int MAX_LOG = 64_000;

    private TrialView() {}

    /** The trial with the candidate as people read it, where that differs from what is stored. */
    static ObjectNode json(Trial<String> trial, CandidateTexts texts) {
        ObjectNode node = json(trial);
        texts.text(trial).ifPresent(text -> node.put("text", text));
        return node;
    }

    static ObjectNode json(Trial<String> trial) {
        ObjectNode node = Json.MAPPER.createObjectNode();
        node.put("number", trial.number());
        node.put("state", StudyView.lower(trial.state()));
        node.put("origin", StudyView.lower(trial.origin()));
        node.put("attempt", trial.attempt());
        node.put("worker", trial.worker().orElse(null));
        node.set("candidate", Json.parse(trial.candidate()));
        node.putNull("text");
        Optional<Evaluation> evaluation = trial.evaluation();
        node.set("values", evaluation.map(e -> tree(e.values())).orElse(null));
        node.set("variances", evaluation.map(e -> tree(e.variances())).orElse(null));
        node.set("constraints", evaluation.map(e -> tree(e.constraints())).orElse(null));
        node.set("metrics", evaluation.map(e -> tree(e.metrics())).orElse(null));
        node.put("cost", evaluation.map(Evaluation::cost).orElse(null));
        node.put("fidelity", evaluation.flatMap(Evaluation::fidelity).orElse(null));
        node.put("feasible", trial.isComplete() ? (Boolean) trial.isFeasible() : null);
        node.put("failure", trial.failure().orElse(null));
        node.put("critique", evaluation.flatMap(Evaluation::critique).orElse(null));
        node.put("created", trial.created().toString());
        node.put("started", trial.started().map(Instant::toString).orElse(null));
        node.put("finished", trial.finished().map(Instant::toString).orElse(null));
        node.put("duration_s", trial.duration().map(d -> d.toMillis() / 1000.0).orElse(null));
        node.set("parents", tree(trial.parents()));
        ObjectNode attributes = node.putObject("attributes");
        new TreeMap<>(trial.attributes()).forEach(attributes::put);
        ArrayNode reports = node.putArray("reports");
        trial.intermediate()
                .forEach((step, value) -> reports.addArray().add(step).add(value));
        return node;
    }

    /** The trial with its artifacts, its ancestors and the end of its log. */
    static ObjectNode detail(StudyStore store, long studyId, Trial<String> trial, CandidateTexts texts) {
        ObjectNode node = json(trial, texts);
        List<Artifact> artifacts = store.artifacts(studyId, trial.number());
        node.set("artifacts", artifacts(artifacts));
        node.set("lineage", lineage(store, studyId, trial));
        ObjectNode log = node.putObject("log");
        log.put("stdout", log(store, studyId, trial, artifacts, Artifact.STDOUT));
        log.put("stderr", log(store, studyId, trial, artifacts, Artifact.STDERR));
        return node;
    }

    static ArrayNode artifacts(List<Artifact> artifacts) {
        ArrayNode array = Json.MAPPER.createArrayNode();
        artifacts.forEach(a -> array.add(artifact(a)));
        return array;
    }

    static ObjectNode artifact(Artifact artifact) {
        return Json.MAPPER
                .createObjectNode()
                .put("name", artifact.name())
                .put("media_type", artifact.mediaType())
                .put("bytes", artifact.bytes())
                .put("sha256", artifact.sha256());
    }

    private static ArrayNode lineage(StudyStore store, long studyId, Trial<String> trial) {
        ArrayNode array = Json.MAPPER.createArrayNode();
        Deque<Long> waiting = new ArrayDeque<>(trial.parents());
        Set<Long> seen = new HashSet<>();
        while (!waiting.isEmpty() && array.size() < MAX_LINEAGE) {
            long number = waiting.remove();
            if (seen.add(number)) {
                store.trial(studyId, number).ifPresent(ancestor -> {
                    ObjectNode node = array.addObject().put("number", number);
                    node.set("parents", tree(ancestor.parents()));
                    node.set(
                            "values",
                            ancestor.evaluation().map(e -> tree(e.values())).orElse(null));
                    waiting.addAll(ancestor.parents());
                });
            }
        }
        return array;
    }

    private static String log(
            StudyStore store, long studyId, Trial<String> trial, List<Artifact> artifacts, String name) {
        Optional<Artifact> file =
                artifacts.stream().filter(a -> a.name().equals(name)).findFirst();
        if (file.isEmpty()) {
            return null;
        }
        try (InputStream in = store.openArtifact(studyId, trial.number(), name)) {
            in.skipNBytes(Math.max(0, file.get().bytes() - MAX_LOG));
            return new String(in.readNBytes(MAX_LOG), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new StoreException("the log of trial " + trial.number() + " cannot be read: " + e, false, e);
        }
    }

    private static JsonNode tree(Object value) {
        return Json.MAPPER.valueToTree(value);
    }
}
