package dev.hone.cli;

/** What the process's exit status says; scripts may rely on these. */
public final class ExitCode {

    public static final int DONE = 0;
    /** A defect of Hone, or a store that is busy or out of reach for now: the same command may work later. */
    public static final int UNEXPECTED = 1;
    /** The command line, a file or a location is not acceptable. */
    public static final int USAGE = 2;
    /** More evaluations failed than allowed, or none succeeded. */
    public static final int FAILURES = 3;
    /** Stopped by the user (128 + SIGINT). */
    public static final int INTERRUPTED = 130;

    private ExitCode() {}
}
