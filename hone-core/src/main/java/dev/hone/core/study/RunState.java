package dev.hone.core.study;

/** What the process that runs a study wrote about its run, in the attribute {@value #ATTRIBUTE}, for workers to see. */
public enum RunState {
    /** Under way; also what a killed process leaves behind, so that workers go on. */
    RUNNING,
    /** Stopped by its user: workers rest until it is resumed. */
    INTERRUPTED,
    /** Its budget is used up, or too much failed. */
    FINISHED;

    /** Key of the study attribute; its value is the constant's name. */
    public static final String ATTRIBUTE = "run";
}
