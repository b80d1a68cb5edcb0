package dev.hone.server;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.core.Json;
import dev.hone.core.method.CandidateTexts;
import dev.hone.core.method.MethodCatalogue;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.StudyRecord;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Charts as one HTML file that needs no server: what draws them, and their data, are in it. */
final class StudyReport {

    private final ObjectNode data = Json.MAPPER.createObjectNode();
    private final ArrayNode charts;

    /**
     * A report without charts yet.
     *
     * @param dark whether it is dark; otherwise as the reader's browser likes it
     */
    StudyReport(StudyStore store, List<StudyRecord> studies, boolean dark, Instant made) {
        data.put("made", made.toString());
        data.put("dark", dark);
        ArrayNode summaries = data.putArray("studies");
        try (LiveStudies live = new LiveStudies(store)) {
            for (StudyRecord study : studies) {
                Map<String, String> attributes = store.attributes(study.id());
                summaries.add(
                        new StudyView(study, attributes, store.counts(study.id()), live.definition(study, attributes))
                                .summary(store, new Verdicts(store)));
            }
        }
        if (studies.size() == 1 && studies.get(0).objectives().size() == 1) {
            long id = studies.get(0).id();
            CandidateTexts texts = CandidateTexts.of(MethodCatalogue.load(), store.attributes(id));
            Optional<ObjectNode> best = store.best(id, 0).map(trial -> TrialView.json(trial, texts));
            best.ifPresent(trial -> data.set("best", trial));
        }
        charts = data.putArray("charts");
    }

    /** Adds a chart. */
    void add(String id, ObjectNode settings, ObjectNode chart) {
        ObjectNode node = charts.addObject().put("id", id);
        node.set("settings", settings);
        node.set("data", chart);
    }

    String html() {
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
