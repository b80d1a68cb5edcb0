package dev.hone.server;

import dev.hone.core.HoneException;
import dev.hone.core.definition.DefinitionException;
import dev.hone.core.definition.StoredDefinition;
import dev.hone.core.definition.StudyParts;
import dev.hone.core.method.MethodCatalogue;
import dev.hone.core.store.StudyStore;
import dev.hone.core.store.StudyStore.StudyRecord;
import dev.hone.core.study.Study;
import dev.hone.core.trial.Trial;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Definitions and optimizers of studies that clients work on; read again when somebody changes them. Thread-safe. */
final class LiveStudies implements AutoCloseable {

    /** A client is better told to try again than kept waiting. */
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private static final long IDLE_NANOS = Duration.ofMinutes(15).toNanos();

    /** What a definition was read from. */
    private record Source(String name, String text, Optional<String> trials) {}

    private final StudyStore store;
    private final MethodCatalogue catalogue = MethodCatalogue.load();
    private final Map<Long, Live> live = new ConcurrentHashMap<>();

    LiveStudies(StudyStore store) {
        this.store = store;
    }

    /** One study; its optimizer is made when first needed. */
    final class Live {

        private final Source source;
        private final StoredDefinition stored;
        private Study<?> study;
        private StudyParts<?> parts;
        private volatile long usedNanos = System.nanoTime();

        private Live(Source source, StoredDefinition stored) {
            this.source = source;
            this.stored = stored;
        }

        StoredDefinition stored() {
            return stored;
        }

        /** @throws ApiException if what its definition mentions is not here, such as a file of data, or differs */
        synchronized Study<?> study() {
            if (study == null) {
                parts = open();
                study = load(parts);
            }
            return study;
        }

        private StudyParts<?> open() {
            StudyParts<?> opened;
            try {
                opened = stored.definition().parts(catalogue);
            } catch (DefinitionException e) {
                throw elsewhere(e.getMessage(), e);
            }
            List<String> differences =
                    opened.differences(store.attributes(stored.study().id()));
            if (!differences.isEmpty()) {
                throw elsewhere(String.join("; ", differences), null);
            }
            return opened;
        }

        private ApiException elsewhere(String reason, Throwable cause) {
            return new ApiException(409, "study '" + source.name() + "' cannot be asked here: " + reason, cause);
        }

        private <C> Study<C> load(StudyParts<C> opened) {
            return stored.describe(opened.optimizer(), store).patience(PATIENCE).load();
        }

        /** A trial of {@link #study}, which was asked, as the store holds it. */
        synchronized Trial<String> encoded(Trial<?> trial) {
            return trial.map(parts::encode);
        }

        private synchronized void close() {
            if (study != null) {
                study.close();
                study = null;
            }
        }
    }

    MethodCatalogue catalogue() {
        return catalogue;
    }

    /** The definition of a study; empty if it has none that can be read. */
    Optional<StoredDefinition> definition(StudyRecord study, Map<String, String> attributes) {
        try {
            return find(study, attributes).map(Live::stored);
        } catch (HoneException e) {
            return Optional.empty();
        }
    }

    /** @throws ApiException if the study has no definition that can be read */
    Live require(StudyRecord study, Map<String, String> attributes) {
        try {
            return find(study, attributes)
                    .orElseThrow(() -> new ApiException(
                            409,
                            "study '" + study.name() + "' has no definition that says what its parameters are: it was"
                                    + " made by a program or imported"));
        } catch (ApiException e) {
            throw e;
        } catch (HoneException e) {
            throw new ApiException(
                    409, "the definition of study '" + study.name() + "' cannot be used: " + e.getMessage(), e);
        }
    }

    private Optional<Live> find(StudyRecord study, Map<String, String> attributes) {
        Optional<String> text = StoredDefinition.text(study, attributes);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Source source =
                new Source(study.name(), text.get(), Optional.ofNullable(attributes.get(StoredDefinition.TRIALS)));
        Live found = live.compute(study.id(), (id, known) -> {
            if (known != null && known.source.equals(source)) {
                return known;
            }
            if (known != null) {
                known.close();
            }
            return new Live(source, StoredDefinition.read(store, study, catalogue));
        });
        found.usedNanos = System.nanoTime();
        return Optional.of(found);
    }

    /** Lets go of studies that nobody asked about for a while. */
    void forgetIdle() {
        live.forEach((id, known) -> {
            if (System.nanoTime() - known.usedNanos > IDLE_NANOS) {
                forget(id);
            }
        });
    }

    void forget(long studyId) {
        Live known = live.remove(studyId);
        if (known != null) {
            known.close();
        }
    }

    @Override
    public void close() {
        live.keySet().forEach(this::forget);
    }
}
