package dev.hone.server;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.core.Json;
import dev.hone.core.method.CandidateTexts;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.StudyRecord;
import dev.hone.core.trial.Trial;
import dev.hone.core.trial.TrialState;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Trials: pages of a study's, and the details. */
final class TrialRoutes {

    private static final int MAX_LIMIT = 1_000;
    /** Trials read at a time when going down through rare states; grows up to {@link #LARGEST_WINDOW}. */
    private static final int WINDOW = 200;

    private static final int LARGEST_WINDOW = 20_000;

    private final Services services;
    private final StudyStore store;

    TrialRoutes(Services services) {
        this.services = services;
        this.store = services.store();
    }

    void register(Routes routes) {
        routes.add(HandlerType.GET, "/api/studies/{study}/trials", this::list);
        routes.add(HandlerType.GET, "/api/studies/{study}/trials/{trial}", this::show);
    }

    private void show(Context ctx) {
        StudyRecord study = services.study(ctx);
        Answers.json(ctx, TrialView.detail(store, study.id(), services.trial(ctx, study), texts(study)));
    }

    private void list(Context ctx) {
        StudyRecord study = services.study(ctx);
        Set<TrialState> states = states(ctx);
        int limit = (int) Requests.number(ctx, "limit", 100, 1, MAX_LIMIT);
        boolean descending =
                Requests.choice(ctx, "order", "asc", List.of("asc", "desc")).equals("desc");
        Optional<Long> from = Requests.number(ctx, "from", 0, Long.MAX_VALUE);
        // one more than asked for, to know whether there is a next page
        List<Trial<String>> trials = descending
                ? down(study, states, from.orElse(Long.MAX_VALUE), limit + 1)
                : store.trials(study.id(), states, from.orElse(0L), limit + 1);
        ObjectNode body = Json.MAPPER.createObjectNode();
        ArrayNode items = body.putArray("items");
        CandidateTexts texts = texts(study);
        trials.stream().limit(limit).forEach(trial -> items.add(TrialView.json(trial, texts)));
        body.put("next", trials.size() > limit ? (Long) trials.get(limit).number() : null);
        Answers.json(ctx, body);
    }

    private CandidateTexts texts(StudyRecord study) {
        return CandidateTexts.of(services.live().catalogue(), store.attributes(study.id()));
    }

    private static Set<TrialState> states(Context ctx) {
        Set<TrialState> states = EnumSet.noneOf(TrialState.class);
        List<String> names =
                Arrays.stream(TrialState.values()).map(StudyView::lower).toList();
        for (String given : ctx.queryParams("state")) {
            for (String name : given.split(",", -1)) {
                if (!name.isBlank() && !names.contains(name)) {
                    throw ApiException.badField("state", "is '" + name + "', expected some of " + names);
                }
                names.stream()
                        .filter(name::equals)
                        .forEach(known -> states.add(TrialState.values()[names.indexOf(known)]));
            }
        }
        return states.isEmpty() ? EnumSet.allOf(TrialState.class) : states;
    }

    /** Up to {@code limit} trials with numbers of at most {@code from}, the highest first. */
    private List<Trial<String>> down(StudyRecord study, Set<TrialState> states, long from, int limit) {
        long high = Math.min(from, store.standing(study.id()).total() - 1);
        int window = Math.max(WINDOW, limit);
        List<Trial<String>> found = new ArrayList<>();
        while (high >= 0 && found.size() < limit) {
            long low = Math.max(0, high - window + 1);
            long top = high;
            List<Trial<String>> page = new ArrayList<>(store.trials(study.id(), states, low, window).stream()
                    .filter(trial -> trial.number() <= top)
                    .toList());
            Collections.reverse(page);
            found.addAll(page);
            high = low - 1;
            window = Math.min(LARGEST_WINDOW, 4 * window);
        }
        return found.subList(0, Math.min(limit, found.size()));
    }
}
