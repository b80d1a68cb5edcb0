package dev.hone.core.study;

import dev.hone.core.InvalidFieldException;
import dev.hone.core.store.StudyStore;
import java.util.Arrays;
import java.util.Locale;

/**
 * What all processes that work on a study shall do, kept with the study in the attribute {@value #ATTRIBUTE}. A running
 * {@link Study#run} sees a change within a second.
 */
public enum Control {
    /** Trials are started; also what the absence of the attribute means. */
    RUNNING,
    /** No trial is started; those under way are finished. */
    PAUSED,
    /** Every run ends, what it evaluates goes back to the queue, and none starts until this changes. */
    STOPPED;

    /** Key of the study attribute. */
    public static final String ATTRIBUTE = "control";

    /** What the store says now. */
    public static Control of(StudyStore store, long studyId) {
        String text = store.attributes(studyId).get(ATTRIBUTE);
        if (text == null) {
            return RUNNING;
        }
        return Arrays.stream(values())
                .filter(c -> c.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new InvalidFieldException(
                        ATTRIBUTE,
                        "is '" + text + "' for study " + studyId + " in " + store.location()
                                + ", expected running, paused or stopped"));
    }

    /** Writes this to the store, for all processes to see. */
    public void set(StudyStore store, long studyId) {
        store.putAttribute(studyId, ATTRIBUTE, text());
    }

    /** The attribute's value: the name in lower case. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
