package dev.hone.core.optimize;

import dev.hone.core.trial.Trial;
import java.util.List;

/**
 * A request for candidates.
 *
 * @param count how many, at least 1
 * @param firstNumber trial number that the first candidate will get
 * @param pending trials that are queued or running now, in order of their numbers; their results are still to come
 */
public record Ask<C>(int count, long firstNumber, List<Trial<C>> pending) {

    public Ask {
        pending = List.copyOf(pending);
    }
}
