package dev.hone.core.optimize;

import dev.hone.core.trial.Instance;
import dev.hone.core.trial.Trial;
import java.util.List;

/**
 * A request for candidates.
 *
 * @param count how many, at least 1
 * @param firstNumber trial number that the first candidate will get
 * @param pending trials that are queued or running now, in order of their numbers; their results are still to come
 * @param instances what each candidate is for, one a candidate; empty if trials are about no instances
 */
public record Ask<C>(int count, long firstNumber, List<Trial<C>> pending, List<Instance> instances) {

    public Ask {
        pending = List.copyOf(pending);
        instances = List.copyOf(instances);
    }

    public Ask(int count, long firstNumber, List<Trial<C>> pending) {
        this(count, firstNumber, pending, List.of());
    }

    /** What candidate {@code i} of this request is for. */
    public Instance instance(int i) {
        return instances.isEmpty() ? Instance.NONE : instances.get(i);
    }
}
