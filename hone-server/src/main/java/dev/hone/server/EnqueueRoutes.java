package dev.hone.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.core.HoneException;
import dev.hone.core.InvalidFieldException;
import dev.hone.core.Json;
import dev.hone.core.definition.StoredDefinition;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.NewTrial;
import dev.hone.core.store.StudyStore.StudyRecord;
import dev.hone.core.trial.Origin;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Candidates that people want to see evaluated before the optimizer's. */
final class EnqueueRoutes {

    private static final String CONFIGURATIONS = "configurations";
    private static final String CANDIDATES = "candidates";
    private static final int MOST = 1_000;

    private final Services services;
    private final StudyStore store;

    EnqueueRoutes(Services services) {
        this.services = services;
        this.store = services.store();
    }

    void register(Routes routes) {
        routes.add(HandlerType.POST, "/api/studies/{study}/enqueue", this::enqueue);
    }

    private void enqueue(Context ctx) {
        StudyRecord study = services.study(ctx);
        Map<String, String> attributes = store.attributes(study.id());
        StoredDefinition stored = services.live().require(study, attributes).stored();
        List<String> given = stored.definition().candidate().isEmpty()
                ? configurations(ctx, stored)
                : candidates(ctx, stored, attributes);
        List<NewTrial> trials = given.stream()
                .map(json -> new NewTrial(json, Origin.USER, Map.of(), List.of()))
                .toList();
        ObjectNode answer = Json.MAPPER.createObjectNode();
        ArrayNode numbers = answer.putArray("numbers");
        store.enqueue(study.id(), trials).forEach(trial -> numbers.add(trial.number()));
        Answers.json(ctx, answer);
    }

    private List<String> configurations(Context ctx, StoredDefinition stored) {
        long next = store.standing(stored.study().id()).total();
        List<String> configurations = new ArrayList<>();
        for (JsonNode given : list(ctx, CONFIGURATIONS, "objects of parameters")) {
            configurations.add(configuration(stored, given, configurations.size(), next + configurations.size()));
        }
        return configurations;
    }

    private static String configuration(StoredDefinition stored, JsonNode given, int index, long number) {
        String place = CONFIGURATIONS + "[" + index + "]";
        if (!given.isObject()) {
            throw ApiException.badField(place, "is " + Requests.kind(given) + ", expected an object of parameters");
        }
        Map<String, Object> values = new LinkedHashMap<>();
        given.properties().forEach(e -> values.put(e.getKey(), Json.MAPPER.convertValue(e.getValue(), Object.class)));
        try {
            return Json.write(stored.complete(values, number).values());
        } catch (InvalidFieldException e) {
            throw ApiException.badField(place + "." + e.field(), e.reason());
        } catch (HoneException e) {
            throw ApiException.badField(place, e.getMessage());
        }
    }

    private static List<String> candidates(Context ctx, StoredDefinition stored, Map<String, String> attributes) {
        List<String> candidates = new ArrayList<>();
        for (JsonNode given : list(ctx, CANDIDATES, "texts")) {
            String place = CANDIDATES + "[" + candidates.size() + "]";
            if (!given.isTextual()) {
                throw ApiException.badField(place, "is " + Requests.kind(given) + ", expected a text");
            }
            try {
                candidates.add(stored.definition().encode(given.asText(), attributes));
            } catch (InvalidFieldException e) {
                throw ApiException.badField(place, e.reason());
            }
        }
        return candidates;
    }

    private static JsonNode list(Context ctx, String key, String elements) {
        JsonNode list = Requests.object(ctx, Set.of(key)).path(key);
        if (!list.isArray() || list.isEmpty() || list.size() > MOST) {
            throw ApiException.badField(
                    key, "is " + Requests.kind(list) + ", expected a list of 1 to " + MOST + " " + elements);
        }
        return list;
    }
}
