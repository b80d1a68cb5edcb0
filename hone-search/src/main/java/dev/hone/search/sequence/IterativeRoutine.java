package dev.hone.search.sequence;

import dev.hone.core.space.Configuration;

/**
 * Something that is run again and again, each time on another instance, and costs more or less depending on a parameter.
 *
 * @param <I> type of the instance
 * @param <R> type of the result
 */
@FunctionalInterface
public interface IterativeRoutine<I, R> {

    Outcome<R> run(I instance, Configuration parameters) throws Exception;

    /** What a run cost and what came of it. */
    record Outcome<R>(double cost, R result) {}
}
