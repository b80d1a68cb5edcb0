package dev.hone.cli.study;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.cli.terminal.Text;
import dev.hone.core.Json;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.Score;
import dev.hone.core.store.StudyStore.StudyRecord;
import dev.hone.core.study.Control;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Objective;
import dev.hone.core.trial.Trial;
import dev.hone.core.trial.TrialState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Studies and trials as text and as JSON. */
public final class Views {

    private Views() {}

    /** {@code minimize wall_s, maximize score}. */
    public static String objectives(List<Objective> objectives) {
        if (objectives.isEmpty()) {
            return "none, trials are compared";
        }
        return objectives.stream()
                .map(o -> o.direction().name().toLowerCase(Locale.ROOT) + " " + o.name())
                .collect(Collectors.joining(", "));
    }

    /** {@code wall_s=1.2 peak_rss_mb=300}. */
    public static String values(List<Objective> objectives, List<Double> values) {
        Map<String, Double> named = new LinkedHashMap<>();
        for (int i = 0; i < objectives.size(); i++) {
            named.put(objectives.get(i).name(), values.get(i));
        }
        return Text.pairs(named);
    }

    /** What a complete trial gave: its values, or that it can be compared. */
    public static String result(List<Objective> objectives, Trial<?> trial) {
        String values = objectives.isEmpty() ? "complete" : values(objectives, trial.values());
        return values + remark(trial);
    }

    /** Why a complete trial is not eligible, in brackets after a space, such as {@code (coarse)}; empty if it is. */
    static String remark(Trial<?> trial) {
        List<String> reasons = new ArrayList<>(
                trial.evaluation().flatMap(Evaluation::fidelity).stream().toList());
        if (!trial.isFeasible()) {
            reasons.add("infeasible");
        }
        return reasons.isEmpty() ? "" : " (" + String.join(", ", reasons) + ")";
    }

    /** The parameters of a candidate that is a JSON object, or its text. */
    public static Map<String, Object> parameters(String candidate) {
        var node = Json.parse(candidate);
        Map<String, Object> values = new LinkedHashMap<>();
        if (node.isObject()) {
            node.fields().forEachRemaining(e -> values.put(e.getKey(), plain(e.getValue())));
        } else {
            values.put("candidate", node.isTextual() ? node.asText() : candidate);
        }
        return values;
    }

    private static Object plain(JsonNode node) {
        return Json.MAPPER.convertValue(node, Object.class);
    }

    /** Number of trials by state in words, such as {@code 58 complete, 2 failed}. */
    public static String counts(Map<TrialState, Long> counts) {
        String text = Arrays.stream(TrialState.values())
                .filter(state -> counts.getOrDefault(state, 0L) > 0)
                .map(state -> counts.get(state) + " " + state.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        return text.isEmpty() ? "no trials" : text;
    }

    /** The non-dominated among feasible scores, by number; of equal ones the first. */
    public static List<Score> front(StudyStore store, StudyRecord study) {
        Set<List<Double>> seen = new HashSet<>();
        return store.front(study.id()).stream()
                .filter(point -> seen.add(point.values()))
                .toList();
    }

    /** A study in short. */
    public static ObjectNode json(StudyStore store, StudyRecord study) {
        ObjectNode node = Json.MAPPER.createObjectNode();
        node.put("name", study.name());
        ArrayNode objectives = node.putArray("objectives");
        study.objectives()
                .forEach(o -> objectives
                        .addObject()
                        .put("name", o.name())
                        .put("direction", o.direction().name().toLowerCase(Locale.ROOT)));
        node.put("optimizer", study.optimizer());
        node.put("seed", study.seed());
        node.put("created", study.created().toString());
        node.put("control", Control.of(store, study.id()).text());
        if (study.objectives().isEmpty()) {
            node.put("comparisons", store.comparisons(study.id(), 0).size());
        }
        ObjectNode trials = node.putObject("trials");
        store.counts(study.id()).forEach((state, n) -> trials.put(state.name().toLowerCase(Locale.ROOT), n));
        return node;
    }

    /** A trial with everything in it. */
    public static ObjectNode json(Trial<String> trial, List<Objective> objectives) {
        ObjectNode node = Json.MAPPER.createObjectNode();
        node.put("number", trial.number());
        node.put("state", trial.state().name().toLowerCase(Locale.ROOT));
        node.put("origin", trial.origin().name().toLowerCase(Locale.ROOT));
        node.set("parameters", Json.parse(trial.candidate()));
        if (!trial.parents().isEmpty()) {
            node.set("parents", Json.MAPPER.valueToTree(trial.parents()));
        }
        if (!trial.attributes().isEmpty()) {
            node.set("attributes", Json.MAPPER.valueToTree(new TreeMap<>(trial.attributes())));
        }
        trial.evaluation().ifPresent(e -> evaluation(node, e, objectives));
        trial.failure().ifPresent(reason -> node.put("reason", reason));
        if (!trial.intermediate().isEmpty()) {
            ObjectNode steps = node.putObject("intermediate");
            trial.intermediate().forEach((step, value) -> steps.put(step.toString(), value));
        }
        node.put("attempt", trial.attempt());
        trial.worker().ifPresent(worker -> node.put("worker", worker));
        trial.started().ifPresent(t -> node.put("started", t.toString()));
        trial.finished().ifPresent(t -> node.put("finished", t.toString()));
        return node;
    }

    private static void evaluation(ObjectNode node, Evaluation evaluation, List<Objective> objectives) {
        evaluation.fidelity().ifPresent(name -> node.put("fidelity", name));
        if (evaluation.cost() != 0) {
            node.put("cost", evaluation.cost());
        }
        if (!objectives.isEmpty() && evaluation.values().size() == objectives.size()) {
            ObjectNode values = node.putObject("values");
            for (int i = 0; i < objectives.size(); i++) {
                values.put(objectives.get(i).name(), evaluation.values().get(i));
            }
        }
        if (!evaluation.metrics().isEmpty()) {
            node.set("metrics", Json.MAPPER.valueToTree(evaluation.metrics()));
        }
        if (!evaluation.constraints().isEmpty()) {
            node.set("constraints", Json.MAPPER.valueToTree(evaluation.constraints()));
            node.put("feasible", evaluation.isFeasible());
        }
    }
}
