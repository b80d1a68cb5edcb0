package dev.hone.core.study;

import dev.hone.core.trial.Trial;
import java.util.List;

/**
 * How a run ended.
 *
 * @param end why
 * @param message the same for people
 */
public record StudyResult<C>(Study<C> study, End end, String message) {

    /** Why a run ended. */
    public enum End {
        /** Trials, time or cost are used up. */
        BUDGET,
        /** The target value was reached. */
        TARGET,
        /** The optimizer has nothing left to propose. */
        EXHAUSTED,
        /** More evaluations failed than allowed. */
        FAILURES,
        /** This run was asked to stop, with {@link Study#stop} or by interrupting its thread. */
        STOPPED,
        /** The study was stopped for all processes, see {@link Control#STOPPED}. */
        CALLED_OFF,
        /** The study is paused, and this process does not wait, see {@link StudyBuilder.Typed#leaveWhenPaused}. */
        PAUSED
    }

    /** The best trial of a study with one objective. */
    public Trial<C> best() {
        return study.best();
    }

    /** The non-dominated trials, by number. */
    public List<Trial<C>> front() {
        return study.front();
    }
}
