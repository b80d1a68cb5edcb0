package dev.hone.core.study;

import dev.hone.core.trial.Trial;
import java.time.Duration;
import java.util.List;

/**
 * Hears what happens in a study: progress bars, dashboards, metrics. Calls come one at a time; an exception thrown here is
 * logged and otherwise ignored.
 */
public interface StudyListener {

    /** This process starts to evaluate a trial. */
    default void started(Trial<?> trial) {}

    /** A running trial of this process reported an intermediate value. */
    default void reported(long number, long step, double value) {}

    /** A trial finished, here or in another process; in the order of finishing, each once. */
    default void finished(Trial<?> trial) {}

    /** A trial whose worker died was taken from it: queued again, or failed. */
    default void reaped(Trial<?> trial) {}

    /** The store is out of reach and will be tried again; once an outage, and as a reminder now and then. */
    default void waiting(String reason) {}

    /** The store answers again after an outage that was announced with {@link #waiting}. */
    default void reconnected(Duration outage) {}

    /** Nothing can be evaluated until somebody compares these trials; once a screen. */
    default void comparing(List<? extends Trial<?>> screen) {}

    /** Somebody paused the study, let it go on, or stopped it, and this process's run has seen it. */
    default void controlled(Control now) {}
}
