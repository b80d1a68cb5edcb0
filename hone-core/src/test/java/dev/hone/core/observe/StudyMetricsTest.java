package dev.hone.core.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hone.core.HoneException;
import dev.hone.core.space.Configuration;
import dev.hone.core.space.FloatParameter;
import dev.hone.core.space.SearchSpace;
import dev.hone.core.store.MemoryStore;
import dev.hone.core.store.StoreException;
import dev.hone.core.store.StudyStore;
import dev.hone.core.study.Budget;
import dev.hone.core.study.Study;
import dev.hone.core.study.UniformSampling;
import dev.hone.core.trial.Evaluation;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StudyMetricsTest {

    private static final SearchSpace SPACE = SearchSpace.of(FloatParameter.linear("x", 1, 2));

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final StudyStore store = new TimedStore(new MemoryStore(), registry);
    private final StudyMetrics metrics = new StudyMetrics(registry, "s");

    private double gauge(String name, String tag, String value) {
        return registry.get(name).tag("study", "s").tag(tag, value).gauge().value();
    }

    @Test
    void metersFollowTheStudy() {
        try (Study<Configuration> study = Study.named("s")
                .minimize("loss")
                .optimizer(new UniformSampling(SPACE))
                .store(store)
                .listener(metrics)
                .create()) {
            metrics.gauges(study);
            assertThat(gauge("hone.best", "objective", "loss")).isNaN();
            study.run(
                    c -> {
                        if (c.getDouble("x") > 1.5) {
                            throw new HoneException("too large");
                        }
                        return Evaluation.of(c.getDouble("x")).withCost(2);
                    },
                    Budget.trials(20));
            study.enqueue(List.of(SPACE.configuration(Map.of("x", 1.25))));

            long complete = study.trials().stream().filter(t -> t.isComplete()).count();
            assertThat(complete).isBetween(1L, 19L);
            assertThat(gauge("hone.trials", "state", "complete")).isEqualTo(complete);
            assertThat(gauge("hone.trials", "state", "failed")).isEqualTo(20 - complete);
            assertThat(gauge("hone.trials", "state", "queued")).isEqualTo(1);
            assertThat(gauge("hone.best", "objective", "loss"))
                    .isEqualTo(study.best().value());
            assertThat(registry.get("hone.cost").gauge().value()).isEqualTo(2.0 * complete);
            assertThat(registry.get("hone.trials.finished")
                            .tag("state", "complete")
                            .counter()
                            .count())
                    .isEqualTo(complete);
            assertThat(registry.get("hone.evaluation")
                            .tag("state", "failed")
                            .timer()
                            .count())
                    .isEqualTo(20 - complete);
            assertThat(registry.get("hone.store.call")
                            .tag("operation", "finish")
                            .timer()
                            .count())
                    .isEqualTo(20);
        }
    }

    @Test
    void aFailedCallIsTimedAndAGaugeOfADeletedStudyIsNotANumber() {
        assertThatThrownBy(() -> store.counts(99)).isInstanceOf(StoreException.class);
        assertThat(registry.get("hone.store.call")
                        .tag("operation", "counts")
                        .tag("outcome", "error")
                        .timer()
                        .count())
                .isEqualTo(1);

        try (Study<Configuration> study = Study.named("s")
                .minimize("loss")
                .optimizer(new UniformSampling(SPACE))
                .store(store)
                .create()) {
            metrics.gauges(study);
        }
        store.delete(store.find("s").orElseThrow().id());
        assertThat(gauge("hone.trials", "state", "complete")).isNaN();
    }

    @Test
    void outagesAreTimed() {
        metrics.reconnected(Duration.ofSeconds(12));
        assertThat(registry.get("hone.store.outage").timer().totalTime(TimeUnit.SECONDS))
                .isEqualTo(12);
    }
}
