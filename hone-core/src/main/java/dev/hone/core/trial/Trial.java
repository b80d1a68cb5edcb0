package dev.hone.core.trial;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * One attempt in a study. Immutable; a snapshot of what the store held when it was read.
 *
 * @param <C> type of the candidate; stores hold {@code Trial<String>}, the candidate's JSON
 * @param number position in the study, from 0
 * @param attempt how often it has been started; a claim of attempt n is void once attempt n + 1 began
 * @param worker who evaluates or evaluated it
 * @param evaluation present when complete, and when pruned or failed after some result
 * @param failure why it failed or was pruned
 * @param intermediate values of the first objective by step
 * @param attributes JSON text by key
 * @param parents numbers of the trials it was made from
 * @param finishOrder position in the order of finishing, from 1; 0 while not finished
 */
public record Trial<C>(
        long number,
        TrialState state,
        C candidate,
        Origin origin,
        int attempt,
        Optional<String> worker,
        Optional<Evaluation> evaluation,
        Optional<String> failure,
        NavigableMap<Long, Double> intermediate,
        Map<String, String> attributes,
        List<Long> parents,
        Instant created,
        Optional<Instant> started,
        Optional<Instant> finished,
        long finishOrder) {

    /** Attribute of a trial that goes on from the artifacts of another: the number of that trial. */
    public static final String CONTINUES = "continues";

    public Trial {
        intermediate = Collections.unmodifiableNavigableMap(new TreeMap<>(intermediate));
        attributes = Map.copyOf(attributes);
        parents = List.copyOf(parents);
    }

    /** The same trial with its candidate mapped. */
    public <D> Trial<D> map(Function<? super C, ? extends D> candidateMapper) {
        return new Trial<>(
                number,
                state,
                candidateMapper.apply(candidate),
                origin,
                attempt,
                worker,
                evaluation,
                failure,
                intermediate,
                attributes,
                parents,
                created,
                started,
                finished,
                finishOrder);
    }

    /** The first objective's value of a complete trial. */
    public double value() {
        return evaluation.orElseThrow().value();
    }

    /** Objective values of a complete trial. */
    public List<Double> values() {
        return evaluation.orElseThrow().values();
    }

    public boolean isComplete() {
        return state == TrialState.COMPLETE;
    }

    /** Complete, and every outcome constraint is satisfied. */
    public boolean isFeasible() {
        return isComplete() && evaluation.orElseThrow().isFeasible();
    }

    /**
     * The trial whose artifacts, such as the checkpoint of a training, this one goes on from; empty if it starts afresh. It is
     * one of the parents; other parents lent no more than what is in the candidate.
     */
    public OptionalLong continues() {
        String number = attributes.get(CONTINUES);
        return number == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(number));
    }

    /** Whether it may be the best: complete, exact, and every outcome constraint is satisfied. */
    public boolean isEligible() {
        return isComplete() && evaluation.orElseThrow().isEligible();
    }

    public Optional<Duration> duration() {
        return started.flatMap(from -> finished.map(to -> Duration.between(from, to)));
    }
}
