package dev.hone.server.chart;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hone.core.store.StudyStore.Ending;
import dev.hone.core.trial.Trial;
import dev.hone.core.trial.TrialState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which worker evaluated which trial when: {@code {workers: [{name, spans: [[number, start, end, state]]}], note}}. Times are
 * ISO 8601 in UTC; the end of a trial that runs is null. Of very many trials the latest are shown.
 */
final class TimelineChart {

    private static final String UNKNOWN = "unknown";

    private record Span(String worker, long number, Instant start, Optional<Instant> end, TrialState state) {}

    private TimelineChart() {}

    static ObjectNode of(ChartInput input) {
        int limit = input.query().maxPoints();
        List<Span> spans = new ArrayList<>();
        for (Ending e : input.data().byNumber()) {
            e.started()
                    .ifPresent(start -> spans.add(
                            new Span(e.worker().orElse(UNKNOWN), e.number(), start, e.finished(), e.state())));
        }
        for (Trial<String> t : input.data().store().trials(input.study().id(), Set.of(TrialState.RUNNING), 0, limit)) {
            t.started()
                    .ifPresent(start -> spans.add(
                            new Span(t.worker().orElse(UNKNOWN), t.number(), start, Optional.empty(), t.state())));
        }
        spans.sort(Comparator.comparing(Span::start).thenComparing(Span::number));
        List<Span> shown = spans.subList(Math.max(0, spans.size() - limit), spans.size());
        Map<String, ArrayNode> workers = new TreeMap<>();
        for (Span span : shown) {
            workers.computeIfAbsent(span.worker(), name -> Rows.array())
                    .add(Rows.of(
                            span.number(),
                            span.start().toString(),
                            span.end().map(Instant::toString).orElse(null),
                            Rows.lower(span.state())));
        }
        ObjectNode node = Rows.object();
        ArrayNode list = node.putArray("workers");
        workers.forEach((name, rows) -> list.addObject().put("name", name).set("spans", rows));
        if (shown.size() < spans.size()) {
            node.put("note", "The latest " + shown.size() + " of " + spans.size() + " trials.");
        }
        return node;
    }
}
