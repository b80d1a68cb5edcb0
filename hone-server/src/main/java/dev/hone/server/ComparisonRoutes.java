package dev.hone.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.core.Json;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.StudyRecord;
import dev.hone.core.study.Study;
import dev.hone.core.trial.Comparison;
import dev.hone.core.trial.Rankings;
import dev.hone.core.trial.Trial;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.List;
import java.util.Set;

/** Candidates that are compared instead of measured: what is to be compared now, and what was said. */
final class ComparisonRoutes {

    private static final int MAX_LIMIT = 1_000;
    private static final int MAX_JUDGE = 100;

    private final Services services;
    private final StudyStore store;

    ComparisonRoutes(Services services) {
        this.services = services;
        this.store = services.store();
    }

    void register(Routes routes) {
        routes.add(HandlerType.GET, "/api/studies/{study}/screen", this::screen);
        routes.add(HandlerType.GET, "/api/studies/{study}/comparisons", this::list);
        routes.add(HandlerType.POST, "/api/studies/{study}/comparisons", this::compare);
    }

    private void screen(Context ctx) {
        StudyRecord study = services.study(ctx);
        ObjectNode body = Json.MAPPER.createObjectNode();
        ArrayNode trials = body.putArray("trials");
        if (study.objectives().isEmpty()) {
            Study<?> live =
                    services.live().require(study, store.attributes(study.id())).study();
            for (Trial<?> shown : live.screen()) {
                store.trial(study.id(), shown.number()).ifPresent(trial -> {
                    ObjectNode node = TrialView.json(trial);
                    node.set("artifacts", TrialView.artifacts(store.artifacts(study.id(), trial.number())));
                    trials.add(node);
                });
            }
        }
        body.put("comparisons", services.verdicts().of(study).count());
        Answers.json(ctx, body);
    }

    private void list(Context ctx) {
        StudyRecord study = services.study(ctx);
        int from = (int) Requests.number(ctx, "from", 0, 0, Integer.MAX_VALUE);
        int limit = (int) Requests.number(ctx, "limit", 100, 1, MAX_LIMIT);
        List<Comparison> comparisons = store.comparisons(study.id(), from);
        ObjectNode body = Json.MAPPER.createObjectNode();
        ArrayNode items = body.putArray("items");
        for (int i = 0; i < Math.min(limit, comparisons.size()); i++) {
            items.add(json(from + i, comparisons.get(i)));
        }
        body.put("next", comparisons.size() > limit ? (Integer) (from + limit) : null);
        Answers.json(ctx, body);
    }

    private void compare(Context ctx) {
        StudyRecord study = services.study(ctx);
        ObjectNode body = Requests.object(ctx, Set.of("ranking", "judge", "degree"));
        JsonNode degree = body.path("degree");
        Comparison comparison = new Comparison(
                Rankings.read(body.path("ranking")),
                degree.isMissingNode() ? 1 : TellBody.real(degree, "degree"),
                judge(ctx, body));
        Study.compare(store, study, comparison);
        ctx.status(201);
        Answers.json(ctx, json(null, comparison));
    }

    private static String judge(Context ctx, ObjectNode body) {
        JsonNode name = body.path("judge");
        if (name.isMissingNode() || name.isNull()) {
            return AskRoutes.WORKER + ctx.ip();
        }
        if (!name.isTextual()
                || name.asText().isBlank()
                || name.asText().length() > MAX_JUDGE
                || name.asText().chars().anyMatch(Character::isISOControl)) {
            throw ApiException.badField(
                    "judge", "is " + Requests.kind(name) + ", expected a name of up to " + MAX_JUDGE + " characters");
        }
        return name.asText().strip();
    }

    /** @param position among all comparisons of the study, from 0; null if that is not known */
    static ObjectNode json(Integer position, Comparison comparison) {
        ObjectNode node = Json.MAPPER.createObjectNode();
        if (position != null) {
            node.put("position", position);
        }
        node.set("ranking", Rankings.json(comparison));
        return node.put("degree", comparison.degree()).put("judge", comparison.judge());
    }
}
