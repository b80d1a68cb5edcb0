package dev.hone.server;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.core.Json;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.StudyRecord;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Studies: the list and the details. */
final class StudyRoutes {

    private static final List<String> SORTS = List.of("created", "name", "state", "best", "trials");
    private static final int MAX_LIMIT = 500;

    private final Services services;
    private final StudyStore store;

    StudyRoutes(Services services) {
        this.services = services;
        this.store = services.store();
    }

    void register(Routes routes) {
        routes.add(HandlerType.GET, "/api/studies", this::list);
        routes.add(HandlerType.GET, "/api/studies/{study}", this::show);
    }

    private void show(Context ctx) {
        Answers.json(ctx, StudyView.read(services, services.study(ctx)).detail(services));
    }

    private void list(Context ctx) {
        String query = Requests.text(ctx, "query").orElse("").toLowerCase(Locale.ROOT);
        boolean archived = Requests.choice(ctx, "archived", "false", List.of("true", "false"))
                .equals("true");
        String sort = Requests.choice(ctx, "sort", "created", SORTS);
        boolean descending =
                Requests.choice(ctx, "order", "asc", List.of("asc", "desc")).equals("desc");
        int offset = (int) Requests.number(ctx, "offset", 0, 0, Integer.MAX_VALUE);
        int limit = (int) Requests.number(ctx, "limit", 50, 1, MAX_LIMIT);

        List<StudyRecord> matching = new ArrayList<>();
        for (StudyRecord study : store.studies()) {
            Map<String, String> attributes = store.attributes(study.id());
            if (StudyView.isArchived(attributes) == archived && matches(study, attributes, query)) {
                matching.add(study);
            }
        }
        ObjectNode body = Json.MAPPER.createObjectNode().put("total", matching.size());
        ArrayNode items = body.putArray("items");
        sorted(matching, sort, descending).stream()
                .skip(offset)
                .limit(limit)
                .forEach(study -> items.add(StudyView.read(services, study).summary(services)));
        Answers.json(ctx, body);
    }

    private static boolean matches(StudyRecord study, Map<String, String> attributes, String query) {
        return study.name().toLowerCase(Locale.ROOT).contains(query)
                || StudyView.tags(attributes).stream()
                        .anyMatch(tag -> tag.toLowerCase(Locale.ROOT).contains(query));
    }

    private List<StudyRecord> sorted(List<StudyRecord> studies, String sort, boolean descending) {
        List<StudyRecord> sorted = new ArrayList<>(studies);
        switch (sort) {
            case "name" -> sorted.sort(Comparator.comparing(StudyRecord::name, String.CASE_INSENSITIVE_ORDER));
            case "state" ->
                sortBy(sorted, study -> StudyView.read(services, study).state());
            case "trials" -> sortBy(sorted, study -> store.standing(study.id()).total());
            case "best" -> {
                return byBest(studies, descending);
            }
            default -> {
                // the store's order
            }
        }
        if (descending) {
            Collections.reverse(sorted);
        }
        return sorted;
    }

    private interface KeyOf<K> {
        K of(StudyRecord study);
    }

    /** Sorts by a key that is read once a study. */
    private static <K extends Comparable<? super K>> void sortBy(List<StudyRecord> studies, KeyOf<K> key) {
        record Keyed<K>(StudyRecord study, K key) {}
        List<StudyRecord> sorted = studies.stream()
                .map(study -> new Keyed<>(study, key.of(study)))
                .sorted(Comparator.comparing(Keyed::key))
                .map(Keyed::study)
                .toList();
        Collections.copy(studies, sorted);
    }

    /** By the first objective's value; studies without one come last in either order. */
    private List<StudyRecord> byBest(List<StudyRecord> studies, boolean descending) {
        record Scored(StudyRecord study, double value) {}
        List<Scored> scored = new ArrayList<>();
        List<StudyRecord> rest = new ArrayList<>();
        for (StudyRecord study : studies) {
            Optional<Double> value = study.objectives().isEmpty()
                    ? Optional.empty()
                    : store.best(study.id(), 0).map(t -> t.values().get(0));
            value.ifPresentOrElse(v -> scored.add(new Scored(study, v)), () -> rest.add(study));
        }
        Comparator<Scored> byValue = Comparator.comparingDouble(Scored::value);
        scored.sort(descending ? byValue.reversed() : byValue);
        List<StudyRecord> sorted =
                new ArrayList<>(scored.stream().map(Scored::study).toList());
        sorted.addAll(rest);
        return sorted;
    }
}
