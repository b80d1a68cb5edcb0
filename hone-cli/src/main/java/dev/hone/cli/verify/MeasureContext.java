package dev.hone.cli.verify;

import dev.hone.core.evaluate.TrialContext;
import java.nio.file.Path;

/**
 * A measurement that belongs to no trial: nothing is recorded and nothing is pruned.
 *
 * @param number trial whose configuration is measured, or -1 for the baseline
 * @param seed the same for all that are measured in a round
 */
record MeasureContext(String study, long number, int attempt, long seed) implements TrialContext {

    @Override
    public void report(long step, double value) {}

    @Override
    public boolean shouldPrune() {
        return false;
    }

    @Override
    public void attribute(String key, String value) {}

    @Override
    public void artifact(String name, String mediaType, Path file) {}
}
