package dev.hone.claims;

import java.nio.file.Path;

/**
 * What a running claim may use.
 *
 * @param folder empty folder for its files, removed afterwards
 * @param progress hears how far it is
 */
public record ClaimRun(Path folder, Progress progress) {

    /** Hears how far a claim is. */
    @FunctionalInterface
    public interface Progress {
        /** @param done share of the work, from 0 to 1 */
        void at(double done, String step);
    }

    public void at(double done, String step) {
        progress.at(done, step);
    }
}
