package dev.hone.core.optimize;

import dev.hone.core.trial.Comparison;
import dev.hone.core.trial.Trial;
import java.util.List;
import java.util.Set;

/**
 * Proposes candidates and learns from finished trials. Not thread-safe; the study serialises all calls.
 *
 * <p>Contract, which makes studies resumable and shareable:
 * <ul>
 *   <li>Proposals are a function of the problem (seed included), the trials told so far in their order, the state and
 *       the request; never of time, threads or earlier objects. {@link #tell} with a list equals telling its elements
 *       one by one.
 *   <li>A new instance that is given {@link #restore} with the {@link #state} of another and the trials that one had been
 *       told behaves like it from there on.
 *   <li>Trials told include failed, pruned and user-given ones. A candidate once asked for may never come back.
 * </ul>
 */
public interface Optimizer<C> {

    /**
     * Proposes up to {@code request.count()} candidates, at least one; an empty list says that the space is exhausted, or that
     * a comparison is awaited: see {@link #screen}.
     */
    List<Proposal<C>> ask(Ask<C> request);

    /** Learns from trials that finished, in the order in which they did; each trial is told once. */
    void tell(List<Trial<C>> finished);

    /**
     * Learns from relative feedback, in the order in which it was given; ignored by optimizers that work on values. After
     * {@link #restore} all comparisons of the study are told again, from the first: an optimizer whose state holds what it
     * learned from some of them keeps their number there.
     */
    default void tellComparisons(List<Comparison> comparisons) {}

    /**
     * Numbers of the trials that must be compared with each other before it can go on, in the order in which to show them;
     * all of them have finished. Empty if it does not wait for a comparison; while it is not, {@link #ask} may answer with
     * an empty list.
     */
    default List<Long> screen() {
        return List.of();
    }

    /**
     * Numbers of trials told that others went on from, or could have, and that no later proposal {@linkplain Trial#continues
     * goes on from}, whatever it is told: their artifacts are removed where nobody else needs them.
     */
    default Set<Long> spent() {
        return Set.of();
    }

    /** Whatever is needed beside the trials to go on, as JSON text; saved with every proposal. Empty if nothing is. */
    default String state() {
        return "";
    }

    /** Takes over from an instance whose state and told trials are given. Called once, on a new instance. */
    default void restore(String state, List<Trial<C>> told) {
        tell(told);
    }
}
