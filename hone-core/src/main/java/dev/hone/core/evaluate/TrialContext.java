package dev.hone.core.evaluate;

import dev.hone.core.trial.Instance;
import java.nio.file.Path;
import java.util.OptionalLong;

/** A running trial as its evaluator sees it. Thread-safe. */
public interface TrialContext {

    /** Name of the study. */
    String study();

    /** Number of the trial within its study, from 0. */
    long number();

    /** Which attempt this is, from 1. */
    int attempt();

    /** A seed that depends on the study's seed and the trial's number alone. */
    long seed();

    /** What this trial is about; {@link Instance#NONE} where all trials are about the same. */
    default Instance instance() {
        return Instance.NONE;
    }

    /** The trial that this one goes on from; empty if it starts afresh. */
    default OptionalLong continues() {
        return OptionalLong.empty();
    }

    /**
     * Copies the artifacts of the trial that this one goes on from into {@code folder}, each under its name.
     *
     * @throws dev.hone.core.HoneException if one of them is missing
     */
    default void continuedArtifacts(Path folder) {}

    /** Records a value of the first objective at {@code step}; a second report for a step replaces the first. */
    void report(long step, double value);

    /** Whether the study's pruner, having seen the reports so far, wants the trial to stop. */
    boolean shouldPrune();

    /** Records a text with the trial under {@code key}. */
    void attribute(String key, String value);

    /** Keeps a copy of {@code file} with the trial under {@code name}; a second one of that name replaces the first. */
    void artifact(String name, String mediaType, Path file);

    /**
     * Copies the artifact {@code name} that this trial keeps, from this attempt or one before that was interrupted, to {@code
     * file}: how long work goes on where it was.
     *
     * @return whether there is one
     */
    default boolean keptArtifact(String name, Path file) {
        return false;
    }

    /** Reports, and throws {@link TrialPrunedException} if the trial should stop. */
    default void reportOrPrune(long step, double value) {
        report(step, value);
        if (shouldPrune()) {
            throw new TrialPrunedException("pruned at step " + step + " with value " + value);
        }
    }
}
