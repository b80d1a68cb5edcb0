package dev.hone.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.core.Json;
import dev.hone.core.analyse.Recommended;
import dev.hone.core.analyse.SequenceSummary;
import dev.hone.core.definition.StoredDefinition;
import dev.hone.core.evaluate.OutcomeConstraint;
import dev.hone.core.method.CandidateKind;
import dev.hone.core.space.CategoricalParameter;
import dev.hone.core.space.ConstantParameter;
import dev.hone.core.space.Fidelity;
import dev.hone.core.space.FidelityLevels;
import dev.hone.core.space.FidelityRange;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.IntParameter;
import dev.hone.core.space.Parameter;
import dev.hone.core.space.PermutationParameter;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.StudyRecord;
import dev.hone.core.study.Control;
import dev.hone.core.study.RunState;
import dev.hone.core.trial.Objective;
import dev.hone.core.trial.Trial;
import dev.hone.core.trial.TrialState;
import dev.hone.server.Verdicts.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * A study as clients see it, read once.
 *
 * @param attributes texts by key
 * @param definition empty if there is none
 */
record StudyView(
        StudyRecord study,
        Map<String, String> attributes,
        Map<TrialState, Long> counts,
        Optional<StoredDefinition> definition) {

    static final String NOTES = "notes";
    static final String TAGS = "tags";
    static final String ARCHIVED = "archived";

    static StudyView read(Services services, StudyRecord study) {
        StudyStore store = services.store();
        Map<String, String> attributes = store.attributes(study.id());
        return new StudyView(
                study, attributes, store.counts(study.id()), services.live().definition(study, attributes));
    }

    static boolean isArchived(Map<String, String> attributes) {
        return "true".equals(attributes.get(ARCHIVED));
    }

    /** The tags; none if the attribute holds something else. */
    static List<String> tags(Map<String, String> attributes) {
        List<String> tags = new ArrayList<>();
        try {
            Json.MAPPER.readTree(attributes.getOrDefault(TAGS, "[]")).forEach(tag -> tags.add(tag.asText()));
        } catch (JsonProcessingException e) {
            return List.of();
        }
        return tags;
    }

    long count(TrialState state) {
        return counts.getOrDefault(state, 0L);
    }

    /** What goes on: running, paused, stopped, finished, interrupted or idle. */
    String state() {
        Optional<RunState> run = run();
        if (run.equals(Optional.of(RunState.FINISHED))) {
            return "finished";
        }
        String control = attributes.getOrDefault(Control.ATTRIBUTE, Control.RUNNING.text());
        if (!control.equals(Control.RUNNING.text())) {
            return control;
        }
        if (run.isPresent()) {
            return run.get().name().toLowerCase(Locale.ROOT);
        }
        boolean external = definition.map(StoredDefinition::isExternal).orElse(false);
        return external || count(TrialState.RUNNING) > 0 ? "running" : "idle";
    }

    private Optional<RunState> run() {
        String text = attributes.get(RunState.ATTRIBUTE);
        for (RunState state : RunState.values()) {
            if (state.name().equals(text)) {
                return Optional.of(state);
            }
        }
        return Optional.empty();
    }

    /** The study in short. */
    ObjectNode summary(Services services) {
        return summary(services.store(), services.verdicts());
    }

    /** The same without a server. */
    ObjectNode summary(StudyStore store, Verdicts verdicts) {
        ObjectNode node = Json.MAPPER.createObjectNode();
        node.put("name", study.name());
        node.put("kind", kind());
        node.put("state", state());
        ArrayNode objectives = node.putArray("objectives");
        for (Objective objective : study.objectives()) {
            objectives.addObject().put("name", objective.name()).put("direction", lower(objective.direction()));
        }
        node.put("optimizer", study.optimizer());
        node.put("seed", study.seed());
        node.put("created", study.created().toString());
        ObjectNode byState = node.putObject("counts");
        for (TrialState state : TrialState.values()) {
            byState.put(lower(state), count(state));
        }
        ObjectNode budget = node.putObject("budget");
        definition.map(StoredDefinition::budget).ifPresent(b -> {
            b.trials().ifPresent(n -> budget.put("trials", n));
            b.duration().ifPresent(d -> budget.put("duration_s", d.toMillis() / 1000.0));
            b.cost().ifPresent(c -> budget.put("cost", c));
            b.target().ifPresent(t -> budget.put("target", t));
        });
        budgetWithoutDefinition().ifPresent(n -> budget.put("trials", n));
        Optional<Trial<String>> best = Optional.empty();
        if (study.objectives().isEmpty()) {
            Verdict verdict = verdicts.of(study);
            best = verdict.preferred();
            node.put("comparisons", verdict.count());
        } else if (study.objectives().size() == 1) {
            best = store.best(study.id(), 0);
        } else {
            node.put("front_size", store.front(study.id()).size());
        }
        node.set("best", best.<JsonNode>map(StudyView::best).orElse(Json.MAPPER.nullNode()));
        node.put("cost", store.cost(study.id()));
        ArrayNode tags = node.putArray("tags");
        tags(attributes).forEach(tags::add);
        node.put("archived", isArchived(attributes));
        return node;
    }

    /** What is tried: a configuration, the kind of another candidate, or something unknown. */
    private String kind() {
        return definition
                .map(d -> d.definition().candidate().map(c -> c.kind().id()).orElse("configuration"))
                .orElseGet(() -> attributes.getOrDefault(CandidateKind.ATTRIBUTE, "other"));
    }

    private OptionalLong budgetWithoutDefinition() {
        String trials = attributes.get(StoredDefinition.TRIALS);
        boolean known = definition.isEmpty() && trials != null && trials.matches("\\d{1,18}");
        return known ? OptionalLong.of(Long.parseLong(trials)) : OptionalLong.empty();
    }

    private static ObjectNode best(Trial<String> trial) {
        ObjectNode node = Json.MAPPER.createObjectNode().put("number", trial.number());
        node.set("values", Json.MAPPER.valueToTree(trial.values()));
        return node;
    }

    /** The study with all that is known about it, but its trials. */
    ObjectNode detail(Services services) {
        ObjectNode node = summary(services);
        node.put("sequence", SequenceSummary.isSequence(services.store(), study));
        node.set(
                "recommendation",
                Recommended.latest(services.store(), study.id()).orElse(Json.MAPPER.nullNode()));
        node.put("definition", StoredDefinition.text(study, attributes).orElse(""));
        node.put("notes", attributes.getOrDefault(NOTES, ""));
        ObjectNode texts = node.putObject("attributes");
        new TreeMap<>(attributes).forEach(texts::put);
        ArrayNode parameters = node.putArray("parameters");
        services.charts().parameters(study).forEach(p -> parameters.add(parameter(p)));
        ArrayNode bounds = node.putArray("outcome_constraints");
        definition.ifPresent(d -> d.definition().outcomeConstraints().forEach(bound -> bounds.add(bound(bound))));
        node.set(
                "fidelity",
                definition
                        .flatMap(d -> d.definition().fidelity())
                        .map(StudyView::fidelity)
                        .orElse(null));
        node.put("evaluator", definition.map(StudyView::evaluator).orElse("unknown"));
        return node;
    }

    private static String evaluator(StoredDefinition stored) {
        return stored.definition().evaluator().getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    private static ObjectNode fidelity(Fidelity fidelity) {
        ObjectNode node = Json.MAPPER.createObjectNode().put("parameter", fidelity.parameter());
        node.set("truth", Json.MAPPER.valueToTree(fidelity.truth()));
        if (fidelity instanceof FidelityLevels choice) {
            ArrayNode levels = node.putArray("levels");
            choice.levels()
                    .forEach(level -> levels.addObject()
                            .put("cost", level.cost())
                            .set("value", Json.MAPPER.valueToTree(level.value())));
        } else if (fidelity instanceof FidelityRange range) {
            node.put("cost", range.costText());
        }
        return node;
    }

    private static ObjectNode bound(OutcomeConstraint bound) {
        ObjectNode node = Json.MAPPER.createObjectNode().put("metric", bound.metric());
        bound.max().ifPresent(max -> node.put("max", max));
        bound.min().ifPresent(min -> node.put("min", min));
        return node;
    }

    /** Bounds, scale and choices of a parameter. */
    static ObjectNode parameter(Parameter parameter) {
        ObjectNode node = Json.MAPPER.createObjectNode().put("name", parameter.name());
        if (parameter instanceof FloatParameter f) {
            node.put("type", "float").put("low", f.low()).put("high", f.high()).put("log", f.log());
            node.put("step", f.step());
        } else if (parameter instanceof IntParameter i) {
            node.put("type", "int").put("low", i.low()).put("high", i.high()).put("log", i.log());
            node.put("step", i.step());
        } else if (parameter instanceof CategoricalParameter c) {
            node.put("type", "categorical").put("ordered", c.ordered());
            node.set("choices", Json.MAPPER.valueToTree(c.choices()));
        } else if (parameter instanceof PermutationParameter p) {
            node.put("type", "permutation").set("items", Json.MAPPER.valueToTree(p.items()));
        } else if (parameter instanceof ConstantParameter constant) {
            node.put("type", "constant").set("value", Json.MAPPER.valueToTree(constant.value()));
        }
        parameter
                .condition()
                .ifPresent(c -> node.putObject("condition")
                        .put("parent", c.parent())
                        .set("values", Json.MAPPER.valueToTree(c.values())));
        return node;
    }

    static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
