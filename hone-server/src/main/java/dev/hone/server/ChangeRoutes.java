package dev.hone.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.core.Json;
import dev.hone.core.definition.EvaluatorDefinition;
import dev.hone.core.definition.StoredDefinition;
import dev.hone.core.definition.StudyDefinition;
import dev.hone.core.definition.StudyParts;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.StudyRecord;
import dev.hone.core.study.Control;
import dev.hone.core.study.RunState;
import dev.hone.core.study.Study;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Changes of studies: create, describe, archive, control, delete. */
final class ChangeRoutes {

    private static final int MAX_NAME = 200;
    private static final int MAX_NOTES = 100_000;
    private static final int MAX_TAGS = 50;

    private final Services services;
    private final StudyStore store;
    private final boolean commandsAllowed;

    ChangeRoutes(Services services, boolean commandsAllowed) {
        this.services = services;
        this.commandsAllowed = commandsAllowed;
        this.store = services.store();
    }

    void register(Routes routes) {
        routes.add(HandlerType.POST, "/api/studies", changing(this::create));
        routes.add(HandlerType.PATCH, "/api/studies/{study}", changing(this::change));
        routes.add(HandlerType.DELETE, "/api/studies/{study}", changing(this::delete));
        routes.add(HandlerType.POST, "/api/studies/{study}/control", changing(this::control));
    }

    private Handler changing(Handler handler) {
        return ctx -> {
            try {
                handler.handle(ctx);
            } finally {
                services.changed();
            }
        };
    }

    private void create(Context ctx) {
        String text = definition(ctx);
        StudyDefinition definition = StudyDefinition.parse(
                text, "study", Path.of("").toAbsolutePath(), services.live().catalogue());
        checkNothingIsRun(definition);
        checkName("study", definition.name());
        for (String other : definition.warmStart()) {
            services.study(other);
        }
        StudyRecord study = create(definition);
        ctx.status(201);
        ctx.header("Location", "/api/studies/" + Paths.segment(study.name()));
        Answers.json(ctx, StudyView.read(services, study).summary(services));
    }

    private void checkNothingIsRun(StudyDefinition definition) {
        if (commandsAllowed) {
            return;
        }
        definition.candidate().ifPresent(c -> {
            throw ApiException.refusedField(
                    c.kind().id(),
                    "names files of this machine, which this server does not take from clients; start the study with 'hone"
                            + " tune FILE' instead, or the server with --allow-commands");
        });
        String refusal = "says what workers shall run, which this server does not take from clients, expected %s; start"
                + " the study with 'hone tune FILE' instead, or the server with --allow-commands";
        if (!isExternal(definition) && !(definition.evaluator() instanceof EvaluatorDefinition.None)) {
            throw ApiException.refusedField("evaluator", refusal.formatted("'external'"));
        }
        if (definition.judge().isPresent()) {
            throw ApiException.refusedField("judge", refusal.formatted("'human'"));
        }
    }

    private static boolean isExternal(StudyDefinition definition) {
        return definition.evaluator() instanceof EvaluatorDefinition.External;
    }

    private StudyRecord create(StudyDefinition definition) {
        return create(definition, definition.parts(services.live().catalogue()));
    }

    private <C> StudyRecord create(StudyDefinition definition, StudyParts<C> parts) {
        try (Study<C> study = StoredDefinition.describe(
                        definition,
                        parts.optimizer(),
                        definition.name(),
                        definition.seed().orElse(0),
                        definition.budget(),
                        services.live().catalogue())
                .store(store)
                .create()) {
            try {
                definition.warmStart().forEach(other -> study.warmStart(store, other));
                parts.attributes().forEach((key, value) -> store.putAttribute(study.id(), key, value));
                if (!parts.enqueue().isEmpty()) {
                    study.enqueue(parts.enqueue());
                }
                if (!isExternal(definition)) {
                    // workers take part in studies that are under way
                    store.putAttribute(study.id(), RunState.ATTRIBUTE, RunState.RUNNING.name());
                }
            } catch (RuntimeException e) {
                store.delete(study.id());
                throw e;
            }
            return store.find(definition.name()).orElseThrow();
        }
    }

    /** A study file as such, or as the text or the object at {@code definition}. */
    private static String definition(Context ctx) {
        String type = Requests.mediaType(ctx);
        if (type.equals("application/yaml") || type.equals("application/x-yaml")) {
            return Requests.body(ctx);
        }
        if (!type.equals("application/json")) {
            throw new ApiException(
                    415,
                    "Content-Type is '" + ctx.contentType() + "', expected application/yaml with a study file, or"
                            + " application/json with one under 'definition'");
        }
        JsonNode definition = Requests.object(ctx, Set.of("definition")).path("definition");
        if (definition.isTextual()) {
            return definition.asText();
        }
        if (definition.isObject()) {
            return definition.toString();
        }
        throw ApiException.badField(
                "definition", "is " + Requests.kind(definition) + ", expected a study file as text or object");
    }

    private void checkName(String field, String name) {
        boolean usable = !name.isBlank()
                && name.length() <= MAX_NAME
                && name.chars().noneMatch(Character::isISOControl)
                && !name.matches("[.]{1,2}");
        if (!usable) {
            throw ApiException.badField(
                    field,
                    "is '" + name + "', expected up to " + MAX_NAME + " characters that are not control characters");
        }
        if (store.find(name).isPresent()) {
            throw new ApiException(409, "a study named '" + name + "' exists already");
        }
    }

    private void change(Context ctx) {
        StudyRecord study = services.study(ctx);
        ObjectNode body = Requests.object(ctx, Set.of("name", "notes", "tags", "archived"));
        Map<String, String> attributes = new LinkedHashMap<>();
        if (body.has("notes")) {
            String notes = text(body, "notes");
            if (notes.length() > MAX_NOTES) {
                throw ApiException.badField(
                        "notes", "has " + notes.length() + " characters, expected at most " + MAX_NOTES);
            }
            attributes.put(StudyView.NOTES, notes);
        }
        if (body.has("tags")) {
            attributes.put(StudyView.TAGS, Json.write(tags(body.get("tags"))));
        }
        if (body.has("archived")) {
            if (!body.get("archived").isBoolean()) {
                throw ApiException.badField(
                        "archived", "is " + Requests.kind(body.get("archived")) + ", expected true or false");
            }
            attributes.put(StudyView.ARCHIVED, body.get("archived").asText());
        }
        String name = study.name();
        if (body.has("name") && !text(body, "name").equals(name)) {
            name = text(body, "name");
            checkName("name", name);
            store.rename(study.id(), name);
        }
        attributes.forEach((key, value) -> store.putAttribute(study.id(), key, value));
        Answers.json(ctx, StudyView.read(services, services.study(name)).detail(services));
    }

    private static String text(ObjectNode body, String key) {
        if (!body.get(key).isTextual()) {
            throw ApiException.badField(key, "is " + Requests.kind(body.get(key)) + ", expected a text");
        }
        return body.get(key).asText();
    }

    private static Set<String> tags(JsonNode node) {
        Set<String> tags = new LinkedHashSet<>();
        for (JsonNode tag : node) {
            if (!tag.isTextual() || tag.asText().isBlank() || tag.asText().length() > MAX_NAME) {
                throw ApiException.badField("tags", "has " + Requests.kind(tag) + ", expected short texts");
            }
            tags.add(tag.asText().strip());
        }
        if (!node.isArray() || tags.size() > MAX_TAGS) {
            throw ApiException.badField(
                    "tags", "is " + Requests.kind(node) + ", expected a list of up to " + MAX_TAGS + " texts");
        }
        return tags;
    }

    private void delete(Context ctx) {
        StudyRecord study = services.study(ctx);
        String confirmed = Requests.text(ctx, "confirm").orElse("");
        if (!confirmed.equals(study.name())) {
            throw ApiException.badField(
                    "confirm", "is '" + confirmed + "', expected the name of the study, as it cannot be undone");
        }
        services.live().forget(study.id());
        store.delete(study.id());
        ctx.status(204);
    }

    private void control(Context ctx) {
        StudyRecord study = services.study(ctx);
        JsonNode action = Requests.object(ctx, Set.of("action")).path("action");
        Control wanted = switch (action.asText("")) {
            case "pause" -> Control.PAUSED;
            case "resume" -> Control.RUNNING;
            case "stop" -> Control.STOPPED;
            default ->
                throw ApiException.badField(
                        "action", "is " + Requests.kind(action) + ", expected pause, resume or stop");
        };
        wanted.set(store, study.id());
        Answers.json(ctx, StudyView.read(services, study).summary(services));
    }
}
