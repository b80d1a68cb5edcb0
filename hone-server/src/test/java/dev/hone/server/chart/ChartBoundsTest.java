package dev.hone.server.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.core.Json;
import dev.hone.core.method.MethodCatalogue;
import dev.hone.core.store.MemoryStore;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.NewStudy;
import dev.hone.core.store.StudyStore.StudyRecord;
import dev.hone.core.trial.Evaluation;
import dev.hone.core.trial.Objective;
import dev.hone.core.trial.Origin;
import dev.hone.core.trial.Trial;
import dev.hone.core.trial.TrialState;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A study of 100,000 trials: what charts read of it, and how large they are. */
class ChartBoundsTest {

    private static final int TRIALS = 100_000;
    private static final int MOST_READ = 10_000;

    private static final MemoryStore STORE = new MemoryStore();
    private static StudyRecord study;

    private final AtomicInteger candidates = new AtomicInteger();
    private final AtomicInteger curves = new AtomicInteger();
    private final StubAnalyses stub = new StubAnalyses(c -> c.getDouble("x"));

    @BeforeAll
    static void fill() {
        study = STORE.create(
                new NewStudy("large", List.of(Objective.minimize("a"), Objective.minimize("b")), 1, "random", """
                study: large
                objectives: [{minimize: a}, {minimize: b}]
                parameters:
                  x: {type: float, low: 0, high: 1}
                  y: {type: float, low: 0, high: 1}
                evaluator: external
                """));
        List<Trial<String>> batch = new ArrayList<>();
        for (int i = 0; i < TRIALS; i++) {
            batch.add(trial(i));
        }
        STORE.importTrials(study.id(), batch);
    }

    /** Every third trial is better than all before, and on the front; every fifth has failed. */
    private static Trial<String> trial(int i) {
        double x = i / (double) TRIALS;
        Optional<Evaluation> evaluation = i % 5 == 4
                ? Optional.empty()
                : Optional.of(i % 3 == 0 ? Evaluation.of(1 - x, x) : Evaluation.of(1 + x, 1 + x));
        Instant start = Instant.EPOCH.plusSeconds(i);
        return new Trial<>(
                i,
                evaluation.isPresent() ? TrialState.COMPLETE : TrialState.FAILED,
                "{\"x\":" + x + ",\"y\":" + (1 - x) + "}",
                Origin.OPTIMIZER,
                1,
                Optional.of("w" + i % 8),
                evaluation,
                evaluation.isPresent() ? Optional.empty() : Optional.of("no"),
                new TreeMap<>(Map.of(1L, x, 2L, x / 2)),
                Map.of(),
                List.of(),
                start,
                Optional.of(start),
                Optional.of(start.plusMillis(500)),
                0);
    }

    @AfterAll
    static void end() {
        STORE.close();
    }

    /** The store, counting how many candidates and curves are read. */
    private StudyStore counting() {
        return (StudyStore) Proxy.newProxyInstance(
                StudyStore.class.getClassLoader(), new Class<?>[] {StudyStore.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("candidates")) {
                        candidates.addAndGet(((Collection<?>) arguments[1]).size());
                    } else if (method.getName().equals("reports")) {
                        curves.incrementAndGet();
                    }
                    try {
                        return method.invoke(STORE, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void chartsReadLittleAndAreSmall() {
        for (String chart : Charts.names()) {
            candidates.set(0);
            curves.set(0);
            try (Charts charts = new Charts(counting(), stub.all(), MethodCatalogue.load())) {
                String text = Json.write(charts.chart(study, chart, Map.of()));

                assertThat(candidates.get()).as(chart + ": candidates read").isLessThanOrEqualTo(MOST_READ);
                assertThat(curves.get()).as(chart + ": curves read").isLessThanOrEqualTo(120);
                assertThat(text.length()).as(chart + ": bytes").isBetween(50, 400_000);
                assertThat(longest(Json.parse(text)))
                        .as(chart + ": longest list")
                        .isLessThanOrEqualTo(2 * 2_001);
            }
        }
        assertThat(stub.seen).isNotEmpty().allSatisfy(o -> assertThat(o.size()).isBetween(1_000, MOST_READ));
    }

    @Test
    void comparisonsAreSmallToo() {
        try (Charts charts = new Charts(counting(), stub.all(), MethodCatalogue.load())) {
            for (String chart : Charts.comparisons()) {
                JsonNode node = Json.parse(Json.write(charts.compare(List.of(study), chart, Map.of())));
                assertThat(longest(node)).as(chart).isBetween(100, 2_001);
            }
        }
        assertThat(candidates.get()).isZero();
    }

    @Test
    void fewerPointsAreFewerPoints() {
        try (Charts charts = new Charts(counting(), stub.all(), MethodCatalogue.load())) {
            for (String chart : Charts.names()) {
                JsonNode node = Json.parse(Json.write(charts.chart(study, chart, Map.of("max_points", "50"))));
                // this study is no sequence
                int least = chart.equals("sequence") ? 0 : 1;
                // three states of a history; two points a step of its band
                assertThat(longest(node)).as(chart).isBetween(least, chart.equals("slice") ? 80 : 3 * 51);
            }
        }
    }

    private static int longest(JsonNode node) {
        int longest = node.isArray() ? node.size() : 0;
        for (JsonNode child : node) {
            longest = Math.max(longest, longest(child));
        }
        return longest;
    }
}
