package dev.hone.server;

import dev.hone.core.observe.StudyMetrics;
import dev.hone.core.observe.TimedStore;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.StudyRecord;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;

/** Meters of the server, its store and all studies, as Prometheus reads them. Thread-safe. */
final class Metrics {

    /** Attribute of a request: the route that it took, which is what it is counted under. */
    static final String ROUTE = "hone.route";

    private static final String STUDY = "study";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final StudyStore store;

    Metrics(StudyStore store) {
        this.store = new TimedStore(store, registry);
    }

    /** The store, with its calls measured. */
    StudyStore timed() {
        return store;
    }

    void register(Routes routes) {
        routes.add(HandlerType.GET, "/metrics", this::scrape);
    }

    /** Notes a request that was answered. */
    void request(Context ctx, Float millis) {
        String route = ctx.attribute(ROUTE);
        Timer.builder("hone.http")
                .description("Requests by route")
                .tag("method", ctx.req().getMethod())
                .tag("route", route == null ? "none" : route)
                .tag("status", Integer.toString(ctx.statusCode()))
                .publishPercentiles(0.5, 0.99)
                .register(registry)
                .record(Duration.ofNanos((long) (millis * 1e6)));
    }

    private void scrape(Context ctx) {
        Set<String> names = store.studies().stream()
                .peek(study -> StudyMetrics.gauges(registry, store, study))
                .map(StudyRecord::name)
                .collect(Collectors.toSet());
        for (Meter meter : registry.getMeters()) {
            String study = meter.getId().getTag(STUDY);
            if (study != null && !names.contains(study)) {
                registry.remove(meter);
            }
        }
        ctx.contentType("text/plain; version=0.0.4; charset=utf-8").result(registry.scrape());
    }
}
