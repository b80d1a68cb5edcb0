package dev.hone.core.observe;

import dev.hone.core.store.StoreException;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.StudyRecord;
import dev.hone.core.study.Study;
import dev.hone.core.study.StudyListener;
import dev.hone.core.trial.Trial;
import dev.hone.core.trial.TrialState;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Meters of one study in a Micrometer registry; Micrometer is an optional dependency of this module. Thread-safe.
 *
 * <table>
 *   <caption>Meters, all with the tag {@code study}</caption>
 *   <tr><td>{@code hone.trials}</td><td>trials by {@code state}, as the store counts them when the meter is read</td></tr>
 *   <tr><td>{@code hone.trials.finished}</td><td>counter of trials that finished while this listened, by {@code state}</td></tr>
 *   <tr><td>{@code hone.evaluation}</td><td>timer from the start to the end of trials, by {@code state}</td></tr>
 *   <tr><td>{@code hone.best}</td><td>best value by {@code objective}; NaN before there is one</td></tr>
 *   <tr><td>{@code hone.cost}</td><td>sum of the costs of all finished trials</td></tr>
 *   <tr><td>{@code hone.trials.reaped}</td><td>counter of trials whose worker died</td></tr>
 *   <tr><td>{@code hone.store.outage}</td><td>timer of the outages of the store</td></tr>
 * </table>
 *
 * <p>How long calls of the store take is measured by {@link TimedStore}.
 *
 * <pre>{@code
 * StudyStore store = new TimedStore(Stores.open("hone.db"), registry);
 * StudyMetrics metrics = new StudyMetrics(registry, "gc-flags");
 * Study<Configuration> study = Study.named("gc-flags")....store(store).listener(metrics).create();
 * metrics.gauges(study);
 * }</pre>
 */
public final class StudyMetrics implements StudyListener {

    private final MeterRegistry registry;
    private final Tags study;
    private final Counter reaped;
    private final Timer outages;

    /** @param study name of the study that this will listen to */
    public StudyMetrics(MeterRegistry registry, String study) {
        this.registry = registry;
        this.study = Tags.of("study", study);
        reaped = Counter.builder("hone.trials.reaped")
                .description("Trials whose worker died")
                .tags(this.study)
                .register(registry);
        outages = Timer.builder("hone.store.outage")
                .description("Outages of the store")
                .tags(this.study)
                .register(registry);
    }

    /** Registers the gauges of a study; they read its store when they are read. */
    public void gauges(Study<?> of) {
        gauges(registry, of.store(), of.patiently(s -> s.find(of.name()).orElseThrow()));
    }

    /** Registers the gauges of a stored study that need not run in this process; registering twice does no harm. */
    public static void gauges(MeterRegistry registry, StudyStore store, StudyRecord study) {
        Tags tags = Tags.of("study", study.name());
        for (TrialState state : TrialState.values()) {
            gauge(
                    registry,
                    "hone.trials",
                    "Trials of the study",
                    tags.and("state", text(state)),
                    store,
                    s -> s.counts(study.id()).getOrDefault(state, 0L));
        }
        for (int i = 0; i < study.objectives().size(); i++) {
            int objective = i;
            gauge(
                    registry,
                    "hone.best",
                    "Best value so far",
                    tags.and("objective", study.objectives().get(i).name()),
                    store,
                    s -> s.best(study.id(), objective)
                            .map(t -> t.values().get(objective))
                            .orElse(Double.NaN));
        }
        gauge(registry, "hone.cost", "Sum of the costs of finished trials", tags, store, s -> s.cost(study.id()));
    }

    private static void gauge(
            MeterRegistry registry,
            String name,
            String description,
            Tags tags,
            StudyStore store,
            ToDoubleFunction<StudyStore> value) {
        Gauge.builder(name, store, s -> {
                    try {
                        return value.applyAsDouble(s);
                    } catch (StoreException e) {
                        // a scrape must not fail because the database is away or the study was deleted
                        return Double.NaN;
                    }
                })
                .description(description)
                .tags(tags)
                .strongReference(true)
                .register(registry);
    }

    @Override
    public void finished(Trial<?> trial) {
        Tags tags = study.and("state", text(trial.state()));
        Counter.builder("hone.trials.finished")
                .description("Trials that finished")
                .tags(tags)
                .register(registry)
                .increment();
        duration(trial)
                .ifPresent(time -> Timer.builder("hone.evaluation")
                        .description("From the start to the end of a trial")
                        .tags(tags)
                        .register(registry)
                        .record(time));
    }

    private static Optional<Duration> duration(Trial<?> trial) {
        return trial.started().flatMap(from -> trial.finished().map(to -> Duration.between(from, to)));
    }

    @Override
    public void reaped(Trial<?> trial) {
        reaped.increment();
    }

    @Override
    public void reconnected(Duration outage) {
        outages.record(outage);
    }

    private static String text(TrialState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
