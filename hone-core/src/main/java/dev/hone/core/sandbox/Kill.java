package dev.hone.core.sandbox;

/** Why the sandbox killed a process tree. */
public enum Kill {
    /** The wall clock limit ran out. */
    TIMEOUT,
    /** The tree used more CPU time than allowed. */
    CPU,
    /** The tree held more memory than allowed. */
    MEMORY,
    /** Standard output and standard error together wrote more than allowed. */
    OUTPUT,
    /** The caller no longer wanted it: it was interrupted, a line listener threw, or this JVM ends. There is no result then. */
    CANCELLED
}
