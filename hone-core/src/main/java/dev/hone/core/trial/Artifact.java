package dev.hone.core.trial;

/**
 * A file that belongs to a trial.
 *
 * @param name unique within the trial; letters, digits, dot, dash and underscore
 * @param mediaType such as {@code text/plain}
 * @param bytes size
 * @param sha256 of the content, lower-case hexadecimal; also where the content is kept
 */
public record Artifact(String name, String mediaType, long bytes, String sha256) {

    /** What the trial's command wrote to standard output. */
    public static final String STDOUT = "stdout.txt";

    /** What it wrote to standard error. */
    public static final String STDERR = "stderr.txt";

    /** Whether it is what the trial's command wrote, not a file that it left. */
    public boolean isOutput() {
        return name.equals(STDOUT) || name.equals(STDERR);
    }
}
