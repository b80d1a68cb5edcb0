package dev.hone.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.core.Json;
import dev.hone.core.space.ConstantParameter;
import dev.hone.core.space.Parameter;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.StudyRecord;
import dev.hone.core.trial.Direction;
import dev.hone.core.trial.Objective;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The charts of a study as one HTML file that needs no server: what draws them, and their data, are in it. */
public final class StudyReport {

    /** Slices that a report shows; the dashboard has those of all parameters. */
    private static final int MAX_SLICES = 12;

    /** Where the data of charts comes from. */
    @FunctionalInterface
    public interface ChartSource {

        /**
         * The data of one chart, as the dashboard gets it.
         *
         * @param chart its name, such as {@code history}
         * @param query what the dashboard would ask for, such as {@code objective} by its position
         */
        JsonNode chart(String chart, Map<String, String> query);
    }

    private final StudyStore store;
    private final StudyRecord record;
    private final StudyView view;
    private final ChartSource source;

    /** A report of what {@code store} has of the study now. */
    public StudyReport(StudyStore store, StudyRecord study, ChartSource source) {
        this.store = store;
        this.record = study;
        this.source = source;
        try (LiveStudies live = new LiveStudies(store)) {
            Map<String, String> attributes = store.attributes(study.id());
            this.view = new StudyView(study, attributes, store.counts(study.id()), live.definition(study, attributes));
        }
    }

    /** The report. */
    public String html(Instant made) {
        ObjectNode data = Json.MAPPER.createObjectNode();
        data.put("made", made.toString());
        data.set("study", view.summary(store, new Verdicts(store)));
        Optional<ObjectNode> best = record.objectives().size() > 1
                ? Optional.empty()
                : store.best(record.id(), 0).map(TrialView::json);
        data.set("best", best.<JsonNode>map(b -> b).orElse(Json.MAPPER.nullNode()));
        ArrayNode charts = data.putArray("charts");
        for (Chart chart : charts()) {
            ObjectNode node = charts.addObject().put("id", chart.id());
            chart.title().ifPresent(title -> node.put("title", title));
            node.set("settings", settings(record, chart.objective()));
            node.set("data", source.chart(chart.id(), chart.query()));
        }
        return page(data);
    }

    /** How a chart of an objective is to be drawn. */
    static ObjectNode settings(StudyRecord study, int objective) {
        if (study.objectives().isEmpty()) {
            return Json.MAPPER.createObjectNode();
        }
        Objective o = study.objectives().get(objective);
        return Json.MAPPER
                .createObjectNode()
                .put("focus", true)
                .put("objective", objective)
                .put("objectiveName", o.name())
                .put("minimize", o.direction() == Direction.MINIMIZE);
    }

    private record Chart(String id, Optional<String> title, int objective, Map<String, String> query) {}

    private List<Chart> charts() {
        List<Chart> charts = new ArrayList<>();
        boolean several = record.objectives().size() > 1;
        if (several) {
            add(charts, "front", "", 0, Map.of());
            add(charts, "hypervolume", "", 0, Map.of());
        }
        List<String> parameters = view.definition().stream()
                .flatMap(d -> d.definition().space().parameters().stream())
                .filter(p -> !(p instanceof ConstantParameter))
                .map(Parameter::name)
                .toList();
        for (int i = 0; i < record.objectives().size(); i++) {
            String of = several ? " of " + record.objectives().get(i).name() : "";
            add(charts, "history", several ? "History" + of : "", i, Map.of());
            if (!parameters.isEmpty()) {
                add(charts, "importance", several ? "Parameter importance" + of : "", i, Map.of());
                for (String parameter : parameters.subList(0, Math.min(MAX_SLICES, parameters.size()))) {
                    add(charts, "slice", "Slice" + of + " over " + parameter, i, Map.of("parameter", parameter));
                }
                if (parameters.size() > 1) {
                    add(
                            charts,
                            "contour",
                            several ? "Contour" + of : "",
                            i,
                            Map.of("x", parameters.get(0), "y", parameters.get(1)));
                }
                add(
                        charts,
                        "terminator",
                        several ? "Is going on worth it for" + of.substring(3) + "?" : "",
                        i,
                        Map.of());
            }
            add(charts, "edf", several ? "Empirical distribution" + of : "", i, Map.of());
        }
        boolean measured = !record.objectives().isEmpty();
        if (!parameters.isEmpty() && measured) {
            add(charts, "parallel", "", 0, Map.of());
        }
        for (String chart : measured ? List.of("intermediate", "cost", "timeline") : List.of("cost", "timeline")) {
            add(charts, chart, "", 0, Map.of());
        }
        return charts;
    }

    private static void add(List<Chart> charts, String id, String title, int objective, Map<String, String> more) {
        Map<String, String> query = new HashMap<>(more);
        query.put("objective", Integer.toString(objective));
        charts.add(new Chart(id, Optional.of(title).filter(t -> !t.isEmpty()), objective, query));
    }

    private static String page(ObjectNode data) {
        SiteFiles files = new SiteFiles();
        StringBuilder css = new StringBuilder();
        for (String name : List.of("style/base.css", "style/parts.css", "style/pages.css")) {
            css.append(SiteBundle.text(files.page(name), name));
        }
        String library = SiteBundle.text(files.echarts("dist/echarts.min.js"), "echarts");
        String script = SiteBundle.of(
                "report.js",
                Map.of("charts/echarts.js", "export async function echarts() {\n  return globalThis.echarts;\n}\n"));
        // "<" would let a text end the element that it stands in
        String json = Json.write(data).replace("<", "\\u003c");
        return SiteBundle.text(files.page("report.html"), "report.html")
                .replace("/*style*/", css)
                .replace("/*library*/", library.replace("</script", "<\\/script"))
                .replace("/*script*/", script.replace("</script", "<\\/script"))
                // last, so that nothing is replaced within it
                .replace("/*data*/", json);
    }
}
