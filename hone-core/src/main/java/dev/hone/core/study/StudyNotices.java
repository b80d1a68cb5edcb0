package dev.hone.core.study;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** Who is told what happens in a study: its listeners, one call at a time each, and the log. Thread-safe. */
final class StudyNotices implements StoreCalls.Announcer {

    private static final Logger LOG = LoggerFactory.getLogger(Study.class);

    private final String study;
    private final List<StudyListener> listeners;

    StudyNotices(String study, List<StudyListener> listeners) {
        this.study = study;
        this.listeners = listeners;
    }

    /** Adds the study to a log entry. */
    LoggingEventBuilder log(LoggingEventBuilder entry) {
        return entry.addKeyValue("study", study);
    }

    /** Adds study and trial to a log entry. */
    LoggingEventBuilder log(LoggingEventBuilder entry, long number) {
        return log(entry).addKeyValue("trial", number);
    }

    void tell(Consumer<StudyListener> event) {
        for (StudyListener listener : listeners) {
            try {
                synchronized (listener) {
                    event.accept(listener);
                }
            } catch (RuntimeException e) {
                log(LOG.atWarn()).log("a study listener failed: {}", e.toString());
                log(LOG.atDebug()).setCause(e).log("a study listener failed");
            }
        }
    }

    @Override
    public void away(String reason) {
        log(LOG.atInfo()).log("waiting for the store: {}", reason);
        tell(l -> l.waiting(reason));
    }

    @Override
    public void back(Duration outage) {
        log(LOG.atInfo()).log("the store answers again after {}", outage);
        tell(l -> l.reconnected(outage));
    }
}
