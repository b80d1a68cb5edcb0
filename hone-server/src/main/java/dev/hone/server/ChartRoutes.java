package dev.hone.server;

import dev.hone.core.Nearest;
import dev.hone.core.store.StudyStore.StudyRecord;
import dev.hone.server.chart.Charts;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** The data of charts, of one study and of several. */
final class ChartRoutes {

    /** Studies on the same axes. */
    private static final int MOST_STUDIES = 16;

    private final Services services;

    ChartRoutes(Services services) {
        this.services = services;
    }

    void register(Routes routes) {
        routes.add(HandlerType.GET, "/api/studies/{study}/charts/{chart}", this::chart);
        routes.add(HandlerType.GET, "/api/compare/{chart}", this::compare);
    }

    private void chart(Context ctx) {
        StudyRecord study = services.study(ctx);
        String chart = known(ctx, Charts.names());
        Answers.json(ctx, services.charts().chart(study, chart, query(ctx)));
    }

    private void compare(Context ctx) {
        String chart = known(ctx, Charts.comparisons());
        List<String> names = List.copyOf(new LinkedHashSet<>(ctx.queryParams("study")));
        if (names.isEmpty() || names.size() > MOST_STUDIES) {
            throw ApiException.badField(
                    "study",
                    "is there " + names.size() + " times, expected 1 to " + MOST_STUDIES + " names of studies");
        }
        List<StudyRecord> studies = names.stream().map(services::study).toList();
        Answers.json(ctx, services.charts().compare(studies, chart, query(ctx)));
    }

    private static String known(Context ctx, List<String> names) {
        String chart = ctx.pathParam("chart");
        if (!names.contains(chart)) {
            throw new ApiException(
                    404,
                    "there is no chart '" + chart + "'" + Nearest.hint(chart, names) + ", expected one of " + names);
        }
        return chart;
    }

    private static Map<String, String> query(Context ctx) {
        Map<String, String> query = new HashMap<>();
        ctx.queryParamMap().forEach((name, values) -> query.put(name, values.get(values.size() - 1)));
        return query;
    }
}
