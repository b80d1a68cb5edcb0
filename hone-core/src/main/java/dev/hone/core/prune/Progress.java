package dev.hone.core.prune;

import dev.hone.core.trial.Direction;
import dev.hone.core.trial.TrialState;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;

/** What a pruner may look at: the reports of the running trial, and those of the others in its study. */
public interface Progress {

    /** Number of the running trial. */
    long number();

    /** Direction of the first objective, which intermediate values are about. */
    Direction direction();

    /** Seed of the study. */
    long seed();

    /** How many trials of the study are complete. */
    long completed();

    /** Reports of the running trial by step, with the latest last; not empty. */
    NavigableMap<Long, Double> own();

    /** Reports of all other trials at {@code step}, in order of their numbers. */
    List<Report> at(long step);

    /** Reports of the best complete trial by step, if there is a complete trial. */
    Optional<NavigableMap<Long, Double>> best();

    /** One trial's report. */
    record Report(long number, TrialState state, double value) {}
}
