package dev.hone.core.study;

import dev.hone.core.trial.Comparison;
import dev.hone.core.trial.Trial;
import java.util.List;

/** Compares candidates with each other: a person, a rule, a model. Called by one thread at a time. */
@FunctionalInterface
public interface Judge<C> {

    /**
     * Compares trials.
     *
     * @param screen at least two finished trials, in the order in which to look at them
     * @return a ranking of at least two of them
     */
    Comparison compare(List<Trial<C>> screen) throws Exception;
}
