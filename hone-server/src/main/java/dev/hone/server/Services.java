package dev.hone.server;

import dev.hone.core.Nearest;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.StudyRecord;
import dev.hone.core.trial.Trial;
import dev.hone.server.chart.Charts;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.List;

/** What the routes of one server share. Thread-safe. */
final class Services implements AutoCloseable {

    private final StudyStore store;
    private final LiveStudies live;
    private final Reaper reaper;
    private final Feed feed;
    private final Metrics metrics;
    private final Charts charts;
    private final Recent recent = new Recent();
    private final Verdicts verdicts;

    /** @param silence how long a client may be silent before its trials are given to others */
    Services(StudyStore store, Duration silence) {
        this.metrics = new Metrics(store);
        this.store = metrics.timed();
        this.live = new LiveStudies(this.store);
        this.reaper = new Reaper(this.store, live, silence);
        this.feed = new Feed(this.store, live);
        this.charts = new Charts(this.store);
        this.verdicts = new Verdicts(this.store);
    }

    Feed feed() {
        return feed;
    }

    Metrics metrics() {
        return metrics;
    }

    Charts charts() {
        return charts;
    }

    Verdicts verdicts() {
        return verdicts;
    }

    StudyStore store() {
        return store;
    }

    LiveStudies live() {
        return live;
    }

    /** The study in the path. */
    StudyRecord study(Context ctx) {
        return study(ctx.pathParam("study"));
    }

    /** The study in the path and its attributes as they were a moment ago. */
    Recent.Noted recent(Context ctx) {
        return recent.find(ctx.pathParam("study"), () -> {
            StudyRecord study = study(ctx);
            return new Recent.Noted(study, store.attributes(study.id()));
        });
    }

    /** After studies or their attributes were changed. */
    void changed() {
        recent.forget();
    }

    /** A study by name. */
    StudyRecord study(String name) {
        return store.find(name).orElseThrow(() -> {
            List<String> names = store.studies().stream().map(StudyRecord::name).toList();
            return new ApiException(404, "there is no study '" + name + "'" + Nearest.hint(name, names));
        });
    }

    /** The trial in the path. */
    Trial<String> trial(Context ctx, StudyRecord study) {
        long number = Requests.trialNumber(ctx);
        return store.trial(study.id(), number)
                .orElseThrow(() -> new ApiException(404, "study '" + study.name() + "' has no trial " + number));
    }

    void start() {
        reaper.start();
    }

    @Override
    public void close() {
        charts.close();
        feed.close();
        reaper.close();
        live.close();
    }
}
