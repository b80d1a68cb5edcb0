package dev.hone.cli.tune;

/** What the process that runs a study wrote about its run, for workers to see. */
enum RunState {
    /** Under way; also what a killed process leaves behind, so that workers go on. */
    RUNNING,
    /** Stopped by its user: workers rest until it is resumed. */
    INTERRUPTED,
    /** Its budget is used up, or too much failed. */
    FINISHED
}
