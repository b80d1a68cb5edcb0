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
        /** Somebody asked it to stop. */
        STOPPED
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
